#include "sim/billing/ledger.h"

#include <algorithm>
#include <cassert>

#include "sim/billing/dice.h"
#include "sim/billing/ledger_builder.h"

namespace sextant::sim {

namespace chrono = std::chrono;

namespace {

constexpr int kMonthsAhead = 24;  // so far may the clock be moved on
constexpr int kHoursOfRefresh = 8;
constexpr std::int64_t kMillion = 1'000'000;

int months_between(Date from, Date to) {
  const chrono::year_month_day a(from);
  const chrono::year_month_day b(to);
  return (static_cast<int>(b.year()) - static_cast<int>(a.year())) * 12 +
         static_cast<int>(static_cast<unsigned>(b.month())) -
         static_cast<int>(static_cast<unsigned>(a.month()));
}

std::vector<std::vector<std::int64_t>> growth_factors(int months) {
  std::vector<std::vector<std::int64_t>> out;
  for (int rate = kGrowthMin; rate <= kGrowthMax; ++rate) {
    std::vector<std::int64_t>& factors = out.emplace_back();
    std::int64_t factor = kMillion;
    for (int month = 0; month < months; ++month) {
      factors.push_back(factor);
      factor = factor * (1000 + rate) / 1000;
    }
  }
  return out;
}

bool is_weekend(Date day) {
  const chrono::weekday weekday(day);
  return weekday == chrono::Saturday || weekday == chrono::Sunday;
}

bool is_first_of_month(Date day) {
  return first_of_month(day) == day;
}

}  // namespace

Freshness freshness_at(WallTime now) {
  const auto hours = chrono::floor<chrono::hours>(now - date_of(now)).count();
  return {date_of(now), static_cast<int>(hours) / kHoursOfRefresh * kHoursOfRefresh, 0};
}

Ledger::Ledger(const std::string& currency, const std::vector<SimAccount>& accounts,
               const LedgerOptions& options)
    : currency_(currency),
      options_(options),
      begin_(add_months(options.today, 1 - options.months)),
      end_(add_months(options.today, kMonthsAhead)),
      accounts_(accounts),
      growth_(growth_factors(options.months + kMonthsAhead)) {
  assert(!accounts_.empty());
  for (std::uint32_t i = 0; i < accounts_.size(); ++i) account_indexes_[accounts_[i].id] = i;
  LedgerBuilder builder(currency_, accounts_, options_, {begin_, end_}, names_);
  builder.build();
  lines_ = std::move(builder.lines);
  commitments_ = std::move(builder.commitments);
  line_counts_.push_back(lines_.size());
}

std::optional<Perspective> Ledger::perspective_of(std::string_view account_id) const {
  const auto found = account_indexes_.find(account_id);
  if (found == account_indexes_.end()) return std::nullopt;
  return Perspective{found->second == 0, found->second};
}

DateInterval Ledger::span_of(const ChargeLine& line, const Perspective& perspective) const {
  const DateInterval nothing{line.first, line.first};
  const SimAccount& account = accounts_[line.account];
  // One that was closed leaves the bill; one that left alive goes on with a bill of its own.
  const bool went_alive = account.left && account.state == "ACTIVE";
  if (perspective.is_payer) {
    if (!line.in_payer_view) return nothing;
    return {line.first, went_alive ? std::min(line.last, *account.left) : line.last};
  }
  if (!line.in_member_view || line.account != perspective.account) return nothing;
  return {went_alive ? std::max(line.first, *account.left) : line.first, line.last};
}

Pico Ledger::raw_amount(const ChargeLine& line, Date day, const Freshness& fresh) const {
  const auto month = static_cast<std::size_t>(months_between(begin_, day));
  const auto rate = static_cast<std::size_t>(line.growth_permille - kGrowthMin);
  PicoSum amount = static_cast<PicoSum>(line.base) * growth_[rate][month] / kMillion;
  if (is_weekend(day)) amount = amount * line.weekend_permille / 1000;
  if (line.noise_permille > 0) {
    const auto days = static_cast<std::uint64_t>(day.time_since_epoch().count());
    const auto width = static_cast<std::uint64_t>(line.noise_permille) * 2 + 1;
    const auto swing =
        static_cast<std::int64_t>(mix(line.noise_seed ^ mix(days)) % width) - line.noise_permille;
    amount += amount * swing / 1000;
  }
  if (day >= line.spike_first && day < line.spike_last) amount = amount * line.spike_percent / 100;
  if (day == fresh.today && line.cadence == Cadence::kDaily) amount = amount * fresh.hours / 24;
  amount -= amount % line.step;
  return static_cast<Pico>(amount);
}

bool Ledger::amounts_on(const ChargeLine& line, Date day, const Freshness& fresh,
                        Amounts& out) const {
  if (day < line.first || day >= line.last || day < begin_) return false;
  if (day > fresh.today || (day == fresh.today && fresh.hours == 0)) return false;
  if (line.cadence == Cadence::kMonthly && !is_first_of_month(day)) return false;
  if (line.cadence == Cadence::kOnce && day != line.first) return false;

  const bool is_partial = day == fresh.today && line.cadence == Cadence::kDaily;
  const auto share_of_day = [&](Pico amount) {
    return is_partial ? amount * fresh.hours / 24 : amount;
  };
  Pico times = 1;
  if (line.by_days_of_month) {
    times = std::min<Pico>((add_months(day, 1) - day).count(), (line.last - day).count());
  }
  const PicoSum raw = raw_amount(line, day, fresh);
  for (std::size_t i = 0; i < kCostMetricCount; ++i) {
    out[i] = (share_of_day(line.fixed[i]) + static_cast<Pico>(raw * line.weight[i] / 1000)) * times;
  }
  const auto usage = [&](Metric metric, Pico fixed, std::int32_t permille) {
    out[static_cast<std::size_t>(metric)] =
        (share_of_day(fixed) + static_cast<Pico>(raw * permille / 1000)) * times;
  };
  usage(Metric::kUsageQuantity, line.quantity_fixed, line.quantity_permille);
  usage(Metric::kNormalizedUsageAmount, line.normalized_fixed, line.normalized_permille);
  return true;
}

std::string_view Ledger::text_of(const ChargeLine& line, Dimension dimension) const {
  const std::uint32_t id = line.value(dimension);
  return id == 0 ? absent_value(dimension) : std::string_view(names_.text(id));
}

void Ledger::refresh(Date today) {
  if (refreshes() >= kRefreshesMax) return;
  LedgerBuilder builder(currency_, accounts_, options_, {begin_, end_}, names_);
  builder.add_refresh(refreshes() + 1, today);
  lines_.insert(lines_.end(), builder.lines.begin(), builder.lines.end());
  line_counts_.push_back(lines_.size());
}

}  // namespace sextant::sim
