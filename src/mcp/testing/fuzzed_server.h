#pragma once

#include "base/random.h"
#include "mcp/server.h"

namespace sextant::mcp::testing {

// A server for fuzzers: a tool that answers, one that asks, a resource, a template and a prompt;
// all that clients may ask for is on.
struct FuzzedServer {
  SystemClock clock;
  SystemRandom random;
  Registry registry = make_registry();
  Server server{registry, options(), clock, random};

  static ServerOptions options() {
    ServerOptions out{"fuzzed", "", "1", ""};
    out.has_logging = out.has_subscriptions = out.has_completions = true;
    return out;
  }

  static Registry make_registry() {
    Registry registry;
    Tool echo;
    echo.name = "echo";
    echo.input_schema = {
        {"type", "object"},
        {"properties", boost::json::object{{"text", boost::json::object{{"type", "string"}}}}},
        {"additionalProperties", false}};
    echo.checked_by = JsonSchema::compile(echo.input_schema, echo.input_schema);
    echo.run = [](Call& call, const boost::json::object& arguments) -> ToolOutcome {
      call.progress(1, 2, "half");
      call.log("info", "echoing");
      ToolResult result{{text_block("echo")}};
      result.structured = arguments;
      return result;
    };
    registry.add(std::move(echo));
    Tool ask;
    ask.name = "ask";
    ask.input_schema = {{"type", "object"}};
    ask.run = [](Call& call, const boost::json::object&) -> ToolOutcome {
      if (form_answer(call, "q") && !call.state.is_null())
        return ToolResult{{text_block("answered")}};
      // A legacy client that is asked here would keep the fuzzer waiting.
      if (call.era == Era::kLegacy) return tool_error("not here");
      const boost::json::object schema{{"type", "object"}, {"properties", boost::json::object()}};
      return InputRequired{{{"q", elicitation("?", schema)}}, "state"};
    };
    registry.add(std::move(ask));
    registry.add(Resource{"fuzz://one", "one", "", "", "text/plain", false, Caching(),
                          [](Call&, const std::string&) -> ResourceOutcome { return "one"; }});
    registry.add(
        ResourceTemplate{"fuzz://items/{id}", "item", "", "", "text/plain", Caching(),
                         [](Call&, const std::string& id) -> ResourceOutcome { return id; }});
    registry.add(Prompt{
        "greet",
        "",
        "",
        {{"who", "Whom", true}},
        [](Call&, const boost::json::object&) -> PromptOutcome { return PromptResult{"", {}}; }});
    return registry;
  }
};

}  // namespace sextant::mcp::testing
