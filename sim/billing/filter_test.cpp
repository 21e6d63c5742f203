#include "sim/billing/filter.h"

#include <gtest/gtest.h>

#include <boost/json/parse.hpp>

namespace sextant::sim {
namespace {

std::string refusal(const std::string& text) {
  const auto filter = Filter::parse(json::parse(text).as_object());
  return filter ? "" : filter.error().message;
}

class FilterTest : public testing::Test {
 protected:
  FilterTest() {
    LedgerOptions options;
    options.today = *parse_date("2026-10-15");
    const World world = make_world({.seed = 7, .now = options.today, .members = 4});
    ledger = std::make_unique<Ledger>("USD", world.organizations.front().accounts, options);
  }
  std::size_t matched(const std::string& text) const {
    const Filter filter = *Filter::parse(json::parse(text).as_object());
    const auto lines = ledger->lines(0);
    return static_cast<std::size_t>(std::ranges::count_if(
        lines, [&](const ChargeLine& line) { return filter.matches(*ledger, line); }));
  }
  std::size_t all() const { return ledger->lines(0).size(); }

  std::unique_ptr<Ledger> ledger;
};

TEST_F(FilterTest, MatchesDimensions) {
  const std::size_t taxes = matched(R"({"Dimensions": {"Key": "SERVICE", "Values": ["Tax"]}})");
  EXPECT_GT(taxes, 0U);
  EXPECT_EQ(matched(R"({"Dimensions": {"Key": "SERVICE", "Values": ["tax"]}})"), 0U);
  EXPECT_EQ(matched(R"({"Dimensions": {"Key": "SERVICE", "Values": ["tAX"],
                        "MatchOptions": ["EQUALS", "CASE_INSENSITIVE"]}})"),
            taxes);
  EXPECT_EQ(matched(R"({"Not": {"Dimensions": {"Key": "SERVICE", "Values": ["Tax"]}}})"),
            all() - taxes);
  EXPECT_GT(matched(R"({"Dimensions": {"Key": "REGION", "Values": ["NoRegion"]}})"), 0U);
  EXPECT_EQ(matched(R"({"Dimensions": {"Key": "REGION", "MatchOptions": ["ABSENT"]}})"),
            matched(R"({"Dimensions": {"Key": "REGION", "Values": ["NoRegion"]}})"));
  EXPECT_GT(matched(R"({"Dimensions": {"Key": "SERVICE", "Values": ["Amazon E"],
                        "MatchOptions": ["STARTS_WITH"]}})"),
            0U);
}

TEST_F(FilterTest, CombinesConditions) {
  const char* east = R"({"Dimensions": {"Key": "REGION", "Values": ["us-east-1"]}})";
  const char* usage = R"({"Dimensions": {"Key": "RECORD_TYPE", "Values": ["Usage"]}})";
  const auto both = [&](const char* root) {
    return matched(std::string("{\"") + root + "\": [" + east + "," + usage + "]}");
  };
  EXPECT_EQ(both("And") + both("Or"), matched(east) + matched(usage));
}

TEST_F(FilterTest, MatchesTagsAndCategories) {
  const std::size_t untagged = matched(R"({"Tags": {"Key": "team", "MatchOptions": ["ABSENT"]}})");
  EXPECT_GT(untagged, 0U);
  EXPECT_LT(untagged, all());
  EXPECT_GT(matched(R"({"Tags": {"Key": "team", "Values": ["web$frontend"]}})"), 0U);
  EXPECT_EQ(matched(R"({"Tags": {"Key": "unheard", "MatchOptions": ["ABSENT"]}})"), all());
  EXPECT_GT(matched(R"({"CostCategories": {"Key": "Business Unit", "Values": ["Platform"]}})"), 0U);
}

TEST(FilterRefusals, AreInCostExplorersWords) {
  EXPECT_TRUE(refusal("{}").starts_with("Expression has zero or more than one roots."));
  EXPECT_TRUE(refusal(R"({"Tags": {"Key": "a", "Values": ["b"]}, "Not": {}})")
                  .starts_with("Expression has zero or more than one roots."));
  EXPECT_EQ(refusal(R"({"And": [{"Tags": {"Key": "a", "Values": ["b"]}}]})"),
            "And expression must have at least 2 operands");
  EXPECT_EQ(refusal(R"({"Dimensions": {"Key": "RESOURCE_ID", "Values": ["i-1"]}})"),
            "Dimension RESOURCE_ID is not allowed.");
  EXPECT_TRUE(refusal(R"({"Dimensions": {"Key": "CHARGE_TYPE", "Values": ["x"]}})")
                  .starts_with("Dimension not valid. Valid values are AZ, INSTANCE_TYPE"));
  EXPECT_NE(refusal(R"({"Dimensions": {"Key": "SERVICE", "Values": []}})"), "");
  EXPECT_NE(refusal(R"({"Dimensions": {"Key": "SERVICE", "Values": ["a"],
                       "MatchOptions": ["NEARLY"]}})"),
            "");
  EXPECT_NE(refusal(R"({"Dimensions": 3})"), "");
  EXPECT_NE(refusal(R"({"Not": []})"), "");
}

TEST(FilterRefusals, DepthIsBounded) {
  std::string text = R"({"Tags": {"Key": "a", "Values": ["b"]}})";
  for (int i = 0; i < 20; ++i) text = R"({"Not": )" + text + "}";
  EXPECT_EQ(refusal(text), "Expression is nested too deeply");
}

}  // namespace
}  // namespace sextant::sim
