#pragma once

#include <chrono>
#include <memory>
#include <string>

#include "cli/context.h"
#include "sync/observer.h"
#include "sync/syncer.h"

namespace sextant::cli {

// How a sync shows itself: bars on a terminal, plain lines elsewhere, one JSON object per line for
// programs. `plan`, `summary` come from the thread of the command, the rest from any.
// Implementations are thread-safe.
class SyncView : public sync::Observer {
 public:
  virtual void on_plan(const sync::SyncPlan& plan) = 0;
  virtual void on_summary(const sync::SyncPlan& plan, const sync::Summary& summary,
                          std::chrono::milliseconds elapsed) = 0;
};

// `context` outlives it. Format: "text" or "json".
std::unique_ptr<SyncView> make_sync_view(Context& context, const std::string& format);

// Of sync_report.cpp: texts for people, ending in "\n".
std::string describe_plan(const Context& context, const sync::SyncPlan& plan);
std::string describe_summary(const Context& context, const sync::SyncPlan& plan,
                             const sync::Summary& summary, std::chrono::milliseconds elapsed);
// "account_service monthly"; "forecast".
std::string cell_label(const state::Cell& cell);
// The state of a cell in words: "3/4 pages", "waits 4 s, AWS asks to slow down", "done, 120 rows".
std::string cell_state(const state::Cell& cell, int pages_expected, WallTime now);

// Of sync_json.cpp: the view for programs.
std::unique_ptr<SyncView> make_json_sync_view(Context& context);

}  // namespace sextant::cli
