#include "cli/aws_call.h"

#include <fmt/format.h>

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/parse.hpp>

#include <ostream>

#include "aws/access.h"
#include "aws/catalog.h"
#include "aws/jmespath/expression.h"
#include "base/json_text.h"
#include "base/text.h"
#include "cli/table.h"
#include "connect/json_access.h"
#include "state/ledger.h"

namespace sextant::cli {
namespace {

namespace json = boost::json;

constexpr std::uint64_t kInputBytesMax = 4U << 20U;

Result<json::object> read_input(Context& context, const std::string& text) {
  std::string content = text;
  if (text.starts_with('@')) {
    SEXTANT_TRY(content, context.outside.files.read(
                             context.outside.environment.expand(text.substr(1)), kInputBytesMax));
  }
  boost::system::error_code error;
  json::value value = json::parse(content, error);
  if (error) return failure("usage.aws_call", "the input is no JSON: " + error.message());
  if (!value.is_object()) return failure("usage.aws_call", "the input is no JSON object");
  return std::move(value.get_object());
}

// Enters each attempt at a paid call before it is made, and counts them.
class Spending {
 public:
  Spending(Context& context, const aws::AllowedOperation& operation, std::string connection)
      : context_(context), operation_(operation), connection_(std::move(connection)) {}

  bool is_paid() const { return !operation_.price_usd.is_zero(); }

  Result<void> enter(const std::string& account_id) {
    SEXTANT_TRY(state::Database * database, context_.database());
    state::LedgerEntry entry;
    entry.at = context_.outside.clock.wall();
    entry.connection = connection_;
    entry.account_id = account_id;
    entry.service = operation_.service;
    entry.operation = operation_.name;
    entry.purpose = "call";
    entry.price_usd = operation_.price_usd;
    SEXTANT_TRY_VOID(state::Ledger(*database).enter(entry));
    ++attempts_;
    return {};
  }

  void announce(bool all_pages) const {
    if (!is_paid() || context_.terminal.quiet) return;
    context_.terminal.err << fmt::format("This call costs {} USD{}.\n",
                                         operation_.price_usd.to_string(),
                                         all_pages ? " for each page" : "");
  }

  void sum_up() const {
    if (attempts_ < 2 || context_.terminal.quiet) return;
    const auto sum = operation_.price_usd.times(attempts_);
    context_.terminal.err << fmt::format("{} requests, {} USD.\n", attempts_,
                                         sum ? sum->to_string() : "?");
  }

 private:
  Context& context_;
  const aws::AllowedOperation& operation_;
  const std::string connection_;
  int attempts_ = 0;
};

// Whose bill a paid call is on; "" where nobody can say. Not all credentials name their account,
// and asking AWS is free.
std::string charged_account(const aws::Credentials& credentials, aws::Client& client,
                            const CallContext& call) {
  if (!credentials.account_id.empty()) return credentials.account_id;
  const auto who = client.call("sts", "GetCallerIdentity", {}, call);
  return who ? connect::text_at(*who, {"Account"}) : "";
}

Result<aws::Client> make_client(Context& context, const AwsCall& command, Spending& spending) {
  aws::Identity identity;
  identity.profile = command.profile;
  identity.region = command.region;
  SEXTANT_TRY(auto provider, aws::make_provider(context.outside, identity));
  SEXTANT_TRY(aws::ClientOptions options, aws::client_options(context.outside, identity));
  if (spending.is_paid()) {
    const auto free_client = std::make_shared<aws::Client>(
        context.outside.http, context.outside.clock, context.outside.random, provider, options);
    options.before_attempt = [&context, &spending, provider, free_client,
                              account = std::optional<std::string>()](
                                 std::string_view, std::string_view, int) mutable -> Result<void> {
      if (!account) {
        SEXTANT_TRY(const aws::Credentials credentials, provider->get(context.call));
        account = charged_account(credentials, *free_client, context.call);
      }
      return spending.enter(*account);
    };
  }
  return aws::Client(context.outside.http, context.outside.clock, context.outside.random,
                     std::move(provider), std::move(options));
}

Result<json::value> ask(Context& context, const AwsCall& command, const json::object& input,
                        aws::Client& client) {
  if (command.all_pages)
    return client.call_all_pages(command.service, command.operation, input, context.call);
  json::value result;
  bool has_more = false;
  SEXTANT_TRY_VOID(client.pages(command.service, command.operation, input, context.call,
                                [&](aws::Page&& page) -> Result<bool> {
                                  result = std::move(page.result);
                                  has_more = !page.next_token.is_null();
                                  return false;
                                }));
  if (has_more && !context.terminal.quiet) {
    context.terminal.err << "There are more pages: --all-pages reads them all.\n";
  }
  return result;
}

Result<json::value> answer(Context& context, const AwsCall& command) {
  SEXTANT_TRY(const aws::AllowedOperation* operation,
              aws::allowed_operation(command.service, command.operation));
  SEXTANT_TRY(const json::object input, read_input(context, command.input));
  std::optional<aws::JmesPath> query;
  if (!command.query.empty()) {
    SEXTANT_TRY(query, aws::JmesPath::parse(command.query));
  }
  Spending spending(context, *operation, command.profile.value_or(""));
  SEXTANT_TRY(aws::Client client, make_client(context, command, spending));
  spending.announce(command.all_pages);
  auto result = ask(context, command, input, client);
  spending.sum_up();
  if (!result) return result;
  // Before the query, which could otherwise carry a secret to another place.
  aws::hide_secret_fields(*operation, *result);
  return query ? query->search(*result) : std::move(*result);
}

std::string price_text(const aws::AllowedOperation& operation) {
  return operation.price_usd.is_zero() ? "" : operation.price_usd.to_string() + " USD";
}

json::value as_json(const aws::AllowedOperation& operation) {
  json::array actions;
  for (const std::string& action : operation.actions) actions.emplace_back(action);
  return json::object{{"service", operation.service},
                      {"operation", operation.name},
                      {"actions", std::move(actions)},
                      {"price_usd", operation.price_usd.to_string()}};
}

}  // namespace

int run_aws_call(Context& context, const AwsCall& command) {
  const auto result = answer(context, command);
  if (!result) return fail(context, result.error());
  context.terminal.out << pretty_json(*result) << "\n";
  return kFine;
}

int run_aws_operations(Context& context, const AwsOperations& command) {
  if (!command.service.empty() && aws::find_catalog_service(command.service) == nullptr) {
    return fail(context, aws::allowed_operation(command.service, "").error());
  }
  Table table({{"Service", Align::kLeft, 12},
               {"Operation", Align::kLeft, 24},
               {"IAM action", Align::kLeft, 20},
               {"Price", Align::kRight}},
              2);
  json::array list;
  for (const auto& [name, service] : aws::catalog_services()) {
    if (!command.service.empty() && name != command.service) continue;
    for (const auto& [operation_name, operation] : service.operations) {
      table.add_row({name, operation_name, join(operation.actions, ", "), price_text(operation)});
      list.push_back(as_json(operation));
    }
  }
  if (command.format == "json") {
    context.terminal.out << pretty_json(list) << "\n";
  } else {
    context.terminal.out << table.render(style_of(context.terminal, context.outside.environment));
  }
  return kFine;
}

}  // namespace sextant::cli
