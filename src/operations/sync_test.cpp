#include "operations/sync.h"

#include <gmock/gmock.h>

#include "operations/testing/operations_world.h"
#include "state/runs.h"

namespace sextant::operations {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

class SyncOperation : public ::testing::Test {
 protected:
  connect::ConnectionStore store() {
    return connect::ConnectionStore(**world_.context().database());
  }
  static std::vector<std::string> names(const std::vector<connect::Connection>& connections) {
    std::vector<std::string> out;
    for (const auto& connection : connections) out.push_back(connection.name);
    return out;
  }
  std::string code(const std::vector<std::string>& wanted) {
    const auto choice = choose_for_sync(world_.context(), wanted);
    return choice ? "" : choice.error().code;
  }

  testing::OperationsWorld world_;
};

TEST_F(SyncOperation, ChoosesWhatIsOn) {
  EXPECT_EQ(code({}), "connection.none");
  world_.connect("a", "a");
  auto off = world_.connect("b", "b");
  off.is_on = false;
  ASSERT_TRUE(store().update(off));
  auto pending = world_.connect("c", "c");
  pending.state = connect::ConnectionState::kPending;
  ASSERT_TRUE(store().update(pending));
  auto choice = choose_for_sync(world_.context(), {});
  ASSERT_TRUE(choice);
  EXPECT_THAT(names(choice->chosen), ElementsAre("a"));
  EXPECT_THAT(choice->skipped, IsEmpty()) << "nobody asked for the others";
  choice = choose_for_sync(world_.context(), {"a", "b", "c"});
  ASSERT_TRUE(choice);
  EXPECT_THAT(names(choice->chosen), ElementsAre("a"));
  ASSERT_EQ(choice->skipped.size(), 2U);
  EXPECT_EQ(choice->skipped[0].error.code, "sync.connection_off");
  EXPECT_EQ(choice->skipped[1].error.code, "sync.connection_pending");
  EXPECT_EQ(code({"nobody"}), "connection.not_found");
  off = *store().get("a");
  off.is_on = false;
  ASSERT_TRUE(store().update(off));
  EXPECT_EQ(code({}), "sync.connection_off");
}

TEST_F(SyncOperation, GuessesItsTimeByPastOnes) {
  sync::SyncPlan plan;
  const auto expected = [&] { return expected_time(world_.context(), plan)->least.count(); };
  EXPECT_EQ(expected(), 0) << "nothing is asked";
  sync::AccountPlan account;
  for (int i = 0; i < 12; ++i) {
    sync::PlannedCell cell;
    cell.spec.stream.account_id = "111111111111";
    account.job.cells.push_back(cell);
  }
  plan.accounts.push_back(std::move(account));
  EXPECT_EQ(expected(), 1 + (12 - 2) / 2) << "as fast as AWS allows";
  plan.accounts[0].job.cells[0].requests_most = 22;
  EXPECT_EQ(expected_time(world_.context(), plan)->most.count(), 1 + (33 - 2) / 2 + 3);
  EXPECT_EQ(price_words(plan).substr(0, 75),
            "Price: 12 to 33 requests to Cost Explorer at 0.01 USD = 0.12 to 0.33 USD (e");
  auto* database = *world_.context().database();
  state::Cell past;
  past.key = "k";
  past.run_id = *state::RunStore(*database).begin(world_.clock.wall(), 1);
  past.status = state::CellStatus::kDone;
  past.pages = 2;
  past.elapsed_ms = 60'000;
  past.window = {*parse_date("2026-10-01"), *parse_date("2026-11-01")};
  ASSERT_TRUE(state::CellStore(*database).save(past));
  EXPECT_EQ(expected(), 1 + 12 * 30 / 6);
}

}  // namespace
}  // namespace sextant::operations
