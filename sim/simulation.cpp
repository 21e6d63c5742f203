#include "sim/simulation.h"

#include "sim/billing/billing.h"
#include "sim/control/control.h"
#include "sim/iam/iam_service.h"
#include "sim/identities.h"
#include "sim/organizations/organizations_service.h"
#include "sim/services/services.h"
#include "sim/sso/sso_service.h"
#include "sim/sts/sts_service.h"

namespace sextant::sim {

Simulation::Simulation(Options given)
    : options(std::move(given)),
      world(make_world(options.world)),
      clock(options.world.now),
      faults(world.seed, options.page_rows),
      directory(world.seed),
      sso([this](const std::string& label, std::string_view alphabet,
                 std::size_t length) { return directory.fresh(label, alphabet, length); },
          faults, "https://corp.awsapps.com/start", options.device_interval_s) {
  clock.set_skew(std::chrono::seconds(options.faults.skew_s));
  faults.set(options.faults);
}

std::unique_ptr<Simulation> make_simulation(Options options) {
  auto simulation = std::make_unique<Simulation>(std::move(options));
  populate(*simulation);
  add_sts(*simulation);
  add_iam(*simulation);
  add_organizations(*simulation);
  add_sso(*simulation);
  add_services(*simulation);
  add_billing(simulation->registry, simulation->world, simulation->clock, simulation->faults,
              simulation->options.billing);
  add_controls(*simulation);
  return simulation;
}

}  // namespace sextant::sim
