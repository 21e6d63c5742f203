#include "web/handlers/handlers.h"

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

std::string Desk::digest_of(const operations::ConfigLines& lines) const {
  return consents_.id_of(
      {operations::ConsentKind::kWriteFile, lines.path.string() + "\n" + lines.text, ""});
}

void add_handlers(HandlerTable& table, const Services& services) {
  const auto desk = std::make_shared<Desk>(services);
  add_account_handlers(table, desk);
  add_connection_handlers(table, desk);
  add_connect_handlers(table, desk);
  add_sso_handlers(table, desk);
  add_sync_handlers(table, desk);
  add_cost_handlers(table, desk);
  add_sql_handlers(table, desk);
}

}  // namespace sextant::web
