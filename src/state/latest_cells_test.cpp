#include "state/latest_cells.h"

#include <gtest/gtest.h>

namespace sextant::state {
namespace {

Cell cell(const std::string& account, const std::string& face, CellStatus status) {
  Cell out;
  out.account_id = account;
  out.face = face;
  out.grain = "monthly";
  out.status = status;
  return out;
}

TEST(LatestCells, AreTheLastOfEachQuery) {
  const std::vector<Cell> cells = {
      cell("1", "total", CellStatus::kDenied), cell("2", "total", CellStatus::kDone),
      cell("1", "forecast", CellStatus::kNoData), cell("1", "total", CellStatus::kDone)};
  const auto latest = latest_of_each_query(cells);
  ASSERT_EQ(latest.size(), 3U);
  EXPECT_EQ(latest[0], &cells[2]);
  EXPECT_EQ(latest[1], &cells[3]) << "the denied one is of an older sync";
  EXPECT_EQ(latest[2], &cells[1]);
  EXPECT_TRUE(latest_of_each_query({}).empty());
}

}  // namespace
}  // namespace sextant::state
