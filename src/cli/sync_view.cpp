#include "cli/sync_view.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <mutex>
#include <ostream>
#include <vector>

#include "base/text.h"
#include "cli/table.h"

namespace sextant::cli {
namespace {

using state::CellStatus;

// Plain lines on standard error, one for each cell that ends or has to wait.
class LinesView final : public SyncView {
 public:
  explicit LinesView(Context& context) : context_(context) {}

  void on_plan(const sync::SyncPlan& plan) override { say(describe_plan(context_, plan)); }
  void on_cell(const state::Cell& cell, int pages_expected) override {
    if (cell.status == CellStatus::kPlanned || cell.status == CellStatus::kRunning) return;
    const std::string state = cell_state(cell, pages_expected, context_.outside.clock.wall());
    say(fmt::format("{}  {}: {}\n", cell.account_id, cell_label(cell), state));
  }
  void on_note(const sync::Note& note) override {
    say(fmt::format("{}  note: {}\n", note.account_id, for_terminal(note.text)));
  }
  void on_summary(const sync::SyncPlan& plan, const sync::Summary& summary,
                  std::chrono::milliseconds elapsed) override {
    const std::lock_guard lock(mutex_);
    context_.terminal.out << describe_summary(context_, plan, summary, elapsed) << std::flush;
  }

 private:
  void say(const std::string& text) {
    if (context_.terminal.quiet) return;
    const std::lock_guard lock(mutex_);
    context_.terminal.err << text << std::flush;
  }
  Context& context_;
  std::mutex mutex_;
};

// Bars that are redrawn in place: a line for each cell, or for each account where there are many.
class BarsView final : public SyncView {
 public:
  explicit BarsView(Context& context)
      : context_(context), style_(style_of(context.terminal, context.outside.environment)) {}

  void on_plan(const sync::SyncPlan& plan) override {
    context_.terminal.out << describe_plan(context_, plan) << std::flush;
    by_account_ = std::ranges::count_if(plan.accounts, [](const auto& account) {
                    return !account.job.cells.empty();
                  }) > kAccountsMax;
    for (const sync::AccountPlan& account : plan.accounts) {
      for (const sync::PlannedCell& planned : account.job.cells) {
        state::Cell cell;
        cell.key = planned.spec.key();
        cell.account_id = account.source.account_id;
        cell.face = planned.spec.stream.face_name();
        cell.grain = planned.spec.stream.grain_name();
        keep(cell, planned.requests_expected);
      }
    }
  }

  void on_cell(const state::Cell& cell, int pages_expected) override {
    const std::lock_guard lock(mutex_);
    const bool has_news = keep(cell, pages_expected);
    // Pages may come faster than anybody can look.
    const SteadyTime now = context_.outside.clock.steady();
    if (!has_news && now - drawn_at_ < kRedrawEvery) return;
    drawn_at_ = now;
    draw("");
  }

  void on_note(const sync::Note& note) override {
    const std::lock_guard lock(mutex_);
    draw(wrapped(fmt::format("{}: {}", note.account_id, for_terminal(note.text)), style_, 2) +
         "\n");
  }

  void on_summary(const sync::SyncPlan& plan, const sync::Summary& summary,
                  std::chrono::milliseconds elapsed) override {
    const std::lock_guard lock(mutex_);
    draw("");
    context_.terminal.out << describe_summary(context_, plan, summary, elapsed) << std::flush;
  }

 private:
  static constexpr std::ptrdiff_t kAccountsMax = 2;
  static constexpr std::size_t kLinesMax = 20;
  static constexpr std::chrono::milliseconds kRedrawEvery{80};

  struct Line {
    state::Cell cell;
    int pages_expected = 1;
  };

  // Whether the cell's status has changed.
  bool keep(const state::Cell& cell, int pages_expected) {
    const auto found =
        std::ranges::find(lines_, cell.key, [](const Line& line) { return line.cell.key; });
    if (found == lines_.end()) {
      lines_.push_back({cell, pages_expected});
      return true;
    }
    const bool has_news = found->cell.status != cell.status;
    *found = {cell, pages_expected};
    return has_news;
  }

  std::string bar(std::int64_t part, std::int64_t whole, bool is_bad) const {
    constexpr int kBarWidth = 16;
    const auto filled = static_cast<int>(
        whole <= 0 ? 0 : std::min<std::int64_t>(kBarWidth, part * kBarWidth / whole));
    std::string out;
    for (int i = 0; i < kBarWidth; ++i) {
      out += style_.use_unicode ? (i < filled ? "█" : "░") : (i < filled ? "#" : "-");
    }
    return toned(out, is_bad ? Tone::kBad : Tone::kGood, style_);
  }

  std::string cell_line(const Line& line) const {
    const state::Cell& cell = line.cell;
    const bool is_done = cell.status == CellStatus::kDone;
    const bool is_bad = cell.status == CellStatus::kDenied || cell.status == CellStatus::kFailed ||
                        cell.status == CellStatus::kNotEnabled;
    const std::string state = cell_state(cell, line.pages_expected, context_.outside.clock.wall());
    return fmt::format(
        "{} {} {}", padded(shortened(cell_label(cell), 34, style_), 34, Align::kLeft),
        bar(is_done ? 1 : cell.pages, is_done ? 1 : line.pages_expected + 1, is_bad), state);
  }

  std::vector<std::string> account_lines() const {
    struct Sum {
      int done = 0;
      int all = 0;
      int bad = 0;
    };
    std::map<std::string, Sum> sums;
    for (const Line& line : lines_) {
      Sum& sum = sums[line.cell.account_id];
      ++sum.all;
      if (line.cell.status == CellStatus::kDone) ++sum.done;
      if (!line.cell.error_code.empty()) ++sum.bad;
    }
    std::vector<std::string> out;
    for (const auto& [account, sum] : sums) {
      const std::string bad = sum.bad > 0 ? fmt::format(", {} not", sum.bad) : "";
      out.push_back(fmt::format("{} {} {}/{} done{}", account, bar(sum.done, sum.all, sum.bad > 0),
                                sum.done, sum.all, bad));
    }
    return out;
  }

  std::vector<std::string> shown_lines() const {
    std::vector<std::string> out;
    if (by_account_) {
      out = account_lines();
    } else {
      for (const Line& line : lines_) out.push_back(cell_line(line));
    }
    if (out.size() > kLinesMax) {
      const std::size_t hidden = out.size() - kLinesMax + 1;
      out.resize(kLinesMax - 1);
      out.push_back(fmt::format("and {} more", hidden));
    }
    return out;
  }

  // Replaces what was drawn last by `above`, which stays, and the lines as they are now. Lines
  // never wrap, so that their number is known.
  void draw(const std::string& above) {
    std::string out;
    if (drawn_ > 0) out += fmt::format("\x1b[{}A", drawn_);
    out += "\r\x1b[J" + above;
    const auto lines = shown_lines();
    for (const std::string& line : lines) out += "\x1b[?7l" + line + "\x1b[?7h\n";
    drawn_ = lines.size();
    context_.terminal.out << out << std::flush;
  }

  Context& context_;
  const TextStyle style_;
  std::mutex mutex_;
  bool by_account_ = false;
  std::vector<Line> lines_;  // guarded by mutex_, as is all below
  std::size_t drawn_ = 0;
  SteadyTime drawn_at_{};
};

}  // namespace

std::unique_ptr<SyncView> make_sync_view(Context& context, const std::string& format) {
  if (format == "json") return make_json_sync_view(context);
  const bool can_redraw = context.outside.environment.get("TERM").value_or("dumb") != "dumb";
  if (context.terminal.out_is_terminal && can_redraw && !context.terminal.quiet)
    return std::make_unique<BarsView>(context);
  return std::make_unique<LinesView>(context);
}

}  // namespace sextant::cli
