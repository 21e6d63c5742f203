#include "aws/lanes.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

#include "aws/catalog.h"
#include "base/text.h"

namespace sextant::aws {
namespace {

constexpr double kRateMax = 10'000;

}  // namespace

Pace Lanes::ceiling(const std::string& service) const {
  if (const auto chosen = ceilings_.find(service); chosen != ceilings_.end()) return chosen->second;
  const CatalogService* known = find_catalog_service(service);
  return known != nullptr && known->pace ? *known->pace : Pace{};
}

Lane& Lanes::at(const std::string& account_id, const std::string& region,
                const std::string& service) {
  const std::lock_guard lock(mutex_);
  std::unique_ptr<Lane>& lane = lanes_[{account_id, region, service}];
  if (!lane) lane = std::make_unique<Lane>(ceiling(service), clock_);
  return *lane;
}

std::shared_ptr<Lanes> shared_lanes(const Clock& clock,
                                    const std::map<std::string, Pace>& ceilings) {
  static std::mutex mutex;
  static auto* held = new std::map<const Clock*, std::weak_ptr<Lanes>>;  // guarded by mutex
  const std::lock_guard lock(mutex);
  std::weak_ptr<Lanes>& known = (*held)[&clock];
  std::shared_ptr<Lanes> lanes = known.lock();
  if (!lanes) {
    lanes = std::make_shared<Lanes>(clock, ceilings);
    known = lanes;
  }
  return lanes;
}

Result<std::map<std::string, Pace>> read_paces(const Environment& environment) {
  std::map<std::string, Pace> paces;
  const auto text = environment.get_non_empty("SEXTANT_PACE");
  if (!text) return paces;
  for (const std::string& part : split(*text, ',')) {
    const std::size_t equals = part.find('=');
    double rate_per_s = 0;
    if (equals != std::string::npos) {
      const char* end = part.data() + part.size();
      const auto [stop, error] = std::from_chars(part.data() + equals + 1, end, rate_per_s);
      if (error != std::errc() || stop != end) rate_per_s = 0;
    }
    if (!(rate_per_s >= Pacer::kRateFloor && rate_per_s <= kRateMax)) {
      return failure("aws.bad_pace", fmt::format("\"{}\" is no service=rate from {} to {}", part,
                                                 Pacer::kRateFloor, kRateMax));
    }
    paces[std::string(trim(part.substr(0, equals)))] = Pace{rate_per_s, std::max(rate_per_s, 1.0)};
  }
  return paces;
}

}  // namespace sextant::aws
