#pragma once

#include <boost/json/object.hpp>
#include <expected>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/civil_time.h"
#include "base/result.h"
#include "sim/service.h"

namespace sextant::sim {

// Reading requests as Cost Explorer does, and refusing them in its words. Words that are known from
// AWS are used to the letter; docs/simulator-billing.md lists those that are not.

template <typename T>
using Checked = std::expected<T, Fault>;

std::unexpected<Fault> invalid(std::string message);
// "1 validation error detected: Value 'X' at 'granularity' failed to satisfy constraint: ..."
std::unexpected<Fault> not_in_enum(std::string_view value, std::string_view member,
                                   std::string_view allowed);
std::unexpected<Fault> missing(std::string_view member);
std::unexpected<Fault> malformed_request();
// What is said where there are no figures (yet).
std::unexpected<Fault> data_unavailable();

// "" or empty where the member is absent.
Checked<std::string> read_text(const json::object& input, std::string_view member);
Checked<std::vector<std::string>> read_texts(const json::object& input, std::string_view member,
                                             std::size_t count_max);
Checked<std::optional<std::int64_t>> read_whole(const json::object& input, std::string_view member,
                                                std::int64_t min, std::int64_t max);

enum class Granularity { kDaily, kMonthly, kHourly };
// The member "Granularity"; nullopt where it is absent.
Checked<std::optional<Granularity>> read_granularity(const json::object& input);

// The member "TimePeriod": days, the start before the end.
Checked<DateInterval> read_interval(const json::object& input);

// What Cost Explorer shows of the past at this granularity, on `today`.
struct History {
  Date today{};
  int months = 14;  // calendar months, the current one included
};
// Start and end against today and the history.
Checked<void> check_history(DateInterval interval, Granularity granularity, const History& history);

// The interval cut at the ends of months, or into days.
std::vector<DateInterval> periods_of(DateInterval interval, Granularity granularity);
// {"Start": "2026-10-01", "End": "2026-11-01"}
json::object interval_json(DateInterval interval);

// The first day whose figures are not final on `today`: bills are issued on the fifth.
Date first_estimated(Date today);

}  // namespace sextant::sim
