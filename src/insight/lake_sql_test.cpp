#include "insight/lake_sql.h"

#include <gmock/gmock.h>

#include "insight/lake_tables.h"
#include "insight/sql_guard.h"
#include "insight/testing/crafted_lake.h"

namespace sextant::insight {
namespace {

using ::testing::AnyOf;
using testing::CraftedLake;
using testing::day;
using ::testing::HasSubstr;

constexpr const char* kA = "111111111111";
constexpr const char* kB = "222222222222";

class LakeSqlTest : public ::testing::Test {
 protected:
  LakeSqlTest() {
    lake_.add({{"2026-09-12", kA, "Amazon S3", "eu-west-1", "Usage", "10.5"},
               {"2026-10-02", kB, "Amazon EC2", "us-east-1", "Usage", "1.25"}},
              "2026-09", "2026-10");
    lake_.name_accounts(kA, {{kA, "Root"}, {kB, "Prod"}});
    state::Cell cell;
    cell.account_id = kA;
    cell.face = "total";
    cell.window = {day("2026-09-01"), day("2026-11-01")};
    cell.status = state::CellStatus::kDone;
    lake_.cells = {cell};
  }
  LakeSql open(const std::filesystem::path& output = {}) {
    auto sql = LakeSql::open(
        {lake_.files(), lake_.clock(), lake_.folder(), lake_.connections, lake_.cells}, {}, output);
    EXPECT_TRUE(sql) << sql.error().detail;
    return std::move(*sql);
  }
  std::string ask(LakeSql& sql, std::string_view text) {
    const auto table = sql.query(text, {}, {});
    if (!table) return table.error().code;
    std::string out;
    for (const lake::Row& row : table->rows) {
      for (const lake::Datum& datum : row) out += datum.value_or("NULL") + ",";
      out += ";";
    }
    return out;
  }
  std::string path_of(lake::Face face) const {
    return lake::Layout(lake_.folder())
        .costs({face, lake::Grain::kMonthly, kA, "primary", day("2026-09-01")})
        .string();
  }
  CraftedLake lake_;
  TemporaryFolder outside_;
};

TEST_F(LakeSqlTest, AsksTheTables) {
  LakeSql sql = open();
  EXPECT_EQ(ask(sql,
                "SELECT ServiceName, sum(x_UnblendedCost) FROM cost_account_service_monthly GROUP "
                "BY 1 ORDER BY 1;"),
            "Amazon EC2,1.25,;Amazon S3,10.5,;");
  EXPECT_EQ(ask(sql, "FROM cost_total_daily SELECT count(*)"), "35,;");
  EXPECT_EQ(ask(sql, "SELECT SubAccountName FROM accounts ORDER BY 1"), "Prod,;Root,;");
  EXPECT_EQ(ask(sql, "SELECT AccountId, Status FROM coverage"), "111111111111,done,;");
  EXPECT_EQ(ask(sql, "SELECT count(*) FROM forecasts"), "0,;") << "an empty table, not an error";
  EXPECT_EQ(ask(sql,
                "WITH RECURSIVE t(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM t WHERE n < 3) "
                "SELECT sum(n) FROM t"),
            "6,;");
  EXPECT_EQ(ask(sql, "SELECT unnest([1, 2]), x FROM range(1) r(x)"), "1,0,;2,0,;");
  EXPECT_THAT(ask(sql, "DESCRIBE cost_service_region_monthly"), HasSubstr("RegionId"));
  EXPECT_THAT(ask(sql, "SHOW TABLES"), HasSubstr("cost_total_monthly"));
  EXPECT_THAT(ask(sql, "SUMMARIZE cost_total_monthly"), HasSubstr("BilledCost"));
}

TEST_F(LakeSqlTest, TablesHaveTheColumnsThatAreSaid) {
  LakeSql sql = open();
  for (const LakeTable& table : lake_tables()) {
    std::string expected;
    for (const LakeColumn& column : table.columns)
      expected += std::string(column.name) + "," + std::string(column.type) + ",;";
    EXPECT_EQ(ask(sql, "SELECT column_name, data_type FROM duckdb_columns() WHERE table_name = '" +
                           table.name + "' ORDER BY column_index"),
              expected)
        << table.name;
  }
}

TEST_F(LakeSqlTest, CountsEachAccountOnce) {
  CraftedLake::Cut member;
  member.payer = kB;
  member.perspective = "member";
  lake_.add({{"2026-10-02", kB, "Amazon EC2", "us-east-1", "Usage", "1.25"}}, "2026-09", "2026-10",
            member);
  LakeSql sql = open();
  EXPECT_EQ(ask(sql, "SELECT sum(x_UnblendedCost) FROM cost_total_monthly"), "11.75,;");
}

// Each tries to reach a file, a network, a setting or a write. None may succeed, whichever of the
// walls stops it.
TEST_F(LakeSqlTest, NothingEscapes) {
  SystemFiles files;
  const auto secret = outside_.path() / "secret.csv";
  ASSERT_TRUE(files.write_atomically(secret, "secret-content", 0600));
  const auto inside = lake_.folder() / "note.csv";
  ASSERT_TRUE(files.write_atomically(inside, "note-content", 0600));
  std::filesystem::create_symlink(secret, lake_.folder() / "link.csv");
  std::filesystem::create_directory_symlink(outside_.path(), lake_.folder() / "out");
  LakeSql sql = open();
  const std::string lake = lake_.folder().string();
  const std::string evil = (outside_.path() / "evil").string();
  const std::vector<std::string> attempts = {
      "SELECT * FROM read_text('" + secret.string() + "')",
      "SELECT * FROM read_text('" + inside.string() + "')",
      "SELECT * FROM read_text('" + lake + "/link.csv')",
      "SELECT * FROM read_text('" + lake + "/out/secret.csv')",
      "SELECT * FROM read_text('" + lake + "/../" + outside_.path().filename().string() +
          "/secret.csv')",
      "SELECT * FROM read_blob('/proc/self/environ')",
      "SELECT * FROM read_csv('/etc/passwd')",
      "SELECT * FROM read_csv_auto('/etc/passwd', header = false)",
      "SELECT * FROM read_json('/etc/passwd')",
      "SELECT * FROM read_ndjson_objects('/etc/passwd')",
      "SELECT * FROM read_parquet('" + path_of(lake::Face::kTotal) + "')",
      "SELECT * FROM parquet_scan(['/etc/passwd'])",
      "SELECT * FROM parquet_metadata('/etc/passwd')",
      "SELECT * FROM sniff_csv('/etc/passwd')",
      "SELECT * FROM glob('/**')",
      "SELECT * FROM glob('" + lake + "/*')",
      "FROM '/etc/passwd'",
      "FROM '" + inside.string() + "'",
      "FROM '" + lake + "/link.csv'",
      "SELECT * FROM 'http://127.0.0.1:1/x.parquet'",
      "SELECT * FROM read_parquet('s3://bucket/x.parquet')",
      "SELECT (SELECT content FROM read_text('/etc/passwd'))",
      "WITH x AS MATERIALIZED (SELECT * FROM read_text('/etc/passwd')) FROM x",
      "SELECT 1 UNION ALL SELECT size FROM read_blob('/etc/passwd')",
      "SELECT 1 WHERE EXISTS (FROM glob('/etc/*'))",
      "SELECT 1 ORDER BY (SELECT count(*) FROM read_text('/etc/passwd'))",
      "SELECT * FROM cost_total_monthly, LATERAL (SELECT * FROM read_text('/etc/passwd'))",
      "SELECT * FROM query('SELECT * FROM read_text(''/etc/passwd'')')",
      "SELECT * FROM query_table('/etc/passwd')",
      "SELECT * FROM json_execute_serialized_sql(json_serialize_sql('SELECT 1'))",
      "SELECT * FROM enable_logging('QueryLog', storage = 'file', storage_path = "
      "'" +
          evil + "')",
      "SELECT write_log('x')",
      "SELECT list_transform([1], lambda x: write_log('x'))",
      "SELECT * FROM arrow_scan(1, 2, 3)",
      "SELECT * FROM seq_scan('accounts')",
      "SELECT getenv('HOME')",
      "SELECT * FROM which_secret('s3://x', 's3')",
      "SELECT * FROM duckdb_secrets()",
      "SELECT * FROM duckdb_settings()",
      "SELECT * FROM force_checkpoint()",
      "SELECT * FROM truncate_duckdb_logs()",
      "COPY accounts TO '" + evil + "'",
      "COPY (SELECT 1) TO '" + lake + "/evil.parquet' (FORMAT parquet)",
      "COPY accounts FROM '/etc/passwd'",
      "EXPLAIN ANALYZE COPY (SELECT 1) TO '" + evil + "'",
      "EXPORT DATABASE '" + lake + "/evil'",
      "IMPORT DATABASE '/tmp'",
      "ATTACH '" + lake + "/evil.db'",
      "ATTACH ':memory:' AS other",
      "DETACH memory",
      "INSTALL httpfs",
      "LOAD httpfs",
      "LOAD '/tmp/evil.duckdb_extension'",
      "SET enable_external_access = true",
      "SET lock_configuration = false",
      "RESET lock_configuration",
      "SET VARIABLE x = 1",
      "SET allowed_paths = ['/etc/passwd']",
      "SET memory_limit = '100GB'",
      "SET temp_directory = '/tmp'",
      "PRAGMA enable_profiling",
      "PRAGMA database_list",
      "PRAGMA disable_optimizer",
      "CALL pragma_version()",
      "CALL enable_logging()",
      "CREATE TABLE x AS SELECT 1",
      "CREATE OR REPLACE VIEW accounts AS SELECT 1",
      "CREATE MACRO m() AS TABLE SELECT * FROM read_text('/etc/passwd')",
      "CREATE SECRET s (TYPE s3, KEY_ID 'x')",
      "DROP VIEW accounts",
      "DELETE FROM coverage",
      "INSERT INTO coverage(AccountId) VALUES ('x')",
      "UPDATE coverage SET AccountId = 'x'",
      "ALTER TABLE coverage RENAME TO x",
      "PREPARE p AS SELECT 1",
      "EXECUTE p",
      "BEGIN",
      "CHECKPOINT",
      "VACUUM",
      "USE memory.main",
      "SELECT 1; SELECT 2",
      "SELECT 1; DROP VIEW accounts",
      "SELECT 1 /* ; */ ; COPY accounts TO '" + evil + "' --",
      "",
      "-- nothing",
      ";",
  };
  for (const std::string& attempt : attempts) {
    EXPECT_THAT(ask(sql, attempt), AnyOf("query.not_a_question", "query.not_allowed",
                                         "lake.not_allowed", "lake.bad_sql"))
        << attempt;
  }
  EXPECT_FALSE(std::filesystem::exists(evil));
  EXPECT_FALSE(std::filesystem::exists(lake_.folder() / "evil.parquet"));
  EXPECT_EQ(ask(sql, "SELECT count(*) FROM accounts"), "2,;") << "and the tables are as they were";
}

TEST_F(LakeSqlTest, ALinkInTheLakeIsNotOfTheLake) {
  const std::string path = path_of(lake::Face::kTotal);
  const auto outside = outside_.path() / "outside.parquet";
  std::filesystem::rename(path, outside);
  std::filesystem::create_symlink(outside, path);
  LakeSql sql = open();
  EXPECT_EQ(ask(sql, "SELECT sum(x_UnblendedCost) FROM cost_total_monthly"), "1.25,;");
}

TEST_F(LakeSqlTest, IsBoundedInTimeMemoryAndRows) {
  LakeSql sql = open();
  SystemClock clock;
  const auto endless =
      sql.query("SELECT sum(a.range * b.range) FROM range(10000000) a, range(10000000) b", {},
                CallContext{}.within(clock, std::chrono::milliseconds(0)));
  ASSERT_FALSE(endless);
  EXPECT_EQ(endless.error().code, "lake.deadline");
  EXPECT_EQ(ask(sql, "SELECT list(range) FROM range(300000000)"), "lake.out_of_memory");
  const auto many = sql.query("SELECT * FROM range(5000)", {.rows_max = 100}, {});
  ASSERT_TRUE(many);
  EXPECT_TRUE(many->is_cut);
  EXPECT_EQ(many->rows.size(), 100U);
  EXPECT_EQ(ask(sql, "SELECT " + std::string(kSqlBytesMax, '1')), "query.too_long");
  std::string deep = "1";
  for (int i = 0; i < 900; ++i) deep = "(" + deep + "+1)";
  EXPECT_THAT(ask(sql, "SELECT " + deep), AnyOf("query.too_long", "lake.bad_sql"));
  EXPECT_EQ(ask(sql, std::string("SELECT '\xff'")), "lake.bad_sql");
}

TEST_F(LakeSqlTest, WritesParquetThereAndNowhereElse) {
  const auto output = lake_.folder() / "answer.parquet";
  LakeSql sql = open(output);
  const auto rows = sql.write_parquet(
      "SELECT ServiceName AS s, x_UnblendedCost AS c FROM cost_account_service_monthly -- end", 10,
      {});
  ASSERT_TRUE(rows) << rows.error().detail;
  EXPECT_EQ(*rows, 2);
  const auto back =
      lake_.engine().query("SELECT sum(c) FROM read_parquet('" + output.string() + "')", {}, {});
  ASSERT_TRUE(back) << back.error().detail;
  EXPECT_EQ(back->rows[0][0], "11.75");
  EXPECT_EQ(sql.write_parquet("SELECT 1; DROP VIEW accounts", 10, {}).error().code,
            "query.not_a_question");
  EXPECT_EQ(*sql.write_parquet("SELECT 7 AS x", 10, {}), 1) << "replaced";
}

}  // namespace
}  // namespace sextant::insight
