#pragma once

#include <array>
#include <list>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "sim/billing/books.h"
#include "sim/billing/filter.h"
#include "sim/billing/validation.h"

namespace sextant::sim {

// What the groups of an answer are made by.
struct GroupKey {
  enum class Kind : std::uint8_t { kDimension, kTag, kCategory };
  Kind kind = Kind::kDimension;
  Dimension dimension = Dimension::kService;
  std::string key;        // as asked: "LINKED_ACCOUNT", "team"
  std::size_t index = 0;  // of kTagKeys or kCategoryNames; their size where the key is unknown

  std::string_view type() const;  // "DIMENSION"
};

struct CostQuery {
  std::vector<DateInterval> periods;
  Filter filter;
  std::vector<GroupKey> groups;  // at most two
};

// What one group cost in one period, on all metrics.
struct CostRow {
  std::array<std::string, 2> keys;  // as answered: "team$payments"
  std::array<PicoSum, kMetricCount> sums{};
  std::uint32_t unit = 0;  // of the usage; 0: units that cannot be added
};

// The rows of consecutive periods, sorted by key.
struct CostChunk {
  std::size_t first_period = 0;
  std::vector<std::vector<CostRow>> rows;  // by period; without grouping exactly one row each

  bool has(std::size_t period) const {
    return period >= first_period && period < first_period + rows.size();
  }
};

// Answers queries over ledgers, some periods at a time, so that an answer of millions of rows is
// never held as a whole; keeps the latest chunks for the pages that follow. Thread-safe.
class CostQueryEngine {
 public:
  struct Limits {
    std::size_t rows_of_chunk = 100'000;
    std::size_t rows_kept = 400'000;
    std::size_t chunks_kept = 64;
  };
  explicit CostQueryEngine(const Limits& limits) : limits_(limits) {}
  CostQueryEngine() : CostQueryEngine(Limits()) {}

  // The chunk that holds the period. `key` names query, perspective and state of the figures.
  std::shared_ptr<const CostChunk> chunk_with(const Books::Reading& reading, const CostQuery& query,
                                              const std::string& key, std::size_t period);

 private:
  struct Kept {
    std::string key;
    std::shared_ptr<const CostChunk> chunk;
    std::size_t rows = 0;
  };
  std::shared_ptr<const CostChunk> find(const std::string& key, std::size_t period);
  void keep(const std::string& key, std::shared_ptr<const CostChunk> chunk);

  const Limits limits_;
  std::mutex mutex_;
  std::list<Kept> kept_;  // guarded, as all below; latest first
  std::size_t rows_kept_ = 0;
};

}  // namespace sextant::sim
