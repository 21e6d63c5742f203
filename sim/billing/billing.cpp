#include "sim/billing/billing.h"

namespace sextant::sim {

void add_billing(Registry& registry, const World&, const SimClock&, const Faults&) {
  Service service;
  service.name = "ce";
  service.signing_name = "ce";
  service.protocol = Protocol::kJson11;
  service.target_prefix = "AWSInsightsIndexService";
  service.throttle_code = "LimitExceededException";
  registry.add(std::move(service));
}

}  // namespace sextant::sim
