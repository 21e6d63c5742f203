#include <pthread.h>

#include <csignal>
#include <cstdio>

#include "http/server.h"
#include "sim/options.h"
#include "sim/profiles.h"
#include "sim/server.h"
#include "sim/simulation.h"

namespace {

constexpr std::size_t kHandlers = 64;  // a request that waits for --latency-ms keeps one busy

int fail(const sextant::Error& error) {
  std::fprintf(stderr, "sextant-sim: %s: %s\n", error.code.c_str(), error.detail.c_str());
  return 1;
}

}  // namespace

int main(int argc, char** argv) {
  int exit_code = 0;
  auto options = sextant::sim::read_options(argc, argv, exit_code);
  if (!options) return exit_code;
  // Blocked before any thread starts, so that only sigwait below sees them.
  sigset_t signals;
  sigemptyset(&signals);
  sigaddset(&signals, SIGTERM);
  sigaddset(&signals, SIGINT);
  pthread_sigmask(SIG_BLOCK, &signals, nullptr);

  const auto simulation = sextant::sim::make_simulation(std::move(*options));
  sextant::sim::Gateway gateway(*simulation);
  sextant::http::ServerOptions server_options;
  server_options.port = simulation->options.port;
  server_options.threads = kHandlers;
  auto server = sextant::http::Server::start(
      server_options,
      [&gateway](const sextant::http::ServerRequest& request) { return gateway.handle(request); });
  if (!server) return fail(server.error());
  simulation->port = (*server)->port();
  if (!simulation->options.profiles_folder.empty()) {
    const auto written =
        sextant::sim::write_profiles(*simulation, simulation->options.profiles_folder);
    if (!written) return fail(written.error());
  }
  std::printf("sextant-sim ready http://127.0.0.1:%u\n", (*server)->port());
  std::fflush(stdout);
  int signal = 0;
  sigwait(&signals, &signal);
  return 0;
}
