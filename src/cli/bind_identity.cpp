#include <CLI/CLI.hpp>
#include <memory>

#include "cli/bind.h"
#include "cli/profiles_command.h"
#include "cli/sso_command.h"

namespace sextant::cli {
namespace {

void bind_profiles(CLI::App& app, Chosen& chosen) {
  auto* command = app.add_subcommand(
      "profiles", "List the AWS profiles of this machine and what is wrong with them");
  auto options = std::make_shared<ProfilesCommand>();
  command->add_option("--format", options->format, "table or json")
      ->check(CLI::IsMember({"table", "json"}));
  command->footer(
      "Nothing is asked of AWS and no program is run.\n\n"
      "Examples:\n"
      "  sextant profiles\n"
      "  sextant profiles --format json | jq '.profiles[].name'");
  command->callback([&chosen, options] {
    chosen.run = [options](Context& context) { return run_profiles(context, *options); };
  });
}

// Which session is meant; the same options on every sso command. `region_names` says how the home
// region is called.
void add_choice(CLI::App& command, aws::SsoChoice& choice, const std::string& region_names) {
  auto* profile = command.add_option("--profile", choice.profile, "The session of this profile");
  auto* session = command.add_option("--session", choice.session, "The [sso-session] of this name");
  auto* start_url = command.add_option("--start-url", choice.start_url,
                                       "Your access portal: https://YOUR_ORG.awsapps.com/start");
  command.add_option(region_names, choice.region, "Home region of your IAM Identity Center")
      ->needs(start_url);
  profile->excludes(session)->excludes(start_url);
}

void bind_login(CLI::App& sso, Chosen& chosen) {
  auto* command = sso.add_subcommand("login", "Sign in, without the AWS CLI");
  auto options = std::make_shared<SsoLoginCommand>();
  add_choice(*command, options->choice, "--region,--sso-region");
  command->add_flag("--device", options->use_device, "Confirm a code in a browser on any machine");
  command->add_flag("--no-browser", options->no_browser, "Only print the page's address");
  command->footer(
      "The token goes to the standard cache (~/.aws/sso/cache), which the AWS CLI shares.\n\n"
      "Examples:\n"
      "  sextant sso login --start-url https://corp.awsapps.com/start --region eu-west-1\n"
      "  sextant sso login --profile dev\n"
      "  sextant sso login --session corp --device      # over SSH");
  command->callback([&chosen, options] {
    chosen.run = [options](Context& context) { return run_sso_login(context, *options); };
  });
}

void bind_logout(CLI::App& sso, Chosen& chosen) {
  auto* command = sso.add_subcommand("logout", "Sign out: end the session and remove its token");
  auto options = std::make_shared<SsoLogoutCommand>();
  add_choice(*command, options->choice, "--region,--sso-region");
  command->footer(
      "The AWS CLI and the SDKs share the token, so they are signed out too. Credentials of roles\n"
      "that they have got already last up to an hour or as your organization has set.\n\n"
      "Examples:\n"
      "  sextant sso logout --profile dev\n"
      "  sextant sso logout --start-url https://corp.awsapps.com/start");
  command->callback([&chosen, options] {
    chosen.run = [options](Context& context) { return run_sso_logout(context, *options); };
  });
}

void bind_accounts(CLI::App& sso, Chosen& chosen) {
  auto* command = sso.add_subcommand("accounts", "List the accounts and roles that you may use");
  auto options = std::make_shared<SsoAccountsCommand>();
  add_choice(*command, options->choice, "--region,--sso-region");
  command->add_option("--format", options->format, "table or json")
      ->check(CLI::IsMember({"table", "json"}));
  command->footer(
      "Examples:\n"
      "  sextant sso accounts\n"
      "  sextant sso accounts --session corp --format json");
  command->callback([&chosen, options] {
    chosen.run = [options](Context& context) { return run_sso_accounts(context, *options); };
  });
}

void bind_add_profile(CLI::App& sso, Chosen& chosen) {
  auto* command =
      sso.add_subcommand("add-profile", "Add a profile for one account and role to ~/.aws/config");
  auto options = std::make_shared<SsoAddProfileCommand>();
  add_choice(*command, options->choice, "--sso-region");
  command->add_option("--account", options->account_id, "The account's 12 digits")->required();
  command
      ->add_option("--role", options->role,
                   "The role (permission set), as `sextant sso accounts` lists it")
      ->required();
  command->add_option("--name", options->name, "The new profile's name")->required();
  command->add_option("--region", options->region, "The new profile's `region`");
  command->add_flag("-y,--yes", options->yes, "Write without asking");
  command->footer(
      "The exact lines are shown first. Nothing else in the file changes.\n\n"
      "Examples:\n"
      "  sextant sso add-profile --account 123456789012 --role ReadOnly --name dev\n"
      "  sextant sso add-profile --session corp --account 123456789012 --role ReadOnly --name dev "
      "--region eu-west-1 --yes");
  command->callback([&chosen, options] {
    chosen.run = [options](Context& context) { return run_sso_add_profile(context, *options); };
  });
}

}  // namespace

void bind_identity(CLI::App& app, Chosen& chosen) {
  bind_profiles(app, chosen);
  auto* sso = app.add_subcommand(
      "sso", "Sign in with SSO (IAM Identity Center) and use what is assigned to you");
  sso->require_subcommand(1);
  sso->footer(
      "Examples:\n  sextant sso login --profile corp\n  sextant sso accounts --profile corp");
  bind_login(*sso, chosen);
  bind_logout(*sso, chosen);
  bind_accounts(*sso, chosen);
  bind_add_profile(*sso, chosen);
}

}  // namespace sextant::cli
