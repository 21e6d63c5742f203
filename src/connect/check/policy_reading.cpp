// What policies say, where AWS's own simulator may not be asked.
#include <algorithm>
#include <boost/json/array.hpp>

#include "base/text.h"
#include "connect/check/principal_policies.h"
#include "connect/check/trust_evaluation.h"
#include "connect/json_access.h"

namespace sextant::connect {
namespace {

namespace json = boost::json;

enum class Word { kNone, kAllows, kDenies, kDoubt };

bool any_matches(const std::vector<std::string>& patterns, const std::string& action) {
  return std::ranges::any_of(patterns, [&](const std::string& pattern) {
    return matches_pattern(to_lower(action), to_lower(pattern));
  });
}

bool concerns(const json::object& statement, const std::string& action) {
  if (statement.contains("NotAction"))
    return !any_matches(strings_at(statement, "NotAction"), action);
  return any_matches(strings_at(statement, "Action"), action);
}

Word word_of(const json::object& statement, const std::string& action) {
  if (!concerns(statement, action)) return Word::kNone;
  const auto resources = strings_at(statement, "Resource");
  const bool plain = !statement.contains("Condition") && !statement.contains("NotResource") &&
                     std::ranges::find(resources, "*") != resources.end();
  if (!plain) return Word::kDoubt;
  return text_at(statement, {"Effect"}) == "Allow" ? Word::kAllows : Word::kDenies;
}

std::vector<const json::object*> statements_of(const json::object& document) {
  std::vector<const json::object*> out;
  const auto* found = find_at(document, {"Statement"});
  if (found != nullptr && found->is_object()) out.push_back(&found->get_object());
  if (found == nullptr || !found->is_array()) return out;
  for (const json::value& element : found->get_array()) {
    if (element.is_object()) out.push_back(&element.get_object());
  }
  return out;
}

}  // namespace

std::map<std::string, SimulatedAction> judge_by_policies(const PrincipalPolicies& policies,
                                                         const std::vector<std::string>& actions) {
  std::map<std::string, SimulatedAction> out;
  const bool all_read =
      policies.is_complete && std::ranges::all_of(policies.policies, &PolicyText::has_text);
  for (const std::string& action : actions) {
    bool allows = false;
    bool denies = false;
    bool doubt = !policies.boundary.empty();
    for (const PolicyText& policy : policies.policies) {
      for (const json::object* statement : statements_of(policy.document)) {
        const Word word = word_of(*statement, action);
        allows = allows || word == Word::kAllows;
        denies = denies || word == Word::kDenies;
        doubt = doubt || word == Word::kDoubt;
      }
    }
    if (denies) {
      out[action] = {Outcome::kDenied, "a policy of the identity denies it explicitly"};
    } else if (allows && !doubt) {
      out[action] = {Outcome::kAllowed, ""};
    } else if (!allows && !doubt && all_read) {
      out[action] = {Outcome::kDenied, "no policy of the identity allows it"};
    }
  }
  return out;
}

}  // namespace sextant::connect
