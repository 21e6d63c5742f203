#include "sync/meter.h"

#include <fmt/format.h>

namespace sextant::sync {

Decimal request_price_usd() {
  return Decimal::from_units(10'000'000'000'000'000);
}  // 0.01

Result<void> Meter::attempt(const std::string& connection, const CellSpec& spec,
                            const Request& request) {
  if (!request.is_paid) return {};
  const std::lock_guard lock(mutex_);
  SEXTANT_TRY(const Decimal spent, spent_usd_.plus(request_price_usd()));
  if (max_usd_ && spent > *max_usd_) {
    return failure(
        Error{"sync.budget", fmt::format("{} USD are spent, and the next request costs {} USD",
                                         spent_usd_.to_fixed(2), request_price_usd().to_fixed(2))}
            .with("max", max_usd_->to_fixed(2)));
  }
  state::LedgerEntry entry;
  entry.run_id = run_id_;
  entry.at = clock_.wall();
  entry.connection = connection;
  entry.account_id = spec.stream.account_id;
  entry.service = request.service;
  entry.operation = request.operation;
  entry.purpose = spec.stream.subject == Subject::kForecast ? "forecast" : "sync";
  entry.price_usd = request_price_usd();
  SEXTANT_TRY_VOID(ledger_.enter(entry));
  spent_usd_ = spent;
  ++paid_attempts_;
  return {};
}

Decimal Meter::spent_usd() const {
  const std::lock_guard lock(mutex_);
  return spent_usd_;
}

std::int64_t Meter::paid_attempts() const {
  const std::lock_guard lock(mutex_);
  return paid_attempts_;
}

}  // namespace sextant::sync
