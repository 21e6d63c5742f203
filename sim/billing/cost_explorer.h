#pragma once

#include "sim/billing/books.h"
#include "sim/billing/cost_query.h"
#include "sim/billing/page_token.h"
#include "sim/faults/faults.h"
#include "sim/service.h"

namespace sextant::sim {

// The operations of Cost Explorer over the books. Members are grouped by the file that holds them.
// Thread-safe.
class CostExplorer {
 public:
  // `books` and `faults` outlive it.
  CostExplorer(Books& books, const Faults& faults, std::uint64_t seed)
      : books_(books), faults_(faults), tokens_(seed) {}

  // cost_and_usage.cpp
  Outcome get_cost_and_usage(const Caller& caller, const json::object& input);
  Outcome get_cost_and_usage_with_resources(const Caller& caller, const json::object& input);

  // forecasts.cpp
  Outcome get_cost_forecast(const Caller& caller, const json::object& input);
  Outcome get_usage_forecast(const Caller& caller, const json::object& input);

  // dimension_values.cpp
  Outcome get_dimension_values(const Caller& caller, const json::object& input);
  Outcome get_tags(const Caller& caller, const json::object& input);
  Outcome get_cost_categories(const Caller& caller, const json::object& input);

  // commitment_reports.cpp
  Outcome get_reservation_utilization(const Caller& caller, const json::object& input);
  Outcome get_reservation_coverage(const Caller& caller, const json::object& input);
  Outcome get_savings_plans_utilization(const Caller& caller, const json::object& input);
  Outcome get_savings_plans_utilization_details(const Caller& caller, const json::object& input);
  Outcome get_savings_plans_coverage(const Caller& caller, const json::object& input);

  // definitions.cpp
  Outcome list_cost_allocation_tags(const Caller& caller, const json::object& input);
  Outcome list_backfill_history(const Caller& caller, const json::object& input);
  Outcome list_cost_category_definitions(const Caller& caller, const json::object& input);
  Outcome get_anomalies(const Caller& caller, const json::object& input);
  Outcome get_anomaly_monitors(const Caller& caller, const json::object& input);
  Outcome get_approximate_usage_records(const Caller& caller, const json::object& input);

 private:
  // access.cpp: the caller's bill, if Cost Explorer is on for it and the billing view its primary.
  Checked<Books::Reading> open(const Caller& caller, const json::object& input) const;

  // The items of a list that belong on this page, from the token in `member`; adds the next token
  // to `answer`. `pick(i)` appends the i-th of `count` items to the answer.
  template <typename Pick>
  Checked<std::size_t> page_through(const Caller& caller, std::string_view operation,
                                    const json::object& input, std::string_view member,
                                    const Books::Reading& reading, std::size_t count,
                                    json::object& answer, const Pick& pick) const;

  History history() const { return {books_.today(), books_.options().history_months}; }
  // Filter of a request; matches everything where there is none.
  static Checked<Filter> read_filter(const json::object& input);

  Books& books_;
  const Faults& faults_;
  PageTokens tokens_;
  CostQueryEngine engine_;
};

template <typename Pick>
Checked<std::size_t> CostExplorer::page_through(const Caller& caller, std::string_view operation,
                                                const json::object& input, std::string_view member,
                                                const Books::Reading& reading, std::size_t count,
                                                json::object& answer, const Pick& pick) const {
  const std::string print = PageTokens::fingerprint(caller.account_id, operation, input);
  SEXTANT_TRY(const auto place, tokens_.read(input, member, print));
  SEXTANT_TRY(const auto wanted, read_whole(input, "MaxResults", 1, 100'000));
  std::size_t page = static_cast<std::size_t>(faults_.page_rows());
  if (wanted) page = std::min(page, static_cast<std::size_t>(*wanted));
  const std::size_t first = place ? std::min(place->row, count) : 0;
  const std::size_t last = std::min(count, first + page);
  for (std::size_t i = first; i < last; ++i) pick(i);
  if (last < count) answer[member] = tokens_.make({reading.fresh, 0, last}, print);
  return last - first;
}

}  // namespace sextant::sim
