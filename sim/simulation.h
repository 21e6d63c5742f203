#pragma once

#include <atomic>
#include <memory>

#include "sim/control/request_log.h"
#include "sim/faults/faults.h"
#include "sim/iam/directory.h"
#include "sim/options.h"
#include "sim/organizations/overlay.h"
#include "sim/service.h"
#include "sim/sim_clock.h"
#include "sim/sso/sso_store.h"
#include "sim/world.h"

namespace sextant::sim {

// Everything that the simulated cloud consists of. Its parts are thread-safe each for itself; the
// world and, once it serves, the registry never change.
struct Simulation {
  explicit Simulation(Options given);

  const Options options;
  const World world;
  SimClock clock;
  Faults faults;
  Directory directory;
  OrganizationOverlay overlay;
  SsoStore sso;
  RequestLog log;
  Registry registry;
  std::atomic<unsigned> port = 0;  // known once it serves
};

// A simulation with all its services and identities.
std::unique_ptr<Simulation> make_simulation(Options options);

}  // namespace sextant::sim
