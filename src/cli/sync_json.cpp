#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>

#include <mutex>
#include <ostream>

#include "cli/sync_view.h"
#include "operations/sync_json.h"

namespace sextant::cli {
namespace {

namespace json = boost::json;

// One JSON object per line on standard output.
class JsonView final : public SyncView {
 public:
  explicit JsonView(Context& context) : out_(context.terminal.out) {}

  void on_plan(const sync::SyncPlan& plan) override { print("plan", operations::to_json(plan)); }
  void on_cell(const state::Cell& cell, int pages_expected) override {
    print("cell", operations::to_json(cell, pages_expected));
  }
  void on_note(const sync::Note& note) override { print("note", operations::to_json(note)); }
  void on_summary(const sync::SyncPlan& plan, const sync::Summary& summary,
                  std::chrono::milliseconds elapsed) override {
    print("summary", operations::to_json(plan, summary, elapsed));
  }

 private:
  void print(std::string_view name, const json::object& data) {
    json::object event = {{"event", name}};
    for (const auto& [key, value] : data) event[key] = value;
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
