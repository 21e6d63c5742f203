#include <boost/json/array.hpp>

#include "base/civil_time.h"
#include "web/own_handlers.h"

namespace sextant::web {
namespace {

namespace json = boost::json;

json::value time_or_null(const std::optional<WallTime>& time) {
  return time ? json::value(format_rfc3339(*time)) : json::value(nullptr);
}

Outcome<Reply> list_tokens(const OwnServices& services) {
  SEXTANT_TRY(const auto tokens, state::TokenStore(services.database).list());
  json::array out;
  for (const state::Token& token : tokens) out.push_back(token_json(token));
  return Reply::of(json::object{{"tokens", std::move(out)}});
}

Outcome<Reply> create_token(const OwnServices& services, const ApiRequest& request) {
  SEXTANT_TRY(const MintedToken minted,
              mint_token(services.database, services.random, services.clock.wall(),
                         request.required_body_text("name"),
                         *parse_scope(request.required_body_text("scope")),
                         std::chrono::days(*request.body_integer("days"))));
  services.changes.publish("tokens");
  json::object out = token_json(minted.token);
  out["token"] = minted.text.reveal();
  return Reply::created(out);
}

Outcome<Reply> revoke_token(const OwnServices& services, const ApiRequest& request) {
  const std::string id = request.required_text("id");
  SEXTANT_TRY(const bool removed, state::TokenStore(services.database).remove(id));
  if (!removed) return failure(Error{"web.token_not_found", id}.with("id", id));
  services.changes.publish("tokens");
  return Reply::no_content();
}

}  // namespace

json::object token_json(const state::Token& token) {
  return {{"id", token.id},
          {"name", token.name},
          {"scope", token.scope},
          {"created_at", format_rfc3339(token.created_at)},
          {"expires_at", time_or_null(token.expires_at)},
          {"last_used_at", time_or_null(token.last_used_at)}};
}

void add_token_handlers(HandlerTable& table, const OwnServices& services) {
  table.add("listTokens", [services](const ApiRequest&) { return list_tokens(services); });
  table.add("createToken",
            [services](const ApiRequest& request) { return create_token(services, request); });
  table.add("revokeToken",
            [services](const ApiRequest& request) { return revoke_token(services, request); });
}

}  // namespace sextant::web
