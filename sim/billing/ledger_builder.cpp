#include "sim/billing/ledger_builder.h"

#include <fmt/core.h>

#include <algorithm>
#include <array>

namespace sextant::sim {

namespace {

constexpr std::array<std::string_view, 4> kBusinessUnits = {"Platform", "Product", "R&D <labs>",
                                                            ""};
constexpr std::array<std::string_view, 3> kStages = {"Live", "Not live", ""};

}  // namespace

LedgerBuilder::LedgerBuilder(const std::string& currency, const std::vector<SimAccount>& accounts,
                             const LedgerOptions& options, DateInterval span, Names& names)
    : currency_(currency),
      accounts_(accounts),
      options_(options),
      span_(span),
      names_(names),
      services_(price_list(options.services)) {}

void LedgerBuilder::build() {
  for (std::uint32_t account = 0; account < accounts_.size(); ++account) {
    add_usage(account);
    add_taxes(account);
  }
  add_support();
  add_corrections();
  if (accounts_.size() > 1) {
    add_savings_plan();
    add_reservation();
  }
}

ChargeLine LedgerBuilder::line_of(std::uint32_t account, std::string_view record_type) {
  const SimAccount& owner = accounts_[account];
  ChargeLine line;
  line.account = account;
  line.first = owner.joined;
  // One that left alive goes on with a bill of its own, which Ledger::span_of tells apart.
  line.last = owner.left && owner.state != "ACTIVE" ? *owner.left : span_.end;
  set(line, Dimension::kLinkedAccount, owner.id);
  set(line, Dimension::kLinkedAccountName, owner.name);
  set(line, Dimension::kPayerAccount, accounts_.front().id);
  set(line, Dimension::kRecordType, record_type);
  set(line, Dimension::kBillingEntity, "AWS");
  const std::string_view seller = currency_ == "CNY"   ? "Beijing Sinnet Technology Co., Ltd."
                                  : currency_ == "EUR" ? "Amazon Web Services EMEA SARL"
                                                       : "Amazon Web Services, Inc.";
  set(line, Dimension::kLegalEntityName, seller);
  set(line, Dimension::kInvoicingEntity, seller);
  line.unit = names_.id("N/A");
  line.categories[0] = names_.id(kBusinessUnits[account % kBusinessUnits.size()]);
  line.categories[1] = names_.id(kStages[account % kStages.size()]);
  return line;
}

void LedgerBuilder::set_compute(ChargeLine& line) {
  const RegionKind& region = regions_of(currency_).front();
  name_usage(line, services_.front(), region, services_.front().usage.front());
}

std::uint32_t LedgerBuilder::member_through(DateInterval span, std::uint32_t from) const {
  for (std::uint32_t i = from; i < accounts_.size(); ++i) {
    if (accounts_[i].joined <= span.start && !accounts_[i].left) return i;
  }
  return 0;
}

void LedgerBuilder::push(ChargeLine line) {
  if (line.cadence == Cadence::kOnce && line.first < span_.start) return;
  line.first = std::max(line.first, span_.start);
  line.last = std::min(line.last, span_.end);
  if (line.first < line.last) lines.push_back(line);
}

void LedgerBuilder::add_once(ChargeLine line, Date day, Pico amount) {
  if (day < line.first || day >= line.last) return;
  line.cadence = Cadence::kOnce;
  line.first = day;
  line.last = day + std::chrono::days(1);
  line.base = amount;
  push(line);
}

}  // namespace sextant::sim
