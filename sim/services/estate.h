#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "sim/world.h"

namespace sextant::sim {

using Tags = std::vector<std::pair<std::string, std::string>>;

// A resource of some kind: what its service's answer is written from.
struct Thing {
  std::string name;     // "queue-payments-1"
  std::string id;       // 17 hexadecimal digits
  std::string created;  // RFC 3339
  std::int64_t created_s = 0;
  std::uint64_t number = 0;  // looks random; for sizes and choices
  Tags tags;
};

// A small set of resources in every account, the same on each call. Costs know nothing of it.
class Estate {
 public:
  explicit Estate(const World& world) : world_(world) {}

  // At most `count_max` things, in the two regions that are in use; none elsewhere.
  std::vector<Thing> things(const std::string& account_id, std::string_view region,
                            std::string_view kind, std::uint64_t count_max) const;
  static const std::vector<std::string>& regions_in_use();

 private:
  const World& world_;
};

// The regions that the account has, and whether each is on without being asked for.
struct RegionEntry {
  std::string name;
  bool is_default = true;
};
const std::vector<RegionEntry>& all_regions();

}  // namespace sextant::sim
