#include "sim/billing/books.h"

#include <fmt/core.h>

#include "sim/derive.h"

namespace sextant::sim {

Books::Books(const World& world, const SimClock& clock, const Faults& faults,
             const BillingOptions& options)
    : world_(world), clock_(clock), faults_(faults), options_(options) {
  LedgerOptions ledger;
  ledger.today = today();
  ledger.months = options.months;
  ledger.services = options.services;
  ledger.has_net_metrics = options.has_net_metrics;
  for (const SimOrganization& organization : world.organizations) {
    ledger.seed = derive_number(world.seed, fmt::format("ledger/{}", organization.id));
    ledgers_.push_back(
        std::make_unique<Ledger>(organization.currency, organization.accounts, ledger));
    ledger.has_net_metrics = false;
  }
  ledger.seed = derive_number(world.seed, "ledger/alone");
  ledgers_.push_back(std::make_unique<Ledger>("USD", std::vector{world.base}, ledger));
}

std::optional<Books::Reading> Books::read(std::string_view account_id) const {
  Reading out;
  out.lock = std::shared_lock(mutex_);
  for (const auto& ledger : ledgers_) {
    const auto perspective = ledger->perspective_of(account_id);
    if (!perspective) continue;
    out.ledger = ledger.get();
    out.perspective = *perspective;
    out.fresh = freshness_at(now());
    out.fresh.refreshes = ledger->refreshes();
    return out;
  }
  return std::nullopt;
}

void Books::refresh() {
  const std::unique_lock lock(mutex_);
  for (const auto& ledger : ledgers_) ledger->refresh(today());
}

void Books::count_answer() {
  bool is_due = false;
  {
    const std::lock_guard lock(count_mutex_);
    ++answers_;
    is_due = options_.drift > 0 && answers_ % options_.drift == 0;
    if (const auto plan = faults_.plan(); plan != plan_) {
      plan_ = plan;
      answers_in_plan_ = 0;
    }
    ++answers_in_plan_;
    is_due = is_due ||
             (plan_->drift_after_requests > 0 && answers_in_plan_ == plan_->drift_after_requests);
  }
  if (is_due) refresh();
}

}  // namespace sextant::sim
