#include <fmt/core.h>

#include <algorithm>
#include <regex>

#include "sim/billing/cost_explorer.h"

namespace sextant::sim {

namespace {

constexpr std::chrono::hours kUntilIngested{24};
constexpr std::size_t kViewLengthMax = 2048;
constexpr std::string_view kViewPattern =
    "^arn:aws[a-z-]*:(billing)::[0-9]{12}:billingview/[-a-zA-Z0-9/:_+=.-@]{1,43}$";

// The account that a billing view's ARN names and the view's own name.
struct BillingView {
  std::string account_id;
  std::string name;
};

Checked<BillingView> parse_view(const std::string& arn) {
  static const std::regex pattern(
      "arn:aws[a-z-]*:billing::([0-9]{12}):billingview/([-a-zA-Z0-9/:_+=.@]{1,43})");
  std::smatch match;
  // Matching takes stack for each character, so the length is looked at first.
  if (arn.size() > kViewLengthMax || !std::regex_match(arn, match, pattern)) {
    return invalid(
        fmt::format("1 validation error detected: Value '{}' at 'billingViewArn' failed to satisfy "
                    "constraint: Member must satisfy regular expression pattern: {}",
                    arn, kViewPattern));
  }
  return BillingView{match[1], match[2]};
}

std::unexpected<Fault> not_enabled() {
  return refuse("AccessDeniedException", "User not enabled for cost explorer access");
}

}  // namespace

Checked<Books::Reading> CostExplorer::open(const Caller& caller, const json::object& input) const {
  auto reading = books_.read(caller.account_id);
  if (!reading) return not_enabled();
  const std::string& payer = reading->payer().id;
  const auto plan = faults_.plan();
  const auto is_off = [&](const std::string& account) {
    return std::ranges::find(plan->ce_not_enabled, account) != plan->ce_not_enabled.end();
  };
  // A member depends on its payer, who enables Cost Explorer for all and decides on members'
  // access.
  if (is_off(caller.account_id) || is_off(payer)) return not_enabled();
  if (plan->ce_members_denied && !reading->perspective.is_payer) {
    return refuse("AccessDeniedException", "Linked account doesn't have access to cost explorer.");
  }
  for (const std::string& account : {caller.account_id, payer}) {
    const auto enabled = plan->ce_enabled_at.find(account);
    if (enabled == plan->ce_enabled_at.end()) continue;
    if (books_.now() < enabled->second) return not_enabled();
    if (books_.now() < enabled->second + kUntilIngested) return data_unavailable();
  }
  if (books_.now() < reading->account().joined + kUntilIngested) return data_unavailable();

  SEXTANT_TRY(const std::string view_arn, read_text(input, "BillingViewArn"));
  if (!view_arn.empty()) {
    SEXTANT_TRY(const BillingView view, parse_view(view_arn));
    if (view.account_id != caller.account_id || view.name != "primary") {
      return refuse("ResourceNotFoundException",
                    fmt::format("Billing view {} does not exist", view_arn));
    }
  }
  return std::move(*reading);
}

Checked<Filter> CostExplorer::read_filter(const json::object& input) {
  const json::value* filter = input.if_contains("Filter");
  if (filter == nullptr || filter->is_null()) return Filter();
  if (!filter->is_object()) return malformed_request();
  return Filter::parse(filter->get_object());
}

}  // namespace sextant::sim
