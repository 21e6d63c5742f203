#pragma once

#include <boost/json/object.hpp>

#include <optional>
#include <string>
#include <vector>

#include "base/clock.h"
#include "connect/arn.h"
#include "connect/connection.h"
#include "connect/policy.h"

namespace sextant::connect {

inline constexpr std::string_view kSuggestedRoleName = "SextantReadOnly";

// All that somebody needs to create the role that a connection reads through. A plain value; it
// holds no secret.
struct RoleSetup {
  std::string name;  // of the connection
  bool is_organization = false;
  Principal principal;                // who we are
  std::vector<std::string> patterns;  // see principal_patterns
  std::string base_profile;           // "" for the default order of credentials
  std::string external_id;
  std::string role_name;
  std::optional<WallTime> expires_at;  // none once it is connected
  LeastPolicy policy;

  boost::json::object trust() const;
  // What our own identity has to be granted, with ACCOUNT_ID in place of the account.
  boost::json::object own_statement() const;
  std::string description() const;       // of the role, for the one who meets it later
  std::string role_arn_pattern() const;  // with ACCOUNT_ID in place of the account
  // What to run once the role exists.
  std::string next_command() const;
};

enum class SetupFormat { kText, kConsole, kJson, kCloudFormation, kStackSet, kTerraform, kCli };
std::optional<SetupFormat> parse_setup_format(std::string_view text);
inline constexpr std::string_view kSetupFormats =
    "text|console|json|cloudformation|stackset|terraform|cli";

// The set-up in one of the forms, each whole in itself and with the same policies, ending with a
// line break.
std::string render(const RoleSetup& setup, SetupFormat format);

}  // namespace sextant::connect
