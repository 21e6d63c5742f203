#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>

#include <mutex>
#include <ostream>

#include "base/civil_time.h"
#include "base/error_catalog.h"
#include "cli/sync_view.h"

namespace sextant::cli {
namespace {

namespace json = boost::json;

json::value time_or_null(const std::optional<WallTime>& time) {
  if (!time) return nullptr;
  return json::value(format_rfc3339(*time));
}

json::value explained(const Error& error) {
  const ExplainedError shown = explain(error);
  json::object out = {
      {"code", shown.code}, {"title", shown.title}, {"detail", shown.detail}, {"fix", shown.fix}};
  if (error.remote) {
    out["aws_code"] = error.remote->code;
    out["request_id"] = error.remote->request_id;
  }
  return out;
}

json::object cell_object(const state::Cell& cell) {
  return {{"account_id", cell.account_id},
          {"connection", cell.connection},
          {"face", cell.face},
          {"grain", cell.grain},
          {"from", format_date(cell.window.start)},
          {"to", format_date(cell.window.end)},
          {"status", state::name_of(cell.status)},
          {"pages", cell.pages},
          {"rows", cell.rows},
          {"attempts", cell.attempts},
          {"elapsed_ms", cell.elapsed_ms},
          {"next_try_at", time_or_null(cell.next_try_at)}};
}

json::array skipped_array(const sync::SyncPlan& plan) {
  json::array out;
  for (const sync::Skipped& skipped : plan.skipped) {
    out.push_back(json::object{{"connection", skipped.connection},
                               {"is_failure", skipped.is_failure},
                               {"reason", explained(skipped.error)}});
  }
  return out;
}

json::object plan_object(const sync::SyncPlan& plan) {
  json::array accounts;
  for (const sync::AccountPlan& account : plan.accounts) {
    accounts.push_back(json::object{
        {"account_id", account.source.account_id},
        {"kind", account.source.kind},
        {"connection", account.source.connections.front().name},
        {"cells", account.job.cells.size()},
        {"requests_min", account.paid_requests()},
        {"fresh_until", time_or_null(account.fresh_until)},
        {"blocked", account.blocked ? explained(*account.blocked) : json::value(nullptr)}});
  }
  return {{"event", "plan"},
          {"requests_min", plan.paid_requests()},
          {"price_min_usd", plan.price_usd().to_string()},
          {"accounts", std::move(accounts)},
          {"skipped", skipped_array(plan)}};
}

// One JSON object per line on standard output.
class JsonView final : public SyncView {
 public:
  explicit JsonView(Context& context) : out_(context.terminal.out) {}

  void on_plan(const sync::SyncPlan& plan) override { print(plan_object(plan)); }
  void on_cell(const state::Cell& cell, int pages_expected) override {
    json::object event = {{"event", "cell"}};
    for (auto& [name, value] : cell_object(cell)) event[name] = value;
    event["pages_expected"] = pages_expected;
    event["error_code"] =
        cell.error_code.empty() ? json::value(nullptr) : json::value(cell.error_code);
    print(event);
  }
  void on_note(const sync::Note& note) override {
    print({{"event", "note"},
           {"code", note.code},
           {"account_id", note.account_id},
           {"text", note.text}});
  }
  void on_summary(const sync::SyncPlan& plan, const sync::Summary& summary,
                  std::chrono::milliseconds elapsed) override {
    json::array cells;
    for (const state::Cell& cell : summary.cells) {
      json::object shown = cell_object(cell);
      const auto error = summary.errors.find(cell.key);
      shown["error"] =
          error == summary.errors.end() ? json::value(nullptr) : explained(error->second);
      cells.push_back(std::move(shown));
    }
    print({{"event", "summary"},
           {"status", state::name_of(summary.status)},
           {"elapsed_ms", elapsed.count()},
           {"requests", summary.paid_attempts},
           {"cost_usd", summary.spent_usd.to_string()},
           {"cells", std::move(cells)},
           {"skipped", skipped_array(plan)},
           {"fatal", summary.fatal ? explained(*summary.fatal) : json::value(nullptr)}});
  }

 private:
  void print(const json::object& event) {
    const std::lock_guard lock(mutex_);
    out_ << json::serialize(event) << "\n" << std::flush;
  }
  std::mutex mutex_;
  std::ostream& out_;
};

}  // namespace

std::unique_ptr<SyncView> make_json_sync_view(Context& context) {
  return std::make_unique<JsonView>(context);
}

}  // namespace sextant::cli
