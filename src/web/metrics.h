#pragma once

#include <array>
#include <chrono>
#include <cstdint>
#include <map>
#include <mutex>
#include <string>
#include <string_view>
#include <utility>

namespace sextant::web {

// Counts what the server has answered. Labels are operations and statuses, never names of accounts
// or people. Thread-safe.
class RequestMetrics {
 public:
  // Upper bounds of the histogram's buckets; a last one holds the rest.
  static constexpr std::array<double, 9> kBucketsS = {0.005, 0.01, 0.025, 0.05, 0.1,
                                                      0.25,  0.5,  1.0,   5.0};

  // `operation` is an operationId, or "page", "login", "probe", "unknown".
  void count(std::string_view operation, int status, std::chrono::nanoseconds elapsed);
  // In Prometheus's text format.
  std::string text() const;

 private:
  struct Latency {
    std::array<std::uint64_t, kBucketsS.size() + 1> buckets{};
    double sum_s = 0;
    std::uint64_t count = 0;
  };
  mutable std::mutex mutex_;
  std::map<std::pair<std::string, int>, std::uint64_t> requests_;  // guarded by mutex_
  std::map<std::string, Latency, std::less<>> latencies_;
};

// A metric's lines in Prometheus's text format: header and samples. `labels` is "" or
// `{name="value"}`.
class MetricText {
 public:
  MetricText& family(std::string_view name, std::string_view type, std::string_view help);
  MetricText& sample(std::string_view labels, std::string_view value);
  MetricText& sample(std::string_view labels, std::uint64_t value);
  const std::string& text() const { return text_; }

 private:
  std::string name_;
  std::string text_;
};

}  // namespace sextant::web
