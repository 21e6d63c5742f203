#include "aws/protocol/timestamp.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <chrono>
#include <cmath>

#include "base/civil_time.h"
#include "base/text.h"

namespace sextant::aws {
namespace {

constexpr std::int64_t kFirstSecond = -62'167'219'200;  // 0000-01-01T00:00:00Z
constexpr std::int64_t kLastSecond = 253'402'300'799;   // 9999-12-31T23:59:59Z
constexpr std::size_t kTextMax = 64;
constexpr std::int64_t kMicrosecondsPerSecond = 1'000'000;

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

std::optional<Instant> in_range(std::int64_t seconds, std::int32_t microseconds) {
  if (seconds < kFirstSecond || seconds > kLastSecond) return std::nullopt;
  return Instant{seconds, microseconds};
}

// Takes the digits after the first '.' out of `text`, as microseconds; further digits are cut.
std::int32_t take_fraction(std::string& text) {
  const std::size_t point = text.find('.');
  if (point == std::string::npos) return 0;
  std::size_t end = point + 1;
  std::int32_t microseconds = 0;
  std::int32_t weight = 100'000;
  for (; end < text.size() && is_digit(text[end]); ++end, weight /= 10) {
    microseconds += (text[end] - '0') * weight;
  }
  if (end > point + 1) text.erase(point, end - point);
  return microseconds;
}

std::optional<std::int64_t> calendar_seconds(const std::string& text) {
  Result<WallTime> time = parse_rfc3339(text);
  if (!time) time = parse_rfc3339(text + "Z");
  if (!time) time = parse_rfc3339(text + "T00:00:00Z");
  if (!time) time = parse_http_date(text);
  if (!time) return std::nullopt;
  return std::chrono::floor<std::chrono::seconds>(time->time_since_epoch()).count();
}

}  // namespace

std::optional<Instant> instant_of_seconds(double seconds) {
  if (!(seconds >= static_cast<double>(kFirstSecond) &&
        seconds <= static_cast<double>(kLastSecond))) {
    return std::nullopt;
  }
  const std::int64_t whole = std::llround(seconds * static_cast<double>(kMicrosecondsPerSecond));
  std::int64_t floor = whole / kMicrosecondsPerSecond;
  if (whole % kMicrosecondsPerSecond < 0) --floor;
  return in_range(floor, static_cast<std::int32_t>(whole - floor * kMicrosecondsPerSecond));
}

std::optional<Instant> read_instant(std::string_view text) {
  if (text.empty() || text.size() > kTextMax) return std::nullopt;
  double number = 0;
  if (const auto [stop, failed] = std::from_chars(text.data(), text.data() + text.size(), number);
      failed == std::errc() && stop == text.data() + text.size()) {
    return instant_of_seconds(number);
  }
  std::string whole(text);
  const std::int32_t microseconds = take_fraction(whole);
  const std::optional<std::int64_t> seconds = calendar_seconds(whole);
  return seconds.has_value() ? in_range(*seconds, microseconds) : std::nullopt;
}

std::string rfc3339_text(Instant instant) {
  std::string text = format_rfc3339(WallTime(std::chrono::seconds(instant.seconds)));
  if (instant.microseconds == 0) return text;
  text.pop_back();
  const bool in_milliseconds = instant.microseconds % 1000 == 0;
  return text + (in_milliseconds ? fmt::format(".{:03}Z", instant.microseconds / 1000)
                                 : fmt::format(".{:06}Z", instant.microseconds));
}

std::string instant_text(Instant instant, TimestampFormat format) {
  switch (format) {
    case TimestampFormat::kRfc822:
      return format_http_date(WallTime(std::chrono::seconds(instant.seconds)));
    case TimestampFormat::kUnixSeconds: {
      if (instant.microseconds == 0) return fmt::format("{}", instant.seconds);
      return fmt::format("{}", static_cast<double>(instant.seconds) + instant.microseconds / 1e6);
    }
    case TimestampFormat::kIso8601:
    case TimestampFormat::kUnset:
      break;
  }
  return rfc3339_text(instant);
}

}  // namespace sextant::aws
