// sextant-mcp-conformance: the MCP library with the fixtures of the official conformance tests, on
// a free port of this machine. Prints "ready URL" and serves until standard input ends.
#include <iostream>
#include <string>

#include "base/random.h"
#include "http/message.h"
#include "http/server.h"
#include "mcp/conformance/fixtures.h"
#include "mcp/http_endpoint.h"

namespace {

using namespace sextant;

// A page elsewhere can give its own name this machine's address, but not another Host.
bool is_for_this_machine(const http::ServerRequest& request) {
  const auto is_loopback = [](const std::string& url) {
    const auto parts = http::split_url(url);
    return parts && http::is_loopback_host(parts->host);
  };
  const auto origin = request.headers.find("Origin");
  return is_loopback("http://" + request.headers.find("Host").value_or("")) &&
         (!origin || is_loopback(*origin));
}

}  // namespace

int main() {
  const SystemClock clock;
  SystemRandom random;
  const mcp::Registry registry = mcp::conformance_registry();
  mcp::ServerOptions options{"sextant-mcp-conformance", "", "1.0.0", "Fixtures for tests."};
  options.has_logging = options.has_subscriptions = options.has_completions = true;
  mcp::Server server(registry, options, clock, random);
  mcp::HttpEndpoint endpoint(server, clock, random);
  http::ServerOptions place;
  place.threads = 16;
  const auto running = http::Server::start(place, [&](const http::ServerRequest& request) {
    if (!is_for_this_machine(request)) return http::ServerResponse{403, {}, "", {}, false};
    return endpoint.handle(request, {"fixture", ""});
  });
  if (!running) {
    std::cerr << running.error().detail << "\n";
    return 1;
  }
  std::cout << "ready http://127.0.0.1:" << (*running)->port() << "/mcp" << std::endl;
  for (std::string line; std::getline(std::cin, line);) {
  }
  return 0;
}
