#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "base/civil_time.h"
#include "base/error_catalog.h"
#include "base/text.h"
#include "cli/sync_view.h"
#include "cli/table.h"
#include "operations/sync.h"

namespace sextant::cli {
namespace {

using state::CellStatus;

std::string count_of(std::int64_t count, std::string_view one, std::string_view many) {
  return fmt::format("{} {}", count, count == 1 ? one : many);
}

std::string what_is_asked(const sync::AccountPlan& account) {
  if (account.blocked) return "cannot be asked: " + explain(*account.blocked).title;
  if (account.job.cells.empty()) {
    const auto until = account.fresh_until;
    return until ? fmt::format("fresh; AWS has nothing newer before {} UTC",
                               format_rfc3339(*until).substr(11, 5))
                 : "fresh";
  }
  const auto resumed = std::ranges::count_if(
      account.job.cells, [](const auto& cell) { return cell.spooled.has_value(); });
  std::string out = fmt::format(
      "{}, {}", count_of(static_cast<std::int64_t>(account.job.cells.size()), "query", "queries"),
      operations::count_words(account.paid_requests(), account.most_requests()));
  if (resumed > 0)
    out += fmt::format(" ({} of an earlier sync)",
                       count_of(resumed, "query goes on", "queries go on"));
  return out;
}

// Cells that failed for the same reason are told once.
struct Trouble {
  Error error;
  std::vector<std::string> cells;
};

std::string trouble_text(const Trouble& trouble, const TextStyle& style) {
  const ExplainedError shown = explain(trouble.error);
  std::string out = toned(shown.title, Tone::kBad, style) + "  [" + shown.code + "]\n";
  const auto line = [&](std::string_view label, std::string_view text) {
    out += wrapped(fmt::format("  {:<10} {}", label, text), style, 13) + "\n";
  };
  line("missing:", join(trouble.cells, ", "));
  if (!shown.detail.empty()) line(trouble.error.remote ? "AWS said:" : "details:", shown.detail);
  if (trouble.error.remote && !trouble.error.remote->request_id.empty()) {
    line("request:", for_terminal(trouble.error.remote->request_id));
  }
  for (std::size_t i = 0; i < shown.causes.size(); ++i)
    line(i == 0 ? "cause:" : "or:", shown.causes[i]);
  std::string fix = shown.fix;
  while (fix.ends_with('\n')) fix.pop_back();
  if (!fix.empty()) out += "  fix:       " + replace_all(fix, "\n", "\n             ") + "\n";
  return out;
}

std::vector<Trouble> troubles_of(const sync::Summary& summary) {
  std::map<std::tuple<std::string, std::string, std::string>, Trouble> troubles;
  for (const state::Cell& cell : summary.missing()) {
    const auto found = summary.errors.find(cell.key);
    Error error = found == summary.errors.end() ? Error{"sync.stopped", ""} : found->second;
    Trouble& trouble = troubles[{cell.account_id, error.code, error.detail}];
    trouble.cells.push_back(fmt::format("{} of {}", cell_label(cell), cell.account_id));
    trouble.error = std::move(error);
  }
  std::vector<Trouble> out;
  for (auto& [key, trouble] : troubles) out.push_back(std::move(trouble));
  return out;
}

std::string headline(const sync::Summary& summary, std::chrono::milliseconds elapsed) {
  std::int64_t done = 0;
  std::int64_t rows = 0;
  std::int64_t pages = 0;
  for (const state::Cell& cell : summary.cells) {
    done += cell.status == CellStatus::kDone ? 1 : 0;
    rows += cell.rows;
    pages += cell.pages;
  }
  std::string_view how = "Synced";
  if (summary.status == state::RunStatus::kPartly) how = "Synced in part";
  if (summary.status == state::RunStatus::kFailed) how = "Nothing was synced";
  if (summary.status == state::RunStatus::kStopped) how = "Stopped";
  return fmt::format("{} in {:.1f} s: {} of {} queries, {}, {}; {} to Cost Explorer, {} USD", how,
                     static_cast<double>(elapsed.count()) / 1000, done, summary.cells.size(),
                     count_of(rows, "row", "rows"), count_of(pages, "page", "pages"),
                     count_of(summary.paid_attempts, "paid request", "paid requests"),
                     summary.spent_usd.to_fixed(2));
}

}  // namespace

std::string cell_label(const state::Cell& cell) {
  std::string label =
      cell.grain == "-" || cell.face == "forecast" ? cell.face : cell.face + " " + cell.grain;
  if (cell.key.ends_with("/again")) label += " again";
  return label;
}

std::string cell_state(const state::Cell& cell, int pages_expected, WallTime now) {
  switch (cell.status) {
    case CellStatus::kPlanned:
      return cell.error_code.empty() ? "waits" : "not finished";
    case CellStatus::kRunning:
      return fmt::format("{}/{} pages", cell.pages,
                         std::max<std::int64_t>(pages_expected, cell.pages));
    case CellStatus::kDone:
      return "done, " + count_of(cell.rows, "row", "rows");
    case CellStatus::kDenied:
      return "denied";
    case CellStatus::kNotEnabled:
      return "Cost Explorer is not enabled";
    case CellStatus::kNoData:
      return "AWS has no data yet";
    case CellStatus::kThrottled: {
      const auto left =
          cell.next_try_at
              ? std::chrono::ceil<std::chrono::seconds>(*cell.next_try_at - now).count()
              : 0;
      return left > 0 ? fmt::format("AWS asks to slow down, goes on in {} s", left) : "throttled";
    }
    case CellStatus::kFailed:
      return "failed";
  }
  return "";
}

std::string describe_plan(const Context& context, const sync::SyncPlan& plan) {
  const TextStyle style = style_of(context.terminal, context.outside.environment);
  Table table({{"connection", Align::kLeft, 8}, {"account"}, {"kind"}, {"plan", Align::kLeft, 20}});
  for (const sync::AccountPlan& account : plan.accounts) {
    table.add_row({account.source.connections.front().name,
                   account.source.account_id,
                   account.source.kind,
                   {what_is_asked(account), account.blocked ? Tone::kBad : Tone::kPlain}});
  }
  std::string notes;
  for (const sync::Skipped& skipped : plan.skipped) {
    const ExplainedError why = explain(skipped.error);
    notes +=
        wrapped(fmt::format("{}: {} ({})", for_terminal(skipped.connection), why.title, why.detail),
                style, 2) +
        "\n";
  }
  std::string out = (plan.accounts.empty() ? "" : table.render(style)) + notes;
  if (plan.is_empty()) return out + "Nothing to ask.\n";
  return out + wrapped(operations::price_words(plan), style, 2) + "\n";
}

std::string describe_summary(const Context& context, const sync::SyncPlan& plan,
                             const sync::Summary& summary, std::chrono::milliseconds elapsed) {
  const TextStyle style = style_of(context.terminal, context.outside.environment);
  // Where all is fresh, the plan has said so.
  std::string out =
      summary.cells.empty() ? "" : wrapped(headline(summary, elapsed), style, 2) + "\n";
  for (const Trouble& trouble : troubles_of(summary)) out += "\n" + trouble_text(trouble, style);
  for (const sync::Skipped& skipped : plan.skipped) {
    if (skipped.is_failure)
      out += "\n" +
             trouble_text({skipped.error, {"all of " + for_terminal(skipped.connection)}}, style);
  }
  if (summary.status == state::RunStatus::kStopped) {
    out += "Nothing is lost. Go on, without asking twice for a page:\n  sextant sync\n";
  }
  return out;
}

}  // namespace sextant::cli
