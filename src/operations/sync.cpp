#include "operations/sync.h"

#include <fmt/format.h>

#include <algorithm>

#include "aws/catalog.h"
#include "sync/estimate.h"
#include "sync/meter.h"

namespace sextant::operations {
namespace {

using connect::Connection;

bool is_ready(const Connection& connection) {
  return connection.is_on && connection.state == connect::ConnectionState::kConnected;
}

}  // namespace

Result<SyncChoice> choose_for_sync(Context& context, const std::vector<std::string>& names) {
  SEXTANT_TRY(state::Database* const database, context.database());
  const connect::ConnectionStore store(*database);
  SyncChoice choice;
  SEXTANT_TRY(const auto stored, store.list());
  if (stored.empty()) return failure("connection.none", "");
  std::ranges::copy_if(stored, std::back_inserter(choice.all), is_ready);
  if (names.empty()) choice.chosen = choice.all;
  for (const std::string& name : names) {
    SEXTANT_TRY(const Connection connection, store.get(name));
    if (is_ready(connection)) {
      choice.chosen.push_back(connection);
      continue;
    }
    const char* code = connection.is_on ? "sync.connection_pending" : "sync.connection_off";
    choice.skipped.push_back({name, Error{code, name}.with("connection", name), true});
  }
  if (choice.chosen.empty() && choice.skipped.empty()) {
    return failure(Error{"sync.connection_off", "no connection is on"}.with("connection", "NAME"));
  }
  return choice;
}

Result<PlannedSync> PlannedSync::prepare(Context& context, const SyncWords& words,
                                         const CallContext& call) {
  SEXTANT_TRY(state::Database* const database, context.database());
  SEXTANT_TRY(SyncChoice choice, choose_for_sync(context, words.names));
  sync::SyncOptions options;
  options.force = words.force;
  options.max_cost_usd = words.max_cost_usd;
  options.origin = words.origin;
  const aws::Outside& outside = context.outside;
  SEXTANT_TRY(auto syncer,
              sync::Syncer::open({*database, outside.files, outside.clock, outside.random,
                                  context.home, sync::aws_api_factory(outside)},
                                 options));
  SEXTANT_TRY(sync::SyncPlan plan, syncer->plan(choice.chosen, choice.all, call));
  std::ranges::move(choice.skipped, std::back_inserter(plan.skipped));
  return PlannedSync(std::move(syncer), std::move(plan), words.max_cost_usd);
}

Result<void> PlannedSync::check_price() const {
  const Decimal price = plan_.price_usd();
  if (!max_cost_usd_ || price <= *max_cost_usd_) return {};
  return failure(Error{"sync.over_budget", ""}
                     .with("price", price.to_fixed(2))
                     .with("max", max_cost_usd_->to_fixed(2)));
}

bool PlannedSync::has_failure() const {
  return std::ranges::any_of(plan_.skipped, &sync::Skipped::is_failure) ||
         std::ranges::any_of(plan_.accounts,
                             [](const auto& account) { return account.blocked.has_value(); });
}

Result<sync::Summary> PlannedSync::run(sync::Observer& observer, const CallContext& call) {
  return syncer_->run(plan_, observer, call);
}

Result<ExpectedTime> expected_time(Context& context, const sync::SyncPlan& plan) {
  constexpr std::int64_t kPageMsUsual = 1500;  // where nothing is known yet
  const aws::CatalogService* const explorer = aws::find_catalog_service("ce");
  const aws::Pace pace = explorer != nullptr && explorer->pace ? *explorer->pace : aws::Pace();
  std::int64_t cells = 0;
  for (const sync::AccountPlan& account : plan.accounts)
    cells += account.blocked ? 0 : static_cast<std::int64_t>(account.job.cells.size());
  if (cells == 0 || plan.paid_requests() == 0) return ExpectedTime{};
  SEXTANT_TRY(state::Database* const database, context.database());
  SEXTANT_TRY(const auto past, state::CellStore(*database).list());
  std::int64_t pages = 0;
  std::int64_t elapsed_ms = 0;
  for (const state::Cell& cell : past) {
    if (cell.status != state::CellStatus::kDone) continue;
    pages += cell.pages;
    elapsed_ms += cell.elapsed_ms;
  }
  const std::int64_t page_ms = pages > 0 ? elapsed_ms / pages : kPageMsUsual;
  const std::int64_t at_once = std::min<std::int64_t>(cells, sync::SyncOptions().threads);
  const auto time_of = [&](std::int64_t requests) {
    const double paced = std::max(0.0, static_cast<double>(requests) - pace.burst);
    const auto paced_s = static_cast<std::int64_t>(paced / pace.rate_per_s);
    return std::chrono::seconds(1 + std::max(requests * page_ms / at_once / 1000, paced_s));
  };
  // A sync ends with its last query, and the pages of one query come one after another.
  return ExpectedTime{time_of(plan.paid_requests()),
                      time_of(plan.most_requests()) + std::chrono::seconds(2 * page_ms / 1000)};
}

std::string count_words(int least, int most) {
  const std::string_view noun = most == 1 ? "request" : "requests";
  return least == most ? fmt::format("{} {}", least, noun)
                       : fmt::format("{} to {} {}", least, most, noun);
}

std::string usd_words(const Decimal& least, const Decimal& most) {
  return least == most ? least.to_fixed(2) + " USD"
                       : fmt::format("{} to {} USD", least.to_fixed(2), most.to_fixed(2));
}

std::string price_words(const sync::SyncPlan& plan) {
  const int least = plan.paid_requests();
  const int most = plan.most_requests();
  if (plan.is_empty()) return "";
  std::string out =
      fmt::format("Price: {} to Cost Explorer at {} USD = {} (each page is a request).",
                  count_words(least, most), sync::request_price_usd().to_fixed(2),
                  usd_words(plan.price_usd(), plan.most_usd()));
  return least == most ? out : out + " " + sync::describe_assumptions();
}

}  // namespace sextant::operations
