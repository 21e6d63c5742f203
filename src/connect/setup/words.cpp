// A set-up in words, and as JSON for programs.
#include <fmt/format.h>

#include <boost/json/array.hpp>
#include <boost/json/value.hpp>

#include "base/civil_time.h"
#include "base/json_text.h"
#include "base/text.h"
#include "connect/setup/formats.h"

namespace sextant::connect {
namespace {

namespace json = boost::json;

std::string indented(const std::string& text) {
  return "    " + replace_all(text, "\n", "\n    ");
}

std::string where_to_create(const RoleSetup& setup) {
  return setup.is_organization ? "Create the role in the payer (management) account first, then "
                                 "under the same name in every member."
                               : "Create the role in the account that is to be read.";
}

std::string expiry(const RoleSetup& setup) {
  if (!setup.expires_at) return "This connection has its role already; the set-up is shown again.";
  return fmt::format("It waits for the role's ARN until {}.", format_rfc3339(*setup.expires_at));
}

std::string reasons(const LeastPolicy& policy) {
  std::string out;
  for (const PolicyStatement& statement : policy.statements) {
    out += fmt::format("    {}{}: {}\n", statement.sid, statement.is_optional ? " (optional)" : "",
                       statement.reason);
  }
  return out;
}

// The console's pages in order; `trust` and `policy` say what to put in place of the texts there.
std::string numbered_steps(const RoleSetup& setup, const std::string& trust,
                           const std::string& policy) {
  return fmt::format(
      "  1. Sign in to the AWS console of the account, open IAM > Roles, press \"Create role\".\n"
      "  2. Trusted entity type: \"Custom trust policy\". Replace the text by {}\n"
      "     Press \"Next\".\n"
      "  3. Choose no permissions policy, press \"Next\".\n"
      "  4. Role name: {}. Press \"Create role\".\n"
      "  5. Open the role > Permissions > Add permissions > Create inline policy > JSON. Replace "
      "the text by {}\n"
      "     Press \"Next\", name it {}, press \"Create policy\".\n"
      "  6. Copy the ARN at the top of the role's page.\n",
      trust, setup.role_name, policy, kPolicyName);
}

std::string next_lines(const RoleSetup& setup) {
  std::string out = fmt::format(
      "Next, with the account's 12 digits in place of ACCOUNT_ID:\n  {}\n", setup.next_command());
  if (setup.is_organization) {
    out += "Give the payer's ARN first; the same command with a member's ARN adds that member.\n";
  }
  return out;
}

}  // namespace

std::string setup_as_console_steps(const RoleSetup& setup) {
  return fmt::format("{}\n\n{}\n{}", where_to_create(setup),
                     numbered_steps(setup, "this:\n" + indented(pretty_json(setup.trust())),
                                    "this:\n" + indented(pretty_json(setup.policy.document()))),
                     next_lines(setup));
}

std::string setup_as_text(const RoleSetup& setup) {
  const std::string again = fmt::format(
      "sextant connect aws --setup role --name {}{}{} --format", shell_quote(setup.name),
      setup.is_organization ? " --organization" : "",
      setup.role_name == kSuggestedRoleName ? "" : " --role-name " + shell_quote(setup.role_name));
  return fmt::format(
      "Set-up {}: a role that Sextant assumes, with an external ID of its own. {}\n\n"
      "  Our account:   {}\n"
      "  Our identity:  {}\n"
      "  External ID:   {}\n"
      "  Role name:     {}\n\n"
      "Who may assume the role (trust policy):\n{}\n\n"
      "What the role may do (least policy):\n{}\n\n"
      "  Why each statement is there:\n{}\n"
      "What our own identity needs, unless it has it (across accounts the trust alone is not "
      "enough):\n{}\n\n"
      "{}\n\n"
      "By hand in the console:\n{}\n"
      "Or by a tool; each prints the whole of it:\n"
      "  {} cloudformation   one role, as a template\n"
      "  {} stackset         every member and the payer, as a script\n"
      "  {} terraform        one role{}\n"
      "  {} cli              aws commands\n\n"
      "{}",
      setup.name, expiry(setup), setup.principal.account_id, setup.principal.arn, setup.external_id,
      setup.role_name, indented(pretty_json(setup.trust())),
      indented(pretty_json(setup.policy.document())), reasons(setup.policy),
      indented(pretty_json(setup.own_statement())), where_to_create(setup),
      numbered_steps(setup, "the trust policy above.", "the least policy above."), again, again,
      again, setup.is_organization ? ", and a StackSet for the members" : "", again,
      next_lines(setup));
}

std::string setup_as_json(const RoleSetup& setup) {
  json::array patterns;
  for (const std::string& pattern : setup.patterns) patterns.emplace_back(pattern);
  json::array statements;
  for (const PolicyStatement& statement : setup.policy.statements) {
    statements.push_back(json::object{
        {"sid", statement.sid}, {"reason", statement.reason}, {"optional", statement.is_optional}});
  }
  json::object out = {{"name", setup.name},
                      {"organization", setup.is_organization},
                      {"our_account_id", setup.principal.account_id},
                      {"our_principal_arn", setup.principal.arn},
                      {"our_principal_patterns", std::move(patterns)},
                      {"external_id", setup.external_id},
                      {"role_name", setup.role_name},
                      {"policy_name", kPolicyName},
                      {"expires_at", nullptr},
                      {"trust_policy", setup.trust()},
                      {"permissions_policy", setup.policy.document()},
                      {"statements", std::move(statements)},
                      {"own_statement", setup.own_statement()},
                      {"cloudformation", cloudformation_template(setup)},
                      {"next_command", setup.next_command()}};
  if (setup.expires_at) out["expires_at"] = format_rfc3339(*setup.expires_at);
  return pretty_json(out) + "\n";
}

}  // namespace sextant::connect
