#pragma once

#include <boost/json/value.hpp>

#include <map>
#include <string>
#include <vector>

#include "lake/costs.h"
#include "lake/publisher.h"
#include "sync/cell_spec.h"

namespace sextant::sync {

// What an answer says besides its rows.
struct AnswerFacts {
  std::size_t rows = 0;
  std::map<Date, bool> estimated;                    // periods that came, by their start
  std::map<std::string, std::string> account_names;  // as Cost Explorer gave them
  lake::Datum currency;                              // of rows that are zero and name none
};

// Reads the pages of one cost query. A page may end inside a period: what follows of it comes with
// the next page.
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
  // Adds the rows of a page to `rows`: keys, period, currency and amounts.
  Result<void> add_page(const boost::json::value& page, std::vector<lake::CostRow>& rows);
  // Of all pages until now.
  const AnswerFacts& facts() const { return facts_; }

 private:
  Result<void> add_period(const boost::json::object& period, std::vector<lake::CostRow>& rows);
  Result<void> add_row(lake::CostRow row, std::vector<lake::CostRow>& rows);
  void learn_names(const boost::json::object& page);

  CellSpec spec_;
  AnswerFacts facts_;
};

// Organizations' ListAccounts. Errors: sync.unexpected_answer.
Result<void> add_accounts(const boost::json::value& page, std::vector<lake::AccountRow>& rows);
// GetCostForecast. The forecast is an estimate: digits beyond the eighteenth are cut off.
Result<std::vector<lake::ForecastRow>> read_forecast(const boost::json::value& result);

}  // namespace sextant::sync
