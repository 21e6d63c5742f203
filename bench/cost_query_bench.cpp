// How much longer a cost question takes than the bare DuckDB query of the same sums on the same
// files: all that Sextant adds is choosing the face, reading footers, checking coverage and naming.
// Prints JSON; the ratio is what counts.
//
//   cost_query_bench [ROWS]                default ten million, in a temporary folder
//   cost_query_bench --write FOLDER ROWS   only writes the lake, for other benchmarks

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <functional>
#include <string>
#include <vector>

#include "base/files.h"
#include "base/testing/temporary_folder.h"
#include "insight/cost_answer.h"
#include "lake/layout.h"

namespace sextant {
namespace {

constexpr int kMonths = 14;
constexpr int kRounds = 9;
constexpr int kServices = 200;
constexpr const char* kPayer = "111111111111";

void require(const Result<void>& done) {
  if (done) return;
  fmt::print(stderr, "{}: {}\n", done.error().code, done.error().detail);
  std::exit(1);
}

// One month of a face, with the columns that a sync writes.
void write_month(lake::Engine& engine, const lake::Layout& layout, lake::Face face, Date month,
                 std::int64_t accounts) {
  const bool is_total = face == lake::Face::kTotal;
  const auto path = layout.costs({face, lake::Grain::kMonthly, kPayer, "primary", month});
  SystemFiles files;
  require(files.make_folders(path.parent_path()));
  const std::string rows =
      is_total
          ? "SELECT NULL::VARCHAR AS account, NULL::VARCHAR AS service, 1::DECIMAL(38,18) AS cost"
          : fmt::format(
                "SELECT lpad((a * 7919)::VARCHAR, 12, '1') AS account, 'Service number ' || s AS "
                "service, "
                "((hash(a, s) % 100000007)::DECIMAL(38,18) / 7919) AS cost "
                "FROM range({}) x(a), range({}) y(s) ORDER BY account, service",
                accounts, kServices);
  require(engine.run(fmt::format(
      "COPY (SELECT '{0}' AS BillingAccountId, 'payer' AS x_Perspective, 'primary' AS "
      "x_BillingView, account AS SubAccountId, "
      "'Account ' || account AS SubAccountName, service AS ServiceName, NULL::VARCHAR AS RegionId, "
      "NULL::VARCHAR AS x_ChargeType, "
      "NULL::VARCHAR AS ChargeCategory, TIMESTAMP '{1}' AS ChargePeriodStart, TIMESTAMP '{2}' AS "
      "ChargePeriodEnd, "
      "'USD' AS BillingCurrency, cost AS BilledCost, cost AS EffectiveCost, cost AS "
      "x_UnblendedCost, cost AS x_BlendedCost, "
      "cost AS x_AmortizedCost, cost AS x_NetUnblendedCost, cost AS x_NetAmortizedCost, {3} AS "
      "x_Estimated, "
      "false AS x_Unallocated, TIMESTAMP '2026-10-15 10:00:00' AS x_SnapshotAt FROM ({4})) TO {5} "
      "(FORMAT parquet, COMPRESSION zstd)",
      kPayer, format_date(month), format_date(add_months(month, 1)),
      month >= *parse_month("2026-10") ? "true" : "false", rows, lake::sql_text(path.string()))));
}

// The accounts' names, as Organizations would give them.
void write_names(lake::Engine& engine, const lake::Layout& layout) {
  const auto path = layout.accounts(kPayer);
  SystemFiles files;
  require(files.make_folders(path.parent_path()));
  require(engine.run(
      fmt::format("COPY (SELECT DISTINCT BillingAccountId, SubAccountId, SubAccountName, "
                  "x_SnapshotAt FROM read_parquet({})) TO {} (FORMAT parquet)",
                  lake::sql_text(layout.costs_pattern(lake::Face::kAccountService,
                                                      lake::Grain::kMonthly, kPayer, "primary")),
                  lake::sql_text(path.string()))));
}

double median(std::vector<double> times) {
  std::ranges::sort(times);
  return times[times.size() / 2];
}

// Wall and CPU time; the second tells the truth on a busy machine.
struct Times {
  std::vector<double> wall_ms;
  std::vector<double> cpu_ms;

  void measure(const std::function<void()>& work) {
    const auto begun = std::chrono::steady_clock::now();
    const std::clock_t cpu_begun = std::clock();
    work();
    cpu_ms.push_back(static_cast<double>(std::clock() - cpu_begun) * 1000 / CLOCKS_PER_SEC);
    wall_ms.push_back(
        std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - begun)
            .count());
  }
};

struct Contest {
  std::string name;
  std::vector<insight::Key> groups;
  std::string bare_sql;  // {} stands for the files
};

void compete(const Contest& contest, const insight::AnswerSources& sources,
             const std::string& files) {
  insight::CostQuestion question;
  question.groups = contest.groups;
  question.window = {{*parse_month("2025-09"), *parse_month("2026-11")}, true};
  const std::string sql = fmt::format(fmt::runtime(contest.bare_sql), files);
  Times ours;
  Times bare;
  const auto ask = [&] {
    const auto answer = insight::answer_costs(question, sources, {});
    require(answer ? Result<void>() : failure(answer.error()));
  };
  const auto ask_bare = [&] {
    const auto table = sources.engine.query(sql, {}, {});
    require(table ? Result<void>() : failure(table.error()));
  };
  ask();  // warms the page cache
  for (int round = 0; round < kRounds; ++round) {
    ours.measure(ask);
    bare.measure(ask_bare);
  }
  fmt::print(
      "{{\"question\": \"{}\", \"sextant_ms\": {:.1f}, \"duckdb_ms\": {:.1f}, \"ratio\": {:.2f}, "
      "\"cpu_ratio\": {:.2f}}}\n",
      contest.name, median(ours.wall_ms), median(bare.wall_ms),
      median(ours.wall_ms) / median(bare.wall_ms), median(ours.cpu_ms) / median(bare.cpu_ms));
}

void write_lake(lake::Engine& engine, const lake::Layout& layout, std::int64_t rows) {
  for (int i = 0; i < kMonths; ++i) {
    const Date month = add_months(*parse_month("2025-09"), i);
    write_month(engine, layout, lake::Face::kTotal, month, 0);
    write_month(engine, layout, lake::Face::kAccountService, month,
                std::max<std::int64_t>(1, rows / kMonths / kServices));
  }
  write_names(engine, layout);
}

SystemClock clock_of_bench() {
  return SystemClock::starting_at(*parse_rfc3339("2026-10-15T12:00:00Z"));
}

int write_only(const char* folder, std::int64_t rows) {
  const SystemClock clock = clock_of_bench();
  auto engine = lake::Engine::open(clock);
  require(engine ? Result<void>() : failure(engine.error()));
  write_lake(**engine, lake::Layout(folder), rows);
  return 0;
}

int run(std::int64_t rows) {
  const TemporaryFolder folder;
  const SystemClock clock = clock_of_bench();
  auto engine = lake::Engine::open(clock);
  require(engine ? Result<void>() : failure(engine.error()));
  const lake::Layout layout(folder.path());
  write_lake(**engine, layout, rows);
  SystemFiles files;
  const insight::AnswerSources sources{files, clock, folder.path(), **engine, {}, {}};
  const std::string pattern =
      fmt::format("read_parquet({})",
                  lake::sql_text(layout.costs_pattern(lake::Face::kAccountService,
                                                      lake::Grain::kMonthly, kPayer, "primary")));
  compete({"by service",
           {insight::Key::kService},
           "SELECT ServiceName, sum(x_UnblendedCost) FROM {} GROUP BY 1"},
          sources, pattern);
  compete({"by account",
           {insight::Key::kAccount},
           "SELECT SubAccountId, sum(x_UnblendedCost) FROM {} GROUP BY 1"},
          sources, pattern);
  compete({"by service and month",
           {insight::Key::kService, insight::Key::kMonth},
           "SELECT ServiceName, date_trunc('month', ChargePeriodStart), sum(x_UnblendedCost) FROM "
           "{} GROUP BY 1, 2"},
          sources, pattern);
  return 0;
}

}  // namespace
}  // namespace sextant

int main(int argc, char** argv) {
  if (argc == 4 && std::string(argv[1]) == "--write")
    return sextant::write_only(argv[2], std::atoll(argv[3]));
  return sextant::run(argc > 1 ? std::atoll(argv[1]) : 10'000'000);
}
