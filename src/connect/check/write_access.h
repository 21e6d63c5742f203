#pragma once

#include <boost/json/object.hpp>

#include <string>
#include <string_view>
#include <vector>

namespace sextant::connect {

// A policy in force for an identity: its name, and its text where it could be read.
struct PolicyText {
  std::string name;  // "AdministratorAccess", or "inline SextantRead"
  std::string arn;   // "" for inline ones
  bool has_text = false;
  boost::json::object document;
};

// Whether an action of IAM's can change something. "ec2:Describe*" cannot; "ec2:*",
// "iam:CreateUser" and "*" can. An action whose verb is not known counts as one that can.
bool can_change(std::string_view action);

// The actions of the policy's Allow statements that can change something, at most `count` of them;
// "everything but ..." for NotAction. Deny statements are not weighed against them, so that an odd
// one cannot hide a grant.
std::vector<std::string> changing_actions(const boost::json::object& document,
                                          std::size_t count = 20);

// A managed policy of AWS's own of which its name says that it grants writing, or the contrary, for
// when its text may not be read.
bool is_known_to_write(std::string_view policy_name);
bool is_known_to_read_only(std::string_view policy_name);

}  // namespace sextant::connect
