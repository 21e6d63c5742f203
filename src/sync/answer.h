#pragma once

#include <boost/json/value.hpp>

#include <map>
#include <string>
#include <vector>

#include "lake/costs.h"
#include "lake/publisher.h"
#include "sync/cell_spec.h"

namespace sextant::sync {

// Puts the pages of one cost query together. A page may end inside a period: what follows of it
// comes with the next page.
//
// What Cost Explorer says is hostile until proven otherwise: periods must lie in the window that
// was asked for, groups must have the keys that were asked for, amounts must be decimals that can
// be held exactly. Not thread-safe.
//
// Errors: sync.unexpected_answer, sync.too_many_rows, decimal.too_precise, decimal.overflow.
class CostAnswer {
 public:
  static constexpr std::size_t kRowsMax = 2'000'000;

  explicit CostAnswer(const CellSpec& spec) : spec_(spec) {}
  Result<void> add_page(const boost::json::value& page);
  std::size_t size() const { return rows_.size(); }
  // The rows, with what is the same in all of them taken from `common` and accounts named by
  // `account_names` (which win over the names that Cost Explorer gave). To be called once, at the
  // end.
  std::vector<lake::CostRow> take(const lake::CostRow& common,
                                  const std::map<std::string, std::string>& account_names);

 private:
  Result<void> add_period(const boost::json::object& period);
  Result<void> add_group(const boost::json::object& group, lake::CostRow row);
  void learn_names(const boost::json::object& page);

  const CellSpec spec_;
  std::vector<lake::CostRow> rows_;
  std::map<Date, bool> estimated_;  // periods by their start
  std::map<std::string, std::string> names_;
};

// Organizations' ListAccounts. Errors: sync.unexpected_answer.
Result<void> add_accounts(const boost::json::value& page, std::vector<lake::AccountRow>& rows);
// GetCostForecast. The forecast is an estimate: digits beyond the eighteenth are cut off.
Result<std::vector<lake::ForecastRow>> read_forecast(const boost::json::value& result);

}  // namespace sextant::sync
