// Everything of Cost Explorer but GetCostAndUsage.
#include <gtest/gtest.h>

#include <boost/json/array.hpp>
#include <set>

#include "sim/billing/test_cloud.h"

namespace sextant::sim {
namespace {

constexpr const char* kMonth = R"("TimePeriod": {"Start": "2026-09-01", "End": "2026-10-01"})";

std::string with_month(const std::string& rest) {
  return std::string("{") + kMonth + (rest.empty() ? "" : ", " + rest) + "}";
}

TEST(Forecasts, MultiplyTheMeanOfFourWeeks) {
  const TestCloud cloud;
  const Outcome answer = cloud.call("GetCostForecast", R"({
      "TimePeriod": {"Start": "2026-10-15", "End": "2026-12-01"}, "Metric": "UNBLENDED_COST",
      "Granularity": "MONTHLY", "PredictionIntervalLevel": 80})");
  ASSERT_TRUE(answer) << answer.error().message;
  const json::array& months = answer->at("ForecastResultsByTime").as_array();
  ASSERT_EQ(months.size(), 2U);
  Decimal sum;
  for (const json::value& month : months) {
    const Decimal mean = decimal(month.at("MeanValue"));
    EXPECT_LT(decimal(month.at("PredictionIntervalLowerBound")), mean);
    EXPECT_GT(decimal(month.at("PredictionIntervalUpperBound")), mean);
    sum = *sum.plus(mean);
  }
  EXPECT_EQ(sum, decimal(answer->at("Total").at("Amount")));
}

TEST(Forecasts, AreRefusedAsByCostExplorer) {
  const TestCloud cloud;
  const auto refusal = [&](const char* start, const char* end, const char* granularity,
                           const char* metric) {
    return cloud.refusal("GetCostForecast", std::string(R"({"TimePeriod": {"Start": ")") + start +
                                                R"(", "End": ")" + end + R"("}, "Granularity": ")" +
                                                granularity + R"(", "Metric": ")" + metric +
                                                R"("})");
  };
  EXPECT_EQ(refusal("2026-10-16", "2026-10-15", "DAILY", "UNBLENDED_COST"),
            "ValidationException: Requested Start: 2026-10-16 must be before requested End: "
            "2026-10-15");
  EXPECT_EQ(refusal("2026-10-14", "2026-11-01", "DAILY", "UNBLENDED_COST"),
            "ValidationException: Earliest supported Start is 2026-10-15");
  EXPECT_EQ(refusal("2026-10-15", "2027-01-16", "DAILY", "UNBLENDED_COST"),
            "ValidationException: Latest supported End is 2027-01-15");
  EXPECT_EQ(refusal("2026-10-15", "2028-04-16", "MONTHLY", "UNBLENDED_COST"),
            "ValidationException: Latest supported End is 2028-04-15");
  EXPECT_TRUE(refusal("2026-10-15", "2026-11-01", "DAILY", "UnblendedCost")
                  .starts_with("ValidationException: 1 validation error detected"));
  EXPECT_NE(refusal("2026-10-15", "2026-11-01", "HOURLY", "UNBLENDED_COST"), "");
  EXPECT_NE(refusal("2026-10-15", "2026-11-01", "DAILY", "USAGE_QUANTITY"), "");
  EXPECT_EQ(refusal("2026-10-15", "2026-11-01", "DAILY", "NET_UNBLENDED_COST"), "");
}

TEST(Forecasts, WantFourWeeksOfHistory) {
  const TestCloud cloud("2026-10-15T12:00:00Z", {.months = 1});
  EXPECT_EQ(cloud.refusal("GetCostForecast", R"({
      "TimePeriod": {"Start": "2026-10-15", "End": "2026-11-01"}, "Metric": "UNBLENDED_COST",
      "Granularity": "MONTHLY"})"),
            "DataUnavailableException: Insufficient amount of historical data");
}

TEST(Forecasts, OfUsageWantOneUnit) {
  const TestCloud cloud;
  const std::string head = R"({"TimePeriod": {"Start": "2026-10-15", "End": "2026-11-01"},
      "Metric": "USAGE_QUANTITY", "Granularity": "MONTHLY")";
  EXPECT_TRUE(
      cloud.refusal("GetUsageForecast", head + "}").starts_with("UnresolvableUsageUnitException"));
  const Outcome hours = cloud.call("GetUsageForecast", head + R"(, "Filter": {"Dimensions":
      {"Key": "USAGE_TYPE_GROUP", "Values": ["EC2: Running Hours"]}}})");
  ASSERT_TRUE(hours) << hours.error().message;
  EXPECT_EQ(hours->at("Total").at("Unit"), "Hrs");
}

TEST(DimensionValues, ListWhatIsThere) {
  TestCloud cloud;
  const Outcome accounts =
      cloud.call("GetDimensionValues", with_month(R"("Dimension": "LINKED_ACCOUNT")"));
  ASSERT_TRUE(accounts) << accounts.error().message;
  const json::array& values = accounts->at("DimensionValues").as_array();
  EXPECT_EQ(static_cast<std::int64_t>(values.size()), accounts->at("TotalSize").to_number<int>());
  std::set<std::string> names;
  for (const json::value& value : values) {
    names.emplace(value.at("Attributes").at("description").as_string());
  }
  EXPECT_TRUE(names.contains("management"));
  EXPECT_FALSE(names.contains("divested")) << "it left before";
  const Outcome searched = cloud.call(
      "GetDimensionValues", with_month(R"("Dimension": "SERVICE", "SearchString": "ec2")"));
  EXPECT_EQ(searched->at("DimensionValues").at(0).at("Value"), "EC2 - Other");
  EXPECT_EQ(cloud.refusal("GetDimensionValues", with_month(R"("Dimension": "MOON")")),
            "ValidationException: Dimension MOON is not allowed.");
  EXPECT_EQ(cloud.refusal("GetDimensionValues", with_month("")).substr(0, 19),
            "ValidationException");
}

TEST(DimensionValues, ArePaged) {
  TestCloud cloud;
  std::set<std::string> seen;
  json::object input = json::parse(with_month(R"("Dimension": "SERVICE")")).as_object();
  const std::int64_t total =
      cloud.call("GetDimensionValues", input)->at("TotalSize").to_number<std::int64_t>();
  cloud.set_faults(R"({"page_rows": 2})");
  int pages = 0;
  for (; pages < 100; ++pages) {
    const Outcome page = cloud.call("GetDimensionValues", input);
    for (const json::value& value : page->at("DimensionValues").as_array()) {
      EXPECT_TRUE(seen.emplace(value.at("Value").as_string()).second);
    }
    const json::value* next = page->if_contains("NextPageToken");
    if (next == nullptr) break;
    input["NextPageToken"] = *next;
  }
  EXPECT_EQ(static_cast<std::int64_t>(seen.size()), total);
  EXPECT_EQ(pages + 1, (total + 1) / 2);
}

TEST(Tags, ListKeysAndValues) {
  const TestCloud cloud;
  EXPECT_EQ(cloud.call("GetTags", with_month(""))->at("Tags"),
            (json::array{"CostCenter", "aws:createdBy", "env", "team"}));
  EXPECT_EQ(cloud.call("GetTags", with_month(R"("TagKey": "env")"))->at("Tags"),
            (json::array{"", "dev", "prod", "staging"}));
  EXPECT_EQ(cloud.call("GetCostCategories", with_month(""))->at("CostCategoryNames"),
            (json::array{"Business Unit", "Stage"}));
  EXPECT_EQ(cloud.call("GetCostCategories", with_month(R"("CostCategoryName": "Stage")"))
                ->at("CostCategoryValues"),
            (json::array{"", "Live", "Not live"}));
}

TEST(Definitions, ArePayersAlone) {
  const TestCloud cloud;
  EXPECT_EQ(cloud.call("ListCostAllocationTags", R"({"Status": "Inactive"})")
                ->at("CostAllocationTags")
                .at(0)
                .at("TagKey"),
            "legacy-app");
  EXPECT_EQ(cloud.call_as(cloud.member(), "ListCostAllocationTags", {}).error().message,
            "Failed to list Cost Allocation Tags: Linked account doesn't have access to cost "
            "allocation tags.");
  EXPECT_EQ(cloud.call("ListCostCategoryDefinitions", "{}")
                ->at("CostCategoryReferences")
                .as_array()
                .size(),
            2U);
  EXPECT_FALSE(cloud.call_as(cloud.member(), "ListCostCategoryDefinitions", {}));
  EXPECT_TRUE(cloud.call("ListCostAllocationTagBackfillHistory", "{}")
                  ->at("BackfillRequests")
                  .as_array()
                  .empty());
}

TEST(Commitments, AreReportedToWhoHasThem) {
  const TestCloud cloud;
  EXPECT_TRUE(cloud.refusal("GetReservationUtilization", with_month(""))
                  .starts_with("DataUnavailableException"))
      << "the filter's default is EC2, for which none is held";
  const char* rds = R"("Filter": {"Dimensions": {"Key": "SERVICE",
                      "Values": ["Amazon Relational Database Service"]}})";
  EXPECT_TRUE(cloud.refusal("GetReservationUtilization", with_month(rds))
                  .starts_with("DataUnavailableException"))
      << "it has run out";
  const Outcome held =
      cloud.call("GetReservationUtilization",
                 std::string(R"({"TimePeriod": {"Start": "2026-06-01", "End": "2026-07-01"},
                      "GroupBy": [{"Type": "DIMENSION", "Key": "SUBSCRIPTION_ID"}], )") +
                     rds + "}");
  ASSERT_TRUE(held) << held.error().message;
  const json::value& total = held->at("Total");
  EXPECT_EQ(total.as_object().size(), 17U);
  EXPECT_EQ(total.at("PurchasedHours"), "720");
  EXPECT_EQ(total.at("UtilizationPercentage"), "93");
  EXPECT_EQ(held->at("UtilizationsByTime").at(0).at("Groups").as_array().size(), 1U);
  EXPECT_TRUE(cloud.call("GetReservationCoverage",
                         std::string(R"({"TimePeriod": {"Start": "2026-06-01", "End":
                         "2026-07-01"}, )") +
                             rds + "}"));
}

TEST(Commitments, RefusesWhatCostExplorerRefuses) {
  const TestCloud cloud;
  EXPECT_EQ(cloud.refusal("GetReservationUtilization", with_month(R"("Filter": {"Dimensions":
      {"Key": "SERVICE", "Values": ["a", "b"]}})")),
            "ValidationException: Values are invalid. The number of values for Service Filter "
            "should not exceed 1");
  EXPECT_NE(cloud.refusal("GetReservationUtilization", with_month(R"("Granularity": "MONTHLY",
      "GroupBy": [{"Type": "DIMENSION", "Key": "SUBSCRIPTION_ID"}])")),
            "");
  EXPECT_EQ(cloud.refusal("GetSavingsPlansUtilization",
                          R"({"TimePeriod": {"Start": "2026-10-01", "End": "2026-10-16"}})"),
            "ValidationException: end date should NOT be after 2026-10-15");
  EXPECT_TRUE(cloud
                  .call_as(cloud.member(), "GetSavingsPlansUtilization",
                           json::parse(with_month("")).as_object())
                  .error()
                  .code == "DataUnavailableException");
}

TEST(Commitments, SavingsPlansAddUp) {
  const TestCloud cloud;
  const Outcome months = cloud.call(
      "GetSavingsPlansUtilization",
      R"({"TimePeriod": {"Start": "2026-08-01", "End": "2026-10-01"}, "Granularity": "MONTHLY"})");
  ASSERT_TRUE(months) << months.error().message;
  Decimal used;
  for (const json::value& month : months->at("SavingsPlansUtilizationsByTime").as_array()) {
    used = *used.plus(decimal(month.at("Utilization").at("UsedCommitment")));
  }
  EXPECT_EQ(used, decimal(months->at("Total").at("Utilization").at("UsedCommitment")));
  const Outcome details = cloud.call("GetSavingsPlansUtilizationDetails", with_month(""));
  EXPECT_EQ(details->at("SavingsPlansUtilizationDetails").as_array().size(), 1U);
  const Outcome coverage = cloud.call("GetSavingsPlansCoverage", with_month(R"("GroupBy":
      [{"Type": "DIMENSION", "Key": "SERVICE"}])"));
  EXPECT_EQ(coverage->at("SavingsPlansCoverages").as_array().size(), 1U);
}

TEST(Anomalies, AreFoundByTheirEnd) {
  const TestCloud cloud;
  const auto found = [&](const char* start, const char* end) {
    return cloud
        .call("GetAnomalies", std::string(R"({"DateInterval": {"StartDate": ")") + start +
                                  R"(", "EndDate": ")" + end + R"("}})")
        ->at("Anomalies")
        .as_array()
        .size();
  };
  EXPECT_GT(found("2026-08-01", "2026-10-15"), 0U);
  EXPECT_EQ(found("2026-08-01", "2026-09-13"), 0U) << "the spike ends on the 14th";
  EXPECT_GT(found("2026-09-14", "2026-09-14"), 0U);
  EXPECT_NE(cloud.refusal("GetAnomalies", R"({"DateInterval": {"StartDate": "2026-01-01"}})"), "");
  EXPECT_EQ(cloud.call("GetAnomalyMonitors", "{}")->at("AnomalyMonitors").as_array().size(), 1U);
  EXPECT_GT(cloud
                .call("GetApproximateUsageRecords",
                      R"({"Granularity": "DAILY", "ApproximationDimension": "SERVICE"})")
                ->at("TotalRecords")
                .as_int64(),
            1000);
}

TEST(LedgerTruth, GroupsAndFilters) {
  const TestCloud cloud;
  const json::object by_month = cloud.truth({{"group", "month"}});
  EXPECT_EQ(by_month.at("rows").as_array().size(), 17U);
  Decimal sum;
  for (const json::value& row : by_month.at("rows").as_array()) {
    sum = *sum.plus(decimal(row.at("amount")));
  }
  EXPECT_EQ(sum, decimal(by_month.at("total")));
  const json::object one = cloud.truth({{"group", "account,charge_type,tag:team"},
                                        {"account", cloud.member(2)},
                                        {"metric", "AmortizedCost"},
                                        {"from", "2026-09-01"},
                                        {"to", "2026-09-02"}});
  for (const json::value& row : one.at("rows").as_array()) {
    EXPECT_EQ(row.at("account"), json::value(cloud.member(2)));
  }
  const ControlHandler* handler = cloud.registry.find_control("GET", "/_sim/ledger");
  for (const auto& [key, value] : std::map<std::string, std::string>{
           {"group", "moon"}, {"metric", "Price"}, {"view", "1"}, {"from", "then"}}) {
    EXPECT_FALSE((*handler)({"GET", "/_sim/ledger", {{key, value}}, nullptr})) << key;
  }
}

TEST(LedgerTruth, SaysWhenAMetricDoesNotExist) {
  const TestCloud cloud("2026-10-15T12:00:00Z", {.has_net_metrics = false});
  const ControlHandler* handler = cloud.registry.find_control("GET", "/_sim/ledger");
  EXPECT_FALSE((*handler)({"GET", "/_sim/ledger", {{"metric", "NetUnblendedCost"}}, nullptr}));
}

}  // namespace
}  // namespace sextant::sim
