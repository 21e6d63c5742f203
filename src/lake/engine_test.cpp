#include "lake/engine.h"

#include <gtest/gtest.h>

#include <thread>

#include "base/files.h"
#include "base/testing/temporary_folder.h"

namespace sextant::lake {
namespace {

class EngineTest : public ::testing::Test {
 protected:
  std::unique_ptr<Engine> open(const EngineOptions& options = {}) {
    auto engine = Engine::open(clock_, options);
    EXPECT_TRUE(engine) << engine.error().detail;
    return std::move(*engine);
  }
  static std::string code_of(Engine& engine, std::string_view sql,
                             const CallContext& context = {}) {
    const auto done = engine.run(sql, context);
    return done ? "" : done.error().code;
  }
  SystemClock clock_;
  TemporaryFolder folder_;
};

TEST_F(EngineTest, GivesEachKindItsText) {
  const auto engine = open();
  const auto table = engine->query(
      "SELECT 'a', -12::TINYINT, 170141183460469231731687303715884105727::HUGEINT, "
      "0.100::DECIMAL(5,3), "
      "-0.000000000000000001::DECIMAL(38,18), 1.5::DOUBLE, true, TIMESTAMP '2026-10-01 00:00:00', "
      "TIMESTAMP '2026-10-01 01:02:03.25', DATE '2024-02-29', NULL, [1, 2], INTERVAL 1 DAY",
      {}, {});
  ASSERT_TRUE(table) << table.error().detail;
  const Row expected = {"a",
                        "-12",
                        "170141183460469231731687303715884105727",
                        "0.1",
                        "-0.000000000000000001",
                        "1.5",
                        "true",
                        "2026-10-01T00:00:00Z",
                        "2026-10-01T01:02:03.25Z",
                        "2024-02-29",
                        std::nullopt,
                        "[1, 2]",
                        "1 day"};
  ASSERT_EQ(table->rows.size(), 1U);
  EXPECT_EQ(table->rows[0], expected);
  EXPECT_EQ(table->columns[3].kind, ColumnKind::kDecimal);
  EXPECT_EQ(table->columns[7].kind, ColumnKind::kTimestamp);
}

TEST_F(EngineTest, BindsParametersExactly) {
  const auto engine = open();
  const Decimal amount = *Decimal::parse("12345678901234567890.123456789012345678");
  const auto table =
      engine->query("SELECT ?, ?, ?, ?, ?, ?",
                    {nullptr, true, std::int64_t{7}, "it's; --", amount, WallTime{}}, {});
  ASSERT_TRUE(table) << table.error().detail;
  const Row expected = {
      std::nullopt,          "true", "7", "it's; --", "12345678901234567890.123456789012345678",
      "1970-01-01T00:00:00Z"};
  EXPECT_EQ(table->rows[0], expected);
  EXPECT_EQ(engine->query("SELECT ?", {}, {}).error().code, "lake.bad_sql");
}

TEST_F(EngineTest, AppendedRowsReadBackAndSumExactly) {
  const auto engine = open();
  ASSERT_TRUE(engine->run(
      "CREATE TABLE t(name VARCHAR, amount DECIMAL(38,18), seen TIMESTAMP, flag BOOLEAN)"));
  std::vector<std::vector<Parameter>> rows;
  for (int i = 0; i < 5000; ++i)
    rows.push_back({"n" + std::to_string(i % 7), *Decimal::parse("0.1"), WallTime{}, nullptr});
  ASSERT_TRUE(engine->append("t", rows));
  EXPECT_EQ(engine->query("SELECT sum(amount), count(flag) FROM t", {}, {})->rows[0],
            (Row{"500", "0"}));
  EXPECT_FALSE(engine->append("no_such_table", rows));
}

TEST_F(EngineTest, SumsThatLeaveTheRangeAreErrors) {
  const auto engine = open();
  EXPECT_EQ(
      code_of(*engine,
              "SELECT sum(x) FROM (SELECT 99999999999999999999::DECIMAL(38,18) x FROM range(10))"),
      "lake.overflow");
}

TEST_F(EngineTest, SaysWhatIsWrongWithTheSql) {
  const auto engine = open();
  EXPECT_EQ(code_of(*engine, "SELEC 1"), "lake.bad_sql");
  EXPECT_EQ(code_of(*engine, "SELECT nothing"), "lake.bad_sql");
  EXPECT_EQ(code_of(*engine, "SELECT 1; SELECT 2"), "lake.bad_sql");
  EXPECT_EQ(code_of(*engine, "SELECT 'a'::INTEGER"), "lake.bad_sql");
}

TEST_F(EngineTest, CutsLongAnswersAndSaysSo) {
  const auto engine = open();
  const auto table = engine->query("SELECT * FROM range(100000)", {}, {}, {.rows_max = 10});
  ASSERT_TRUE(table);
  EXPECT_EQ(table->rows.size(), 10U);
  EXPECT_TRUE(table->is_cut);
  EXPECT_FALSE(engine->query("SELECT * FROM range(10)", {}, {}, {.rows_max = 10})->is_cut);
}

TEST_F(EngineTest, RefusesAnAnswerThatIsTooLarge) {
  const auto engine = open();
  const lake::AnswerLimits limits{.rows_max = 100, .bytes_max = 50'000};
  EXPECT_EQ(engine->query("SELECT repeat('x', 1000) FROM range(40)", {}, {}, limits)->rows.size(),
            40U);
  const auto refused = engine->query("SELECT repeat('x', 1000) FROM range(1000)", {}, {}, limits);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, "lake.answer_too_large");
  EXPECT_EQ(engine->query("SELECT 'short' FROM range(1000)", {}, {}, limits)->rows.size(), 100U);
}

TEST_F(EngineTest, EndsAtTheDeadlineAndAtAStop) {
  const auto engine = open();
  const std::string endless =
      "SELECT sum(a.range * b.range) FROM range(10000000) a, range(10000000) b";
  const CallContext soon{clock_.steady() + std::chrono::milliseconds(50)};
  EXPECT_EQ(code_of(*engine, endless, soon), "lake.deadline");
  std::stop_source stop;
  std::jthread later([&] {
    std::this_thread::sleep_for(std::chrono::milliseconds(30));
    stop.request_stop();
  });
  EXPECT_EQ(code_of(*engine, endless, CallContext{SteadyTime::max(), stop.get_token()}),
            "lake.cancelled");
  EXPECT_EQ(code_of(*engine, "SELECT 1"), "") << "the engine goes on after an interrupt";
}

TEST_F(EngineTest, ReadsAndWritesParquetAndKnowsDamage) {
  const auto engine = open();
  const std::string path = sql_text((folder_.path() / "it's.parquet").string());
  ASSERT_TRUE(
      engine->run("COPY (SELECT 1.5::DECIMAL(38,18) AS x) TO " + path + " (FORMAT parquet)"));
  EXPECT_EQ(engine->query("SELECT x FROM read_parquet(" + path + ")", {}, {})->rows[0], Row{"1.5"});
  SystemFiles files;
  ASSERT_TRUE(files.write_atomically(folder_.path() / "it's.parquet", std::string(100, 'x'), 0600));
  EXPECT_EQ(code_of(*engine, "SELECT x FROM read_parquet(" + path + ")"), "lake.corrupt");
}

TEST_F(EngineTest, ALockedEngineReachesNothing) {
  EngineOptions options;
  options.settings = {{"enable_external_access", "false"}, {"lock_configuration", "true"}};
  const auto engine = open(options);
  for (const char* sql :
       {"SELECT * FROM read_csv('/etc/passwd')", "COPY (SELECT 1) TO '/nowhere/x.csv'",
        "ATTACH '/nowhere/x.db'", "SET enable_external_access = true", "INSTALL httpfs"}) {
    EXPECT_EQ(code_of(*engine, sql), "lake.not_allowed") << sql;
  }
}

TEST_F(EngineTest, MemoryIsBounded) {
  EngineOptions options;
  options.memory_bytes_max = 16ULL << 20U;
  const auto engine = open(options);
  EXPECT_EQ(code_of(*engine, "SELECT list(range ORDER BY hash(range)) FROM range(20000000)"),
            "lake.out_of_memory");
}

}  // namespace
}  // namespace sextant::lake
