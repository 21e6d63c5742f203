#include "connect/check/write_access.h"

#include <algorithm>
#include <array>
#include <boost/json/array.hpp>
#include <boost/json/value.hpp>
#include <set>

#include "base/text.h"
#include "connect/json_access.h"

namespace sextant::connect {
namespace {

namespace json = boost::json;

// First words of actions that read. AWS names actions by their verbs; those that read data rather
// than configuration are reads too.
constexpr std::array<std::string_view, 26> kReadingVerbs = {
    "get",      "list",   "describe", "batchget", "batchdescribe", "batchcheck", "lookup",
    "search",   "query",  "scan",     "select",   "read",          "view",       "check",
    "simulate", "head",   "estimate", "preview",  "validate",      "verify",     "discover",
    "download", "filter", "partiql",  "retrieve", "conditioncheck"};

// Actions that read although their verbs do not say so, or that change nothing but the caller's own
// session.
constexpr std::array<std::string_view, 20> kReading = {
    "sts:assumerole",
    "sts:assumerolewithsaml",
    "sts:assumerolewithwebidentity",
    "sts:tagsession",
    "sts:setsourceidentity",
    "sts:decodeauthorizationmessage",
    "iam:generatecredentialreport",
    "iam:generateservicelastaccesseddetails",
    "kms:decrypt",
    "logs:startquery",
    "logs:stopquery",
    "logs:testmetricfilter",
    "logs:filterlogevents",
    "logs:startlivetail",
    "cloudformation:detectstackdrift",
    "cloudformation:detectstackresourcedrift",
    "ce:startsavingsplanspurchaserecommendationgeneration",
    "ce:startcommitmentpurchaseanalysis",
    "config:deliverconfigsnapshot",
    "apigateway:get"};

// Verbs that begin like a reading one and are none.
constexpr std::array<std::string_view, 2> kNotReading = {"checkoutlicense",
                                                         "checkoutborrowlicense"};

bool is_allow(const json::object& statement) {
  const auto* effect = statement.if_contains("Effect");
  return effect != nullptr && effect->is_string() && effect->get_string() == "Allow";
}

void collect(const json::object& statement, std::set<std::string>& out) {
  if (!is_allow(statement)) return;
  if (const auto excluded = strings_at(statement, "NotAction"); !excluded.empty()) {
    out.insert("everything but " + join(excluded, ", "));
  }
  for (const std::string& action : strings_at(statement, "Action")) {
    if (can_change(action)) out.insert(action);
  }
}

}  // namespace

bool can_change(std::string_view action) {
  const std::string lower = to_lower(trim(action));
  const std::size_t colon = lower.find(':');
  if (colon == std::string::npos) return true;  // "*" and what is malformed
  if (std::ranges::find(kReading, lower) != kReading.end()) return false;
  const std::string verb = lower.substr(colon + 1);
  // The verb has to be whole before a wildcard begins: "Get*" reads, "G*" may do anything.
  const std::string fixed = verb.substr(0, verb.find_first_of("*?"));
  if (std::ranges::find(kNotReading, fixed) != kNotReading.end()) return true;
  return std::ranges::none_of(kReadingVerbs,
                              [&](std::string_view known) { return fixed.starts_with(known); });
}

std::vector<std::string> changing_actions(const json::object& document, std::size_t count) {
  std::set<std::string> found;
  const auto* statements = document.if_contains("Statement");
  if (statements != nullptr && statements->is_object()) collect(statements->get_object(), found);
  if (statements != nullptr && statements->is_array()) {
    for (const json::value& statement : statements->get_array()) {
      if (statement.is_object()) collect(statement.get_object(), found);
    }
  }
  std::vector<std::string> out(found.begin(), found.end());
  if (out.size() > count) out.resize(count);
  return out;
}

bool is_known_to_write(std::string_view name) {
  constexpr std::array<std::string_view, 7> kNames = {"AdministratorAccess",
                                                      "PowerUserAccess",
                                                      "SystemAdministrator",
                                                      "DatabaseAdministrator",
                                                      "NetworkAdministrator",
                                                      "IAMUserChangePassword",
                                                      "Billing"};
  return std::ranges::find(kNames, name) != kNames.end() || name.ends_with("FullAccess") ||
         name.starts_with("AdministratorAccess-");
}

bool is_known_to_read_only(std::string_view name) {
  constexpr std::array<std::string_view, 4> kNames = {"ReadOnlyAccess", "SecurityAudit",
                                                      "ViewOnlyAccess", "AWSBillingReadOnlyAccess"};
  return std::ranges::find(kNames, name) != kNames.end() || name.ends_with("ReadOnlyAccess");
}

}  // namespace sextant::connect
