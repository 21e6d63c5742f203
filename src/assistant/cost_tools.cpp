#include <fmt/format.h>

#include <algorithm>

#include "assistant/arguments.h"
#include "assistant/bounds.h"
#include "assistant/periods.h"
#include "assistant/schemas.h"
#include "assistant/tools.h"
#include "base/text.h"
#include "insight/answer_json.h"
#include "operations/cost_words.h"
#include "operations/overview.h"
#include "operations/repeat.h"

namespace sextant::assistant {

namespace json = boost::json;

namespace {

constexpr std::size_t kContributors = 10;
constexpr std::size_t kListedMax = 20;
constexpr std::size_t kSourceTextMax = 600;

constexpr std::string_view kQueryHelp =
    "What was spent, from the local copy of AWS Cost Explorer's data: totals and breakdowns by "
    "service, account, region, charge type, day or month, filtered as you like. Use it for \"what "
    "did we spend last month, by service?\", \"what does S3 cost in Ireland?\", \"daily costs of "
    "October\". Not for: why costs changed (compare_costs), the future (forecast_costs), questions "
    "that need joins or arithmetic (run_sql). Costs nothing and asks no cloud. Amounts are exact; "
    "the provenance says metric, currency, age and how complete they are: tell it where it "
    "matters.";
constexpr std::string_view kCompareHelp =
    "Two periods against one another, with the biggest contributors to the difference. Use it for "
    "\"why is September higher?\", \"what changed?\", \"is this month more expensive?\". It "
    "compares "
    "by service unless group_by says otherwise; call it again with group_by account or region, and "
    "a filter on the service that stands out, to go deeper. Not for one period alone "
    "(query_costs). "
    "Costs nothing and asks no cloud.";
constexpr std::string_view kForecastHelp =
    "What AWS expects the coming months to cost, and where this month will end: AWS's own "
    "forecast, "
    "as the last sync brought it. Use it for \"what will this month cost?\" and \"what will we "
    "spend "
    "next quarter?\". It has totals only: there is no forecast by service. Not for the past "
    "(query_costs). Costs nothing and asks no cloud.";

Date today_of(const Desk& desk) {
  return date_of(desk.context.outside.clock.wall());
}

Result<insight::WindowWords> window_of(const Desk& desk, const json::object& arguments) {
  const std::string period = text_of(arguments, "period");
  const insight::WindowWords ends{text_of(arguments, "from"), text_of(arguments, "to"), ""};
  if (period.empty()) return ends;
  if (!ends.from.empty() || !ends.to.empty())
    return failure("cost.bad_window", "period stands alone, or from and to do");
  return read_period(period, today_of(desk));
}

// All words of a question but its window.
Result<operations::CostWords> words_of(const json::object& arguments) {
  operations::CostWords words;
  words.by = texts_of(arguments, "group_by");
  words.metric = text_of(arguments, "metric");
  words.connections = texts_of(arguments, "connections");
  SEXTANT_TRY_VOID(read_filters(arguments, "filters", false, words.where));
  SEXTANT_TRY_VOID(read_filters(arguments, "exclude", true, words.where));
  return words;
}

// "daily" is a group by day, where no group says so already.
Result<void> add_granularity(const std::string& granularity, std::vector<std::string>& by) {
  const std::string word = to_lower(granularity);
  std::string key;
  if (word == "daily" || word == "day") key = "day";
  if (word == "monthly" || word == "month") key = "month";
  if (!word.empty() && word != "none" && word != "total" && key.empty())
    return failure("cost.unknown_key", "granularity is daily or monthly, not " + word);
  if (key.empty() || std::ranges::find(by, key) != by.end()) return {};
  std::erase(by, "total");
  by.insert(by.begin(), key);
  return {};
}

// A provenance without what would make it long, and notes of what was left out.
json::object short_provenance(const insight::Provenance& from, json::array& notes) {
  json::object out = insight::to_json(from);
  if (out["source"].as_string().size() > kSourceTextMax) {
    out["source"] =
        fmt::format("AWS Cost Explorer, as {} accounts see it; see sources", from.parts.size());
  }
  shorten_list(out, "sources", kListedMax, "data_coverage lists every account", notes);
  json::object& coverage = out["coverage"].as_object();
  shorten_list(coverage, "missing", kListedMax, "data_coverage tells of each account", notes);
  shorten_list(coverage, "left_out", kListedMax, "data_coverage tells of each account", notes);
  return out;
}

std::string totals_in_words(const std::vector<insight::Money>& totals) {
  if (totals.empty()) return "nothing";
  std::vector<std::string> words;
  for (const insight::Money& money : totals)
    words.push_back(money.amount.to_fixed(2) + " " + money.currency);
  return join(words, " and ");
}

std::string quality_in_words(const insight::Provenance& from) {
  std::string out;
  if (from.estimated_since) out += ", estimated since " + format_date(*from.estimated_since);
  if (!from.coverage.is_complete()) out += ", incomplete: " + insight::describe(from.coverage);
  return out;
}

Result<Reply> query_costs(Desk& desk, mcp::Call& call, const json::object& arguments) {
  SEXTANT_TRY(operations::CostWords words, words_of(arguments));
  SEXTANT_TRY(words.window, window_of(desk, arguments));
  SEXTANT_TRY_VOID(add_granularity(text_of(arguments, "granularity"), words.by));
  words.limit = count_of(arguments, "limit", 0);
  SEXTANT_TRY(const auto answered, operations::ask_costs(desk.context, words, call.context));
  SEXTANT_TRY(const auto repeat,
              operations::repeat_of(desk.context, words, answered, call.context));
  const insight::Provenance& from = answered.answer.provenance;
  json::object full = insight::to_json(answered.answer);
  json::array notes;
  json::object out = begin_answer(fmt::format(
      "{} cost of {}: {} in all{}.", insight::name_of(from.metric), insight::describe(from.days),
      totals_in_words(from.totals), quality_in_words(from)));
  out["provenance"] = short_provenance(from, notes);
  out["repeat"] = operations::to_json(repeat);
  SEXTANT_TRY_VOID(put_page(out, std::move(full["rows"].as_array()), std::move(notes),
                            text_of(arguments, "cursor"), arguments));
  return out;
}

struct TwoPeriods {
  insight::WindowWords now;
  insight::WindowWords before;
};

Result<TwoPeriods> periods_of(Desk& desk, const operations::CostWords& words,
                              const json::object& arguments, const CallContext& call) {
  SEXTANT_TRY(insight::WindowWords now, window_of(desk, arguments));
  const std::string other = to_lower(trim(text_of(arguments, "compare_to")));
  const bool is_usual = other.empty() || other == "previous" || other == "previous-period" ||
                        other == "previous period";
  const bool is_this_month = (now.from.empty() && now.last.empty()) || now.last == "this-month";
  DateInterval days;
  if (is_this_month) {
    // The day that is not over would make any month look cheap.
    SEXTANT_TRY(const auto spans, operations::spans_of_this_month(
                                      desk.context, {words.metric, words.connections}, call));
    if (is_usual || other == "last-month" || other == "last month")
      return TwoPeriods{assistant::words_of(spans.now), assistant::words_of(spans.before)};
    days = spans.now;
  } else {
    SEXTANT_TRY(const auto window, insight::parse_window(now, today_of(desk)));
    days = window.days;
  }
  now = assistant::words_of(days);
  if (is_usual) return TwoPeriods{now, assistant::words_of(period_before(days))};
  if (other == "last-year" || other == "last year" || other == "year-before" ||
      other == "previous-year" || other == "previous year")
    return TwoPeriods{now, assistant::words_of(year_before(days))};
  SEXTANT_TRY(insight::WindowWords before, read_period(other, today_of(desk)));
  SEXTANT_TRY(const auto earlier, insight::parse_window(before, today_of(desk)));
  return TwoPeriods{now, assistant::words_of(earlier.days)};
}

// "12.3"; null where there was nothing before.
json::value percent_of(Decimal change, Decimal before) {
  if (before.is_zero()) return nullptr;
  const double percent = 100 * change.approximate() / before.magnitude().approximate();
  return json::value(fmt::format("{:.1f}", percent));
}

json::value percent_of_row(const json::object& row) {
  const auto change = Decimal::parse(row.at("change").as_string());
  const auto before = Decimal::parse(row.at("before").as_string());
  return change && before ? percent_of(*change, *before) : json::value(nullptr);
}

Result<json::array> totals_of(const insight::CostComparison& comparison) {
  json::array out;
  std::vector<std::string> currencies = comparison.now.currencies;
  for (const std::string& currency : comparison.before.currencies)
    if (std::ranges::find(currencies, currency) == currencies.end()) currencies.push_back(currency);
  const auto amount_in = [](const std::vector<insight::Money>& totals,
                            const std::string& currency) {
    const auto found = std::ranges::find(totals, currency, &insight::Money::currency);
    return found == totals.end() ? Decimal() : found->amount;
  };
  for (const std::string& currency : currencies) {
    const Decimal now = amount_in(comparison.now.totals, currency);
    const Decimal before = amount_in(comparison.before.totals, currency);
    SEXTANT_TRY(const Decimal change, now.minus(before));
    out.push_back(json::object{{"currency", currency},
                               {"now", now.to_string()},
                               {"before", before.to_string()},
                               {"change", change.to_string()},
                               {"change_percent", percent_of(change, before)}});
  }
  return out;
}

std::string compared_in_words(const insight::CostComparison& comparison) {
  return fmt::format("{} cost of {}: {}; of {}: {}{}.", insight::name_of(comparison.now.metric),
                     insight::describe(comparison.now.days), totals_in_words(comparison.now.totals),
                     insight::describe(comparison.before.days),
                     totals_in_words(comparison.before.totals), quality_in_words(comparison.now));
}

Result<Reply> compare_costs(Desk& desk, mcp::Call& call, const json::object& arguments) {
  operations::CompareWords words;
  SEXTANT_TRY(static_cast<operations::CostWords&>(words), words_of(arguments));
  SEXTANT_TRY(const TwoPeriods periods, periods_of(desk, words, arguments, call.context));
  words.window = periods.now;
  words.before = periods.before;
  words.limit = count_of(arguments, "limit", kContributors);
  SEXTANT_TRY(const auto compared, operations::compare_costs(desk.context, words, call.context));
  SEXTANT_TRY(const auto repeat,
              operations::repeat_of(desk.context, words, compared, call.context));
  const insight::CostComparison& comparison = compared.comparison;
  json::object full = insight::to_json(comparison);
  json::array& rows = full["rows"].as_array();
  for (json::value& row : rows) row.as_object()["change_percent"] = percent_of_row(row.as_object());
  json::array notes;
  json::object out = begin_answer(compared_in_words(comparison));
  SEXTANT_TRY(out["totals"], totals_of(comparison));
  out["now"] = short_provenance(comparison.now, notes);
  out["before"] = short_provenance(comparison.before, notes);
  out["repeat"] = operations::to_json(repeat);
  SEXTANT_TRY_VOID(
      put_page(out, std::move(rows), std::move(notes), text_of(arguments, "cursor"), arguments));
  return out;
}

std::string forecast_in_words(const insight::ForecastAnswer& answer) {
  std::vector<std::string> words;
  for (const insight::ThisMonth& month : answer.this_month) {
    words.push_back(fmt::format("{} is expected to end at {} {} ({} spent before {})",
                                format_month(month.rest.days.start), month.expected.to_fixed(2),
                                month.currency, month.spent.to_fixed(2),
                                format_date(month.spent_days.end)));
  }
  if (words.empty()) {
    const insight::ForecastPeriod& first = answer.periods.front();
    words.push_back(fmt::format("{}: {} {} expected", insight::describe(first.days),
                                first.mean.to_fixed(2), first.currency));
  }
  return "AWS's forecast: " + join(words, "; ") + ".";
}

Result<Reply> forecast_costs(Desk& desk, mcp::Call& call, const json::object& arguments) {
  operations::ForecastWords words;
  words.metric = text_of(arguments, "metric");
  words.months = count_of(arguments, "months", 0);
  words.connections = texts_of(arguments, "connections");
  SEXTANT_TRY(const auto answer, operations::ask_forecast(desk.context, words, call.context));
  json::object full = insight::to_json(answer);
  json::array notes;
  json::object out = begin_answer(forecast_in_words(answer));
  out["rows"] = std::move(full["rows"]);
  out["this_month"] = std::move(full["this_month"]);
  shorten_list(full["provenance"].as_object(), "accounts", 5 * kListedMax,
               "list_cloud_accounts lists all", notes);
  out["provenance"] = std::move(full["provenance"]);
  out["repeat"] = repeat_json(operations::forecast_command(words),
                              "SELECT * FROM forecasts WHERE Grain = 'monthly'");
  out["notes"] = std::move(notes);
  return out;
}

}  // namespace

ToolSpec query_costs_tool() {
  return {"query_costs",
          "Query costs",
          std::string(kQueryHelp),
          query_arguments(),
          query_answer(),
          mcp::ToolHints(),
          false,
          query_costs};
}

ToolSpec compare_costs_tool() {
  return {"compare_costs",
          "Compare two periods",
          std::string(kCompareHelp),
          compare_arguments(),
          compare_answer(),
          mcp::ToolHints(),
          false,
          compare_costs};
}

ToolSpec forecast_costs_tool() {
  return {"forecast_costs",
          "Forecast costs",
          std::string(kForecastHelp),
          forecast_arguments(),
          forecast_answer(),
          mcp::ToolHints(),
          false,
          forecast_costs};
}

}  // namespace sextant::assistant
