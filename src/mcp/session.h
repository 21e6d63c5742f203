#pragma once

#include <boost/json/object.hpp>

#include <mutex>
#include <optional>
#include <string>
#include <string_view>

#include "mcp/inquiries.h"
#include "mcp/protocol.h"

namespace sextant::mcp {

// What a client says of itself. Its name is for logs, and proves nothing. A plain value.
struct ClientFacts {
  std::string version;  // of the protocol
  std::string name;
  std::string program_version;
  boost::json::object capabilities;

  // Whether it can be asked by this method: "elicitation/create", "sampling/createMessage",
  // "roots/list".
  bool can(std::string_view method) const;
};
// The capability that a method of the client's needs, as ClientCapabilities; empty: none is known.
boost::json::object capability_for(std::string_view method);
// `info` is an Implementation, of which each part may be missing; texts are cut to a sane length.
void read_client_info(const boost::json::object* info, ClientFacts& facts);

// The order of log levels, "debug" to "emergency"; nullopt for what is none.
std::optional<int> log_level(std::string_view name);

// One legacy client, from its `initialize` on. Thread-safe.
class Session {
 public:
  Session() { facts_.version = std::string(kLegacyNewest); }
  explicit Session(std::string_view version) { facts_.version = std::string(version); }

  ClientFacts facts() const;
  void introduce(ClientFacts facts);
  int level() const;
  void set_level(int level);

  Inquiries inquiries;

 private:
  mutable std::mutex mutex_;
  ClientFacts facts_;  // guarded by mutex_, as are those below
  int level_ = 0;
};

}  // namespace sextant::mcp
