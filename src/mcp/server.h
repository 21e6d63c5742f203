#pragma once

#include <boost/json/object.hpp>

#include <expected>
#include <string>

#include "base/call_context.h"
#include "base/clock.h"
#include "base/random.h"
#include "mcp/call.h"
#include "mcp/message.h"
#include "mcp/registry.h"
#include "mcp/request_state.h"
#include "mcp/session.h"

namespace sextant::mcp {

struct ServerOptions {
  std::string name;  // of the program
  std::string title;
  std::string version;
  std::string instructions;  // for models: what the server is for
  // What only clients of the legacy era may ask for, beyond what the registry holds.
  bool has_logging = false;
  bool has_subscriptions = false;
  bool has_completions = false;
};

// A request on its way to its handler. References outlive the answering.
struct Request {
  const Message& message;
  Era era = Era::kModern;
  Session* session = nullptr;  // of a legacy client; nullptr in the modern era
  Caller caller;
  CallContext context;
  Wire* wire = nullptr;  // nullptr: the client can be told nothing before the answer
};

using Answer = std::expected<boost::json::object, RpcError>;

// Every method of the protocol, over what a registry holds. It knows no transport. Thread-safe.
class Server {
 public:
  // References outlive it.
  Server(const Registry& registry, ServerOptions options, const Clock& clock, Random& random);

  // The result of a request, or why there is none. Blocks as long as the handler does.
  Answer answer(const Request& request);
  // Whether a message is of the modern era, where the transport does not tell.
  static Era era_of(const Message& message);

  const Registry& registry() const { return registry_; }
  const Clock& clock() const { return clock_; }

 private:
  struct Asked;
  Answer dispatch(Asked& asked);
  Answer legacy_only(Asked& asked);
  Answer initialize(Asked& asked) const;
  Answer discover() const;
  Answer call_tool(Asked& asked);
  Answer get_prompt(Asked& asked);
  Answer read_resource(Asked& asked) const;
  Answer list(std::string_view member, boost::json::array items, const Asked& asked) const;
  Answer set_level(const Asked& asked) const;
  Answer subscribe(const Asked& asked) const;
  std::optional<RpcError> prepare(Asked& asked, const std::string& subject);
  // Runs a handler until it needs no more answers: in the modern era the client calls again, a
  // legacy client is asked here.
  template <typename Outcome, typename Run>
  Answer converse(Asked& asked, const std::string& subject, const Run& run);
  Answer require_input(Asked& asked, const std::string& subject, const InputRequired& needed);
  std::optional<RpcError> ask_here(Asked& asked, const InputRequired& needed) const;
  boost::json::object capabilities(Era era) const;
  boost::json::object self() const;
  boost::json::object finish(boost::json::object result, Era era) const;

  const Registry& registry_;
  const ServerOptions options_;
  const Clock& clock_;
  RequestStates states_;
};

}  // namespace sextant::mcp
