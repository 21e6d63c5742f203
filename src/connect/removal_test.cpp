#include "connect/removal.h"

#include <gtest/gtest.h>

#include "base/civil_time.h"
#include "base/testing/temporary_folder.h"
#include "lake/layout.h"
#include "state/cells.h"

namespace sextant::connect {
namespace {

class RemovalTest : public ::testing::Test {
 protected:
  void connect(const std::string& name, const std::string& account) {
    Connection connection;
    connection.name = name;
    connection.account_id = account;
    ASSERT_TRUE(ConnectionStore(*database_).add(connection));
  }
  void store_costs(const std::string& account) {
    const lake::Layout layout(lake_);
    for (const auto& path : {layout.costs({lake::Face::kTotal, lake::Grain::kMonthly, account,
                                           "primary", Date(std::chrono::days(19000))}),
                             layout.costs({lake::Face::kAccountService, lake::Grain::kDaily,
                                           account, "primary", Date(std::chrono::days(19000))}),
                             layout.accounts(account), layout.forecasts(account, "primary")}) {
      ASSERT_TRUE(files_.make_folders(path.parent_path()));
      ASSERT_TRUE(files_.write_atomically(path, "x", 0600));
    }
    state::Cell cell;
    cell.key = account + "/total";
    cell.account_id = account;
    ASSERT_TRUE(database_->run(
        "INSERT INTO runs(started_at, status) VALUES ('2026-10-01T00:00:00Z','done')"));
    cell.run_id = 1;
    ASSERT_TRUE(state::CellStore(*database_).save(cell));
  }

  TemporaryFolder folder_;
  std::filesystem::path lake_ = folder_.path() / "lake";
  SystemFiles files_;
  std::unique_ptr<state::Database> database_ = *state::Database::open(folder_.path() / "state.db");
};

TEST_F(RemovalTest, DeletesTheDataThatNoOtherConnectionReaches) {
  connect("a", "111111111111");
  connect("b", "222222222222");
  store_costs("111111111111");
  store_costs("222222222222");
  const auto plan = *plan_removal(*database_, files_, lake_, "a", false);
  EXPECT_EQ(plan.folders.size(), 4U);
  EXPECT_EQ(plan.cells, 1);
  ASSERT_TRUE(remove(*database_, files_, plan));
  const lake::Layout layout(lake_);
  EXPECT_FALSE(files_.exists(layout.accounts("111111111111")));
  EXPECT_TRUE(files_.exists(layout.accounts("222222222222")));
  EXPECT_EQ(state::CellStore(*database_).list()->size(), 1U);
  EXPECT_EQ(plan_removal(*database_, files_, lake_, "a", false).error().code,
            "connection.not_found");
}

TEST_F(RemovalTest, KeepsWhatAnotherConnectionStillReaches) {
  connect("a", "111111111111");
  connect("also", "111111111111");
  store_costs("111111111111");
  const auto plan = *plan_removal(*database_, files_, lake_, "a", false);
  EXPECT_FALSE(plan.deletes_data());
  EXPECT_EQ(plan.reached_by, std::vector<std::string>{"also"});
  ASSERT_TRUE(remove(*database_, files_, plan));
  EXPECT_TRUE(files_.exists(lake::Layout(lake_).accounts("111111111111")));
}

TEST_F(RemovalTest, KeepsDataWhenAsked) {
  connect("a", "111111111111");
  store_costs("111111111111");
  const auto plan = *plan_removal(*database_, files_, lake_, "a", true);
  EXPECT_FALSE(plan.deletes_data());
  ASSERT_TRUE(remove(*database_, files_, plan));
  EXPECT_TRUE(files_.exists(lake::Layout(lake_).accounts("111111111111")));
  EXPECT_EQ(plan_removal(*database_, files_, lake_, "a", false).error().code, "connection.none");
}

}  // namespace
}  // namespace sextant::connect
