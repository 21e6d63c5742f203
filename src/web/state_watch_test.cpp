#include "web/state_watch.h"

#include <gtest/gtest.h>

#include "base/testing/temporary_folder.h"
#include "state/settings.h"
#include "state/tokens.h"

namespace sextant::web {
namespace {

TEST(StateWatch, TellsWhatAnotherProcessHasChanged) {
  const TemporaryFolder folder(TemporaryFolder::in_memory());
  const auto mine = *state::Database::open(folder.path() / "state.db");
  const auto other = *state::Database::open(folder.path() / "state.db");
  Changes changes;
  const auto events = changes.follow();
  EXPECT_EQ(events->next({}, {})->name, "hello");
  StateWatch watch(*mine, changes);
  ASSERT_TRUE(watch.look());
  ASSERT_TRUE(watch.look());
  EXPECT_FALSE(events->next({}, {})) << "nothing has changed yet";
  ASSERT_TRUE(state::TokenStore(*other).add({"01", "ci", "read", {}, {}, {}}, "h"));
  ASSERT_TRUE(watch.look());
  EXPECT_EQ(events->next({}, {})->data, R"({"what":"tokens"})");
  EXPECT_FALSE(events->next({}, {}));
  ASSERT_TRUE(state::SettingStore(*other).set("schedule", "off"));
  ASSERT_TRUE(watch.look());
  EXPECT_EQ(events->next({}, {})->data, R"({"what":"schedule"})");
}

}  // namespace
}  // namespace sextant::web
