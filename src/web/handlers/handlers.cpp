#include "web/handlers/handlers.h"

#include <boost/json/serialize.hpp>

#include "web/handlers/desk.h"

namespace sextant::web {

Outcome<void> Desk::require(const std::vector<operations::Consent>& needed,
                            const ApiRequest& request) const {
  const auto missing = consents_.missing(
      needed, request.body.empty() ? request.texts("consents") : request.body_texts("consents"));
  if (missing.empty()) return {};
  std::vector<Consent> shown;
  for (const operations::Consent& consent : missing) {
    shown.push_back({consents_.id_of(consent), std::string(operations::name_of(consent.kind)),
                     consent.what, consent.why});
  }
  return std::unexpected(
      Failure(Error{"web.consent_needed", missing.front().why}, std::move(shown)));
}

// Changes when this process says that something has changed, and when another one writes the state,
// as each sync does.
Result<std::string> Desk::version() {
  std::string other;
  SEXTANT_TRY(state::Database* const database, context.database());
  SEXTANT_TRY_VOID(database->run("PRAGMA data_version", {},
                                 [&](const state::Row& row) { other = row.text(0); }));
  return std::to_string(services.changes.count()) + "/" + other;
}

Outcome<Reply> Desk::answer(const ApiRequest& request,
                            const std::function<Outcome<Reply>()>& make) {
  SEXTANT_TRY(const std::string now, version());
  const std::string key = request.operation_id + " " + boost::json::serialize(request.parameters);
  return answers_.get(key, now, request.call.stop, make);
}

std::string Desk::digest_of(const operations::ConfigLines& lines) const {
  return consents_.id_of(
      {operations::ConsentKind::kWriteFile, lines.path.string() + "\n" + lines.text, ""});
}

void add_handlers(HandlerTable& table, const Services& services) {
  const auto desk = std::make_shared<Desk>(services);
  add_account_handlers(table, desk);
  add_connection_handlers(table, desk);
  add_agreement_handlers(table, desk);
  add_connect_handlers(table, desk);
  add_sso_handlers(table, desk);
  add_sync_handlers(table, desk);
  add_cost_handlers(table, desk);
  add_sql_handlers(table, desk);
  add_mcp_handlers(table, desk);
}

}  // namespace sextant::web
