#include "sim/billing/cost_query.h"

#include <fmt/core.h>

#include <algorithm>
#include <numeric>
#include <unordered_map>

namespace sextant::sim {

namespace {

// The id by which a line is grouped, and its text.
std::uint32_t group_id(const ChargeLine& line, const GroupKey& key) {
  const auto of = [&](const auto& ids) { return key.index < ids.size() ? ids[key.index] : 0; };
  switch (key.kind) {
    case GroupKey::Kind::kDimension:
      return line.value(key.dimension);
    case GroupKey::Kind::kTag:
      return of(line.tags);
    case GroupKey::Kind::kCategory:
      return of(line.categories);
  }
  return 0;
}

std::string group_text(const Ledger& ledger, const ChargeLine& line, const GroupKey& key) {
  if (key.kind == GroupKey::Kind::kDimension) {
    return std::string(ledger.text_of(line, key.dimension));
  }
  return fmt::format("{}${}", key.key, ledger.names().text(group_id(line, key)));
}

// The groups that a query's lines fall into, and which line falls into which.
struct Slots {
  static constexpr std::uint32_t kNone = UINT32_MAX;
  std::vector<std::uint32_t> of_line;
  std::vector<std::array<std::string, 2>> keys;
};

Slots assign_slots(const Books::Reading& reading, const CostQuery& query) {
  const Ledger& ledger = *reading.ledger;
  const std::span<const ChargeLine> lines = ledger.lines(reading.fresh.refreshes);
  const DateInterval whole{query.periods.front().start, query.periods.back().end};
  Slots out;
  out.of_line.assign(lines.size(), Slots::kNone);
  std::unordered_map<std::uint64_t, std::uint32_t> known;
  for (std::size_t i = 0; i < lines.size(); ++i) {
    const DateInterval span = ledger.span_of(lines[i], reading.perspective);
    if (span.empty() || span.end <= whole.start || span.start >= whole.end) continue;
    if (!query.filter.matches(ledger, lines[i])) continue;
    std::uint64_t id = 0;
    for (const GroupKey& key : query.groups) id = (id << 32U) | group_id(lines[i], key);
    const auto [found, is_new] = known.try_emplace(id, static_cast<std::uint32_t>(known.size()));
    out.of_line[i] = found->second;
    if (!is_new) continue;
    std::array<std::string, 2>& keys = out.keys.emplace_back();
    for (std::size_t k = 0; k < query.groups.size(); ++k) {
      keys[k] = group_text(ledger, lines[i], query.groups[k]);
    }
  }
  return out;
}

// One group in one period while it is added up.
struct Cell {
  std::array<PicoSum, kMetricCount> sums{};
  std::uint32_t unit = 0;
  bool is_used = false;
  bool has_units = false;  // of different kinds, where `unit` is 0

  void add(const Amounts& amounts, std::uint32_t line_unit) {
    for (std::size_t m = 0; m < kMetricCount; ++m) sums[m] += amounts[m];
    if (!has_units) {
      unit = line_unit;
      has_units = true;
    } else if (unit != line_unit) {
      unit = 0;
    }
    is_used = true;
  }
};

void add_line(const Books::Reading& reading, const ChargeLine& line, DateInterval period,
              Cell& cell) {
  const DateInterval span = reading.ledger->span_of(line, reading.perspective);
  const Date end = std::min(span.end, period.end);
  Amounts amounts;
  for (Date day = std::max(span.start, period.start); day < end; day += std::chrono::days(1)) {
    if (reading.ledger->amounts_on(line, day, reading.fresh, amounts)) {
      cell.add(amounts, line.unit);
    }
  }
}

std::vector<CostRow> rows_of(const std::vector<Cell>& cells, const Slots& slots,
                             const std::vector<std::uint32_t>& order, bool is_grouped) {
  std::vector<CostRow> out;
  for (const std::uint32_t slot : order) {
    if (cells[slot].is_used) {
      out.push_back({slots.keys[slot], cells[slot].sums, cells[slot].unit});
    }
  }
  if (!is_grouped && out.empty()) out.emplace_back();
  return out;
}

CostChunk evaluate(const Books::Reading& reading, const CostQuery& query, const Slots& slots,
                   std::size_t first_period, std::size_t count) {
  const std::span<const ChargeLine> lines = reading.ledger->lines(reading.fresh.refreshes);
  std::vector<std::uint32_t> order(slots.keys.size());
  std::iota(order.begin(), order.end(), 0U);
  std::ranges::sort(order, {}, [&](std::uint32_t slot) -> const auto& { return slots.keys[slot]; });
  CostChunk out;
  out.first_period = first_period;
  for (std::size_t p = first_period; p < first_period + count; ++p) {
    std::vector<Cell> cells(slots.keys.size());
    for (std::size_t i = 0; i < lines.size(); ++i) {
      if (slots.of_line[i] == Slots::kNone) continue;
      add_line(reading, lines[i], query.periods[p], cells[slots.of_line[i]]);
    }
    out.rows.push_back(rows_of(cells, slots, order, !query.groups.empty()));
  }
  return out;
}

}  // namespace

std::string_view GroupKey::type() const {
  switch (kind) {
    case Kind::kDimension:
      return "DIMENSION";
    case Kind::kTag:
      return "TAG";
    case Kind::kCategory:
      return "COST_CATEGORY";
  }
  return "";
}

std::shared_ptr<const CostChunk> CostQueryEngine::chunk_with(const Books::Reading& reading,
                                                             const CostQuery& query,
                                                             const std::string& key,
                                                             std::size_t period) {
  if (auto found = find(key, period)) return found;
  const Slots slots = assign_slots(reading, query);
  const std::size_t per_chunk =
      std::max<std::size_t>(1, limits_.rows_of_chunk / std::max<std::size_t>(1, slots.keys.size()));
  const std::size_t count = std::min(per_chunk, query.periods.size() - period);
  auto chunk = std::make_shared<const CostChunk>(evaluate(reading, query, slots, period, count));
  keep(key, chunk);
  return chunk;
}

std::shared_ptr<const CostChunk> CostQueryEngine::find(const std::string& key, std::size_t period) {
  const std::lock_guard lock(mutex_);
  const auto found = std::ranges::find_if(
      kept_, [&](const Kept& kept) { return kept.key == key && kept.chunk->has(period); });
  if (found == kept_.end()) return nullptr;
  kept_.splice(kept_.begin(), kept_, found);
  return kept_.front().chunk;
}

void CostQueryEngine::keep(const std::string& key, std::shared_ptr<const CostChunk> chunk) {
  std::size_t rows = 1;
  for (const auto& of_period : chunk->rows) rows += of_period.size();
  const std::lock_guard lock(mutex_);
  kept_.push_front({key, std::move(chunk), rows});
  rows_kept_ += rows;
  while (kept_.size() > 1 &&
         (rows_kept_ > limits_.rows_kept || kept_.size() > limits_.chunks_kept)) {
    rows_kept_ -= kept_.back().rows;
    kept_.pop_back();
  }
}

}  // namespace sextant::sim
