#pragma once

#include <boost/json/object.hpp>

#include <functional>
#include <string>
#include <vector>

#include "insight/cost_comparison.h"
#include "insight/forecast.h"
#include "operations/context.h"

namespace sextant::operations {

struct OverviewWords {
  std::string metric = "unblended";
  std::vector<std::string> connections;  // names; empty: all
};

// The days of this month and those of the last that are held against one another.
struct MonthSpans {
  DateInterval now;
  DateInterval before;
};
// Both end with the last day that the figures hold whole; see Overview. Errors: cost.no_day_yet,
// and those of make_overview.
Result<MonthSpans> spans_of_this_month(Context& context, const OverviewWords& words,
                                       const CallContext& call);

// How this month goes. Each part is an answer of its own, or says why it is none.
//
// This month is compared with the same days of last month. Both end with the last day that the
// figures hold whole: the day on which they were read is not over, and where several accounts were
// read on different days, the earliest counts.
struct Overview {
  Date today;
  Result<insight::CostComparison> month_to_date;
  Result<insight::ForecastAnswer> forecast;
  Result<insight::CostComparison> by_service;
  Result<insight::CostComparison> by_account;
  Result<insight::CostComparison> movers;  // by service and account
  Result<insight::CostAnswer> daily;       // the last 35 days
};
// Errors, apart from those of the parts: cost.unknown_metric, connection.not_found, cost.no_data,
// state.*, lake.*.
Result<Overview> make_overview(Context& context, const OverviewWords& words,
                               const CallContext& call);

// `problem` gives an error the form that the face has for it.
boost::json::object to_json(const Overview& overview,
                            const std::function<boost::json::object(const Error&)>& problem);

}  // namespace sextant::operations
