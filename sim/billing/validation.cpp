#include "sim/billing/validation.h"

#include <fmt/core.h>

#include <algorithm>
#include <boost/json/array.hpp>

namespace sextant::sim {

namespace {

constexpr int kMonthsWithoutOptIn = 14;
constexpr std::chrono::days kIssuedAfter{4};
constexpr std::size_t kPeriodsMax = 2000;

Checked<Date> read_day(const json::object& period, std::string_view member) {
  SEXTANT_TRY(const std::string text, read_text(period, member));
  if (text.empty() && !period.contains(member)) {
    return missing(member == "Start" ? "timePeriod.start" : "timePeriod.end");
  }
  const auto day = parse_date(text);
  if (!day) {
    return invalid(
        fmt::format("{} time {} is invalid. Valid format is: yyyy-MM-dd.", member, text));
  }
  return *day;
}

}  // namespace

std::unexpected<Fault> invalid(std::string message) {
  return refuse("ValidationException", std::move(message));
}

std::unexpected<Fault> not_in_enum(std::string_view value, std::string_view member,
                                   std::string_view allowed) {
  return invalid(
      fmt::format("1 validation error detected: Value '{}' at '{}' failed to satisfy constraint: "
                  "Member must satisfy enum value set: [{}]",
                  value, member, allowed));
}

std::unexpected<Fault> missing(std::string_view member) {
  return invalid(
      fmt::format("1 validation error detected: Value null at '{}' failed to satisfy constraint: "
                  "Member must not be null",
                  member));
}

std::unexpected<Fault> malformed_request() {
  return refuse("SerializationException", "Unexpected value type in payload");
}

std::unexpected<Fault> data_unavailable() {
  return refuse("DataUnavailableException",
                "Data is not available. Please try to adjust the time period. If just enabled Cost "
                "Explorer, data might not be ingested yet");
}

Checked<std::string> read_text(const json::object& input, std::string_view member) {
  const json::value* value = input.if_contains(member);
  if (value == nullptr || value->is_null()) return std::string();
  if (!value->is_string()) return malformed_request();
  return std::string(value->get_string());
}

Checked<std::vector<std::string>> read_texts(const json::object& input, std::string_view member,
                                             std::size_t count_max) {
  std::vector<std::string> out;
  const json::value* value = input.if_contains(member);
  if (value == nullptr || value->is_null()) return out;
  if (!value->is_array()) return malformed_request();
  if (value->get_array().size() > count_max) {
    return invalid(fmt::format("{} has too many items", member));
  }
  for (const json::value& item : value->get_array()) {
    if (!item.is_string()) return malformed_request();
    out.emplace_back(item.get_string());
  }
  return out;
}

Checked<std::optional<std::int64_t>> read_whole(const json::object& input, std::string_view member,
                                                std::int64_t min, std::int64_t max) {
  const json::value* value = input.if_contains(member);
  if (value == nullptr || value->is_null()) return std::nullopt;
  if (!value->is_int64()) return malformed_request();
  const std::int64_t number = value->get_int64();
  std::string name(member);
  name.front() = static_cast<char>(name.front() - 'A' + 'a');
  const auto outside = [&](std::string_view which, std::int64_t bound) {
    return invalid(
        fmt::format("1 validation error detected: Value '{}' at '{}' failed to satisfy "
                    "constraint: Member must have value {} than or equal to {}",
                    number, name, which, bound));
  };
  if (number < min) return outside("greater", min);
  if (number > max) return outside("less", max);
  return number;
}

Checked<std::optional<Granularity>> read_granularity(const json::object& input) {
  SEXTANT_TRY(const std::string text, read_text(input, "Granularity"));
  if (text.empty()) return std::nullopt;
  if (text == "DAILY") return Granularity::kDaily;
  if (text == "MONTHLY") return Granularity::kMonthly;
  if (text == "HOURLY") return Granularity::kHourly;
  return not_in_enum(text, "granularity", "MONTHLY, HOURLY, DAILY");
}

Checked<DateInterval> read_interval(const json::object& input) {
  const json::value* period = input.if_contains("TimePeriod");
  if (period == nullptr || period->is_null()) return missing("timePeriod");
  if (!period->is_object()) return malformed_request();
  DateInterval out;
  SEXTANT_TRY(out.start, read_day(period->get_object(), "Start"));
  SEXTANT_TRY(out.end, read_day(period->get_object(), "End"));
  if (out.empty()) return invalid("Start date (and hour) should be before end date (and hour)");
  return out;
}

Checked<void> check_history(DateInterval interval, Granularity granularity,
                            const History& history) {
  if (interval.end > add_months(history.today, 1)) {
    return invalid("end date past the beginning of next month");
  }
  if (interval.start > history.today) {
    return invalid("Start date should not be after today's date");
  }
  if (interval.start >= add_months(history.today, 1 - kMonthsWithoutOptIn)) return {};
  if (history.months <= kMonthsWithoutOptIn) {
    return invalid("You haven't enabled historical data beyond 14 months.");
  }
  if (interval.start != first_of_month(interval.start)) {
    return invalid(
        "To retrieve data beyond the past 14 months, your start date needs to be the first day of "
        "the month.");
  }
  if (granularity != Granularity::kMonthly) {
    return invalid("Data beyond the past 14 months is available at MONTHLY granularity only.");
  }
  if (interval.start < add_months(history.today, 1 - history.months)) {
    return invalid(fmt::format("Data is available for the past {} months only.", history.months));
  }
  return {};
}

std::vector<DateInterval> periods_of(DateInterval interval, Granularity granularity) {
  std::vector<DateInterval> out;
  for (Date start = interval.start; start < interval.end && out.size() < kPeriodsMax;) {
    const Date next =
        granularity == Granularity::kMonthly ? add_months(start, 1) : start + std::chrono::days(1);
    out.push_back({start, std::min(next, interval.end)});
    start = next;
  }
  return out;
}

json::object interval_json(DateInterval interval) {
  return {{"Start", format_date(interval.start)}, {"End", format_date(interval.end)}};
}

Date first_estimated(Date today) {
  const Date month = first_of_month(today);
  return today >= month + kIssuedAfter ? month : add_months(month, -1);
}

}  // namespace sextant::sim
