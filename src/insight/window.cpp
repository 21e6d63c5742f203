#include "insight/window.h"

#include <fmt/format.h>

#include <array>
#include <charconv>
#include <vector>

#include "base/text.h"

namespace sextant::insight {

namespace chrono = std::chrono;

namespace {

constexpr std::array<std::string_view, 12> kMonthNames = {
    "January", "February", "March",     "April",   "May",      "June",
    "July",    "August",   "September", "October", "November", "December"};

std::unexpected<Error> bad(std::string detail) {
  return failure("cost.bad_window", std::move(detail));
}

// A day, or the first of a month.
Result<Date> parse_end(std::string_view text) {
  if (const auto month = parse_month(text)) return *month;
  const auto day = parse_date(text);
  if (!day)
    return bad(fmt::format("'{}' is neither a day (2026-10-01) nor a month (2026-10)",
                           text.substr(0, 40)));
  return *day;
}

Result<DateInterval> parse_last(std::string_view text, Date today) {
  const std::string word = to_lower(trim(text));
  const Date month = first_of_month(today);
  if (word == "this-month") return DateInterval{month, today + chrono::days(1)};
  if (word == "last-month") return DateInterval{add_months(month, -1), month};
  int count = 0;
  const auto [end, error] = std::from_chars(word.data(), word.data() + word.size(), count);
  const std::string unit(end, word.data() + word.size());
  if (error != std::errc() || count < 1 || count > 2000) {
    return bad(fmt::format("'{}' is not of the form 30d, 2w, 3mo, this-month or last-month",
                           word.substr(0, 40)));
  }
  if (unit == "d" || unit == "days" || unit == "day")
    return DateInterval{today - chrono::days(count), today};
  if (unit == "w" || unit == "weeks" || unit == "week")
    return DateInterval{today - chrono::days(7 * count), today};
  if (unit == "mo" || unit == "months" || unit == "month")
    return DateInterval{add_months(month, -count), month};
  if (unit == "m") return bad("say 'mo' for months: " + std::to_string(count) + "mo");
  return bad(fmt::format("'{}' is not of the form 30d, 2w, 3mo, this-month or last-month",
                         word.substr(0, 40)));
}

Result<DateInterval> parse_ends(const WindowWords& words, Date today) {
  if (words.from.empty()) return bad("--to needs a --from");
  DateInterval days{{}, today + chrono::days(1)};
  SEXTANT_TRY(days.start, parse_end(words.from));
  if (!words.to.empty()) {
    SEXTANT_TRY(days.end, parse_end(words.to));
  }
  return days;
}

std::string day_and_month(Date date) {
  const chrono::year_month_day day(date);
  return fmt::format("{} {}", static_cast<unsigned>(day.day()),
                     kMonthNames[static_cast<unsigned>(day.month()) - 1]);
}

int year_of(Date date) {
  return static_cast<int>(chrono::year_month_day(date).year());
}

std::string month_and_year(Date date) {
  const chrono::year_month_day day(date);
  return fmt::format("{} {}", kMonthNames[static_cast<unsigned>(day.month()) - 1],
                     static_cast<int>(day.year()));
}

}  // namespace

Result<Window> parse_window(const WindowWords& words, Date today) {
  const bool has_ends = !words.from.empty() || !words.to.empty();
  if (has_ends && !words.last.empty()) return bad("--last and --from/--to contradict each other");
  Window window{{add_months(today, -1), today + chrono::days(1)}, has_ends};
  if (has_ends) {
    SEXTANT_TRY(window.days, parse_ends(words, today));
  } else if (!words.last.empty()) {
    SEXTANT_TRY(window.days, parse_last(words.last, today));
  }
  const DateInterval& days = window.days;
  if (days.empty()) {
    return bad(fmt::format("no day lies from {} up to, not including, {}", format_date(days.start),
                           format_date(days.end)));
  }
  if (days.start > today) return bad(fmt::format("{} lies in the future", format_date(days.start)));
  if (days.end > add_months(days.start, kMonthsMax))
    return bad(fmt::format("more than {} months", kMonthsMax));
  return window;
}

bool is_whole_months(const DateInterval& days) {
  return days.start == first_of_month(days.start) && days.end == first_of_month(days.end);
}

std::string describe(const DateInterval& days) {
  const Date last = days.end - chrono::days(1);
  const auto count = (days.end - days.start).count();
  if (count == 1) return fmt::format("{} {}", day_and_month(last), year_of(last));
  if (is_whole_months(days)) {
    if (add_months(days.start, 1) == days.end) return month_and_year(days.start);
    const std::string first = year_of(days.start) == year_of(last)
                                  ? std::string(split(month_and_year(days.start), ' ').front())
                                  : month_and_year(days.start);
    return fmt::format("{} to {} ({} months)", first, month_and_year(last), months_of(days).size());
  }
  const bool same_month = first_of_month(days.start) == first_of_month(last);
  std::string first = day_and_month(days.start);
  if (same_month) first.resize(first.find(' '));
  if (year_of(days.start) != year_of(last)) first += fmt::format(" {}", year_of(days.start));
  return fmt::format("{} to {} {} ({} days)", first, day_and_month(last), year_of(last), count);
}

std::vector<Date> months_of(const DateInterval& days) {
  std::vector<Date> months;
  for (Date month = first_of_month(days.start); month < days.end; month = add_months(month, 1))
    months.push_back(month);
  return months;
}

}  // namespace sextant::insight
