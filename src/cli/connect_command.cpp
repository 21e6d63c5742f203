#include "cli/connect_command.h"

#include <fmt/format.h>

#include <ostream>

#include "base/text.h"
#include "cli/check_command.h"
#include "cli/sync_command.h"
#include "operations/connect.h"

namespace sextant::cli {
namespace {

constexpr std::string_view kMethods =
    "Three ways to connect an AWS account, mixed freely. Sextant reads only, and stores no key and "
    "no token of its own.\n"
    "\n"
    "1. SSO (IAM Identity Center), for a person. Recommended.\n"
    "   With Sextant alone:\n"
    "     sextant sso login --start-url https://YOUR-ORG.awsapps.com/start --region REGION\n"
    "     sextant sso accounts --start-url https://YOUR-ORG.awsapps.com/start --region REGION\n"
    "     sextant sso add-profile --start-url ... --region ... --account ID --role ROLE --name "
    "NAME\n"
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

void tell_connected(const Context& context, const operations::Connected& connected) {
  if (context.terminal.quiet) return;
  std::ostream& err = context.terminal.err;
  err << fmt::format("Connected {}: account {}.\n", said(connected.connection->name),
                     connected.connection->account_id);
  for (const std::string& other : connected.also_reached_by) {
    err << fmt::format("The same account is also reached by {}; its costs are counted once.\n",
                       said(other));
  }
}

int first_sync(Context& context, const ConnectCommand& command,
               const connect::Connection& connection) {
  if (command.sync || context.terminal.in_is_terminal) {
    SyncCommand sync;
    sync.names = {connection.name};
    sync.yes = command.sync;
    sync.is_offer = !command.sync;
    return run_sync(context, sync);
  }
  if (!context.terminal.quiet) {
    context.terminal.err << fmt::format("Next, pull its costs:\n  sextant sync {}\n",
                                        shell_quote(connection.name));
  }
  return kFine;
}

// Checks a connection, and keeps it where the check is fine or somebody says so.
int check_and_keep(Context& context, const ConnectCommand& command,
                   const connect::Connection& connection) {
  auto pasted = read_pasted_role(context, command.role_json);
  if (!pasted) return fail(context, pasted.error());
  const auto watcher =
      watch_check(context, connection.name, command.may_pay, &context.terminal.out);
  const auto keep_red = [&] {
    return context.terminal.confirm("Connect it all the same?", command.yes);
  };
  const auto connected = operations::check_and_keep(
      context, connection, {command.may_pay, std::move(*pasted)}, keep_red, watcher, context.call);
  if (!connected) return fail(context, connected.error());
  if (!connected->connection) {
    return fail(context, Error{"connection.check_failed", ""}.with("name", connection.name));
  }
  tell_connected(context, *connected);
  const connect::CheckReport& report = connected->report;
  const bool is_red = report.status() == connect::ReportStatus::kRed;
  if (!report.can_read()) return is_red ? kPartly : kFine;
  const int synced = first_sync(context, command, *connected->connection);
  return synced == kFine && is_red ? kPartly : synced;
}

int set_up(Context& context, const ConnectCommand& command) {
  const auto format = connect::parse_setup_format(command.format);
  if (command.setup != "role" || command.name.empty() || !format) {
    return fail(context, Error{"usage.connect",
                               fmt::format("--setup role needs --name, and --format is one of {}",
                                           connect::kSetupFormats)});
  }
  const auto setup = operations::set_up_role(
      context,
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
  if (ways == 0 && command.name.empty() && !command.sync) {
    context.terminal.out << kMethods;
    return kFine;
  }
  if (ways != 1)
    return fail(context, Error{"usage.connect", "give one of --profile, --setup and --role-arn"});
  if (!command.setup.empty()) return set_up(context, command);
  if (!command.role_arn.empty() && command.name.empty()) {
    return fail(context, Error{"usage.connect", "--role-arn needs the --name of its set-up"});
  }
  const auto connection = operations::connection_of(
      context, {command.name, command.profile, command.role_arn, command.base_profile});
  if (!connection) return fail(context, connection.error());
  return check_and_keep(context, command, *connection);
}

}  // namespace sextant::cli
