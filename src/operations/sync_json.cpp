#include "operations/sync_json.h"

#include <boost/json/array.hpp>
#include <boost/json/value.hpp>

#include "base/civil_time.h"
#include "operations/json_values.h"
#include "operations/sync.h"

namespace sextant::operations {
namespace {

namespace json = boost::json;

json::array skipped_array(const sync::SyncPlan& plan) {
  json::array out;
  for (const sync::Skipped& skipped : plan.skipped) {
    out.push_back(json::object{{"connection", skipped.connection},
                               {"is_failure", skipped.is_failure},
                               {"reason", explained_json(skipped.error)}});
  }
  return out;
}

}  // namespace

json::object cell_head_json(const state::Cell& cell) {
  return {{"account_id", cell.account_id},
          {"connection", cell.connection},
          {"face", cell.face},
          {"grain", cell.grain},
          {"from", format_date(cell.window.start)},
          {"to", format_date(cell.window.end)},
          {"status", state::name_of(cell.status)}};
}

json::object cell_json(const state::Cell& cell) {
  json::object out = cell_head_json(cell);
  out["pages"] = cell.pages;
  out["rows"] = cell.rows;
  out["attempts"] = cell.attempts;
  out["elapsed_ms"] = cell.elapsed_ms;
  out["next_try_at"] = time_or_null(cell.next_try_at);
  return out;
}

json::object to_json(const state::Cell& cell, int pages_expected) {
  json::object out = cell_json(cell);
  out["pages_expected"] = pages_expected;
  out["error_code"] = or_null(cell.error_code);
  return out;
}

json::object to_json(const sync::Note& note) {
  return {{"code", note.code}, {"account_id", note.account_id}, {"text", note.text}};
}

json::object to_json(const sync::SyncPlan& plan) {
  json::array accounts;
  for (const sync::AccountPlan& account : plan.accounts) {
    accounts.push_back(
        json::object{{"account_id", account.source.account_id},
                     {"kind", account.source.kind},
                     {"connection", account.source.connections.front().name},
                     {"cells", account.job.cells.size()},
                     {"requests_min", account.paid_requests()},
                     {"requests_max", account.most_requests()},
                     {"fresh_until", time_or_null(account.fresh_until)},
                     {"blocked", account.blocked ? json::value(explained_json(*account.blocked))
                                                 : json::value(nullptr)}});
  }
  return {{"requests_min", plan.paid_requests()}, {"price_min_usd", plan.price_usd().to_string()},
          {"requests_max", plan.most_requests()}, {"price_max_usd", plan.most_usd().to_string()},
          {"price_words", price_words(plan)},     {"accounts", std::move(accounts)},
          {"skipped", skipped_array(plan)}};
}

json::object to_json(const sync::SyncPlan& plan, const sync::Summary& summary,
                     std::chrono::milliseconds elapsed) {
  json::array cells;
  for (const state::Cell& cell : summary.cells) {
    json::object shown = cell_json(cell);
    const auto error = summary.errors.find(cell.key);
    shown["error"] = error == summary.errors.end() ? json::value(nullptr)
                                                   : json::value(explained_json(error->second));
    cells.push_back(std::move(shown));
  }
  return {{"status", state::name_of(summary.status)},
          {"elapsed_ms", elapsed.count()},
          {"requests", summary.paid_attempts},
          {"cost_usd", summary.spent_usd.to_string()},
          {"cells", std::move(cells)},
          {"skipped", skipped_array(plan)},
          {"fatal",
           summary.fatal ? json::value(explained_json(*summary.fatal)) : json::value(nullptr)}};
}

}  // namespace sextant::operations
