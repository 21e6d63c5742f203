#pragma once

#include <atomic>

#include "http/server.h"
#include "sim/control/control.h"
#include "sim/iam/signature.h"
#include "sim/protocol/router.h"
#include "sim/simulation.h"

namespace sextant::sim {

// Answers every request to the simulated cloud: finds the service, checks signature and
// permissions, applies the faults, runs the operation and writes its answer in the service's
// protocol. Thread-safe.
class Gateway {
 public:
  // `simulation` outlives the gateway.
  explicit Gateway(Simulation& simulation) : simulation_(simulation) {}
  http::ServerResponse handle(const http::ServerRequest& request);

 private:
  // What is known of one request while it is served.
  struct Exchange {
    const http::ServerRequest& request;
    const Target& target;
    std::vector<Target::Pair> form;
    std::optional<Signature> signature;
    Route route;
    Faults::Draw draw;
    LoggedRequest log;
  };
  http::ServerResponse serve(const http::ServerRequest& request, const Target& target);
  Outcome answer(Exchange& exchange);
  Outcome run(Exchange& exchange, const Caller& caller, const json::object& input);
  std::expected<void, Fault> authorize(const Exchange& exchange, const Principal& principal,
                                       const Caller& caller, const json::object& input) const;

  Simulation& simulation_;
  std::atomic<std::uint64_t> served_ = 0;
};

}  // namespace sextant::sim
