#pragma once

#include <boost/json/object.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include <deque>
#include <string>
#include <string_view>
#include <vector>

#include "base/random.h"
#include "mcp/server.h"

namespace sextant::mcp::testing {

// Collects what is sent.
class CollectingWire final : public Wire {
 public:
  void send(const boost::json::object& message) override {
    const std::lock_guard lock(mutex_);
    sent_.push_back(message);
  }
  std::vector<boost::json::object> sent() {
    const std::lock_guard lock(mutex_);
    return sent_;
  }

 private:
  std::mutex mutex_;
  std::vector<boost::json::object> sent_;
};

inline Message message_of(std::string_view text) {
  return *read_message(text);
}

// A request of the modern era; `params` begins with a comma where there are any.
inline std::string modern(int id, std::string_view method, std::string_view params = "",
                          std::string_view capabilities = "{}") {
  return R"({"jsonrpc":"2.0","id":)" + std::to_string(id) + R"(,"method":")" + std::string(method) +
         R"(","params":{"_meta":{"io.modelcontextprotocol/protocolVersion":"2026-07-28",)"
         R"("io.modelcontextprotocol/clientCapabilities":)" +
         std::string(capabilities) +
         R"(,"io.modelcontextprotocol/clientInfo":{"name":"test","version":"1"}})" +
         std::string(params) + "}}";
}

// A registry with a tool for each thing that a transport has to deal with.
inline Registry small_registry() {
  Registry registry;
  Tool echo;
  echo.name = "echo";
  echo.title = "Echo";
  echo.description = "Says what it was told";
  echo.input_schema =
      boost::json::parse(R"({"type":"object","properties":{"text":{"type":"string"}},)"
                         R"("required":["text"],"additionalProperties":false})")
          .as_object();
  echo.output_schema =
      boost::json::parse(R"({"type":"object","properties":{"said":{"type":"string"}}})")
          .as_object();
  echo.checked_by = JsonSchema::compile(echo.input_schema, echo.input_schema);
  echo.run = [](Call& call, const boost::json::object& arguments) -> ToolOutcome {
    call.progress(1, 2, "half");
    call.log("warning", "said");
    ToolResult result{{text_block(arguments.at("text").as_string())}};
    result.structured = boost::json::object{{"said", arguments.at("text")}};
    return result;
  };
  registry.add(std::move(echo));
  Tool confirm;
  confirm.name = "confirm";
  confirm.input_schema = {{"type", "object"}};
  confirm.run = [](Call& call, const boost::json::object&) -> ToolOutcome {
    const auto answer = form_answer(call, "sure");
    if (call.state.is_null() || !answer) {
      return InputRequired{
          {{"sure",
            elicitation("Sure?", {{"type", "object"}, {"properties", boost::json::object()}})}},
          "asked"};
    }
    return ToolResult{{text_block(answer->is_accepted ? "yes" : "no")}};
  };
  registry.add(std::move(confirm));
  Tool wait;
  wait.name = "wait";
  wait.input_schema = {{"type", "object"}};
  wait.run = [](Call& call, const boost::json::object&) -> ToolOutcome {
    const SystemClock clock;
    clock.sleep_until(clock.steady() + std::chrono::seconds(20), call.context.stop);
    return ToolResult{{text_block(call.context.stop.stop_requested() ? "stopped" : "waited")}};
  };
  registry.add(std::move(wait));
  Tool broken;
  broken.name = "broken";
  broken.input_schema = {{"type", "object"}};
  broken.run = [](Call&, const boost::json::object&) -> ToolOutcome {
    throw std::logic_error("a secret of the program");
  };
  registry.add(std::move(broken));
  registry.add(Resource{"test://one",
                        "one",
                        "One",
                        "The one",
                        "text/plain",
                        false,
                        {5, true},
                        [](Call&, const std::string&) -> ResourceOutcome { return "one"; }});
  registry.add(ResourceTemplate{
      "test://items/{id}",
      "item",
      "",
      "",
      "text/plain",
      {},
      [](Call&, const std::string& id) -> ResourceOutcome { return "item " + id; }});
  registry.add(Prompt{
      "greet",
      "Greet",
      "Greets",
      {{"who", "Whom", true}},
      [](Call&, const boost::json::object& arguments) -> PromptOutcome {
        return PromptResult{
            "", {{{"role", "user"}, {"content", text_block(arguments.at("who").as_string())}}}};
      }});
  return registry;
}

// A server over it, with a clock that stands still.
struct SmallServer {
  ManualClock clock{WallTime{}};
  SystemRandom random;
  Registry registry = small_registry();
  Server server{registry, options(), clock, random};
  CollectingWire wire;
  Session session;
  Caller caller{"somebody", ""};

  // Who waits for an answer waits by the machine's clock, which this one must not be behind.
  SmallServer() { clock.advance(std::chrono::hours(24 * 365 * 50)); }

  static ServerOptions options() {
    ServerOptions out{"small", "Small", "1.0", "Ask it."};
    out.has_logging = true;
    return out;
  }
  Answer ask(std::string_view text) {
    const Message message = message_of(text);
    const Era era = Server::era_of(message);
    return server.answer(
        {message, era, era == Era::kLegacy ? &session : nullptr, caller, {}, &wire});
  }
  Answer ask_legacy(std::string_view method, std::string_view params = "{}") {
    return ask(R"({"jsonrpc":"2.0","id":1,"method":")" + std::string(method) + R"(","params":)" +
               std::string(params) + "}");
  }
};

}  // namespace sextant::mcp::testing
