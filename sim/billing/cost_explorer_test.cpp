#include "sim/billing/cost_explorer.h"

#include <gtest/gtest.h>

#include <atomic>
#include <boost/json/array.hpp>
#include <boost/json/serialize.hpp>
#include <set>
#include <thread>

#include "sim/billing/test_cloud.h"

namespace sextant::sim {
namespace {

// Sums by "start/key/key" over all pages, and how many pages there were.
struct Collected {
  std::map<std::string, Decimal> sums;
  Decimal total;
  int pages = 0;
  std::size_t rows_max = 0;  // of a page
};

Collected collect(const TestCloud& cloud, const std::string& account, json::object input,
                  const std::string& metric = "UnblendedCost") {
  Collected out;
  for (;;) {
    const Outcome page = cloud.call_as(account, "GetCostAndUsage", input);
    if (!page) {
      ADD_FAILURE() << page.error().message;
      return out;
    }
    ++out.pages;
    std::size_t rows = 0;
    const auto add = [&](const std::string& key, const json::value& metrics) {
      const Decimal amount = decimal(metrics.at(metric).at("Amount"));
      out.sums[key] = *out.sums[key].plus(amount);
      out.total = *out.total.plus(amount);
      ++rows;
    };
    for (const json::value& result : page->at("ResultsByTime").as_array()) {
      const std::string start(result.at("TimePeriod").at("Start").as_string());
      if (!result.at("Total").as_object().empty()) add(start, result.at("Total"));
      for (const json::value& group : result.at("Groups").as_array()) {
        std::string key = start;
        for (const json::value& part : group.at("Keys").as_array()) {
          key += "/" + std::string(part.as_string());
        }
        EXPECT_FALSE(out.sums.contains(key)) << "a group twice: " << key;
        add(key, group.at("Metrics"));
      }
    }
    out.rows_max = std::max(out.rows_max, rows);
    const json::value* next = page->if_contains("NextPageToken");
    if (next == nullptr) return out;
    input["NextPageToken"] = *next;
  }
}

json::object request(const char* start, const char* end, const char* granularity,
                     const std::vector<const char*>& groups) {
  json::array keys;
  for (const char* key : groups) keys.push_back({{"Type", "DIMENSION"}, {"Key", key}});
  json::object out = {
      {"TimePeriod", {{"Start", start}, {"End", end}}},
      {"Granularity", granularity},
      {"Metrics", {"UnblendedCost", "AmortizedCost", "NetUnblendedCost", "UsageQuantity"}}};
  if (!keys.empty()) out["GroupBy"] = std::move(keys);
  return out;
}

TEST(CostExplorer, AnswersEqualTheLedger) {
  const TestCloud cloud;
  const json::object truth = cloud.truth({{"group", "account,service"}, {"from", "2025-09-01"}});
  const Collected seen =
      collect(cloud, cloud.payer(),
              request("2025-09-01", "2026-11-01", "MONTHLY", {"LINKED_ACCOUNT", "SERVICE"}));
  EXPECT_EQ(seen.total, decimal(truth.at("total")));
  const Collected control =
      collect(cloud, cloud.payer(), request("2025-09-01", "2026-11-01", "MONTHLY", {}));
  EXPECT_EQ(control.total, seen.total);
  EXPECT_EQ(control.sums.size(), 14U);
}

TEST(CostExplorer, PagesOfOneRowHoldTheSame) {
  TestCloud cloud;
  const json::object input = request("2026-10-10", "2026-10-14", "DAILY", {"SERVICE", "REGION"});
  const Collected whole = collect(cloud, cloud.payer(), input);
  EXPECT_EQ(whole.pages, 1);
  cloud.set_faults(R"({"page_rows": 1})");
  const Collected single = collect(cloud, cloud.payer(), input);
  EXPECT_EQ(single.sums, whole.sums);
  EXPECT_EQ(single.pages, static_cast<int>(whole.sums.size()));
  cloud.set_faults(R"({"page_rows": 7})");
  const Collected cut = collect(cloud, cloud.payer(), input);
  EXPECT_EQ(cut.sums, whole.sums);
  EXPECT_EQ(cut.rows_max, 7U);
}

TEST(CostExplorer, GroupsStandInsteadOfTheTotal) {
  const TestCloud cloud;
  const Outcome grouped = cloud.call(
      "GetCostAndUsage", request("2026-09-01", "2026-10-01", "MONTHLY", {"LINKED_ACCOUNT"}));
  const json::value& result = grouped->at("ResultsByTime").at(0);
  EXPECT_TRUE(result.at("Total").as_object().empty());
  EXPECT_FALSE(result.at("Groups").as_array().empty());
  EXPECT_FALSE(result.at("Estimated").as_bool());
  EXPECT_EQ(grouped->at("GroupDefinitions").at(0).at("Key"), "LINKED_ACCOUNT");
  EXPECT_EQ(grouped->at("DimensionValueAttributes").as_array().size(),
            result.at("Groups").as_array().size());
  const Outcome plain =
      cloud.call("GetCostAndUsage", request("2026-10-01", "2026-11-01", "MONTHLY", {}));
  const json::value& total = plain->at("ResultsByTime").at(0);
  EXPECT_TRUE(total.at("Groups").as_array().empty());
  EXPECT_EQ(total.at("Total").at("UnblendedCost").at("Unit"), "USD");
  EXPECT_EQ(total.at("Total").at("UsageQuantity").at("Unit"), "N/A");
  EXPECT_TRUE(total.at("Estimated").as_bool());
}

TEST(CostExplorer, AnEmptyPeriodHasNoGroupsAndAZeroTotal) {
  const TestCloud cloud("2026-10-01T00:30:00Z");
  const Outcome grouped =
      cloud.call("GetCostAndUsage", request("2026-10-01", "2026-10-02", "DAILY", {"SERVICE"}));
  EXPECT_TRUE(grouped->at("ResultsByTime").at(0).at("Groups").as_array().empty());
  const Outcome plain =
      cloud.call("GetCostAndUsage", request("2026-10-01", "2026-10-02", "DAILY", {}));
  EXPECT_EQ(plain->at("ResultsByTime").at(0).at("Total").at("UnblendedCost").at("Amount"), "0");
}

TEST(CostExplorer, MembersSeeThemselvesAlone) {
  const TestCloud cloud;
  const Collected own = collect(cloud, cloud.member(),
                                request("2026-09-01", "2026-10-01", "MONTHLY", {"LINKED_ACCOUNT"}));
  ASSERT_EQ(own.sums.size(), 1U);
  EXPECT_EQ(
      own.total,
      decimal(cloud.truth({{"view", cloud.member()}, {"from", "2026-09-01"}, {"to", "2026-10-01"}})
                  .at("total")));
  const Collected of_payer = collect(
      cloud, cloud.payer(), request("2026-09-01", "2026-10-01", "MONTHLY", {"LINKED_ACCOUNT"}));
  EXPECT_NE(of_payer.sums.at("2026-09-01/" + cloud.member()), own.total);
}

TEST(CostExplorer, NetMetricsExistInOneOrganizationOnly) {
  const TestCloud cloud("2026-10-15T12:00:00Z", {}, 2);
  const auto metrics = [&](const SimOrganization& organization) {
    return cloud
        .call_as(organization.payer().id, "GetCostAndUsage",
                 request("2026-09-01", "2026-10-01", "MONTHLY", {}))
        ->at("ResultsByTime")
        .at(0)
        .at("Total")
        .as_object();
  };
  EXPECT_TRUE(metrics(cloud.world.organizations[0]).contains("NetUnblendedCost"));
  const json::object second = metrics(cloud.world.organizations[1]);
  EXPECT_FALSE(second.contains("NetUnblendedCost"));
  EXPECT_EQ(second.at("UnblendedCost").at("Unit"), "EUR");
}

TEST(CostExplorer, GroupsByTagAndCategory) {
  const TestCloud cloud;
  json::object input = request("2026-09-01", "2026-10-01", "MONTHLY", {});
  input["GroupBy"] = json::array{{{"Type", "TAG"}, {"Key", "team"}},
                                 {{"Type", "COST_CATEGORY"}, {"Key", "Business Unit"}}};
  const Collected seen = collect(cloud, cloud.payer(), input);
  EXPECT_TRUE(seen.sums.contains("2026-09-01/team$web$frontend/Business Unit$Platform"));
  EXPECT_TRUE(seen.sums.contains("2026-09-01/team$/Business Unit$"));
  input["GroupBy"] = json::array{{{"Type", "TAG"}, {"Key", "legacy-app"}}};
  EXPECT_EQ(collect(cloud, cloud.payer(), input).sums.size(), 1U);
}

TEST(CostExplorer, RefusesWhatCostExplorerRefuses) {
  const TestCloud cloud;
  const auto refusal = [&](const std::string& changes) {
    json::object input = request("2026-09-01", "2026-10-01", "MONTHLY", {});
    const json::value changed = json::parse(changes);
    for (const auto& [key, value] : changed.as_object()) input[key] = value;
    return cloud.refusal("GetCostAndUsage", json::serialize(input));
  };
  EXPECT_EQ(refusal(R"({"Granularity": "WEEKLY"})"),
            "ValidationException: 1 validation error detected: Value 'WEEKLY' at 'granularity' "
            "failed to satisfy constraint: Member must satisfy enum value set: [MONTHLY, HOURLY, "
            "DAILY]");
  EXPECT_EQ(refusal(R"({"GroupBy": [{}, {}, {}]})"),
            "ValidationException: Only two values for GroupBy are allowed");
  EXPECT_TRUE(refusal(R"({"GroupBy": [{"Type": "DIMENSION", "Key": "RESOURCE_ID"}]})")
                  .starts_with("ValidationException: Group Definition dimension is invalid. Valid "
                               "values are AZ, INSTANCE_TYPE, LINKED_ACCOUNT"));
  EXPECT_EQ(refusal(R"({"GroupBy": [{"Type": "LINKED_ACCOUNT", "Key": "x"}]})"),
            "ValidationException: Group Definition type is invalid.");
  EXPECT_TRUE(refusal(R"({"GroupBy": [{"Type": "DIMENSION", "Key": ""}]})")
                  .starts_with("ValidationException: Group Definition is invalid."));
  EXPECT_TRUE(refusal(R"({"Metrics": ["Price"]})").starts_with("ValidationException: Metric not"));
  EXPECT_NE(refusal(R"({"Metrics": []})"), "");
  EXPECT_TRUE(
      refusal(
          R"({"Granularity": "HOURLY", "TimePeriod": {"Start": "2026-10-10", "End": "2026-10-12"}})")
          .starts_with("AccessDeniedException: Hourly data granularity is an opt-in only feature"));
  EXPECT_TRUE(refusal(R"({"Granularity": "HOURLY"})")
                  .starts_with("ValidationException: start date is too old for hourly"));
  EXPECT_EQ(refusal(R"({"NextPageToken": "bm8="})").substr(0, 25), "InvalidNextTokenException");
  EXPECT_EQ(refusal(R"({"Filter": 3})").substr(0, 22), "SerializationException");
  EXPECT_EQ(refusal(R"({"Metrics": ["UNBLENDED_COST"]})"), "") << "both spellings are taken";
}

TEST(CostExplorer, TakesThePrimaryBillingViewAlone) {
  const TestCloud cloud;
  const auto refusal = [&](const std::string& arn) {
    json::object input = request("2026-09-01", "2026-10-01", "MONTHLY", {});
    input["BillingViewArn"] = arn;
    return cloud.refusal("GetCostAndUsage", json::serialize(input));
  };
  EXPECT_EQ(refusal("arn:aws:billing::" + cloud.payer() + ":billingview/primary"), "");
  EXPECT_TRUE(refusal("arn:aws:billing::" + cloud.payer() + ":billingview/other")
                  .starts_with("ResourceNotFoundException"));
  EXPECT_TRUE(refusal("arn:aws:billing::" + cloud.member() + ":billingview/primary")
                  .starts_with("ResourceNotFoundException"));
  EXPECT_TRUE(refusal("arn:aws:s3:::x").starts_with("ValidationException"));
  EXPECT_TRUE(refusal(std::string(1'000'000, 'a')).starts_with("ValidationException"));
}

TEST(CostExplorer, IsOffWhereItIsNotEnabled) {
  TestCloud cloud;
  const auto refusal = [&](const std::string& account) {
    const Outcome outcome = cloud.call_as(account, "GetCostAndUsage",
                                          request("2026-09-01", "2026-10-01", "MONTHLY", {}));
    return outcome ? "" : outcome.error().code + ": " + outcome.error().message;
  };
  constexpr const char* kOff = "AccessDeniedException: User not enabled for cost explorer access";
  constexpr const char* kNotYet =
      "DataUnavailableException: Data is not available. Please try to adjust the time period. If "
      "just enabled Cost Explorer, data might not be ingested yet";
  EXPECT_EQ(refusal("000000000000"), kOff);
  cloud.set_faults(R"({"ce_not_enabled": [")" + cloud.payer() + R"("]})");
  EXPECT_EQ(refusal(cloud.payer()), kOff);
  EXPECT_EQ(refusal(cloud.member()), kOff) << "a member needs its payer to enable it";
  cloud.set_faults(R"({"ce_not_enabled": [")" + cloud.member() + R"("]})");
  EXPECT_EQ(refusal(cloud.payer()), "");
  EXPECT_EQ(refusal(cloud.member()), kOff);
  cloud.set_faults(R"({"ce_members_denied": true})");
  EXPECT_EQ(refusal(cloud.member()),
            "AccessDeniedException: Linked account doesn't have access to cost explorer.");
  EXPECT_EQ(refusal(cloud.payer()), "");
  const auto enabled_at = [&](const char* time) {
    cloud.set_faults(R"({"ce_enabled_at": {")" + cloud.payer() + R"(": ")" + time + R"("}})");
    return refusal(cloud.payer());
  };
  EXPECT_EQ(enabled_at("2026-10-15T11:00:00Z"), kNotYet);
  EXPECT_EQ(enabled_at("2026-10-16T00:00:00Z"), kOff);
  EXPECT_EQ(enabled_at("2026-10-14T11:00:00Z"), "");
}

TEST(CostExplorer, FiguresDriftBetweenRequests) {
  const TestCloud cloud("2026-10-15T12:00:00Z", {.drift = 1});
  const json::object input = request("2026-09-01", "2026-11-01", "MONTHLY", {"SERVICE"});
  const Collected first = collect(cloud, cloud.payer(), input);
  const Collected second = collect(cloud, cloud.payer(), input);
  EXPECT_NE(first.sums, second.sums);
  EXPECT_LT(first.total, second.total);
}

TEST(CostExplorer, PagesOfOneAnswerAgreeAlthoughFiguresDrift) {
  const json::object input = request("2026-09-01", "2026-11-01", "MONTHLY", {"SERVICE"});
  const TestCloud still;
  const TestCloud drifting("2026-10-15T12:00:00Z", {.drift = 1}, 1, 7, 5);
  EXPECT_EQ(collect(drifting, drifting.payer(), input).sums,
            collect(still, still.payer(), input).sums);
}

TEST(CostExplorer, DriftsOnceAfterSoManyAnswers) {
  TestCloud cloud;
  cloud.set_faults(R"({"drift_after_requests": 2})");
  const json::object input = request("2026-10-01", "2026-11-01", "MONTHLY", {});
  std::set<Decimal> totals;
  for (int i = 0; i < 6; ++i) totals.insert(collect(cloud, cloud.payer(), input).total);
  EXPECT_EQ(totals.size(), 2U);
}

TEST(CostExplorer, AnswersManyAtOnceWhileFiguresDrift) {
  const TestCloud cloud("2026-10-15T12:00:00Z", {.services = 3, .drift = 2}, 1, 7, 50);
  const json::object input = request("2026-10-01", "2026-11-01", "MONTHLY", {"SERVICE"});
  std::vector<std::jthread> threads;
  std::atomic<int> answers = 0;
  for (int i = 0; i < 4; ++i) {
    threads.emplace_back([&] {
      for (int call = 0; call < 10; ++call) {
        if (cloud.call("GetCostAndUsage", input)) ++answers;
      }
    });
  }
  threads.clear();
  EXPECT_EQ(answers, 40);
  EXPECT_EQ(cloud.truth({}).at("refreshes"), json::value(20));
}

}  // namespace
}  // namespace sextant::sim
