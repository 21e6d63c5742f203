#include "operations/diagnostics.h"

#include <boost/json/array.hpp>
#include <boost/json/value.hpp>

#include <algorithm>
#include <map>
#include <tuple>

#include "base/civil_time.h"
#include "connect/onboarding.h"
#include "operations/connections.h"
#include "operations/json_values.h"
#include "operations/sync_json.h"
#include "sync/outcome.h"

namespace sextant::operations {
namespace {

namespace json = boost::json;

// The stored error in the words that the sync had for it.
json::value error_of(const state::Cell& cell, const connect::Connection& connection) {
  if (cell.error_code.empty()) return nullptr;
  Error error{cell.error_code, cell.error_detail};
  const auto spec =
      sync::cell_spec_from_json(json::object{{"account", cell.account_id},
                                             {"view", cell.view},
                                             {"face", cell.face},
                                             {"grain", cell.grain},
                                             {"start", format_date(cell.window.start)},
                                             {"end", format_date(cell.window.end)}});
  if (spec) error = sync::with_facts(std::move(error), *spec, connection.profile);
  return explained_json(std::move(error).with("connection", connection.name));
}

}  // namespace

Result<Diagnostics> diagnose(Context& context, const std::string& name) {
  SEXTANT_TRY(state::Database* const database, context.database());
  Diagnostics out;
  SEXTANT_TRY(out.connection, connect::find_connection(connect::ConnectionStore(*database), name));
  SEXTANT_TRY(const auto stored, state::CellStore(*database).list());
  std::map<std::tuple<std::string, std::string, std::string, std::string>, state::Cell> last;
  for (const state::Cell& cell : stored) {  // latest last
    const bool is_its = !out.connection.account_id.empty()
                            ? cell.account_id == out.connection.account_id
                            : cell.connection == name;
    if (is_its) last[{cell.account_id, cell.view, cell.face, cell.grain}] = cell;
  }
  for (auto& [key, cell] : last) out.cells.push_back(std::move(cell));
  return out;
}

json::object to_json(const Diagnostics& diagnostics) {
  json::array cells;
  for (const state::Cell& cell : diagnostics.cells) {
    json::object shown = cell_json(cell);
    shown["updated_at"] = format_rfc3339(cell.updated_at);
    shown["error_code"] = or_null(cell.error_code);
    shown["error"] = error_of(cell, diagnostics.connection);
    cells.push_back(std::move(shown));
  }
  return {{"check", last_check_json(diagnostics.connection)}, {"cells", std::move(cells)}};
}

}  // namespace sextant::operations
