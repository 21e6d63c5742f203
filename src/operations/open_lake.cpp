#include "operations/open_lake.h"

#include <algorithm>

#include "state/cells.h"

namespace sextant::operations {

Result<KnownState> open_state(Context& context) {
  KnownState known;
  SEXTANT_TRY(state::Database* const database, context.database());
  SEXTANT_TRY(known.connections, connect::ConnectionStore(*database).list());
  SEXTANT_TRY(known.cells, state::CellStore(*database).list());
  return known;
}

Result<OpenLake> open_lake(Context& context) {
  OpenLake lake;
  SEXTANT_TRY(lake.state, open_state(context));
  SEXTANT_TRY(lake.engine, context.engine());
  return lake;
}

insight::AnswerSources sources_of(const Context& context, const OpenLake& lake) {
  return {context.outside.files, context.outside.clock,  context.lake_folder(),
          *lake.engine,          lake.state.connections, lake.state.cells};
}

Result<std::vector<std::string>> accounts_of(Context& context,
                                             const std::vector<std::string>& names) {
  std::vector<std::string> accounts;
  if (names.empty()) return accounts;
  SEXTANT_TRY(state::Database* const database, context.database());
  for (const std::string& name : names) {
    SEXTANT_TRY(const connect::Connection connection,
                connect::ConnectionStore(*database).get(name));
    if (connection.account_id.empty()) {
      return failure("cost.no_data", "the connection " + name +
                                         " has not been checked yet, so its account is not known");
    }
    if (std::ranges::find(accounts, connection.account_id) == accounts.end())
      accounts.push_back(connection.account_id);
  }
  return accounts;
}

}  // namespace sextant::operations
