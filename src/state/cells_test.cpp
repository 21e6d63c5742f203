#include "state/cells.h"

#include <gtest/gtest.h>

#include "base/testing/temporary_folder.h"
#include "state/runs.h"

namespace sextant::state {
namespace {

class CellsTest : public ::testing::Test {
 protected:
  CellsTest()
      : database_(*Database::open(folder_.path() / "state.db")),
        cells_(*database_),
        runs_(*database_) {}
  Cell cell(const std::string& key, const char* account, const char* at) {
    Cell made;
    made.key = key;
    made.connection = "prod";
    made.account_id = account;
    made.face = "total";
    made.grain = "monthly";
    made.window = {*parse_date("2024-02-29"), *parse_date("2024-03-01")};
    made.run_id = *runs_.begin(WallTime{}, 7);
    made.updated_at = *parse_rfc3339(at);
    return made;
  }
  TemporaryFolder folder_;
  std::unique_ptr<Database> database_;
  CellStore cells_;
  RunStore runs_;
};

TEST_F(CellsTest, KeepsAllOfACell) {
  Cell made = cell("k", "123456789012", "2026-10-15T12:00:00Z");
  made.status = CellStatus::kNotEnabled;
  made.pages = 3;
  made.rows = 40;
  made.attempts = 5;
  made.elapsed_ms = 1234;
  made.is_full = true;
  made.error_code = "sync.not_enabled";
  made.error_detail = "it's \"off\"";
  made.next_try_at = *parse_rfc3339("2026-10-15T20:00:00Z");
  ASSERT_TRUE(cells_.save(made));
  const auto read = *cells_.list("123456789012");
  ASSERT_EQ(read.size(), 1U);
  EXPECT_EQ(read[0].status, CellStatus::kNotEnabled);
  EXPECT_EQ(read[0].window, made.window);
  EXPECT_EQ(read[0].rows, 40);
  EXPECT_EQ(read[0].elapsed_ms, 1234);
  EXPECT_TRUE(read[0].is_full);
  EXPECT_EQ(read[0].error_detail, made.error_detail);
  EXPECT_EQ(read[0].next_try_at, made.next_try_at);
}

TEST_F(CellsTest, ReplacesByKeyListsByAccountAndForgets) {
  ASSERT_TRUE(cells_.save(cell("a", "111111111111", "2026-10-15T12:00:00Z")));
  ASSERT_TRUE(cells_.save(cell("a", "111111111111", "2026-10-15T13:00:00Z")));
  ASSERT_TRUE(cells_.save(cell("b", "222222222222", "2026-10-14T12:00:00Z")));
  EXPECT_EQ(cells_.list("111111111111")->size(), 1U);
  const auto all = *cells_.list();
  ASSERT_EQ(all.size(), 2U);
  EXPECT_EQ(all.back().key, "a") << "the latest last";
  ASSERT_TRUE(cells_.remove_before(*parse_rfc3339("2026-10-15T00:00:00Z")));
  EXPECT_EQ(cells_.list()->size(), 1U);
}

TEST_F(CellsTest, EveryStatusHasAName) {
  for (int i = 0; i <= static_cast<int>(CellStatus::kFailed); ++i) {
    const auto status = static_cast<CellStatus>(i);
    EXPECT_EQ(parse_cell_status(name_of(status)), status);
  }
  EXPECT_EQ(parse_cell_status("nonsense"), std::nullopt);
}

TEST_F(CellsTest, ARunThatDiedIsClosedOnce) {
  const auto first = *runs_.begin(WallTime{}, 1);
  ASSERT_TRUE(runs_.end(first, RunStatus::kDone, WallTime{}));
  EXPECT_EQ(*runs_.begin(WallTime{}, 1), first + 1);
  EXPECT_EQ(*runs_.close_abandoned(WallTime{}), 1);
  EXPECT_EQ(*runs_.close_abandoned(WallTime{}), 0);
}

}  // namespace
}  // namespace sextant::state
