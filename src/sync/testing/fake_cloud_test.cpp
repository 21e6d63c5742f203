#include "sync/testing/fake_cloud.h"

#include <fmt/format.h>
#include <boost/json/array.hpp>
#include <boost/json/serialize.hpp>

#include <charconv>

namespace sextant::sync::testing {
namespace {

namespace json = boost::json;

std::string key_of(const Charge& charge, std::string_view dimension) {
  if (dimension == "LINKED_ACCOUNT") return charge.account;
  if (dimension == "SERVICE") return charge.service;
  if (dimension == "REGION") return charge.region;
  return charge.type;
}

json::object metrics_of(Decimal amount, bool has_net) {
  json::object out;
  int factor = 1;
  for (const char* name :
       {"UnblendedCost", "BlendedCost", "AmortizedCost", "NetUnblendedCost", "NetAmortizedCost"}) {
    const bool is_net = std::string_view(name).starts_with("Net");
    if (!is_net || has_net) {
      out[name] =
          json::object{{"Amount", amount.times(factor).value().to_string()}, {"Unit", "USD"}};
    }
    ++factor;
  }
  return out;
}

class FakeApi final : public Api {
 public:
  explicit FakeApi(FakeCloud& cloud) : cloud_(cloud) {}

  Result<json::value> call(std::string_view /*service*/, std::string_view operation,
                           const json::object& input, const CallContext& /*context*/,
                           const Attempts& attempts) override {
    if (attempts.before) SEXTANT_TRY_VOID(attempts.before());
    std::optional<std::size_t> next;
    return cloud_.answer(std::string(operation), input, 0, next);
  }

  Result<void> pages(std::string_view /*service*/, std::string_view operation,
                     const json::object& input, const CallContext& context,
                     const Attempts& attempts, const OnPage& on_page,
                     const json::value& resume_token) override {
    std::size_t page = 0;
    if (resume_token.is_string()) {
      const std::string_view text = resume_token.get_string();
      std::from_chars(text.data(), text.data() + text.size(), page);
    }
    while (true) {
      if (context.stop.stop_requested()) return failure("http.cancelled", "stopped");
      if (attempts.before) SEXTANT_TRY_VOID(attempts.before());
      std::optional<std::size_t> next;
      SEXTANT_TRY(auto result, cloud_.answer(std::string(operation), input, page, next));
      const json::value token = next ? json::value(std::to_string(*next)) : json::value(nullptr);
      SEXTANT_TRY(const bool goes_on, on_page(aws::Page{std::move(result), token}));
      if (!goes_on || !next) return {};
      page = *next;
    }
  }

  std::chrono::seconds clock_skew() const override { return cloud_.skew; }

 private:
  FakeCloud& cloud_;
};

}  // namespace

Error refusal(const std::string& code, int http_status, const std::string& message) {
  Error error{"aws.refused", message};
  error.remote = RemoteFault{"ce", "GetCostAndUsage", code, message, "request-1", http_status};
  return error;
}

int FakeCloud::calls() const {
  int count = 0;
  for (const auto& [what, times] : answered) count += times;
  return count;
}

int FakeCloud::calls_of(const std::string& operation) const {
  int count = 0;
  for (const auto& [what, times] : answered) count += what.starts_with(operation + " ") ? times : 0;
  return count;
}

ApiFactory FakeCloud::factory() {
  return [this](const connect::Connection&) -> Result<std::shared_ptr<Api>> {
    return std::make_shared<FakeApi>(*this);
  };
}

Result<json::value> FakeCloud::answer(const std::string& operation, const json::object& input,
                                      std::size_t page, std::optional<std::size_t>& next) {
  const std::lock_guard lock(mutex_);
  if (fault) {
    if (const auto error = fault(operation, page, input)) return failure(*error);
  }
  ++answered[fmt::format("{} {} #{}", operation, json::serialize(input), page)];
  if (operation == "GetCallerIdentity") return json::object{{"Account", account_id}};
  if (operation == "DescribeOrganization") {
    if (organization_answer == "standalone")
      return failure(refusal("AWSOrganizationsNotInUseException"));
    if (organization_answer == "denied") return failure(refusal("AccessDeniedException"));
    return organization();
  }
  if (operation == "ListAccounts") return account_list();
  if (operation == "GetCostForecast") {
    return json::object{{"Total", {{"Amount", "10"}, {"Unit", "USD"}}},
                        {"ForecastResultsByTime",
                         json::array{json::object{{"TimePeriod", input.at("TimePeriod")},
                                                  {"MeanValue", "10.12345678901234567890"},
                                                  {"PredictionIntervalLowerBound", "9"},
                                                  {"PredictionIntervalUpperBound", "11"}}}}};
  }
  json::value costs_answer = costs(input, page, next);
  if (after_answer) after_answer();
  return costs_answer;
}

json::value FakeCloud::organization() const {
  return json::object{
      {"Organization",
       {{"Id", "o-1"},
        {"MasterAccountId", organization_answer == "payer" ? account_id : "999999999999"}}}};
}

json::value FakeCloud::account_list() const {
  json::array accounts;
  for (const auto& [id, name] : members) {
    accounts.push_back(json::object{{"Id", id},
                                    {"Name", name},
                                    {"State", "ACTIVE"},
                                    {"JoinedTimestamp", "2024-01-01T00:00:00Z"}});
  }
  return json::object{{"Accounts", std::move(accounts)}};
}

json::value FakeCloud::costs(const json::object& input, std::size_t page,
                             std::optional<std::size_t>& next) const {
  const Date start = *parse_date(input.at("TimePeriod").at("Start").as_string());
  const Date end = *parse_date(input.at("TimePeriod").at("End").as_string());
  const bool is_monthly = input.at("Granularity").as_string() == "MONTHLY";
  std::vector<std::string> dimensions;
  if (const json::value* groups = input.if_contains("GroupBy")) {
    for (const json::value& group : groups->as_array())
      dimensions.emplace_back(group.at("Key").as_string());
  }
  struct Line {
    Date start;
    Date end;
    std::vector<std::string> keys;
    std::optional<Decimal> amount;  // none: an empty period
  };
  std::vector<Line> lines;
  for (Date from = start; from < end;) {
    const Date to = is_monthly ? add_months(from, 1) : from + std::chrono::days(1);
    std::map<std::vector<std::string>, Decimal> sums;
    if (dimensions.empty()) sums[{}] = Decimal();
    for (const Charge& charge : charges) {
      if (charge.day < from || charge.day >= to) continue;
      std::vector<std::string> keys;
      for (const std::string& dimension : dimensions) keys.push_back(key_of(charge, dimension));
      sums[keys] = sums[keys].plus(charge.amount).value();
    }
    for (const auto& [keys, amount] : sums) lines.push_back({from, to, keys, amount});
    if (sums.empty()) lines.push_back({from, to, {}, std::nullopt});
    from = to;
  }
  json::array results;
  const std::size_t first = page * page_rows;
  for (std::size_t i = first; i < lines.size() && i < first + page_rows; ++i) {
    const Line& line = lines[i];
    const bool is_new = i == first || lines[i - 1].start != line.start;
    if (is_new) {
      results.push_back(json::object{
          {"TimePeriod", {{"Start", format_date(line.start)}, {"End", format_date(line.end)}}},
          {"Estimated", line.end > final_before},
          {"Total", json::object{}},
          {"Groups", json::array{}}});
    }
    json::object& result = results.back().as_object();
    if (dimensions.empty()) {
      result["Total"] = metrics_of(*line.amount, has_net);
    } else if (line.amount) {
      json::array keys;
      for (const std::string& key : line.keys) keys.emplace_back(key);
      result["Groups"].as_array().push_back(
          json::object{{"Keys", std::move(keys)}, {"Metrics", metrics_of(*line.amount, has_net)}});
    }
  }
  if (first + page_rows < lines.size()) next = page + 1;
  return json::object{{"ResultsByTime", std::move(results)}};
}

}  // namespace sextant::sync::testing
