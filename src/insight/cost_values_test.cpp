#include "insight/cost_values.h"

#include <gtest/gtest.h>
#include <boost/json/serialize.hpp>

#include "insight/testing/crafted_lake.h"

namespace sextant::insight {
namespace {

using testing::CraftedLake;

constexpr const char* kA = "111111111111";
constexpr const char* kB = "222222222222";

std::string listed(CraftedLake& lake, Key key) {
  const auto values = list_cost_values(key, lake.sources(), {});
  return values ? boost::json::serialize(to_json(key, *values)) : values.error().code;
}

TEST(CostValues, AreThoseThatCostsHave) {
  CraftedLake lake;
  CraftedLake::Cut cut;
  cut.unallocated = "3";  // has no keys, and is none of them
  lake.add({{"2026-08-20", kB, "Amazon S3", "eu-west-1", "Usage", "1"},
            {"2026-09-12", kA, "Tax", std::nullopt, "Tax", "1"},
            {"2026-09-30", kA, "Amazon EC2", "us-east-1", "Usage", "2"}},
           "2026-08", "2026-10", cut);
  lake.name_accounts(kA, {{kA, "Zoo"}});
  EXPECT_EQ(listed(lake, Key::kService),
            R"({"key":"service","values":[{"value":"Amazon EC2"},{"value":"Amazon S3"},)"
            R"({"value":"Tax"}]})");
  EXPECT_EQ(listed(lake, Key::kRegion),
            R"({"key":"region","values":[{"value":"eu-west-1"},{"value":"us-east-1"},)"
            R"({"value":null}]})");
  EXPECT_EQ(listed(lake, Key::kChargeType),
            R"({"key":"charge_type","values":[{"value":"Tax"},{"value":"Usage"}]})");
  EXPECT_EQ(listed(lake, Key::kAccount),
            R"({"key":"account","values":[{"value":"222222222222","name":"was 222222222222"},)"
            R"({"value":"111111111111","name":"Zoo"}]})");
}

TEST(CostValues, OfNothingAreNone) {
  CraftedLake lake;
  EXPECT_EQ(listed(lake, Key::kService), R"({"key":"service","values":[]})");
}

}  // namespace
}  // namespace sextant::insight
