#include "connect/check/principal_policies.h"

#include <fmt/format.h>

#include <boost/json/array.hpp>
#include <boost/json/parse.hpp>

#include "base/text.h"
#include "connect/json_access.h"

namespace sextant::connect {
namespace {

namespace json = boost::json;

// The API gives policies percent-encoded; other tools give them as objects.
bool read_document(const json::value* value, PolicyText& out) {
  if (value == nullptr) return false;
  if (value->is_object()) {
    out.document = value->get_object();
  } else if (value->is_string()) {
    boost::system::error_code error;
    json::value parsed = json::parse(percent_decode(value->get_string()), error);
    if (error || !parsed.is_object()) return false;
    out.document = std::move(parsed.get_object());
  } else {
    return false;
  }
  out.has_text = true;
  return true;
}

// Reads the policies of one user, group or role.
class Reader {
 public:
  Reader(Api& api, const CallContext& context, PrincipalPolicies& out)
      : api_(api), context_(context), out_(out) {}

  void role(const std::string& name) {
    const json::object input = {{"RoleName", name}};
    if (const auto role = get("iam", "GetRole", input)) {
      out_.source_arn = text_at(*role, {"Role", "Arn"});
      out_.boundary = text_at(*role, {"Role", "PermissionsBoundary", "PermissionsBoundaryArn"});
    }
    attached(list("iam", "ListAttachedRolePolicies", input));
    for (const auto& policy : names(list("iam", "ListRolePolicies", input))) {
      inline_policy(get("iam", "GetRolePolicy", {{"RoleName", name}, {"PolicyName", policy}}),
                    policy);
    }
  }

  void user(const std::string& name) {
    const json::object input = {{"UserName", name}};
    attached(list("iam", "ListAttachedUserPolicies", input));
    for (const auto& policy : names(list("iam", "ListUserPolicies", input))) {
      inline_policy(get("iam", "GetUserPolicy", {{"UserName", name}, {"PolicyName", policy}}),
                    policy);
    }
    const auto groups = list("iam", "ListGroupsForUser", input);
    for (const json::object* group : objects_at(groups, "Groups"))
      this->group(text_at(*group, {"GroupName"}));
  }

 private:
  void group(const std::string& name) {
    const json::object input = {{"GroupName", name}};
    attached(list("iam", "ListAttachedGroupPolicies", input));
    for (const auto& policy : names(list("iam", "ListGroupPolicies", input))) {
      inline_policy(get("iam", "GetGroupPolicy", {{"GroupName", name}, {"PolicyName", policy}}),
                    policy);
    }
  }

  std::optional<json::value> keep(std::string_view operation, Result<json::value> result) {
    if (result) return std::move(*result);
    out_.is_complete = false;
    out_.refused.push_back(
        fmt::format("iam:{} ({})", operation,
                    is_access_denied(result.error()) ? "denied" : words_of(result.error())));
    return std::nullopt;
  }
  std::optional<json::value> get(std::string_view service, std::string_view operation,
                                 const json::object& input) {
    return keep(operation, api_.call(service, operation, input, context_));
  }
  json::value list(std::string_view service, std::string_view operation,
                   const json::object& input) {
    return keep(operation, api_.call_all_pages(service, operation, input, context_))
        .value_or(json::value());
  }

  std::vector<std::string> names(const json::value& answer) const {
    return texts_at(answer, "PolicyNames");
  }

  bool is_full() {
    if (out_.policies.size() < kPoliciesMax) return false;
    out_.is_complete = false;
    return true;
  }

  void inline_policy(const std::optional<json::value>& answer, const std::string& name) {
    if (is_full()) return;
    PolicyText policy{"inline " + name, "", false, {}};
    if (answer) read_document(find_at(*answer, {"PolicyDocument"}), policy);
    out_.policies.push_back(std::move(policy));
  }

  void attached(const json::value& answer) {
    for (const json::object* entry : objects_at(answer, "AttachedPolicies")) {
      if (is_full()) return;
      PolicyText policy{text_at(*entry, {"PolicyName"}), text_at(*entry, {"PolicyArn"}), false, {}};
      const auto found = get("iam", "GetPolicy", {{"PolicyArn", policy.arn}});
      const std::string version = found ? text_at(*found, {"Policy", "DefaultVersionId"}) : "";
      if (!version.empty()) {
        const auto text =
            get("iam", "GetPolicyVersion", {{"PolicyArn", policy.arn}, {"VersionId", version}});
        if (text) read_document(find_at(*text, {"PolicyVersion", "Document"}), policy);
      }
      out_.policies.push_back(std::move(policy));
    }
  }

  Api& api_;
  const CallContext& context_;
  PrincipalPolicies& out_;
};

}  // namespace

PrincipalPolicies read_policies(Api& api, const Principal& principal, const CallContext& context) {
  PrincipalPolicies out;
  out.is_complete = true;
  Reader reader(api, context, out);
  if (principal.kind == PrincipalKind::kUser) {
    out.source_arn = principal.arn;
    reader.user(principal.name);
  } else if (principal.kind == PrincipalKind::kAssumedRole) {
    reader.role(principal.name);
  } else {
    out.is_complete = false;
  }
  return out;
}

std::string look_up_role_path(Api& api, const Principal& principal, const CallContext& context) {
  if (principal.kind != PrincipalKind::kAssumedRole) return "";
  const auto answer = api.call("iam", "GetRole", {{"RoleName", principal.name}}, context);
  if (!answer) return "";
  const auto role = parse_role_arn(text_at(*answer, {"Role", "Arn"}));
  return role && role->account_id == principal.account_id && role->name == principal.name
             ? role->path
             : "";
}

}  // namespace sextant::connect
