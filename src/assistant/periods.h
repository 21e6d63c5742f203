#pragma once

#include <string_view>

#include "base/civil_time.h"
#include "base/result.h"
#include "insight/window.h"

namespace sextant::assistant {

// A period as people and models name it, as words that insight::parse_window reads: "this month",
// "last-month", "month to date", "2026-09", "September 2026", "sept", "2026-09-14", "2026-Q3",
// "last quarter", "2026", "year to date", "last year", "last 7 days", "30d", "3mo", "last week",
// "today", "yesterday". In any case, with spaces, '-' or '_'. A month without its year is the last
// one of that name. "" is insight's own default. Error: cost.bad_window.
Result<insight::WindowWords> read_period(std::string_view text, Date today);

// The period of the same length before it: months before months, days before days.
DateInterval period_before(const DateInterval& days);
// The same days a year before.
DateInterval year_before(const DateInterval& days);
insight::WindowWords words_of(const DateInterval& days);

}  // namespace sextant::assistant
