#pragma once

#include <cstddef>
#include <string>
#include <string_view>

// What runs AWS's published test vectors against the client's own serializers, parsers, signer and
// endpoint rules: the program sextant-conformance. It knows no case by name.
namespace sextant::aws::conformance {

// Counts cases, and prints a line for each that fails. Not thread-safe.
class Report {
 public:
  void pass() { ++passed_; }
  void ignore() { ++ignored_; }
  // `difference` may have several lines.
  void fail(std::string_view kind, std::string_view name, std::string_view difference);
  // An empty difference is a pass.
  void judge(std::string_view kind, std::string_view name, const std::string& difference);

  std::size_t passed() const { return passed_; }
  std::size_t failed() const { return failed_; }
  std::size_t ignored() const { return ignored_; }

 private:
  std::size_t passed_ = 0;
  std::size_t failed_ = 0;
  std::size_t ignored_ = 0;
};

}  // namespace sextant::aws::conformance
