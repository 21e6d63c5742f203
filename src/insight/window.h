#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/civil_time.h"
#include "base/result.h"

namespace sextant::insight {

// The days that a question is about, and how firmly.
struct Window {
  DateInterval days;
  // The person named its ends. Where the lake begins later, such a question is refused; a relative
  // one ("last 3 months") is answered with what there is.
  bool is_explicit = false;
};

// What the person said; empty where nothing.
struct WindowWords {
  std::string from;  // a day or a month, included
  std::string to;    // a day or a month, excluded, as AWS and our JSON count
  std::string last;  // "30d", "2w", "3mo", "this-month", "last-month"
};

// The interval of `words`, today being `today` (UTC):
//   nothing         last month and this month to date
//   from            from there to today, today included
//   from and to     from the first up to, not including, the second
//   last 30d        the 30 days that end with yesterday
//   last 3mo        the three whole months before this one
// Errors: cost.bad_window (contradictory, empty, in the future, over kMonthsMax), time.malformed.
Result<Window> parse_window(const WindowWords& words, Date today);
inline constexpr int kMonthsMax = 60;

// True where both ends are firsts of months.
bool is_whole_months(const DateInterval& days);
// "1 September to 15 October 2026 (45 days)", "September 2026", "15 October 2026": the last day is
// included in words.
std::string describe(const DateInterval& days);
// "2026-09" .. of all months that `days` touches.
std::vector<Date> months_of(const DateInterval& days);

}  // namespace sextant::insight
