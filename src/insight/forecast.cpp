#include "insight/forecast.h"

#include <fmt/format.h>
#include <boost/json/array.hpp>
#include <boost/json/value.hpp>

#include <algorithm>
#include <charconv>
#include <map>
#include <set>

#include "base/text.h"
#include "insight/account_choice.h"
#include "insight/gather.h"
#include "insight/why_missing.h"

namespace sextant::insight {
namespace {

namespace json = boost::json;
using std::chrono::days;

constexpr std::chrono::hours kStaleAfter(48);

struct StoredPeriod {
  std::string account;
  ForecastPeriod period;
  std::int64_t level = 0;
  WallTime snapshot{};
};

Result<std::optional<Decimal>> parse_bound(const lake::Datum& datum) {
  if (!datum) return std::nullopt;
  SEXTANT_TRY(const Decimal bound, Decimal::parse(*datum));
  return bound;
}

Result<StoredPeriod> parse_row(const lake::Row& row) {
  StoredPeriod out;
  out.account = row[0].value_or("");
  SEXTANT_TRY(out.period.days.start, parse_date(row[2].value_or("")));
  SEXTANT_TRY(out.period.days.end, parse_date(row[3].value_or("")));
  out.period.currency = row[4].value_or("");
  SEXTANT_TRY(out.period.mean, Decimal::parse(row[5].value_or("")));
  SEXTANT_TRY(out.period.lower, parse_bound(row[6]));
  SEXTANT_TRY(out.period.upper, parse_bound(row[7]));
  const std::string level = row[8].value_or("0");
  std::from_chars(level.data(), level.data() + level.size(), out.level);
  SEXTANT_TRY(out.snapshot, parse_rfc3339(row[9].value_or("")));
  return out;
}

class Forecasting {
 public:
  Forecasting(const ForecastQuestion& question, const AnswerSources& sources,
              const CallContext& context)
      : question_(question), sources_(sources), context_(context) {}

  Result<ForecastAnswer> run() {
    SEXTANT_TRY(held_, gather_accounts(sources_, context_));
    asked_ = question_.asked_accounts.empty() ? choose_accounts(held_).accounts
                                              : question_.asked_accounts;
    if (held_.connections.empty() && asked_.empty())
      return failure("connection.none", "no forecast is stored either");
    SEXTANT_TRY(std::vector<StoredPeriod> stored, read());
    std::erase_if(stored,
                  [&](const StoredPeriod& one) { return one.period.days.end <= held_.today; });
    if (stored.empty()) return nothing();
    answer_.metric = question_.metric;
    SEXTANT_TRY_VOID(combine(stored));
    SEXTANT_TRY_VOID(add_this_month());
    add_notes();
    return std::move(answer_);
  }

 private:
  // Monthly periods of the asked metric and accounts, oldest first.
  Result<std::vector<StoredPeriod>> read() {
    std::vector<StoredPeriod> stored;
    SEXTANT_TRY(const auto paths,
                files_by_payer(sources_.files, sources_.lake_folder, "forecasts",
                               std::filesystem::path("view=primary") / "data.parquet"));
    if (paths.empty()) return stored;
    SEXTANT_TRY(
        const lake::Table table,
        sources_.engine.query(
            fmt::format(
                "SELECT BillingAccountId, Metric, CAST(PeriodStart AS DATE), CAST(PeriodEnd AS "
                "DATE), "
                "BillingCurrency, Mean, Lower, Upper, Level, x_SnapshotAt FROM read_parquet({}, "
                "hive_partitioning = false) WHERE lower(Grain) = 'monthly' ORDER BY PeriodStart",
                sql_list(paths)),
            {}, context_));
    for (const lake::Row& row : table.rows) {
      const auto metric = parse_metric(row[1].value_or(""));
      if (metric) metrics_.insert(std::string(name_of(*metric)));
      if (!metric || *metric != question_.metric) continue;
      SEXTANT_TRY(StoredPeriod one, parse_row(row));
      if (std::ranges::find(asked_, one.account) != asked_.end()) stored.push_back(std::move(one));
    }
    return stored;
  }

  std::unexpected<Error> nothing() const {
    if (!metrics_.empty() && !metrics_.contains(std::string(name_of(question_.metric)))) {
      const std::vector<std::string> names(metrics_.begin(), metrics_.end());
      return failure(
          Error{"cost.not_answerable",
                fmt::format("there is no forecast of {} costs", name_of(question_.metric))}
              .with("take", fmt::format("Ask with --metric {}, which is what a sync asks AWS for.",
                                        join(names, " or "))));
    }
    std::vector<std::string> reasons;
    std::vector<std::string> statuses;
    std::vector<state::Cell> cells = held_.cells;
    std::erase_if(cells, [](const state::Cell& cell) { return cell.face != "forecast"; });
    for (const std::string& account : asked_) {
      const DateInterval coming{held_.today, held_.today + days(400)};
      const WhyMissing why = why_missing(cells, account, coming);
      reasons.push_back(account + ": " + why.words);
      statuses.push_back(why.status);
    }
    const bool is_asked = code_of_missing(statuses) != "cost.no_data";
    return failure(is_asked ? "cost.forecast_not_given" : "cost.no_forecast", join(reasons, "; "));
  }

  Result<void> combine(const std::vector<StoredPeriod>& stored) {
    std::map<std::tuple<Date, Date, std::string>, ForecastPeriod> periods;
    std::set<std::string> accounts;
    WallTime oldest = WallTime::max();
    answer_.level = stored.front().level;
    for (const StoredPeriod& one : stored) {
      accounts.insert(one.account);
      oldest = std::min(oldest, one.snapshot);
      if (one.level != answer_.level) answer_.level = 0;
      const auto [place, is_new] = periods.try_emplace(
          {one.period.days.start, one.period.days.end, one.period.currency}, one.period);
      if (is_new) continue;
      ForecastPeriod& sum = place->second;
      SEXTANT_TRY(sum.mean, sum.mean.plus(one.period.mean));
      SEXTANT_TRY(sum.lower, add(sum.lower, one.period.lower));
      SEXTANT_TRY(sum.upper, add(sum.upper, one.period.upper));
    }
    for (auto& [key, period] : periods) answer_.periods.push_back(std::move(period));
    std::set<Date> months;
    std::erase_if(answer_.periods, [&](const ForecastPeriod& period) {
      months.insert(first_of_month(period.days.start));
      return question_.months_max > 0 && months.size() > question_.months_max;
    });
    answer_.accounts_expected = asked_.size();
    answer_.accounts.assign(accounts.begin(), accounts.end());
    answer_.age = std::max(std::chrono::floor<std::chrono::seconds>(sources_.clock.wall() - oldest),
                           std::chrono::seconds(0));
    return {};
  }

  static Result<std::optional<Decimal>> add(const std::optional<Decimal>& a,
                                            const std::optional<Decimal>& b) {
    if (!a || !b) return std::nullopt;
    SEXTANT_TRY(const Decimal sum, a->plus(*b));
    return sum;
  }

  // What was spent of this month before the forecast begins, so that no day counts twice.
  Result<void> add_this_month() {
    for (const ForecastPeriod& period : answer_.periods) {
      const Date month = first_of_month(period.days.start);
      if (month != first_of_month(held_.today)) continue;
      ThisMonth this_month{period.currency, {month, period.days.start}, {}, period, {}};
      if (!this_month.spent_days.empty()) {
        const auto spent = spent_in(this_month.spent_days, period.currency);
        if (!spent) {
          answer_.notes.push_back("What was spent of this month so far is not held by day: " +
                                  spent.error().detail + ".");
          return {};
        }
        this_month.spent = *spent;
      }
      SEXTANT_TRY(this_month.expected, this_month.spent.plus(period.mean));
      answer_.this_month.push_back(std::move(this_month));
    }
    return {};
  }

  Result<Decimal> spent_in(const DateInterval& interval, const std::string& currency) {
    CostQuestion question;
    question.metric = question_.metric;
    question.window = {interval, true};
    question.asked_accounts = answer_.accounts;
    SEXTANT_TRY(const CostAnswer answer, answer_costs(question, sources_, context_));
    if (!answer.provenance.coverage.is_complete())
      return failure("cost.no_data", "some days are missing");
    for (const CostRow& row : answer.rows) {
      if (row.currency == currency) return row.amount;
    }
    return Decimal();
  }

  void add_notes() {
    if (answer_.accounts.size() > 1) {
      answer_.notes.emplace_back(
          "The bounds of several accounts are added up, which makes the interval wider than its "
          "level says.");
    }
    if (answer_.accounts.size() < asked_.size()) {
      answer_.notes.push_back(fmt::format("{} of {} accounts have a forecast.",
                                          answer_.accounts.size(), asked_.size()));
    }
    if (answer_.age > kStaleAfter) {
      answer_.notes.push_back(fmt::format("It was made {} ago; sextant sync asks for a new one.",
                                          describe_age(answer_.age)));
    }
  }

  const ForecastQuestion& question_;
  const AnswerSources& sources_;
  const CallContext& context_;
  Held held_;
  std::vector<std::string> asked_;
  std::set<std::string> metrics_;  // that are held
  ForecastAnswer answer_;
};

json::value bound_or_null(const std::optional<Decimal>& bound) {
  return bound ? json::value(bound->to_string()) : json::value(nullptr);
}

}  // namespace

Result<ForecastAnswer> answer_forecast(const ForecastQuestion& question,
                                       const AnswerSources& sources, const CallContext& context) {
  return Forecasting(question, sources, context).run();
}

json::object to_json(const ForecastAnswer& answer) {
  json::array rows;
  std::set<std::string> currencies;
  for (const ForecastPeriod& period : answer.periods) {
    currencies.insert(period.currency);
    rows.push_back({{"month", format_month(period.days.start)},
                    {"from", format_date(period.days.start)},
                    {"to", format_date(period.days.end)},
                    {"currency", period.currency},
                    {"amount", period.mean.to_string()},
                    {"lower", bound_or_null(period.lower)},
                    {"upper", bound_or_null(period.upper)}});
  }
  json::array this_month;
  for (const ThisMonth& month : answer.this_month) {
    this_month.push_back({{"month", format_month(month.rest.days.start)},
                          {"currency", month.currency},
                          {"spent", month.spent.to_string()},
                          {"spent_from", format_date(month.spent_days.start)},
                          {"spent_to", format_date(month.spent_days.end)},
                          {"forecast_rest", month.rest.mean.to_string()},
                          {"expected", month.expected.to_string()}});
  }
  json::array accounts;
  for (const std::string& account : answer.accounts) accounts.emplace_back(account);
  json::array notes;
  for (const std::string& note : answer.notes) notes.emplace_back(note);
  json::object provenance = {
      {"metric", name_of(answer.metric)},
      {"currency",
       currencies.size() == 1 ? json::value(*currencies.begin()) : json::value(nullptr)},
      {"from", format_date(answer.periods.front().days.start)},
      {"to", format_date(answer.periods.back().days.end)},
      {"estimated", true},
      {"charge_types", "all"},
      {"source", "AWS Cost Explorer, GetCostForecast"},
      {"accounts", std::move(accounts)},
      {"coverage", json::object{{"complete", answer.accounts.size() == answer.accounts_expected},
                                {"sources_held", answer.accounts.size()},
                                {"sources_expected", answer.accounts_expected}}},
      {"level_percent", answer.level},
      {"age_s", answer.age.count()},
      {"notes", std::move(notes)}};
  json::object out;
  out["rows"] = std::move(rows);
  out["this_month"] = std::move(this_month);
  out["provenance"] = std::move(provenance);
  return out;
}

}  // namespace sextant::insight
