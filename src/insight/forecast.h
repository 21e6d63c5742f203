#pragma once

#include <boost/json/object.hpp>

#include <optional>
#include <string>
#include <vector>

#include "insight/cost_answer.h"

namespace sextant::insight {

struct ForecastQuestion {
  Metric metric = Metric::kUnblended;
  std::size_t months_max = 0;               // 0: all that AWS gave
  std::vector<std::string> asked_accounts;  // as in CostQuestion
};

// What AWS expects of one month, or of what is left of it.
struct ForecastPeriod {
  DateInterval days;
  std::string currency;
  Decimal mean;
  std::optional<Decimal> lower;  // absent where AWS gave none for one of the accounts
  std::optional<Decimal> upper;
};

// This month as it will end: what is spent already and what AWS expects of the rest.
struct ThisMonth {
  std::string currency;
  DateInterval spent_days;  // before the forecast begins
  Decimal spent;
  ForecastPeriod rest;
  Decimal expected;
};

struct ForecastAnswer {
  Metric metric = Metric::kUnblended;
  std::vector<ForecastPeriod> periods;  // by time, then currency
  std::vector<ThisMonth> this_month;    // one for each currency; empty where its costs are not held
  std::int64_t level = 0;               // how likely the interval is, percent
  std::vector<std::string> accounts;    // whose Cost Explorer forecast
  std::size_t accounts_expected = 0;    // who should have one
  std::chrono::seconds age{0};          // of the oldest forecast
  std::vector<std::string> notes;
};

// AWS's own forecast, as the last sync brought it. Errors: cost.no_forecast, connection.none,
// lake.*, decimal.overflow.
Result<ForecastAnswer> answer_forecast(const ForecastQuestion& question,
                                       const AnswerSources& sources, const CallContext& context);

// {"rows": [{"month": "2026-11", "from": ..., "to": ..., "amount": "12.5", "lower": ..., "upper":
// ...}], "this_month": [...], "provenance": {...}}
boost::json::object to_json(const ForecastAnswer& answer);

}  // namespace sextant::insight
