#include <fmt/core.h>

#include <array>
#include <boost/json/array.hpp>

#include "sim/billing/cost_explorer.h"

namespace sextant::sim {

namespace {

constexpr int kDaysOfHistory = 28;
constexpr int kDailyMonths = 3;
constexpr int kMonthlyMonths = 18;
constexpr PicoSum kSpreadPermille = 80;  // one standard deviation, of the mean

struct ForecastRequest {
  DateInterval interval;
  Granularity granularity = Granularity::kMonthly;
  Metric metric = Metric::kUnblendedCost;
  std::optional<std::int64_t> level;
};

// The same day so many months on, or the last of a shorter month.
Date months_after(Date day, int months) {
  const Date month = add_months(day, months);
  return std::min(month + (day - first_of_month(day)), add_months(month, 1) - std::chrono::days(1));
}

Checked<void> check_reach(const ForecastRequest& request, Date today) {
  const auto& [start, end] = request.interval;
  if (start < today) {
    return invalid(fmt::format("Earliest supported Start is {}", format_date(today)));
  }
  const bool is_daily = request.granularity == Granularity::kDaily;
  const Date latest = months_after(today, is_daily ? kDailyMonths : kMonthlyMonths);
  if (end > latest) return invalid(fmt::format("Latest supported End is {}", format_date(latest)));
  return {};
}

Checked<Metric> read_forecast_metric(const json::object& input, bool of_cost) {
  if (!input.contains("Metric")) return missing("metric");
  SEXTANT_TRY(const std::string name, read_text(input, "Metric"));
  const auto metric = find_metric(name);
  // Unlike GetCostAndUsage, forecasts know the enumerated names alone.
  if (!metric || metric_name(*metric) == name) {
    return not_in_enum(name, "metric",
                       "USAGE_QUANTITY, UNBLENDED_COST, NET_UNBLENDED_COST, AMORTIZED_COST, "
                       "NET_AMORTIZED_COST, BLENDED_COST, NORMALIZED_USAGE_AMOUNT");
  }
  const bool is_cost = static_cast<std::size_t>(*metric) < kCostMetricCount;
  if (is_cost != of_cost) return invalid(fmt::format("Metric {} is not supported", name));
  return *metric;
}

Checked<ForecastRequest> read_forecast(const json::object& input, bool of_cost, Date today) {
  ForecastRequest out;
  const auto interval = read_interval(input);
  if (!interval) {
    const json::value* period = input.if_contains("TimePeriod");
    if (period == nullptr || !period->is_object()) return std::unexpected(interval.error());
    SEXTANT_TRY(const std::string start, read_text(period->get_object(), "Start"));
    SEXTANT_TRY(const std::string end, read_text(period->get_object(), "End"));
    if (!parse_date(start) || !parse_date(end)) return std::unexpected(interval.error());
    return invalid(fmt::format("Requested Start: {} must be before requested End: {}", start, end));
  }
  out.interval = *interval;
  SEXTANT_TRY(const auto granularity, read_granularity(input));
  if (!granularity) return missing("granularity");
  if (*granularity == Granularity::kHourly) return invalid("Granularity HOURLY is not supported");
  out.granularity = *granularity;
  SEXTANT_TRY(out.metric, read_forecast_metric(input, of_cost));
  SEXTANT_TRY(out.level, read_whole(input, "PredictionIntervalLevel", 51, 99));
  SEXTANT_TRY_VOID(check_reach(out, today));
  return out;
}

// What the past four weeks came to, and whether there were four weeks.
struct Past {
  PicoSum sum = 0;
  Date begin = Date::max();
  std::optional<std::uint32_t> unit;  // of all of it; 0: several
};

Past look_back(const Books::Reading& reading, const Filter& filter, Metric metric) {
  const Ledger& ledger = *reading.ledger;
  const Date end = reading.fresh.today;
  const Date start = end - std::chrono::days(kDaysOfHistory);
  Past out;
  Amounts amounts;
  for (const ChargeLine& line : ledger.lines(reading.fresh.refreshes)) {
    const DateInterval span = ledger.span_of(line, reading.perspective);
    if (span.empty() || !filter.matches(ledger, line)) continue;
    out.begin = std::min(out.begin, span.start);
    for (Date day = std::max(start, span.start); day < std::min(end, span.end);
         day += std::chrono::days(1)) {
      if (!ledger.amounts_on(line, day, reading.fresh, amounts)) continue;
      out.sum += amounts[static_cast<std::size_t>(metric)];
      out.unit = out.unit.value_or(line.unit) == line.unit ? line.unit : 0;
    }
  }
  return out;
}

// Standard deviations of a normal distribution that hold `level` percent, in permille.
PicoSum deviations(std::int64_t level) {
  static constexpr std::array<std::pair<std::int64_t, PicoSum>, 6> kAnchors = {
      {{51, 690}, {68, 994}, {80, 1282}, {90, 1645}, {95, 1960}, {99, 2576}}};
  for (std::size_t i = 1; i < kAnchors.size(); ++i) {
    const auto& [low, low_value] = kAnchors[i - 1];
    const auto& [high, high_value] = kAnchors[i];
    if (level <= high) {
      return low_value + (high_value - low_value) * (level - low) / (high - low);
    }
  }
  return kAnchors.back().second;
}

json::object forecast_json(const ForecastRequest& request, const Past& past,
                           const std::string& unit) {
  json::array results;
  PicoSum total = 0;
  for (const DateInterval period : periods_of(request.interval, request.granularity)) {
    const PicoSum mean = past.sum * (period.end - period.start).count() / kDaysOfHistory;
    total += mean;
    json::object result = {{"TimePeriod", interval_json(period)}, {"MeanValue", amount_text(mean)}};
    if (request.level) {
      const PicoSum margin = mean / 1000 * kSpreadPermille / 1000 * deviations(*request.level);
      result["PredictionIntervalLowerBound"] = amount_text(mean - margin);
      result["PredictionIntervalUpperBound"] = amount_text(mean + margin);
    }
    results.emplace_back(std::move(result));
  }
  return {{"Total", {{"Amount", amount_text(total)}, {"Unit", unit}}},
          {"ForecastResultsByTime", std::move(results)}};
}

std::unexpected<Fault> too_little_history() {
  return refuse("DataUnavailableException", "Insufficient amount of historical data");
}

}  // namespace

Outcome CostExplorer::get_cost_forecast(const Caller& caller, const json::object& input) {
  SEXTANT_TRY(const Books::Reading reading, open(caller, input));
  SEXTANT_TRY(const ForecastRequest request, read_forecast(input, true, books_.today()));
  SEXTANT_TRY(const Filter filter, read_filter(input));
  const Past past = look_back(reading, filter, request.metric);
  const bool is_absent = is_net(request.metric) && !reading.ledger->has_net_metrics();
  if (is_absent || past.begin > reading.fresh.today - std::chrono::days(kDaysOfHistory)) {
    return too_little_history();
  }
  return forecast_json(request, past, reading.ledger->currency());
}

Outcome CostExplorer::get_usage_forecast(const Caller& caller, const json::object& input) {
  SEXTANT_TRY(const Books::Reading reading, open(caller, input));
  SEXTANT_TRY(const ForecastRequest request, read_forecast(input, false, books_.today()));
  SEXTANT_TRY(const Filter filter, read_filter(input));
  const Past past = look_back(reading, filter, request.metric);
  if (past.begin > reading.fresh.today - std::chrono::days(kDaysOfHistory)) {
    return too_little_history();
  }
  if (past.unit.value_or(0) == 0) {
    return refuse("UnresolvableUsageUnitException",
                  "Cost Explorer was unable to identify the usage unit. Provide UsageType/"
                  "UsageTypeGroup filter selections that contain matching units, for example: "
                  "hours.");
  }
  return forecast_json(request, past, reading.ledger->names().text(*past.unit));
}

}  // namespace sextant::sim
