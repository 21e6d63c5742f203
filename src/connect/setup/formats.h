#pragma once

#include <boost/json/object.hpp>

#include <string>

#include "connect/setup/role_setup.h"

// The forms of a set-up, each whole in itself; see `render`. All carry the documents that RoleSetup
// gives.
namespace sextant::connect {

std::string setup_as_text(const RoleSetup& setup);
std::string setup_as_console_steps(const RoleSetup& setup);
std::string setup_as_json(const RoleSetup& setup);
// The template as CloudFormation reads it in either notation.
boost::json::object cloudformation_template(const RoleSetup& setup);
std::string setup_as_cloudformation(const RoleSetup& setup);
// A script for a shell: the members by a service-managed StackSet, the payer, which a StackSet
// leaves out, by a stack.
std::string setup_as_stackset(const RoleSetup& setup);
std::string setup_as_terraform(const RoleSetup& setup);
std::string setup_as_commands(const RoleSetup& setup);

// A policy's name in all forms.
inline constexpr std::string_view kPolicyName = "SextantRead";
// "# " comment lines that say what each statement is for.
std::string reasons_as_comments(const LeastPolicy& policy);
// Where a StackSet of a global service is deployed: one region of the partition.
std::string home_region(std::string_view partition);

}  // namespace sextant::connect
