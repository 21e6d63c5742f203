#pragma once

#include <boost/json/object.hpp>
#include <boost/json/value.hpp>

#include <expected>
#include <string>
#include <string_view>

#include "mcp/protocol.h"

namespace sextant::mcp {

// The longest message that is read; requests are small, and an answer of a client is too.
inline constexpr std::size_t kMessageBytesMax = 4U << 20U;

// A JSON-RPC message as it came. A plain value.
struct Message {
  enum class Kind { kRequest, kNotification, kResponse };
  Kind kind = Kind::kRequest;
  boost::json::value id;       // a text or an integer; null for a notification
  std::string method;          // "" for a response
  boost::json::object params;  // empty where there are none
  // Of a response: what the client answered, or why it did not.
  std::expected<boost::json::object, RpcError> answer = boost::json::object();
};

// What is wrong with a text that is no message, with the id of the request where it can be told.
struct MessageFault {
  RpcError error;
  boost::json::value id = nullptr;
};

// Reads one message. Nesting is bounded by the parser (32 levels). A list of messages (a batch) is
// refused: one revision alone had it, and no client is known to send it.
std::expected<Message, MessageFault> read_message(std::string_view text);

boost::json::object make_request(boost::json::value id, std::string_view method,
                                 boost::json::object params);
boost::json::object make_notification(std::string_view method, boost::json::object params);
boost::json::object make_result(const boost::json::value& id, boost::json::object result);
// Without an id where it is null, as the protocol has it for what cannot be told apart.
boost::json::object make_error(const boost::json::value& id, const RpcError& error);

// The text of a value with the members of each object in order of their names: equal values have
// equal texts, whatever order a client sends them in.
std::string canonical_text(const boost::json::value& value);

// Members of objects that a client sent, which may lack any or hold another kind.
const boost::json::object* object_member(const boost::json::object& object, std::string_view name);
const boost::json::string* text_member(const boost::json::object& object, std::string_view name);

}  // namespace sextant::mcp
