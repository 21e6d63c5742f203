#include <CLI/CLI.hpp>

#include "cli/accounts_command.h"
#include "cli/bind.h"
#include "cli/check_command.h"
#include "cli/connect_command.h"
#include "cli/connection_command.h"
#include "cli/policy_command.h"

namespace sextant::cli {
namespace {

template <typename Command>
auto choose(Chosen& chosen, std::shared_ptr<Command> command,
            int (*run)(Context&, const Command&)) {
  return [&chosen, command, run] {
    chosen.run = [command, run](Context& context) { return run(context, *command); };
  };
}

void bind_connect_aws(CLI::App& app, Chosen& chosen) {
  auto* connect = app.add_subcommand("connect", "Connect a cloud account");
  connect->require_subcommand(1);
  connect->footer("Examples:\n  sextant connect aws\n  sextant connect aws --profile corp --sync");
  auto command = std::make_shared<ConnectCommand>();
  auto* aws = connect->add_subcommand("aws",
                                      "Connect an AWS account: by SSO, by a role, or by keys; "
                                      "without options the ways are explained");
  aws->add_option("--profile", command->profile, "Connect this profile of ~/.aws")
      ->type_name("NAME");
  aws->add_option("--setup", command->setup, "Show how to create what is needed: role")
      ->check(CLI::IsMember({"role"}))
      ->type_name("role");
  aws->add_option("--name", command->name, "Name of the connection (default: the profile's)")
      ->type_name("NAME");
  aws->add_option("--role-arn", command->role_arn, "Connect the role that a set-up has led to")
      ->type_name("ARN");
  aws->add_option("--base-profile", command->base_profile,
                  "Profile that assumes the role (default: the usual order)")
      ->type_name("NAME");
  aws->add_option("--role-name", command->role_name,
                  "Name of the role in a set-up (default: the set-up's own, else SextantReadOnly)")
      ->type_name("NAME");
  aws->add_flag("--organization", command->is_organization,
                "A set-up for every account of an organization");
  aws->add_option("--format", command->format, "Form of a set-up")
      ->check(CLI::IsMember(
          {"text", "console", "json", "cloudformation", "stackset", "terraform", "cli"}))
      ->capture_default_str();
  aws->add_flag_callback(
      "--no-paid", [command] { command->may_pay = false; },
      "Check without the one paid call (0.01 USD)");
  aws->add_option("--role-json", command->role_json,
                  "Output of `aws iam get-role`, as evidence where AWS refuses the role; - reads "
                  "it from standard input")
      ->type_name("FILE");
  aws->add_flag("-y,--yes", command->yes, "Connect although the check found something red");
  aws->add_flag("--sync", command->sync, "Pull the costs at once, without asking");
  aws->footer(
      "Examples:\n"
      "  sextant connect aws                                      the ways explained\n"
      "  sextant connect aws --profile corp --sync                a profile, and its costs at "
      "once\n"
      "  sextant connect aws --setup role --name prod             what to create in the account\n"
      "  sextant connect aws --setup role --name prod --format cloudformation > sextant.yaml\n"
      "  sextant connect aws --name prod --role-arn "
      "arn:aws:iam::111122223333:role/SextantReadOnly");
  aws->callback(choose(chosen, command, run_connect));
}

void bind_check(CLI::App& app, Chosen& chosen) {
  auto command = std::make_shared<CheckCommand>();
  auto* check =
      app.add_subcommand("check", "Check connections step by step: may they read, and why not");
  auto* name = check->add_option("name", command->name, "Connection (default: all that are on)")
                   ->type_name("NAME");
  check->add_flag_callback(
      "--no-paid", [command] { command->may_pay = false; },
      "Leave out the one paid call (0.01 USD)");
  check
      ->add_option("--role-json", command->role_json,
                   "Output of `aws iam get-role`, as evidence where AWS refuses the role; - reads "
                   "it from standard input")
      ->type_name("FILE")
      ->needs(name);
  check->add_option("--format", command->format, "Form of the answer")
      ->check(CLI::IsMember({"text", "json"}))
      ->capture_default_str();
  check->footer(
      "Exit code: 0 where all work, 1 where none does, 3 where some do.\n"
      "Examples:\n"
      "  sextant check\n"
      "  sextant check prod --no-paid --format json\n"
      "  sextant check prod --role-json role.json");
  check->callback(choose(chosen, command, run_check_command));
}

void bind_accounts(CLI::App& app, Chosen& chosen) {
  auto command = std::make_shared<AccountsCommand>();
  auto* accounts = app.add_subcommand(
      "accounts", "List cloud accounts: status, connections, last and next sync");
  accounts->add_option("--format", command->format, "Form of the answer")
      ->check(CLI::IsMember({"table", "json"}))
      ->capture_default_str();
  accounts->footer(
      "Exit code 4 where no account is connected.\nExamples:\n  sextant accounts\n  sextant "
      "accounts --format json");
  accounts->callback(choose(chosen, command, run_accounts));
}

void bind_connection(CLI::App& app, Chosen& chosen) {
  auto command = std::make_shared<ConnectionCommand>();
  auto* connection = app.add_subcommand(
      "connection", "Show a connection, switch it, note something, choose regions");
  connection->add_option("name", command->name, "Connection")->required()->type_name("NAME");
  auto* on =
      connection->add_flag_callback("--on", [command] { command->is_on = true; }, "Switch it on");
  connection
      ->add_flag_callback(
          "--off", [command] { command->is_on = false; },
          "Switch it off: checks and syncs leave it out")
      ->excludes(on);
  connection->add_option("--note", command->note, "A note for people; empty removes it")
      ->type_name("TEXT");
  connection
      ->add_option("--regions", command->regions,
                   "Regions to read, separated by commas; empty for all")
      ->type_name("LIST");
  auto* agree = connection->add_flag_callback(
      "--agree", [command] { command->agrees = true; },
      "Let syncs by schedule run the program of its profile (or call its host); shown and asked");
  connection
      ->add_flag_callback(
          "--revoke", [command] { command->agrees = false; }, "Take that back")
      ->excludes(agree);
  connection->add_flag("-y,--yes", command->yes, "Agree without being asked")->needs(agree);
  connection->add_option("--format", command->format, "Form of the answer")
      ->check(CLI::IsMember({"text", "json"}))
      ->capture_default_str();
  connection->footer(
      "Examples:\n"
      "  sextant connection prod\n"
      "  sextant connection prod --off --note \"until the audit is over\"\n"
      "  sextant connection prod --regions eu-west-1,us-east-1\n"
      "  sextant connection prod --agree                          # its credential_process, for "
      "the schedule");
  connection->callback(choose(chosen, command, run_connection));

  auto removal = std::make_shared<DisconnectCommand>();
  auto* disconnect = app.add_subcommand(
      "disconnect", "Remove a connection, and its data unless another connection reaches them");
  disconnect->add_option("name", removal->name, "Connection")->required()->type_name("NAME");
  disconnect->add_flag("--keep-data", removal->keep_data, "Keep what it has pulled");
  disconnect->add_flag("-y,--yes", removal->yes, "Do not ask");
  disconnect->footer(
      "It says what it deletes before it does.\nExamples:\n  sextant disconnect prod\n  sextant "
      "disconnect prod --keep-data --yes");
  disconnect->callback(choose(chosen, removal, run_disconnect));
}

void bind_policy(CLI::App& app, Chosen& chosen) {
  auto* policy = app.add_subcommand("policy", "Show what Sextant needs to be allowed");
  policy->require_subcommand(1);
  policy->footer("Examples:\n  sextant policy aws");
  auto command = std::make_shared<PolicyCommand>();
  auto* aws = policy->add_subcommand("aws",
                                     "The least policy for AWS, drawn from what the program calls, "
                                     "each statement with its reason");
  aws->add_option("--format", command->format, "Form of the answer")
      ->check(CLI::IsMember({"text", "json", "cloudformation", "terraform"}))
      ->capture_default_str();
  aws->footer("Examples:\n  sextant policy aws\n  sextant policy aws --format json > policy.json");
  aws->callback(choose(chosen, command, run_policy));
}

}  // namespace

void bind_connect(CLI::App& app, Chosen& chosen) {
  bind_connect_aws(app, chosen);
  bind_check(app, chosen);
  bind_accounts(app, chosen);
  bind_connection(app, chosen);
  bind_policy(app, chosen);
}

}  // namespace sextant::cli
