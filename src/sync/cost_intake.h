#pragma once

#include <boost/json/value.hpp>

#include <memory>
#include <vector>

#include "sync/answer.h"
#include "sync/cost_writer.h"

namespace sextant::sync {

// Takes in the pages of one cell of costs as they come, so that no more than a few of them are in
// memory: rows go to a table of the engine. The rows of a control, which are few, are kept too. Not
// thread-safe; the writer outlives it. Errors: those of CostAnswer and of the lake.
class CostIntake {
 public:
  CostIntake(const CellSpec& spec, const CostWriter& writer)
      : spec_(spec), writer_(writer), answer_(spec) {}
  Result<void> add_page(const boost::json::value& page);
  // Forgets what has come.
  void start_over();

  const AnswerFacts& facts() const { return answer_.facts(); }
  // Where this is a control: its rows, as they are to be stored except for their snapshot.
  std::vector<lake::CostRow> control() const;
  // All rows. To be called once, after the last page.
  Result<std::unique_ptr<lake::CostTable>> take_table();

 private:
  // To append a few pages at once costs the engine half as much as page by page.
  static constexpr std::size_t kRowsAtOnce = 4096;
  Result<void> flush();

  const CellSpec spec_;
  const CostWriter& writer_;
  CostAnswer answer_;
  std::unique_ptr<lake::CostTable> table_;
  std::vector<lake::CostRow> control_;
  std::vector<lake::CostRow> waiting_;  // read and not in the table yet
};

}  // namespace sextant::sync
