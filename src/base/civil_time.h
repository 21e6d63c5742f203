#pragma once

#include <chrono>
#include <compare>
#include <string>
#include <string_view>

#include "base/clock.h"
#include "base/result.h"

namespace sextant {

// A UTC calendar day. Billing days are UTC everywhere in Sextant.
using Date = std::chrono::sys_days;

// Days from `start` up to, not including, `end`.
struct DateInterval {
  Date start;
  Date end;
  auto operator<=>(const DateInterval&) const = default;
  bool empty() const { return start >= end; }
};

Date date_of(WallTime time);
Date first_of_month(Date date);
// The first of the month that lies `months` after (before, if negative) the month of `date`.
Date add_months(Date date, int months);

// "2026-10-01". Error: time.malformed.
Result<Date> parse_date(std::string_view text);
std::string format_date(Date date);
// "2026-10". Error: time.malformed. Gives the first of the month.
Result<Date> parse_month(std::string_view text);
std::string format_month(Date date);

// RFC 3339 / ISO 8601 with 'Z', "UTC" or a numeric offset, fraction optional:
// "2026-10-01T12:00:00.5Z", "2026-10-01T12:00:00UTC". Error: time.malformed.
Result<WallTime> parse_rfc3339(std::string_view text);
// "2026-10-01T12:00:00Z"; with ".250" before the Z only where there are milliseconds.
std::string format_rfc3339(WallTime time);
// "20261001T120000Z", as signatures want it.
std::string format_basic(WallTime time);
// An HTTP date: "Thu, 01 Oct 2026 12:00:00 GMT". Error: time.malformed.
Result<WallTime> parse_http_date(std::string_view text);
std::string format_http_date(WallTime time);

// For people: "3 min", "5 h", "2 d".
std::string describe_age(std::chrono::seconds age);

}  // namespace sextant
