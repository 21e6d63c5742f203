#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "operations/agreed_context.h"
#include "operations/consents.h"
#include "operations/context.h"
#include "operations/sso.h"
#include "web/api.h"
#include "web/handlers/answer_cache.h"
#include "web/services.h"

namespace sextant::web {

// What all handlers share. Thread-safe; handlers and the tasks that they begin keep it alive.
class Desk {
 public:
  explicit Desk(const Services& given)
      : services(given),
        context(given.context),
        consents_(context.outside.random),
        answers_(context.outside.clock) {}

  const Services services;
  operations::Context& context;

  // What of `needed` the request says that a person has agreed to: all of it, else
  // web.consent_needed with what is missing. The ids stand in the member `consents` of the body, or
  // in the parameter of that name.
  Outcome<void> require(const std::vector<operations::Consent>& needed,
                        const ApiRequest& request) const;

  // Answers a question about costs: from what is kept where nothing has changed, else by `make`.
  Outcome<Reply> answer(const ApiRequest& request, const std::function<Outcome<Reply>()>& make);

  // A name of exactly these lines for this file, which nobody can make up.
  std::string digest_of(const operations::ConfigLines& lines) const;

 private:
  Result<std::string> version();

  const operations::ConsentDesk consents_;
  AnswerCache answers_;
};
using SharedDesk = std::shared_ptr<Desk>;

// Of each subject; called by add_handlers.
void add_account_handlers(HandlerTable& table, const SharedDesk& desk);
void add_connection_handlers(HandlerTable& table, const SharedDesk& desk);
void add_agreement_handlers(HandlerTable& table, const SharedDesk& desk);
void add_connect_handlers(HandlerTable& table, const SharedDesk& desk);
void add_sso_handlers(HandlerTable& table, const SharedDesk& desk);
void add_sync_handlers(HandlerTable& table, const SharedDesk& desk);
void add_cost_handlers(HandlerTable& table, const SharedDesk& desk);
void add_sql_handlers(HandlerTable& table, const SharedDesk& desk);
void add_mcp_handlers(HandlerTable& table, const SharedDesk& desk);

}  // namespace sextant::web
