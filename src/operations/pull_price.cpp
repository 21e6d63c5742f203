#include "operations/pull_price.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>

#include "connect/connection.h"
#include "insight/plan_refusals.h"
#include "lake/costs.h"
#include "operations/sync.h"
#include "sync/estimate.h"
#include "sync/meter.h"

namespace sextant::operations {
namespace {

using connect::Connection;

bool is_asked(const Connection& connection) {
  return connection.is_on && connection.state == connect::ConnectionState::kConnected &&
         !connection.account_id.empty();
}

// Accounts whose Cost Explorer a sync asks, with their kind; a member's is left out where its
// payer's is asked.
std::map<std::string, std::string> asked_accounts(const std::vector<Connection>& connections) {
  std::set<std::string> paid_for;
  for (const Connection& one : connections) {
    if (is_asked(one) && one.account_kind == "payer" && !one.organization_id.empty())
      paid_for.insert(one.organization_id);
  }
  std::map<std::string, std::string> out;
  for (const Connection& one : connections) {
    const bool is_covered = one.account_kind == "member" && paid_for.contains(one.organization_id);
    if (is_asked(one) && !is_covered) out.emplace(one.account_id, one.account_kind);
  }
  return out;
}

// What decides whether a sync asks it: what became of it last, and which periods are held.
Result<sync::StreamState> state_of(const Context& context, const OpenLake& lake,
                                   const sync::Stream& stream, const CallContext& call) {
  sync::StreamState out;
  for (const state::Cell& cell : lake.state.cells) {
    if (sync::is_of_stream(cell, stream)) out.cells.push_back(cell);
  }
  if (stream.subject != sync::Subject::kCosts) return out;
  const lake::CostPartition partition{
      stream.face, stream.grain, stream.account_id, stream.view, {}};
  std::vector<std::string> damaged;
  SEXTANT_TRY(out.held, lake::held_periods(*lake.engine, lake::Layout(context.lake_folder()),
                                           partition, call, damaged));
  return out;
}

bool has_fact(const Error& error, std::string_view name) {
  return std::ranges::any_of(error.facts, [&](const auto& fact) { return fact.first == name; });
}

}  // namespace

Result<PullPrice> price_of_pull(const Context& context, const OpenLake& lake, bool force,
                                const CallContext& call) {
  const WallTime now = context.outside.clock.wall();
  PullPrice price;
  for (const auto& [account, kind] : asked_accounts(lake.state.connections)) {
    const std::size_t accounts =
        kind == "payer" ? sync::count_members(*lake.engine, context.outside.files,
                                              lake::Layout(context.lake_folder()), account, call)
                              .value_or(sync::kAccountsAssumed)
                        : 1;
    for (const sync::Stream& stream : sync::streams_of(account, kind == "payer")) {
      SEXTANT_TRY(const sync::StreamState known, state_of(context, lake, stream, call));
      if (!sync::plan_stream(stream, known, {now, date_of(now), force})) {
        const auto until = sync::fresh_until(known);
        if (until && (!price.fresh_until || *until < *price.fresh_until)) price.fresh_until = until;
        continue;
      }
      // As if nothing were held: it is no less than what a sync asks.
      sync::StreamState bare;
      bare.cells = known.cells;
      const auto cell = sync::plan_stream(stream, bare, {now, date_of(now), true});
      if (!cell || !sync::request_of(cell->spec).is_paid) continue;
      price.least += 1;
      price.most += sync::most_requests(*cell, bare, accounts);
    }
  }
  SEXTANT_TRY(price.least_usd, sync::request_price_usd().times(price.least));
  SEXTANT_TRY(price.most_usd, sync::request_price_usd().times(price.most));
  return price;
}

Error with_price(const Context& context, const OpenLake& lake, Error error,
                 const CallContext& call) {
  const bool is_pulled = has_fact(error, insight::kPullFact);
  const bool is_refusal = is_pulled || error.code == "cost.not_answerable";
  if (!is_refusal || has_fact(error, "requests")) return error;
  // What is told of it stands where a reader looks for what to do.
  const auto say = [&](const std::string& words) {
    const auto take =
        std::ranges::find(error.facts, "take", &std::pair<std::string, std::string>::first);
    std::string& text = take == error.facts.end() ? error.detail : take->second;
    const bool has_end = text.empty() || text.ends_with('.') || text.ends_with('\n');
    text += (text.empty() ? "" : has_end ? " " : ". ") + words;
  };
  if (!is_pulled) {
    say("Price: none, since no request that Sextant makes to AWS gives it.");
    return error;
  }
  auto price = price_of_pull(context, lake, false, call);
  const bool is_fresh = price && price->most == 0 && price->fresh_until;
  std::string command = "`sextant sync` pulls it with";
  if (is_fresh) {
    say(fmt::format("`sextant sync` asks nothing again before {}.",
                    format_rfc3339(*price->fresh_until)));
    command = "`sextant sync --force` asks at once, with";
    price = price_of_pull(context, lake, true, call);
  }
  if (!price || price->most == 0) return error;
  say(fmt::format("Price: {} {} to Cost Explorer at {} USD = {}.", command,
                  count_words(price->least, price->most), sync::request_price_usd().to_fixed(2),
                  usd_words(price->least_usd, price->most_usd)));
  if (is_fresh) return error;  // the price is not that of a plain sync
  return std::move(error)
      .with("requests", std::to_string(price->least))
      .with("requests_max", std::to_string(price->most))
      .with("price_usd", price->least_usd.to_string())
      .with("price_max_usd", price->most_usd.to_string());
}

}  // namespace sextant::operations
