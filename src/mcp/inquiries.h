#pragma once

#include <boost/json/object.hpp>
#include <boost/json/value.hpp>

#include <condition_variable>
#include <cstdint>
#include <expected>
#include <map>
#include <mutex>
#include <optional>

#include "base/call_context.h"
#include "mcp/message.h"

namespace sextant::mcp {

// Where messages for the client go. Implementations are thread-safe.
class Wire {
 public:
  virtual ~Wire() = default;
  virtual void send(const boost::json::object& message) = 0;
};

// Questions that a legacy client was asked and has yet to answer. Thread-safe.
class Inquiries {
 public:
  using Answer = std::expected<boost::json::object, RpcError>;

  // Asks by way of `wire` and waits for the answer, until the deadline or a stop.
  Answer ask(Wire& wire, std::string_view method, boost::json::object params,
             const CallContext& context);
  // Hands an answer to who waits for it; without effect where nobody does.
  void take(const Message& response);

 private:
  std::mutex mutex_;
  std::condition_variable_any arrived_;
  std::int64_t last_ = 0;                                // guarded by mutex_
  std::map<std::int64_t, std::optional<Answer>> asked_;  // by id; guarded by mutex_
};

}  // namespace sextant::mcp
