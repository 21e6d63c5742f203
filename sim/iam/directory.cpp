#include "sim/iam/directory.h"

#include <fmt/core.h>

#include "base/text.h"
#include "sim/derive.h"
#include "sim/iam/managed_policies.h"

namespace sextant::sim {

namespace {

template <typename Map, typename Key>
std::optional<typename Map::mapped_type> copy_of(const Map& map, const Key& key) {
  const auto found = map.find(key);
  if (found == map.end()) return std::nullopt;
  return found->second;
}

template <typename Map>
auto of_account(const Map& map, const std::string& account_id) {
  std::vector<typename Map::mapped_type> out;
  for (const auto& [key, value] : map) {
    if (value.account_id == account_id) out.push_back(value);
  }
  return out;
}

}  // namespace

void Directory::put_user(IamUser user) {
  const std::lock_guard lock(mutex_);
  const Name name{user.account_id, user.name};
  users_[name] = std::move(user);
}

void Directory::put_role(IamRole role) {
  const std::lock_guard lock(mutex_);
  const Name name{role.account_id, role.name};
  roles_[name] = std::move(role);
}

void Directory::put_group(const std::string& account_id, IamGroup group) {
  const std::lock_guard lock(mutex_);
  const Name name{account_id, group.name};
  groups_[name] = std::move(group);
}

void Directory::put_policy(CustomerPolicy policy) {
  const std::lock_guard lock(mutex_);
  const std::string arn = policy.arn();
  policies_[arn] = std::move(policy);
}

void Directory::put_key(Key key) {
  const std::lock_guard lock(mutex_);
  const std::string id = key.id;
  keys_[id] = std::move(key);
}

void Directory::set_alias(const std::string& account_id, std::string alias) {
  const std::lock_guard lock(mutex_);
  aliases_[account_id] = std::move(alias);
}

void Directory::set_control_policies(const std::string& account_id, std::vector<Policy> policies) {
  const std::lock_guard lock(mutex_);
  control_policies_[account_id] = std::move(policies);
}

bool Directory::remove_user(const std::string& account_id, const std::string& name) {
  const std::lock_guard lock(mutex_);
  return users_.erase({account_id, name}) > 0;
}

bool Directory::remove_role(const std::string& account_id, const std::string& name) {
  const std::lock_guard lock(mutex_);
  return roles_.erase({account_id, name}) > 0;
}

bool Directory::remove_key(const std::string& id) {
  const std::lock_guard lock(mutex_);
  return keys_.erase(id) > 0;
}

std::optional<IamUser> Directory::find_user(const std::string& account_id,
                                            const std::string& name) const {
  const std::lock_guard lock(mutex_);
  return copy_of(users_, Name{account_id, name});
}

std::optional<IamRole> Directory::find_role(const std::string& account_id,
                                            const std::string& name) const {
  const std::lock_guard lock(mutex_);
  return copy_of(roles_, Name{account_id, name});
}

std::optional<IamGroup> Directory::find_group(const std::string& account_id,
                                              const std::string& name) const {
  const std::lock_guard lock(mutex_);
  return copy_of(groups_, Name{account_id, name});
}

std::optional<CustomerPolicy> Directory::find_policy(const std::string& arn) const {
  const std::lock_guard lock(mutex_);
  return copy_of(policies_, arn);
}

std::vector<IamUser> Directory::users(const std::string& account_id) const {
  const std::lock_guard lock(mutex_);
  return of_account(users_, account_id);
}

std::vector<IamRole> Directory::roles(const std::string& account_id) const {
  const std::lock_guard lock(mutex_);
  return of_account(roles_, account_id);
}

std::vector<CustomerPolicy> Directory::policies(const std::string& account_id) const {
  const std::lock_guard lock(mutex_);
  return of_account(policies_, account_id);
}

std::string Directory::alias(const std::string& account_id) const {
  const std::lock_guard lock(mutex_);
  return copy_of(aliases_, account_id).value_or("");
}

std::optional<Key> Directory::find_key(const std::string& id) const {
  const std::lock_guard lock(mutex_);
  return copy_of(keys_, id);
}

std::vector<Key> Directory::keys() const {
  const std::lock_guard lock(mutex_);
  std::vector<Key> out;
  for (const auto& [id, key] : keys_) out.push_back(key);
  return out;
}

std::vector<Policy> Directory::policies_of(const Grants& grants) const {
  std::vector<Policy> out;
  for (const auto& [name, document] : grants.inline_policies) out.push_back(document.policy);
  for (const std::string& arn : grants.attached) {
    if (const ManagedPolicy* managed = find_managed_policy(arn)) {
      if (auto policy = parse_policy(managed->document)) out.push_back(std::move(*policy));
    } else if (const auto own = policies_.find(arn); own != policies_.end()) {
      out.push_back(own->second.document.policy);
    }
  }
  return out;
}

void Directory::fill_user(Principal& out, const IamUser& user) const {
  out.key.account_id = user.account_id;
  out.arn = out.policy_arn = user.arn();
  out.user_id = user.id;
  out.identity_policies = policies_of(user.grants);
  for (const std::string& group : user.groups) {
    const auto found = groups_.find({user.account_id, group});
    if (found == groups_.end()) continue;
    for (Policy& policy : policies_of(found->second.grants)) {
      out.identity_policies.push_back(std::move(policy));
    }
  }
  if (const auto scp = control_policies_.find(user.account_id); scp != control_policies_.end()) {
    out.control_policies = scp->second;
  }
}

void Directory::fill_role(Principal& out, const IamRole& role) const {
  out.is_role = true;
  out.key.account_id = role.account_id;
  out.policy_arn = role.arn();
  // The role's path is missing here, as on AWS.
  out.arn = fmt::format("arn:aws:sts::{}:assumed-role/{}/{}", role.account_id, role.name,
                        out.key.session_name);
  out.user_id = role.id + ":" + out.key.session_name;
  out.identity_policies = policies_of(role.grants);
  if (const auto scp = control_policies_.find(role.account_id); scp != control_policies_.end()) {
    out.control_policies = scp->second;
  }
}

std::optional<Principal> Directory::principal(const std::string& key_id) const {
  const std::lock_guard lock(mutex_);
  const auto key = keys_.find(key_id);
  if (key == keys_.end()) return std::nullopt;
  Principal out;
  out.key = key->second;
  if (!out.key.role_name.empty()) {
    const auto role = roles_.find({out.key.account_id, out.key.role_name});
    if (role == roles_.end()) return std::nullopt;
    fill_role(out, role->second);
  } else {
    const auto user = users_.find({out.key.account_id, out.key.user_name});
    if (user == users_.end()) return std::nullopt;
    fill_user(out, user->second);
  }
  return out;
}

std::optional<Principal> Directory::principal_of_arn(const std::string& arn) const {
  const std::lock_guard lock(mutex_);
  Principal out;
  for (const auto& [name, user] : users_) {
    if (user.arn() == arn) {
      fill_user(out, user);
      return out;
    }
  }
  for (const auto& [name, role] : roles_) {
    if (role.arn() == arn) {
      fill_role(out, role);
      return out;
    }
  }
  return std::nullopt;
}

std::string Directory::fresh(const std::string& label, std::string_view alphabet,
                             std::size_t length) {
  const std::lock_guard lock(mutex_);
  return derive_text(seed_, fmt::format("fresh/{}/{}", label, drawn_++), alphabet, length);
}

Key Directory::open_session(const IamRole& role, const std::string& session_name, WallTime now,
                            std::chrono::seconds duration,
                            std::optional<std::vector<Policy>> policies) {
  Key key;
  key.id = "ASIA" + fresh("key", kKeyAlphabet, 16);
  key.secret = fresh("secret", kTokenAlphabet, 40);
  key.token = "IQoJb3JpZ2luX2Vj" + fresh("token", kTokenAlphabet, 240) + "==";
  key.account_id = role.account_id;
  key.role_name = role.name;
  key.session_name = session_name;
  key.issued = now;
  key.expires = now + duration;
  key.has_session_policies = policies.has_value();
  if (policies) key.session_policies = std::move(*policies);
  put_key(key);
  return key;
}

}  // namespace sextant::sim
