#pragma once

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>

#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <variant>

#include "base/call_context.h"
#include "mcp/protocol.h"
#include "mcp/session.h"

namespace sextant::mcp {

// Who sends a request, as the transport knows it. This layer hands it on and compares ids; what a
// scope allows is up to handlers. A plain value.
struct Caller {
  std::string id;     // of a token; "local" over standard input
  std::string scope;  // "" over standard input
};

// One request as a handler sees it. Used by the handler's thread, and by those it starts as long
// as it waits for them.
class Call {
 public:
  Era era = Era::kModern;
  ClientFacts client;
  Caller caller;
  CallContext context;  // ends when the client cancels or goes

  // What the client has answered to what was asked, by the keys of InputRequired; only objects that
  // the client gave as answers. Empty at first.
  boost::json::object answers;
  // What the handler has given the client to carry, unsealed; null at first.
  boost::json::value state = nullptr;

  // Tells how far it is, where the client wants to know. `done` only grows.
  void progress(double done, std::optional<double> total, std::string_view words);
  // A line of a log, where the client wants it.
  void log(std::string_view level, std::string_view words);

  // Set by the server.
  Wire* wire = nullptr;
  boost::json::value progress_token = nullptr;
  int level_min = -1;  // of log lines; -1: none is wanted

 private:
  std::mutex mutex_;
  double told_ = -1;  // guarded by mutex_
};

// A handler needs answers first: {"confirm": {"method": "elicitation/create", "params": {...}}}.
// It is called again with them, and with `state`, which the client carries sealed: it can neither
// read anything secret there (put none in) nor change, keep or share it.
struct InputRequired {
  boost::json::object requests;
  boost::json::value state = nullptr;
};

// What a tool has to say. `structured` stands for the same as `content`, which repeats it as text.
struct ToolResult {
  boost::json::array content;
  std::optional<boost::json::object> structured = std::nullopt;
  bool is_error = false;
};
struct PromptResult {
  std::string description;
  boost::json::array messages;
};

using ToolOutcome = std::variant<ToolResult, InputRequired, RpcError>;
using PromptOutcome = std::variant<PromptResult, InputRequired, RpcError>;

// A block of text, as `content` has it.
boost::json::object text_block(std::string_view text);
// A result that says what went wrong, to a model.
ToolResult tool_error(std::string_view text);

// A form that asks for what `schema` describes (properties of plain types).
boost::json::object elicitation(std::string_view message, boost::json::object schema);
// What the client has answered to a form: its content where the person agreed to send it, nullopt
// where there is no answer yet, or none that is one.
struct FormAnswer {
  bool is_accepted = false;
  boost::json::object content;
};
std::optional<FormAnswer> form_answer(const Call& call, std::string_view key);

}  // namespace sextant::mcp
