#pragma once

#include <chrono>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace sextant::http {

// Header fields in the order in which they were added; names compare without case. A plain value.
class Headers {
 public:
  using Field = std::pair<std::string, std::string>;

  Headers() = default;
  Headers(std::initializer_list<Field> fields) : fields_(fields) {}

  void add(std::string name, std::string value) {
    fields_.emplace_back(std::move(name), std::move(value));
  }
  // Replaces every field of that name.
  void set(const std::string& name, std::string value);
  void remove(std::string_view name);
  // The first field of that name.
  std::optional<std::string> find(std::string_view name) const;
  bool has(std::string_view name) const { return find(name).has_value(); }
  const std::vector<Field>& fields() const { return fields_; }

 private:
  std::vector<Field> fields_;
};

// What the client sends. `url` is absolute and is sent as it stands, with no normalization and no
// re-encoding of its path, since signatures depend on it.
struct Request {
  std::string method = "GET";
  std::string url;
  Headers headers;
  std::string body;
  std::size_t response_bytes_max = 64U << 20U;
  // Metadata and container addresses are asked without a proxy.
  bool allow_proxy = true;
};

struct Response {
  int status = 0;
  Headers headers;
  std::string body;
};

// How a URL divides. Views into the text that was given.
struct UrlParts {
  std::string_view scheme;     // "https"
  std::string_view authority;  // "host:8080" as written
  std::string_view host;       // without port and without the brackets of IPv6
  std::optional<unsigned> port;
  std::string_view path;   // with its leading '/', or empty
  std::string_view query;  // without '?'
};
// nullopt where `url` is not an absolute http or https URL, or holds user information.
std::optional<UrlParts> split_url(std::string_view url);
// 127.0.0.0/8, ::1 or "localhost".
bool is_loopback_host(std::string_view host);

}  // namespace sextant::http
