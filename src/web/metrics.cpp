#include "web/metrics.h"

#include <fmt/format.h>

#include <algorithm>

namespace sextant::web {

MetricText& MetricText::family(std::string_view name, std::string_view type,
                               std::string_view help) {
  name_ = std::string(name);
  text_ += fmt::format("# HELP {} {}\n# TYPE {} {}\n", name, help, name, type);
  return *this;
}

MetricText& MetricText::sample(std::string_view labels, std::string_view value) {
  text_ += fmt::format("{}{} {}\n", name_, labels, value);
  return *this;
}

MetricText& MetricText::sample(std::string_view labels, std::uint64_t value) {
  return sample(labels, std::to_string(value));
}

void RequestMetrics::count(std::string_view operation, int status,
                           std::chrono::nanoseconds elapsed) {
  const double seconds = std::chrono::duration<double>(elapsed).count();
  const auto* bucket = std::ranges::lower_bound(kBucketsS, seconds);
  const std::lock_guard lock(mutex_);
  ++requests_[{std::string(operation), status}];
  Latency& latency = latencies_[std::string(operation)];
  ++latency.buckets[static_cast<std::size_t>(bucket - kBucketsS.begin())];
  latency.sum_s += seconds;
  ++latency.count;
}

std::string RequestMetrics::text() const {
  const std::lock_guard lock(mutex_);
  MetricText out;
  out.family("sextant_http_requests_total", "counter", "Requests answered.");
  for (const auto& [key, count] : requests_)
    out.sample(fmt::format(R"({{operation="{}",status="{}"}})", key.first, key.second), count);
  std::string text = out.text();
  constexpr std::string_view kName = "sextant_http_request_duration_seconds";
  text += fmt::format("# HELP {} Time from a whole request to its answer.\n# TYPE {} histogram\n",
                      kName, kName);
  for (const auto& [operation, latency] : latencies_) {
    std::uint64_t below = 0;
    for (std::size_t i = 0; i < latency.buckets.size(); ++i) {
      below += latency.buckets[i];
      const std::string bound =
          i < kBucketsS.size() ? fmt::format("{}", kBucketsS[i]) : std::string("+Inf");
      text += fmt::format("{}_bucket{{operation=\"{}\",le=\"{}\"}} {}\n", kName, operation, bound,
                          below);
    }
    text += fmt::format("{}_sum{{operation=\"{}\"}} {}\n", kName, operation, latency.sum_s);
    text += fmt::format("{}_count{{operation=\"{}\"}} {}\n", kName, operation, latency.count);
  }
  return text;
}

}  // namespace sextant::web
