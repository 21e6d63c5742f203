#include "operations/accounts.h"

#include <boost/json/array.hpp>
#include <boost/json/value.hpp>

#include "operations/json_values.h"
#include "operations/sync_schedule.h"

namespace sextant::operations {

Result<AccountsView> view_accounts(Context& context, const CallContext& call) {
  SEXTANT_TRY(state::Database* const database, context.database());
  SEXTANT_TRY(const EngineLease engine, context.engine());
  SEXTANT_TRY(auto facts,
              connect::read_account_facts(*database, context.outside.files, context.lake_folder(),
                                          *engine, context.outside.clock, call));
  AccountsView view{connect::view_accounts(facts), {}, {}};
  SEXTANT_TRY(const auto schedule, read_schedule(*database, context.home));
  connect::tell_next_sync(view.accounts, schedule, context.outside.clock.wall());
  view.cells = std::move(facts.cells);
  for (connect::Connection& connection : facts.connections) {
    if (connection.state == connect::ConnectionState::kPending)
      view.pending.push_back(std::move(connection));
  }
  return view;
}

boost::json::object to_json(const AccountsView& view) {
  boost::json::array rows;
  for (const connect::CloudAccount& account : view.accounts)
    rows.push_back(connect::to_json(account));
  boost::json::array pending;
  for (const connect::Connection& setup : view.pending) {
    pending.push_back(
        boost::json::object{{"name", setup.name}, {"expires_at", time_or_null(setup.expires_at)}});
  }
  return {{"rows", std::move(rows)}, {"pending", std::move(pending)}};
}

}  // namespace sextant::operations
