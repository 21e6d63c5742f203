#include "sim/billing/cost_query.h"

#include <gtest/gtest.h>

#include "sim/billing/test_cloud.h"

namespace sextant::sim {
namespace {

class CostQueryTest : public testing::Test {
 protected:
  CostQueryTest() : books(cloud.world, cloud.clock, cloud.faults, {}) {
    query.periods =
        periods_of({*parse_date("2026-09-01"), *parse_date("2026-10-01")}, Granularity::kDaily);
    query.groups.push_back({.kind = GroupKey::Kind::kDimension,
                            .dimension = Dimension::kService,
                            .key = "SERVICE",
                            .index = 0});
  }

  TestCloud cloud;
  Books books;
  CostQuery query;
};

TEST_F(CostQueryTest, ChunksOfAnySizeHoldTheSame) {
  const auto reading = books.read(cloud.payer());
  CostQueryEngine whole;
  CostQueryEngine cut({.rows_of_chunk = 60, .rows_kept = 100, .chunks_kept = 2});
  const auto all = whole.chunk_with(*reading, query, "q", 0);
  ASSERT_EQ(all->rows.size(), 30U);
  for (std::size_t period = 0; period < 30; ++period) {
    const auto chunk = cut.chunk_with(*reading, query, "q", period);
    ASSERT_TRUE(chunk->has(period));
    EXPECT_LE(chunk->rows.size(), 4U);
    const auto& rows = chunk->rows[period - chunk->first_period];
    const auto& wanted = all->rows[period];
    ASSERT_EQ(rows.size(), wanted.size());
    for (std::size_t i = 0; i < rows.size(); ++i) {
      EXPECT_EQ(rows[i].keys, wanted[i].keys);
      EXPECT_EQ(rows[i].sums, wanted[i].sums);
    }
  }
}

TEST_F(CostQueryTest, KeepsTheLatestChunks) {
  const auto reading = books.read(cloud.payer());
  CostQueryEngine engine({.rows_of_chunk = 1, .rows_kept = 1'000'000, .chunks_kept = 2});
  const auto first = engine.chunk_with(*reading, query, "q", 0);
  EXPECT_EQ(engine.chunk_with(*reading, query, "q", 0), first);
  EXPECT_NE(engine.chunk_with(*reading, query, "other", 0), first);
  EXPECT_EQ(engine.chunk_with(*reading, query, "q", 0), first);
  engine.chunk_with(*reading, query, "q", 1);
  engine.chunk_with(*reading, query, "q", 2);
  EXPECT_NE(engine.chunk_with(*reading, query, "q", 0), first) << "the oldest is let go";
}

TEST_F(CostQueryTest, RowsAreSortedByKey) {
  const auto reading = books.read(cloud.payer());
  CostQueryEngine engine;
  const auto chunk = engine.chunk_with(*reading, query, "q", 0);
  EXPECT_TRUE(std::ranges::is_sorted(chunk->rows.front(), {}, &CostRow::keys));
}

}  // namespace
}  // namespace sextant::sim
