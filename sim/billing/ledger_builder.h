#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "sim/billing/dice.h"
#include "sim/billing/ledger.h"
#include "sim/billing/price_list.h"

namespace sextant::sim {

// The rates of growth that occur, in permille a month.
inline constexpr int kGrowthMin = -25;
inline constexpr int kGrowthMax = 40;

// Draws the lines of a ledger. Part of Ledger; nothing else makes one.
class LedgerBuilder {
 public:
  LedgerBuilder(const std::string& currency, const std::vector<SimAccount>& accounts,
                const LedgerOptions& options, DateInterval span, Names& names);

  void build();
  // The lines that the `number`-th refresh adds.
  void add_refresh(std::uint32_t number, Date today);

  std::vector<ChargeLine> lines;
  std::vector<Commitment> commitments;

 private:
  // What accounts use (usage.cpp).
  void add_usage(std::uint32_t account);
  void add_service(std::uint32_t account, const ServiceKind& service, const RegionKind& region);
  void add_kind(std::uint32_t account, const ServiceKind& service, const RegionKind& region,
                const UsageKind& kind);
  void name_usage(ChargeLine& line, const ServiceKind& service, const RegionKind& region,
                  const UsageKind& kind);
  void add_tags(ChargeLine& line, Dice& dice);
  void add_discount(ChargeLine usage);

  // Everything but usage (ledger_charges.cpp).
  void add_taxes(std::uint32_t account);
  void add_support();
  void add_corrections();

  // ledger_commitments.cpp
  void add_savings_plan();
  void add_covered_usage(const Commitment& plan, std::uint32_t account, Pico effective);
  void add_reservation();

  // A line of `account` with what all lines of it have in common.
  ChargeLine line_of(std::uint32_t account, std::string_view record_type);
  void set(ChargeLine& line, Dimension dimension, std::string_view text) {
    line.value(dimension) = names_.id(text);
  }
  void set_compute(ChargeLine& line);
  // `line`, with the weights it has, on one day, if the ledger and the account's time reach there.
  void add_once(ChargeLine line, Date day, Pico amount);
  // The first member that is in the organization for all of `span`; 0 (the payer) where there is
  // none.
  std::uint32_t member_through(DateInterval span, std::uint32_t from) const;
  // Adds the line if anything of it is left within the ledger.
  void push(ChargeLine line);

  const std::string& currency_;
  const std::vector<SimAccount>& accounts_;
  const LedgerOptions& options_;
  const DateInterval span_;
  Names& names_;
  std::vector<ServiceKind> services_;
};

}  // namespace sextant::sim
