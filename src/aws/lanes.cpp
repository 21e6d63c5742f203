#include "aws/lanes.h"

#include "aws/catalog.h"

namespace sextant::aws {

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

}  // namespace sextant::aws
