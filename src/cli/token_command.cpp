#include "cli/token_command.h"

#include <fmt/format.h>

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <ostream>

#include "base/civil_time.h"
#include "base/json_text.h"
#include "base/text.h"
#include "cli/table.h"
#include "web/auth.h"
#include "web/own_handlers.h"

namespace sextant::cli {
namespace {

namespace json = boost::json;

constexpr std::size_t kNameMax = 64;
constexpr int kDaysMax = 366;

Result<web::MintedToken> create(Context& context, const TokenCommand& command) {
  const auto scope = web::parse_scope(command.scope);
  if (!scope) return failure("usage.token", "the scope is read or operate");
  if (command.name.empty() || command.name.size() > kNameMax)
    return failure("usage.token", fmt::format("a name has 1 to {} characters", kNameMax));
  if (command.days < 1 || command.days > kDaysMax)
    return failure("usage.token", fmt::format("a token lasts 1 to {} days", kDaysMax));
  SEXTANT_TRY(state::Database* const database, context.database());
  return web::mint_token(*database, context.outside.random, context.outside.clock.wall(),
                         command.name, *scope, std::chrono::days(command.days));
}

std::string day_or(const std::optional<WallTime>& time, const char* otherwise) {
  return time ? format_date(date_of(*time)) : otherwise;
}

void print_table(const Context& context, const std::vector<state::Token>& tokens) {
  const WallTime now = context.outside.clock.wall();
  Table table(
      {{"ID"}, {"NAME", Align::kLeft, 8}, {"SCOPE"}, {"CREATED"}, {"EXPIRES"}, {"LAST USED"}});
  for (const state::Token& token : tokens) {
    const bool is_over = token.expires_at && *token.expires_at <= now;
    table.add_row({{token.id, is_over ? Tone::kDim : Tone::kPlain},
                   token.name,
                   token.scope,
                   format_date(date_of(token.created_at)),
                   {is_over ? "expired" : day_or(token.expires_at, "never"),
                    is_over ? Tone::kWarning : Tone::kPlain},
                   day_or(token.last_used_at, "never")});
  }
  context.terminal.out << table.render(style_of(context.terminal, context.outside.environment));
}

}  // namespace

int run_token_create(Context& context, const TokenCommand& command) {
  const auto minted = create(context, command);
  if (!minted) return fail(context, minted.error());
  std::ostream& out = context.terminal.out;
  if (command.format == "json") {
    json::object shown = web::token_json(minted->token);
    shown["token"] = minted->text.reveal();
    out << pretty_json(shown) << "\n";
    return kFine;
  }
  if (context.terminal.quiet) {
    out << minted->text.reveal() << "\n";
    return kFine;
  }
  out << fmt::format(
      "{}\n\nThis is the only time that it is shown. It may {} until {}; send it as\n"
      "  Authorization: Bearer TOKEN\n"
      "and end it with\n"
      "  sextant token revoke {}\n",
      minted->text.reveal(),
      command.scope == "operate" ? "read and change what the console can" : "read",
      day_or(minted->token.expires_at, "it is revoked"), minted->token.id);
  return kFine;
}

int run_token_list(Context& context, const std::string& format) {
  const auto database = context.database();
  if (!database) return fail(context, database.error());
  const auto tokens = state::TokenStore(**database).list();
  if (!tokens) return fail(context, tokens.error());
  if (format == "json") {
    json::array shown;
    for (const state::Token& token : *tokens) shown.push_back(web::token_json(token));
    context.terminal.out << pretty_json(json::object{{"tokens", std::move(shown)}}) << "\n";
  } else if (tokens->empty()) {
    context.terminal.out
        << "There are no tokens. Make one: sextant token create --name NAME --scope read\n";
  } else {
    print_table(context, *tokens);
  }
  return kFine;
}

int run_token_revoke(Context& context, const std::string& id) {
  const auto database = context.database();
  if (!database) return fail(context, database.error());
  const auto removed = state::TokenStore(**database).remove(id);
  if (!removed) return fail(context, removed.error());
  if (!*removed) return fail(context, Error{"web.token_not_found", id}.with("id", id));
  if (!context.terminal.quiet) context.terminal.out << "revoked " << for_terminal(id) << "\n";
  return kFine;
}

}  // namespace sextant::cli
