#include "base/civil_time.h"

#include <fmt/format.h>

#include <array>
#include <charconv>
#include <optional>

namespace sextant {

namespace chrono = std::chrono;

namespace {

constexpr std::array<std::string_view, 7> kWeekdays = {"Sun", "Mon", "Tue", "Wed",
                                                       "Thu", "Fri", "Sat"};
constexpr std::array<std::string_view, 12> kMonths = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                      "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};

std::unexpected<Error> malformed(std::string_view text, std::string_view form) {
  return failure("time.malformed",
                 fmt::format("'{}' is not of the form {}", text.substr(0, 40), form));
}

// Reads a fixed pattern: each run of one of "YMDhms" is a number of that many digits, all else
// stands for itself.
class PatternReader {
 public:
  PatternReader(std::string_view pattern, std::string_view text) {
    if (text.size() < pattern.size()) return;
    for (std::size_t i = 0; i < pattern.size(); ++i) {
      const std::size_t slot = std::string_view("YMDhms").find(pattern[i]);
      if (slot == std::string_view::npos) {
        if (pattern[i] != text[i]) return;
        continue;
      }
      if (text[i] < '0' || text[i] > '9') return;
      fields_[slot] = fields_[slot] * 10 + (text[i] - '0');
    }
    matched_ = true;
  }

  std::optional<Date> date() const {
    const chrono::year_month_day day{chrono::year{fields_[0]},
                                     chrono::month{static_cast<unsigned>(fields_[1])},
                                     chrono::day{static_cast<unsigned>(fields_[2])}};
    if (!matched_ || !day.ok()) return std::nullopt;
    return Date(day);
  }
  std::optional<WallTime> time() const {
    const auto day = date();
    if (!day || fields_[3] > 23 || fields_[4] > 59 || fields_[5] > 60) return std::nullopt;
    return WallTime(*day) + chrono::hours(fields_[3]) + chrono::minutes(fields_[4]) +
           chrono::seconds(fields_[5]);
  }

 private:
  std::array<int, 6> fields_{};
  bool matched_ = false;
};

// The fraction of a second at the front of `rest` (which begins with '.'); removes it from `rest`.
chrono::milliseconds take_fraction(std::string_view& rest) {
  std::size_t end = 1;
  int milliseconds = 0;
  int weight = 100;
  for (; end < rest.size() && rest[end] >= '0' && rest[end] <= '9'; ++end, weight /= 10) {
    milliseconds += (rest[end] - '0') * weight;
  }
  rest.remove_prefix(end);
  return chrono::milliseconds(milliseconds);
}

// "Z", "UTC" or "+02:00" as an offset from UTC.
std::optional<chrono::minutes> read_zone(std::string_view zone) {
  if (zone == "Z" || zone == "z" || zone == "UTC") return chrono::minutes(0);
  if (zone.size() != 6 || zone[3] != ':' || (zone[0] != '+' && zone[0] != '-')) return std::nullopt;
  int hours = 0;
  int minutes = 0;
  const auto [hours_end, hours_error] = std::from_chars(zone.data() + 1, zone.data() + 3, hours);
  const auto [minutes_end, minutes_error] =
      std::from_chars(zone.data() + 4, zone.data() + 6, minutes);
  if (hours_end != zone.data() + 3 || minutes_end != zone.data() + 6 || hours > 23 || minutes > 59)
    return std::nullopt;
  const chrono::minutes offset(hours * 60 + minutes);
  return zone[0] == '-' ? -offset : offset;
}

}  // namespace

Date date_of(WallTime time) {
  return chrono::floor<chrono::days>(time);
}

Date first_of_month(Date date) {
  const chrono::year_month_day day(date);
  return Date(day.year() / day.month() / chrono::day(1));
}

Date add_months(Date date, int months) {
  const chrono::year_month_day day(date);
  return Date((day.year() / day.month() + chrono::months(months)) / chrono::day(1));
}

Result<Date> parse_date(std::string_view text) {
  const auto date = PatternReader("YYYY-MM-DD", text).date();
  if (!date || text.size() != 10) return malformed(text, "YYYY-MM-DD");
  return *date;
}

std::string format_date(Date date) {
  const chrono::year_month_day day(date);
  return fmt::format("{:04}-{:02}-{:02}", static_cast<int>(day.year()),
                     static_cast<unsigned>(day.month()), static_cast<unsigned>(day.day()));
}

Result<Date> parse_month(std::string_view text) {
  const auto date = text.size() == 7 ? parse_date(std::string(text) + "-01")
                                     : Result<Date>(malformed(text, "YYYY-MM"));
  if (!date) return malformed(text, "YYYY-MM");
  return *date;
}

std::string format_month(Date date) {
  return format_date(date).substr(0, 7);
}

Result<WallTime> parse_rfc3339(std::string_view text) {
  constexpr std::string_view kPattern = "YYYY-MM-DDThh:mm:ss";
  const auto time = PatternReader(kPattern, text).time();
  if (!time) return malformed(text, "YYYY-MM-DDThh:mm:ssZ");
  std::string_view rest = text.substr(kPattern.size());
  chrono::milliseconds fraction(0);
  if (!rest.empty() && rest.front() == '.') fraction = take_fraction(rest);
  const auto zone = read_zone(rest);
  if (!zone) return malformed(text, "YYYY-MM-DDThh:mm:ssZ");
  return *time + fraction - *zone;
}

std::string format_rfc3339(WallTime time) {
  const auto whole = chrono::floor<chrono::seconds>(time);
  const chrono::hh_mm_ss clock(whole - date_of(time));
  const auto fraction = (time - whole).count();
  std::string out =
      fmt::format("{}T{:02}:{:02}:{:02}", format_date(date_of(time)), clock.hours().count(),
                  clock.minutes().count(), clock.seconds().count());
  if (fraction != 0) out += fmt::format(".{:03}", fraction);
  return out + "Z";
}

std::string format_basic(WallTime time) {
  std::string out;
  for (const char c : format_rfc3339(chrono::floor<chrono::seconds>(time))) {
    if (c != '-' && c != ':') out += c;
  }
  return out;
}

Result<WallTime> parse_http_date(std::string_view text) {
  // Sun, 06 Nov 1994 08:49:37 GMT; the two obsolete forms of RFC 9110 are sent by no service of
  // ours.
  constexpr std::size_t kLength = 29;
  if (text.size() != kLength || text.substr(25) != " GMT") return malformed(text, "an HTTP date");
  for (std::size_t month = 0; month < kMonths.size(); ++month) {
    if (text.substr(8, 3) != kMonths[month]) continue;
    const auto time = parse_rfc3339(fmt::format("{}-{:02}-{}T{}Z", text.substr(12, 4), month + 1,
                                                text.substr(5, 2), text.substr(17, 8)));
    if (time) return *time;
  }
  return malformed(text, "an HTTP date");
}

std::string format_http_date(WallTime time) {
  const chrono::year_month_day day(date_of(time));
  const chrono::weekday weekday(date_of(time));
  return fmt::format("{}, {:02} {} {:04} {} GMT", kWeekdays[weekday.c_encoding()],
                     static_cast<unsigned>(day.day()),
                     kMonths[static_cast<unsigned>(day.month()) - 1], static_cast<int>(day.year()),
                     format_rfc3339(time).substr(11, 8));
}

std::string describe_age(chrono::seconds age) {
  if (age < chrono::minutes(1)) return fmt::format("{} s", age.count());
  if (age < chrono::hours(1))
    return fmt::format("{} min", chrono::floor<chrono::minutes>(age).count());
  if (age < chrono::hours(48))
    return fmt::format("{} h", chrono::floor<chrono::hours>(age).count());
  return fmt::format("{} d", chrono::floor<chrono::days>(age).count());
}

}  // namespace sextant
