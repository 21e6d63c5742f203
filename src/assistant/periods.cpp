#include "assistant/periods.h"

#include <fmt/format.h>

#include <array>
#include <charconv>
#include <optional>

#include "base/text.h"

namespace sextant::assistant {
namespace {

using insight::WindowWords;
using std::chrono::days;

constexpr std::array<std::string_view, 12> kMonths = {
    "january", "february", "march",     "april",   "may",      "june",
    "july",    "august",   "september", "october", "november", "december"};
constexpr std::size_t kShortMonth = 3;
constexpr int kYearMin = 2000;
constexpr int kYearMax = 2200;

std::optional<int> number_of(std::string_view text) {
  int number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (text.empty() || error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return number;
}

std::optional<int> year_of(std::string_view text) {
  const auto year = number_of(text);
  return text.size() == 4 && year && *year >= kYearMin && *year <= kYearMax ? year : std::nullopt;
}

Date first_of_year(Date date) {
  return Date(std::chrono::year_month_day(date).year() / 1 / 1);
}

Date first_of_year(int year) {
  return Date(std::chrono::year(year) / 1 / 1);
}

Date first_of_quarter(Date date) {
  const unsigned month = static_cast<unsigned>(std::chrono::year_month_day(date).month());
  return add_months(first_of_month(date), -static_cast<int>((month - 1) % 3));
}

Date monday_of(Date date) {
  return date - (std::chrono::weekday(date) - std::chrono::Monday);
}

// "september", "sep" and "sept" are 9.
std::optional<int> month_named(std::string_view text) {
  if (text.size() < kShortMonth) return std::nullopt;
  for (std::size_t i = 0; i < kMonths.size(); ++i)
    if (kMonths[i].starts_with(text)) return static_cast<int>(i) + 1;
  return std::nullopt;
}

// From its start, up to its end or today.
WindowWords span(Date start, Date end, Date today) {
  if (end > today) return {format_date(start), "", ""};
  return {format_date(start), format_date(end), ""};
}

std::optional<WindowWords> read_month(const std::vector<std::string>& parts, Date today) {
  const auto month = month_named(parts.front());
  if (!month || parts.size() > 2) return std::nullopt;
  if (parts.size() == 2) {
    const auto year = year_of(parts[1]);
    if (!year) return std::nullopt;
    const Date start = add_months(first_of_year(*year), *month - 1);
    return span(start, add_months(start, 1), today);
  }
  Date start = add_months(first_of_year(today), *month - 1);
  if (start > today) start = add_months(start, -12);
  return span(start, add_months(start, 1), today);
}

// "2026-q3", "q3-2026", "q3".
std::optional<WindowWords> read_quarter(std::vector<std::string> parts, Date today) {
  if (parts.size() > 2) return std::nullopt;
  if (parts.size() == 2 && year_of(parts[0])) std::swap(parts[0], parts[1]);
  const std::string& name = parts.front();
  if (name.size() != 2 || name[0] != 'q' || name[1] < '1' || name[1] > '4') return std::nullopt;
  Date start = first_of_year(today);
  if (parts.size() == 2) {
    const auto year = year_of(parts[1]);
    if (!year) return std::nullopt;
    start = first_of_year(*year);
  }
  start = add_months(start, 3 * (name[1] - '1'));
  if (parts.size() == 1 && start > today) start = add_months(start, -12);
  return span(start, add_months(start, 3), today);
}

std::optional<WindowWords> read_named(std::string_view word, Date today) {
  const Date quarter = first_of_quarter(today);
  const Date year = first_of_year(today);
  const Date monday = monday_of(today);
  if (word == "this-month" || word == "current-month" || word == "month-to-date" || word == "mtd")
    return WindowWords{"", "", "this-month"};
  if (word == "last-month" || word == "previous-month") return WindowWords{"", "", "last-month"};
  if (word == "today") return span(today, today + days(1), today);
  if (word == "yesterday") return span(today - days(1), today, today);
  if (word == "this-week") return span(monday, monday + days(7), today);
  if (word == "last-week") return span(monday - days(7), monday, today);
  if (word == "this-quarter" || word == "quarter-to-date" || word == "qtd")
    return span(quarter, add_months(quarter, 3), today);
  if (word == "last-quarter") return span(add_months(quarter, -3), quarter, today);
  if (word == "this-year" || word == "year-to-date" || word == "ytd")
    return span(year, add_months(year, 12), today);
  if (word == "last-year") return span(add_months(year, -12), year, today);
  return std::nullopt;
}

// "last-7-days", "past-3-months", "7-days", "30d".
std::optional<WindowWords> read_length(std::vector<std::string> parts) {
  if (parts.size() > 1 &&
      (parts.front() == "last" || parts.front() == "past" || parts.front() == "previous"))
    parts.erase(parts.begin());
  if (parts.size() > 2) return std::nullopt;
  std::string length = join(parts, "");
  if (length.empty() || length.front() < '0' || length.front() > '9') return std::nullopt;
  return WindowWords{"", "", std::move(length)};
}

}  // namespace

Result<WindowWords> read_period(std::string_view text, Date today) {
  std::string word = to_lower(trim(text));
  for (char& c : word)
    if (c == ' ' || c == '_' || c == ',') c = '-';
  while (word.find("--") != std::string::npos) word = replace_all(word, "--", "-");
  if (word.empty()) return WindowWords();
  if (word.starts_with("the-")) word.erase(0, 4);
  if (const auto named = read_named(word, today)) return *named;
  if (const auto day = parse_date(word)) return span(*day, *day + days(1), today);
  if (const auto month = parse_month(word)) return span(*month, add_months(*month, 1), today);
  if (const auto year = year_of(word))
    return span(first_of_year(*year), first_of_year(*year + 1), today);
  const std::vector<std::string> parts = split(word, '-');
  if (const auto month = read_month(parts, today)) return *month;
  if (const auto quarter = read_quarter(parts, today)) return *quarter;
  if (const auto length = read_length(parts)) return *length;
  return failure("cost.bad_window",
                 fmt::format("'{}' is no period that is known here; say for example this-month, "
                             "last-month, 2026-09, 2026-Q3, 30d or 3mo, or use from and to",
                             text.substr(0, 60)));
}

DateInterval period_before(const DateInterval& span) {
  if (insight::is_whole_months(span)) {
    const auto months = static_cast<int>(insight::months_of(span).size());
    return {add_months(span.start, -months), span.start};
  }
  return {span.start - (span.end - span.start), span.start};
}

DateInterval year_before(const DateInterval& span) {
  if (insight::is_whole_months(span))
    return {add_months(span.start, -12), add_months(span.end, -12)};
  const auto back = [](Date date) {
    // A year before 29 February is the day after the 28th.
    return add_months(first_of_month(date), -12) + (date - first_of_month(date));
  };
  return {back(span.start), back(span.end)};
}

WindowWords words_of(const DateInterval& span) {
  return {format_date(span.start), format_date(span.end), ""};
}

}  // namespace sextant::assistant
