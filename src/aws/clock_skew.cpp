#include "aws/clock_skew.h"

#include "base/civil_time.h"

namespace sextant::aws {

std::optional<std::chrono::milliseconds> ClockSkew::measure(
    const std::optional<std::string>& date_header, WallTime local) {
  if (!date_header) return std::nullopt;
  const auto date = parse_http_date(*date_header);
  if (!date) return std::nullopt;
  return *date - local;
}

std::string describe_skew(std::chrono::milliseconds offset) {
  auto size = std::chrono::duration_cast<std::chrono::seconds>(std::chrono::abs(offset));
  // To the nearest minute: the header has whole seconds and its way took some time.
  if (size >= std::chrono::minutes(1)) size += std::chrono::seconds(30);
  return describe_age(size) + (offset.count() > 0 ? " behind AWS's" : " ahead of AWS's");
}

}  // namespace sextant::aws
