#include "state/database.h"

#include <gtest/gtest.h>
#include <sys/stat.h>

#include "base/files.h"
#include "base/testing/temporary_folder.h"

namespace sextant::state {
namespace {

class DatabaseTest : public ::testing::Test {
 protected:
  std::filesystem::path path() const { return folder_.path() / "state.db"; }
  std::int64_t count_runs(Database& database) {
    std::int64_t count = -1;
    EXPECT_TRUE(database.run("SELECT count(*) FROM runs", {},
                             [&](const Row& row) { count = row.integer(0); }));
    return count;
  }
  static Result<void> add_run(Database& database) {
    return database.run("INSERT INTO runs(started_at, status) VALUES (?, ?)",
                        {"2026-10-01T00:00:00Z", "running"});
  }
  TemporaryFolder folder_;
};

TEST_F(DatabaseTest, KeepsWhatWasWrittenAndIsPrivate) {
  {
    const auto database = *Database::open(path());
    ASSERT_TRUE(add_run(*database));
  }
  const auto again = *Database::open(path());
  EXPECT_EQ(count_runs(*again), 1);
  struct stat status{};
  ASSERT_EQ(stat(path().c_str(), &status), 0);
  EXPECT_EQ(status.st_mode & 0777U, 0600U);
}

TEST_F(DatabaseTest, ATransactionThatFailsLeavesNothing) {
  const auto database = *Database::open(path());
  const auto done = database->transaction([&]() -> Result<void> {
    SEXTANT_TRY_VOID(add_run(*database));
    return failure("state.busy", "for the test");
  });
  EXPECT_FALSE(done);
  EXPECT_EQ(count_runs(*database), 0);
}

TEST_F(DatabaseTest, TwoOpenAtOnceSeeEachOther) {
  const auto one = *Database::open(path());
  const auto two = *Database::open(path());
  ASSERT_TRUE(add_run(*one));
  EXPECT_EQ(count_runs(*two), 1);
}

TEST_F(DatabaseTest, AStatementMayBeRunWithinItself) {
  const auto database = *Database::open(path());
  for (int i = 0; i < 3; ++i) ASSERT_TRUE(add_run(*database));
  for (int round = 0; round < 2; ++round) {
    int rows = 0;
    const std::string ids = "SELECT id FROM runs WHERE status = ?";
    ASSERT_TRUE(database->run(ids, {"running"}, [&](const Row&) {
      EXPECT_TRUE(database->run(ids, {"running"}, [&](const Row&) { ++rows; }));
      EXPECT_TRUE(database->run(ids, {"done"}, [](const Row&) { ADD_FAILURE(); }));
    }));
    EXPECT_EQ(rows, 9);
  }
}

TEST_F(DatabaseTest, RefusesWhatANewerProgramWroteAndWhatIsNoDatabase) {
  {
    const auto database = *Database::open(path());
    ASSERT_TRUE(database->run("PRAGMA user_version=9999"));
  }
  EXPECT_EQ(Database::open(path()).error().code, "state.newer");
  SystemFiles files;
  ASSERT_TRUE(files.write_atomically(folder_.path() / "text.db", std::string(5000, 'x'), 0600));
  EXPECT_EQ(Database::open(folder_.path() / "text.db").error().code, "state.corrupt");
}

}  // namespace
}  // namespace sextant::state
