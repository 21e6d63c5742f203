#include "insight/cost_question.h"

#include <gtest/gtest.h>

namespace sextant::insight {
namespace {

TEST(CostQuestion, KeysAreTolerant) {
  EXPECT_EQ(parse_key("service"), Key::kService);
  EXPECT_EQ(parse_key("LINKED_ACCOUNT"), Key::kAccount);
  EXPECT_EQ(parse_key("charge-type"), Key::kChargeType);
  EXPECT_EQ(parse_key("RecordType"), Key::kChargeType);
  EXPECT_EQ(parse_key("Months").error().code, "cost.unknown_key");
  const auto error = parse_key("servcie").error();
  EXPECT_NE(error.detail.find("did you mean service?"), std::string::npos) << error.detail;
}

TEST(CostQuestion, MetricsAreTolerantToAwsSpellings) {
  for (const char* text : {"net-unblended", "NetUnblendedCost", "NET_UNBLENDED_COST",
                           "net unblended", "NetUnblended"}) {
    EXPECT_EQ(parse_metric(text), Metric::kNetUnblended) << text;
  }
  EXPECT_EQ(parse_metric("EffectiveCost"), Metric::kEffective);
  EXPECT_EQ(parse_metric("UsageQuantity").error().code, "cost.unknown_metric");
  EXPECT_EQ(parse_metric("").error().code, "cost.unknown_metric");
  EXPECT_EQ(column_of(Metric::kNetAmortized), "x_NetAmortizedCost");
}

TEST(CostQuestion, ValuesOfOneKeyAreJoined) {
  const auto filters =
      parse_filters({"service=Amazon S3", "region != us-east-1", "service = Tax", "service=Tax"});
  ASSERT_TRUE(filters) << filters.error().detail;
  ASSERT_EQ(filters->size(), 2U);
  EXPECT_EQ((*filters)[0].values, (std::vector<std::string>{"Amazon S3", "Tax"}));
  EXPECT_FALSE((*filters)[0].is_negated);
  EXPECT_TRUE((*filters)[1].is_negated);
  EXPECT_EQ((*filters)[1].values, (std::vector<std::string>{"us-east-1"}));
}

TEST(CostQuestion, ValuesMayHoldAnything) {
  const auto filters = parse_filters({"service=a=b'; DROP TABLE x; --"});
  ASSERT_TRUE(filters);
  EXPECT_EQ((*filters)[0].values.front(), "a=b'; DROP TABLE x; --");
}

TEST(CostQuestion, RefusesBadFilters) {
  for (const char* text : {"service", "=x", "service=", "month=2026-10", "service= "}) {
    EXPECT_EQ(parse_filters({text}).error().code, "cost.bad_filter") << text;
  }
  EXPECT_EQ(parse_filters({"tag=x"}).error().code, "cost.unknown_key");
  EXPECT_EQ(parse_filters({"!=x"}).error().code, "cost.unknown_key");
  EXPECT_EQ(parse_filters({"service=" + std::string(2000, 'x')}).error().code, "cost.bad_filter");
}

}  // namespace
}  // namespace sextant::insight
