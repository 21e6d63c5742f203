#include "sim/iam/iam_wire.h"

#include "base/civil_time.h"
#include "base/text.h"
#include "sim/protocol/form_tree.h"
#include "sim/services/paging.h"

namespace sextant::sim {

namespace {

constexpr std::int64_t kItemsDefault = 100;
constexpr const char* kManagedSince = "2015-02-06T18:39:46Z";

json::object policy_wire(const std::string& name, const std::string& id, const std::string& arn,
                         const std::string& path) {
  return {{"PolicyName", name},
          {"PolicyId", id},
          {"Arn", arn},
          {"Path", path},
          {"DefaultVersionId", "v1"},
          {"AttachmentCount", 1},
          {"IsAttachable", true},
          {"CreateDate", kManagedSince},
          {"UpdateDate", kManagedSince}};
}

}  // namespace

json::object wire_of(const IamUser& user) {
  return {{"Path", "/"},
          {"UserName", user.name},
          {"UserId", user.id},
          {"Arn", user.arn()},
          {"CreateDate", format_rfc3339(user.created)}};
}

json::object wire_of(const IamRole& role) {
  json::object out{{"Path", role.path},
                   {"RoleName", role.name},
                   {"RoleId", role.id},
                   {"Arn", role.arn()},
                   {"CreateDate", format_rfc3339(role.created)},
                   {"AssumeRolePolicyDocument", percent_encode(role.trust.text)},
                   {"MaxSessionDuration", role.session_s_max}};
  if (!role.description.empty()) out["Description"] = role.description;
  return out;
}

json::object wire_of(const ManagedPolicy& policy) {
  return policy_wire(policy.name, policy.id, policy.arn, policy.path);
}

json::object wire_of(const CustomerPolicy& policy) {
  return policy_wire(policy.name, policy.id, policy.arn(), "/");
}

Outcome iam_list(const char* name, const json::array& items, const json::object& input,
                 const Faults& faults) {
  std::int64_t limit = number_at(input, "MaxItems");
  if (limit <= 0) limit = kItemsDefault;
  const auto page = take_page(items, name, text_at(input, "Marker"), limit, faults.page_rows());
  if (!page) return refuse("ValidationError", "Invalid Marker: " + text_at(input, "Marker"));
  json::object out{{name, json::object()}, {"IsTruncated", !page->next_token.empty()}};
  if (!page->items.empty()) out[name] = json::object{{"member", page->items}};
  if (!page->next_token.empty()) out["Marker"] = page->next_token;
  return out;
}

std::unexpected<Fault> no_such_entity(const std::string& message) {
  return refuse("NoSuchEntity", message, 404);
}

}  // namespace sextant::sim
