#include "cli/connect_command.h"

#include <fmt/format.h>

#include <ostream>

#include "base/text.h"
#include "cli/check_command.h"
#include "cli/sync_command.h"
#include "connect/onboarding.h"

namespace sextant::cli {
namespace {

constexpr std::string_view kMethods =
    "Three ways to connect an AWS account, mixed freely. Sextant reads only, and stores no key and "
    "no token of its own.\n"
    "\n"
    "1. SSO (IAM Identity Center), for a person. Recommended.\n"
    "   With Sextant alone:\n"
    "     sextant sso login --start-url https://YOUR-ORG.awsapps.com/start --region REGION\n"
    "     sextant sso add-profile\n"
    "     sextant connect aws --profile NAME\n"
    "   Or with the AWS CLI:\n"
    "     aws configure sso\n"
    "     aws sso login --profile NAME\n"
    "     aws sts get-caller-identity --profile NAME\n"
    "\n"
    "2. A role with an external ID, for a server or a whole organization. Nothing secret is "
    "exchanged.\n"
    "     sextant connect aws --setup role --name NAME\n"
    "   shows what to create in the account; then\n"
    "     sextant connect aws --name NAME --role-arn ARN\n"
    "\n"
    "3. Access keys, which are long-lived: they work for whoever reads the file. Give them the "
    "least policy (sextant policy aws).\n"
    "     aws configure --profile NAME\n"
    "     aws s3 ls --profile NAME\n"
    "     sextant connect aws --profile NAME\n"
    "\n"
    "Of an organization connect the management (payer) account first: its Cost Explorer covers "
    "every member.\n"
    "What is in ~/.aws already:  sextant profiles\n";

std::string said(std::string_view text) {
  return for_terminal(text);
}

// Whose account it is, and what else reaches it: a second way is fine, and its costs are not
// counted twice.
void tell_connected(Context& context, const connect::ConnectionStore& store,
                    const connect::Connection& connection) {
  if (context.terminal.quiet) return;
  std::ostream& err = context.terminal.err;
  err << fmt::format("Connected {}: account {}.\n", said(connection.name), connection.account_id);
  const auto all = store.list();
  if (!all) return;
  for (const auto& other : *all) {
    if (other.name == connection.name || other.account_id != connection.account_id) continue;
    err << fmt::format("The same account is also reached by {}; its costs are counted once.\n",
                       said(other.name));
  }
}

int first_sync(Context& context, const ConnectCommand& command,
               const connect::Connection& connection) {
  if (command.sync || context.terminal.in_is_terminal) {
    SyncCommand sync;
    sync.names = {connection.name};
    sync.yes = command.sync;
    return run_sync(context, sync);
  }
  if (!context.terminal.quiet) {
    context.terminal.err << fmt::format("Next, pull its costs:\n  sextant sync {}\n",
                                        shell_quote(connection.name));
  }
  return kFine;
}

// Checks a connection, and keeps it where the check is fine or somebody says so.
int check_and_keep(Context& context, const ConnectCommand& command, connect::ConnectionStore& store,
                   connect::Onboarding& onboarding, const connect::Connection& connection) {
  const auto pasted = read_pasted_role(context, command.role_json);
  if (!pasted) return fail(context, pasted.error());
  const auto report =
      check_connection(context, connection, command.may_pay, *pasted, &context.terminal.out);
  if (!report) return fail(context, report.error());
  if (context.call.stop.stop_requested()) return fail(context, Error{"check.cancelled", ""});
  const bool is_known = !report->account_id.empty();
  const bool is_red = report->status() == connect::ReportStatus::kRed;
  if (!is_known || (is_red && !context.terminal.confirm("Connect it all the same?", command.yes))) {
    return fail(context, Error{"connection.check_failed", ""}.with("name", connection.name));
  }
  const auto kept = onboarding.keep(connection, *report);
  if (!kept) return fail(context, kept.error());
  tell_connected(context, store, *kept);
  if (!report->can_read()) return is_red ? kPartly : kFine;
  const int synced = first_sync(context, command, *kept);
  return synced == kFine && is_red ? kPartly : synced;
}

int set_up(Context& context, const ConnectCommand& command, connect::Onboarding& onboarding) {
  const auto format = connect::parse_setup_format(command.format);
  if (command.setup != "role" || command.name.empty() || !format) {
    return fail(context, Error{"usage.connect",
                               fmt::format("--setup role needs --name, and --format is one of {}",
                                           connect::kSetupFormats)});
  }
  const auto setup = onboarding.set_up_role(
      {command.name, command.is_organization || *format == connect::SetupFormat::kStackSet,
       command.base_profile, command.role_name},
      context.call);
  if (!setup) return fail(context, setup.error());
  context.terminal.out << connect::render(*setup, *format);
  return kFine;
}

}  // namespace

int run_connect(Context& context, const ConnectCommand& command) {
  const int ways =
      int{!command.profile.empty()} + int{!command.setup.empty()} + int{!command.role_arn.empty()};
  if (ways == 0 && command.name.empty()) {
    context.terminal.out << kMethods;
    return kFine;
  }
  if (ways != 1)
    return fail(context, Error{"usage.connect", "give one of --profile, --setup and --role-arn"});
  const auto database = context.database();
  if (!database) return fail(context, database.error());
  connect::ConnectionStore store(**database);
  connect::AwsCloud cloud(context.outside);
  connect::Onboarding onboarding(store, cloud, context.outside.clock, context.outside.random,
                                 connect::catalog_actions());
  if (!command.setup.empty()) return set_up(context, command, onboarding);
  if (!command.role_arn.empty() && command.name.empty()) {
    return fail(context, Error{"usage.connect", "--role-arn needs the --name of its set-up"});
  }
  const auto connection =
      command.profile.empty()
          ? onboarding.connection_for_role(command.name, command.role_arn, command.base_profile)
          : onboarding.connection_for_profile(command.name, command.profile);
  if (!connection) return fail(context, connection.error());
  return check_and_keep(context, command, store, onboarding, *connection);
}

}  // namespace sextant::cli
