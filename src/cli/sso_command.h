#pragma once

#include <optional>
#include <string>

#include "aws/sso/choose_session.h"
#include "cli/context.h"

namespace sextant::cli {

struct SsoLoginCommand {
  aws::SsoChoice choice;
  bool use_device = false;  // the device flow instead of a browser on this machine
  bool no_browser = false;  // do not open one, even where there is a screen
};
// Signs in and stores the token in the standard cache. Returns an ExitCode.
int run_sso_login(Context& context, const SsoLoginCommand& command);

struct SsoLogoutCommand {
  aws::SsoChoice choice;
};
// Ends the session and removes its token. Returns an ExitCode.
int run_sso_logout(Context& context, const SsoLogoutCommand& command);

struct SsoAccountsCommand {
  aws::SsoChoice choice;
  std::string format = "table";  // "table" or "json"
};
// Lists the accounts and roles that the person may use. Returns an ExitCode.
int run_sso_accounts(Context& context, const SsoAccountsCommand& command);

struct SsoAddProfileCommand {
  aws::SsoChoice choice;
  std::string account_id;
  std::string role;
  std::string name;
  std::optional<std::string> region;  // the new profile's
  bool yes = false;
};
// Shows the lines that it would add to ~/.aws/config, and adds them on a yes. Returns an ExitCode.
int run_sso_add_profile(Context& context, const SsoAddProfileCommand& command);

}  // namespace sextant::cli
