#include "state/audit.h"

#include <gtest/gtest.h>

#include "base/civil_time.h"
#include "base/testing/temporary_folder.h"

namespace sextant::state {
namespace {

class AuditTest : public ::testing::Test {
 protected:
  std::int64_t enter(const char* caller, const char* cost, const char* when,
                     std::optional<std::int64_t> ends = std::nullopt) {
    AuditEntry entry;
    entry.at = *parse_rfc3339(when);
    entry.caller = caller;
    entry.action = "sync_costs";
    entry.detail = "{}";
    entry.outcome = ends ? "ok" : "begun";
    entry.cost_usd = *Decimal::parse(cost);
    entry.ends = ends;
    return *log.enter(entry);
  }
  std::string spent(const char* caller, const char* from) {
    return log.spent_usd(caller, *parse_rfc3339(from))->to_string();
  }

  const TemporaryFolder folder;
  const std::unique_ptr<Database> database = *Database::open(folder.path() / "state.db");
  AuditLog log{*database};
};

TEST_F(AuditTest, CountsWhatWasBegunUntilItsEndSaysLess) {
  const auto first = enter("local", "1.00", "2026-10-15T08:00:00Z");
  EXPECT_EQ(spent("local", "2026-10-15T00:00:00Z"), "1");
  enter("local", "0.12", "2026-10-15T08:01:00Z", first);
  enter("local", "0.05", "2026-10-14T23:59:00Z");
  enter("a-token", "7", "2026-10-15T09:00:00Z");
  EXPECT_EQ(spent("local", "2026-10-15T00:00:00Z"), "0.12");
  EXPECT_EQ(spent("a-token", "2026-10-15T00:00:00Z"), "7");
  EXPECT_EQ(spent("nobody", "2026-10-15T00:00:00Z"), "0");
}

TEST_F(AuditTest, GivesTheNewestFirst) {
  enter("local", "0", "2026-10-15T08:00:00Z");
  enter("a-token", "0", "2026-10-15T09:00:00Z");
  const auto entries = *log.last(10);
  ASSERT_EQ(entries.size(), 2);
  EXPECT_EQ(entries[0].caller, "a-token");
  EXPECT_EQ(entries[1].id, 1);
  EXPECT_EQ(log.last(1)->size(), 1);
}

TEST_F(AuditTest, NoticesAnEntryThatWasEdited) {
  for (int i = 0; i < 3; ++i) enter("local", "0", "2026-10-15T08:00:00Z");
  EXPECT_EQ(*log.first_broken(), std::nullopt);
  ASSERT_TRUE(database->run("UPDATE audit SET detail = '{\"x\": 1}' WHERE id = 2"));
  EXPECT_EQ(*log.first_broken(), 2);
}

TEST_F(AuditTest, NoticesAnEntryThatWasRemoved) {
  for (int i = 0; i < 3; ++i) enter("local", "0", "2026-10-15T08:00:00Z");
  ASSERT_TRUE(database->run("DELETE FROM audit WHERE id = 2"));
  EXPECT_EQ(*log.first_broken(), 3);
}

}  // namespace
}  // namespace sextant::state
