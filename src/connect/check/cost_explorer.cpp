#include "connect/check/cost_explorer.h"

#include <fmt/format.h>

#include <algorithm>
#include <boost/json/array.hpp>

#include "base/decimal.h"
#include "base/json_text.h"
#include "connect/json_access.h"
#include "connect/policy.h"

namespace sextant::connect {
namespace {

namespace json = boost::json;

json::object last_days(Date today) {
  const Date start = today - std::chrono::days(kCostExplorerDays);
  const Date end = today + std::chrono::days(1);  // exclusive
  return {{"TimePeriod", {{"Start", format_date(start)}, {"End", format_date(end)}}},
          {"Granularity", "DAILY"},
          {"Metrics", json::array{"UnblendedCost"}}};
}

// The last day of which some cost is known; days that AWS has not counted yet are zero.
std::optional<Date> last_day_with_costs(const json::value& answer) {
  std::optional<Date> out;
  for (const json::object* period : objects_at(answer, "ResultsByTime")) {
    const auto day = parse_date(text_at(*period, {"TimePeriod", "Start"}));
    const auto amount = Decimal::parse(text_at(*period, {"Total", "UnblendedCost", "Amount"}));
    if (day && amount && !amount->is_zero()) out = std::max(out.value_or(*day), *day);
  }
  return out;
}

void fail(CheckStep& step, std::string code, const CostExplorerQuestion& question,
          const Error& error) {
  describe_error(step, Error{std::move(code), words_of(error), {}, error.remote}
                           .with("connection", question.connection)
                           .with("payer", question.payer_id.empty() ? "of its organization"
                                                                    : question.payer_id));
  step.status = StepStatus::kFailed;
  step.evidence = Evidence::kProved;
}

void explain(CheckStep& step, const CostExplorerQuestion& question, const Error& error) {
  if (is_cost_explorer_off(error)) {
    const bool is_member = question.account_kind == "member";
    fail(step, is_member ? "check.cost_explorer_off_for_member" : "check.cost_explorer_off",
         question, error);
    step.cause_is_proven = true;
  } else if (error.remote && error.remote->code == "DataUnavailableException") {
    fail(step, "check.cost_explorer_new", question, error);
    step.status = StepStatus::kWarning;
  } else if (is_access_denied(error)) {
    fail(step, "check.costs_denied", question, error);
    step.fix += "\nThe statement to add to its policy:\n" +
                pretty_json(statement_to_add("SextantReadsCosts", question.actions));
  } else if (is_throttled(error)) {
    fail(step, "check.throttled", question, error);
    step.status = StepStatus::kNotTested;
  } else {
    describe_error(step, error);
    step.status = StepStatus::kNotTested;
  }
}

void describe(CheckStep& step, const CostExplorerFinding& finding,
              const CostExplorerQuestion& question) {
  step.evidence = Evidence::kProved;
  if (!finding.costs_until) {
    step.said = fmt::format("On; it shows nothing spent in the last {} days", kCostExplorerDays);
    step.details.emplace_back(
        "If the account is in use, look again tomorrow: AWS's data lag up to 24 hours.");
    return;
  }
  const auto age =
      std::chrono::duration_cast<std::chrono::days>(question.today - *finding.costs_until);
  const std::string ago = age.count() == 0   ? "today"
                          : age.count() == 1 ? "yesterday"
                                             : fmt::format("{} days ago", age.count());
  step.said =
      fmt::format("On; costs are known up to {}, {}", format_date(*finding.costs_until), ago);
}

}  // namespace

CostExplorerFinding check_cost_explorer(Api& api, const CostExplorerQuestion& question,
                                        const CallContext& context) {
  CostExplorerFinding out;
  out.step.id = "cost_explorer";
  out.step.title = "Cost Explorer";
  out.answer = api.call("ce", "GetCostAndUsage", last_days(question.today), context);
  if (!out.answer) {
    explain(out.step, question, out.answer.error());
    return out;
  }
  out.costs_until = last_day_with_costs(*out.answer);
  describe(out.step, out, question);
  return out;
}

}  // namespace sextant::connect
