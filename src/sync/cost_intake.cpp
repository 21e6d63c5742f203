#include "sync/cost_intake.h"

#include <algorithm>
#include <iterator>

namespace sextant::sync {

Result<void> CostIntake::add_page(const boost::json::value& page) {
  const auto known = static_cast<std::ptrdiff_t>(waiting_.size());
  SEXTANT_TRY_VOID(answer_.add_page(page, waiting_));
  if (spec_.stream.is_control())
    std::copy(waiting_.begin() + known, waiting_.end(), std::back_inserter(control_));
  return waiting_.size() < kRowsAtOnce ? Result<void>() : flush();
}

Result<void> CostIntake::flush() {
  if (!table_) {
    SEXTANT_TRY(table_, writer_.make_table(spec_.stream.face));
  }
  SEXTANT_TRY_VOID(table_->append(waiting_));
  waiting_.clear();
  return {};
}

Result<std::unique_ptr<lake::CostTable>> CostIntake::take_table() {
  SEXTANT_TRY_VOID(flush());
  return std::move(table_);
}

void CostIntake::start_over() {
  answer_ = CostAnswer(spec_);
  table_.reset();
  control_.clear();
  waiting_.clear();
}

std::vector<lake::CostRow> CostIntake::control() const {
  std::vector<lake::CostRow> rows = control_;
  for (lake::CostRow& row : rows) {
    row.is_estimated = facts().estimated.at(row.start);
    if (!row.currency) row.currency = facts().currency;
  }
  return rows;
}

}  // namespace sextant::sync
