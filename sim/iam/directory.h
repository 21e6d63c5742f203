#pragma once

#include <map>
#include <mutex>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "base/clock.h"
#include "sim/iam/policy.h"
#include "sim/world.h"

namespace sextant::sim {

// A policy as its owner wrote it, and read.
struct Document {
  std::string text;
  Policy policy;
};

// What users, groups and roles have in common.
struct Grants {
  std::map<std::string, Document> inline_policies;  // by name
  std::vector<std::string> attached;                // ARNs
};

struct IamGroup {
  std::string name;
  std::string id;
  Grants grants;
};

struct IamUser {
  std::string account_id;
  std::string name;
  std::string id;  // "AIDA..."
  WallTime created{};
  Grants grants;
  std::vector<std::string> groups;

  std::string arn() const { return "arn:aws:iam::" + account_id + ":user/" + name; }
};

struct IamRole {
  std::string account_id;
  std::string name;
  std::string path = "/";
  std::string id;  // "AROA..."
  std::string description;
  WallTime created{};
  Document trust;
  Grants grants;
  int session_s_max = 3600;

  std::string arn() const { return "arn:aws:iam::" + account_id + ":role" + path + name; }
};

struct CustomerPolicy {
  std::string account_id;
  std::string name;
  std::string id;
  Document document;

  std::string arn() const { return "arn:aws:iam::" + account_id + ":policy/" + name; }
};

// A key and what it stands for. Long-lived keys have no token.
struct Key {
  std::string id;
  std::string secret;
  std::string token;
  std::string account_id;
  std::string user_name;     // of a long-lived key
  std::string role_name;     // of a session
  std::string session_name;  // of a session
  WallTime issued{};
  std::optional<WallTime> expires;
  std::vector<Policy> session_policies;
  bool has_session_policies = false;
};

// Whoever is behind a key, with all that policies say of it. A snapshot.
struct Principal {
  Key key;
  bool is_role = false;
  std::string arn;         // as shown: assumed-role ARN of a session
  std::string policy_arn;  // aws:PrincipalArn: the role's own ARN, with its path
  std::string user_id;
  std::vector<Policy> identity_policies;
  std::vector<Policy> control_policies;  // organization's, of its account; empty: none applies
};

// IAM of every account: who exists, with which keys and policies. Changes at run time. Thread-safe;
// all answers are copies.
class Directory {
 public:
  explicit Directory(std::uint64_t seed) : seed_(seed) {}

  void put_user(IamUser user);
  void put_role(IamRole role);
  void put_group(const std::string& account_id, IamGroup group);
  void put_policy(CustomerPolicy policy);
  void put_key(Key key);
  void set_alias(const std::string& account_id, std::string alias);
  // Replaces the organization policies of an account; none = everything may pass.
  void set_control_policies(const std::string& account_id, std::vector<Policy> policies);
  bool remove_user(const std::string& account_id, const std::string& name);
  bool remove_role(const std::string& account_id, const std::string& name);
  bool remove_key(const std::string& id);

  std::optional<IamUser> find_user(const std::string& account_id, const std::string& name) const;
  std::optional<IamRole> find_role(const std::string& account_id, const std::string& name) const;
  std::optional<IamGroup> find_group(const std::string& account_id, const std::string& name) const;
  std::optional<CustomerPolicy> find_policy(const std::string& arn) const;
  std::vector<IamUser> users(const std::string& account_id) const;
  std::vector<IamRole> roles(const std::string& account_id) const;
  std::vector<CustomerPolicy> policies(const std::string& account_id) const;
  std::string alias(const std::string& account_id) const;  // "" where none is set

  std::optional<Key> find_key(const std::string& id) const;
  std::vector<Key> keys() const;
  // nullopt where the key, its user or its role no longer exists.
  std::optional<Principal> principal(const std::string& key_id) const;
  // What policies say of a user or role that is not calling (SimulatePrincipalPolicy).
  std::optional<Principal> principal_of_arn(const std::string& arn) const;

  // Makes a session of a role and its keys.
  Key open_session(const IamRole& role, const std::string& session_name, WallTime now,
                   std::chrono::seconds duration, std::optional<std::vector<Policy>> policies);
  // A value that nobody has had before, drawn from the seed.
  std::string fresh(const std::string& label, std::string_view alphabet, std::size_t length);

 private:
  using Name = std::pair<std::string, std::string>;  // account, name
  std::vector<Policy> policies_of(const Grants& grants) const;
  void fill_user(Principal& out, const IamUser& user) const;
  void fill_role(Principal& out, const IamRole& role) const;

  const std::uint64_t seed_;
  mutable std::mutex mutex_;
  std::map<Name, IamUser> users_;  // guarded, as all below
  std::map<Name, IamRole> roles_;
  std::map<Name, IamGroup> groups_;
  std::map<std::string, CustomerPolicy> policies_;
  std::map<std::string, Key> keys_;
  std::map<std::string, std::string> aliases_;
  std::map<std::string, std::vector<Policy>> control_policies_;
  std::uint64_t drawn_ = 0;
};

}  // namespace sextant::sim
