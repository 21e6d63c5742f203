#pragma once

#include <map>
#include <memory>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "lake/costs.h"
#include "lake/engine.h"

namespace sextant::lake {

// Sums of rows by the first day of their period and by currency ("" where they name none).
using PeriodSums = std::map<std::pair<Date, std::string>, Amounts>;

// Rows of one face and grain on their way into the lake: a temporary table of the engine, so that
// any number of them takes no more memory than the engine may use; the rest spills to its folder.
//
// A row holds period, keys of the face, currency, amounts and x_Unallocated. What is the same in
// many rows comes when they are published, see publisher.h.
//
// As thread-safe as the engine, which outlives it. Errors: those of the engine, decimal.overflow.
class CostTable {
 public:
  static Result<std::unique_ptr<CostTable>> create(Engine& engine, Face face);
  ~CostTable();
  CostTable(const CostTable&) = delete;
  CostTable& operator=(const CostTable&) = delete;

  Result<void> append(const std::vector<CostRow>& rows);
  // Takes in the rows of another table of the same face, in the place of those that start in
  // `window`.
  Result<void> replace(const DateInterval& window, const CostTable& other);
  Result<void> remove_unallocated();

  // Without those of x_Unallocated, as everywhere below. A net metric that any row lacks is absent.
  Result<PeriodSums> sums() const;
  // Of `periods`, those in which the rows differ from a file of the lake, compared key by key in
  // every metric, since AWS moves money between rows at a constant total. Rows without money count
  // as absent; marks, names and times do not count. A file that is damaged differs throughout.
  Result<std::set<Date>> changed_periods(const std::filesystem::path& file,
                                         const std::set<Date>& periods,
                                         const CallContext& context) const;

  // A SELECT of all rows with the keys of all faces, in the columns' names of the lake.
  std::string select_sql() const;

 private:
  CostTable(Engine& engine, Face face, std::string name);
  Engine& engine_;
  const Face face_;
  const std::string name_;
};

}  // namespace sextant::lake
