#pragma once

#include <algorithm>
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "sim/billing/charge_line.h"
#include "sim/world.h"

namespace sextant::sim {

struct LedgerOptions {
  std::uint64_t seed = 7;
  Date today{};                 // the ledger goes back from here, and two years on
  int months = 17;              // calendar months up to now, the current one included; 1 to 60
  int services = 22;            // 1 to 500
  bool has_net_metrics = true;  // whether NetUnblendedCost and NetAmortizedCost exist
};

// Whose bill is looked at: the payer's (or that of an account that stands alone), or a member's
// own.
struct Perspective {
  bool is_payer = true;
  std::uint32_t account = 0;  // index in the ledger's accounts; 0 is the payer
};

// Which state of the figures is meant: whole days before `today`, `hours` (0, 8 or 16) of today,
// and so many refreshes.
struct Freshness {
  Date today{};
  int hours = 0;
  std::uint32_t refreshes = 0;
};
// The figures as they stand at `now`: they are drawn up at 0, 8 and 16 o'clock.
Freshness freshness_at(WallTime now);

// A reservation or Savings Plan. Amounts are per day of its term.
struct Commitment {
  enum class Kind : std::uint8_t { kReservation, kSavingsPlan };
  Kind kind = Kind::kSavingsPlan;
  std::string id;   // the reservation's id
  std::string arn;  // the plan's ARN
  std::string service;
  std::string region;
  std::string instance_type;
  std::uint32_t account = 0;
  Date first{};
  Date last{};  // exclusive
  Pico upfront = 0;
  Pico recurring = 0;
  Pico used = 0;       // of upfront + recurring
  Pico on_demand = 0;  // what the use would have cost
  Pico hours = 0;      // reservations: purchased
  Pico hours_used = 0;
};

// The bill of one organization (or of one account that stands alone): lines whose amounts of any
// day follow from the seed, so that nothing but the lines is held in memory.
//
// Invariants, over whole days and whole terms: blended and unblended cost are equal for each month;
// so are the amortized and the unblended cost of a commitment over its term; and where there are
// net metrics, net equals unblended cost once discount lines are counted.
//
// Thread-safe once made, but for `refresh`, which callers serialize with everything else.
class Ledger {
 public:
  // `accounts` are those of an organization, its payer first, or a single one.
  Ledger(const std::string& currency, const std::vector<SimAccount>& accounts,
         const LedgerOptions& options);

  const std::string& currency() const { return currency_; }
  bool has_net_metrics() const { return options_.has_net_metrics; }
  Date begin() const { return begin_; }
  const std::vector<SimAccount>& accounts() const { return accounts_; }
  // The lines after so many refreshes.
  std::span<const ChargeLine> lines(std::uint32_t refresh_count) const {
    return std::span(lines_).first(line_counts_[std::min(refresh_count, refreshes())]);
  }
  const std::vector<Commitment>& commitments() const { return commitments_; }
  const Names& names() const { return names_; }
  // Empty for an account that this ledger does not know.
  std::optional<Perspective> perspective_of(std::string_view account_id) const;

  // The days on which the line is part of the bill that is looked at.
  DateInterval span_of(const ChargeLine& line, const Perspective& perspective) const;
  // The amounts of a line on one day of its span; false where it has none that day.
  bool amounts_on(const ChargeLine& line, Date day, const Freshness& fresh, Amounts& out) const;

  // The text by which a line is grouped; absent values have their own ("NoRegion").
  std::string_view text_of(const ChargeLine& line, Dimension dimension) const;

  // What AWS does between two requests: moves some money of the previous month from one account to
  // another at a constant total, and adds late usage to the current month. Each time other lines.
  // At most kRefreshesMax times; then nothing more changes.
  void refresh(Date today);
  static constexpr std::uint32_t kRefreshesMax = 1000;
  std::uint32_t refreshes() const { return static_cast<std::uint32_t>(line_counts_.size()) - 1; }

 private:
  Pico raw_amount(const ChargeLine& line, Date day, const Freshness& fresh) const;

  std::string currency_;
  LedgerOptions options_;
  Date begin_{};
  Date end_{};
  std::vector<SimAccount> accounts_;
  std::map<std::string, std::uint32_t, std::less<>> account_indexes_;
  Names names_;
  std::vector<ChargeLine> lines_;
  std::vector<Commitment> commitments_;
  // By rate (permille a month, from kGrowthMin) and month: the factor in 10^-6.
  std::vector<std::vector<std::int64_t>> growth_;
  std::vector<std::size_t> line_counts_;  // by the number of refreshes
};

}  // namespace sextant::sim
