// Tools that ask the client something first.
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include "mcp/conformance/fixtures.h"
#include "mcp/message.h"

namespace sextant::mcp {

namespace json = boost::json;

namespace {

using Run = std::function<ToolOutcome(Call&, const json::object&)>;

json::object object_schema(std::string_view properties) {
  return json::parse(R"({"type": "object", "properties": )" + std::string(properties) + "}")
      .as_object();
}

// A form with one property that is needed.
json::object form(std::string_view message, std::string_view name, std::string_view type) {
  json::object schema = {{"type", "object"},
                         {"properties", json::object{{name, json::object{{"type", type}}}}},
                         {"required", json::array{name}}};
  return elicitation(message, std::move(schema));
}

json::object sampling(std::string_view prompt, int tokens) {
  json::object message = {{"role", "user"}, {"content", text_block(prompt)}};
  return {{"method", "sampling/createMessage"},
          {"params",
           json::object{{"messages", json::array{std::move(message)}}, {"maxTokens", tokens}}}};
}

json::object list_roots() {
  return {{"method", "roots/list"}, {"params", json::object()}};
}

ToolOutcome say(std::string_view text) {
  return ToolResult{{text_block(text)}};
}

Tool tool(std::string name, Run run, std::string_view properties = "{}") {
  Tool out;
  out.name = std::move(name);
  out.title = out.name;
  out.description = "Asks the client something and answers with it";
  out.input_schema = object_schema(properties);
  out.run = [run = std::move(run)](Call& call, const json::object& arguments) {
    return run(call, arguments);
  };
  return out;
}

std::string text_argument(const json::object& arguments, std::string_view name) {
  const json::string* text = text_member(arguments, name);
  return text == nullptr ? "" : std::string(*text);
}

// A tool that asks by one form and tells what came.
Run asks_form(json::object schema) {
  return [schema](Call& call, const json::object& arguments) -> ToolOutcome {
    std::string message = text_argument(arguments, "message");
    if (message.empty()) message = "Please review and update";
    const json::object* answer = object_member(call.answers, "form");
    if (answer == nullptr) return InputRequired{{{"form", elicitation(message, schema)}}};
    return say("Elicitation completed: " + json::serialize(*answer));
  };
}

ToolOutcome ask_sampling(Call& call, const json::object& arguments) {
  const json::object* answer = object_member(call.answers, "reply");
  if (answer == nullptr)
    return InputRequired{{{"reply", sampling(text_argument(arguments, "prompt"), 100)}}};
  return say("LLM response: " + json::serialize(*answer));
}

ToolOutcome ask_name(Call& call, const json::object&) {
  const auto answer = form_answer(call, "user_name");
  const json::string* name = answer ? text_member(answer->content, "name") : nullptr;
  if (name == nullptr)
    return InputRequired{{{"user_name", form("What is your name?", "name", "string")}}};
  return say("Hello, " + std::string(*name) + "!");
}

ToolOutcome ask_capital(Call& call, const json::object&) {
  if (call.answers.contains("capital_question")) return say("Answered.");
  return InputRequired{{{"capital_question", sampling("What is the capital of France?", 100)}}};
}

ToolOutcome ask_roots(Call& call, const json::object&) {
  const json::object* answer = object_member(call.answers, "client_roots");
  if (answer == nullptr) return InputRequired{{{"client_roots", list_roots()}}};
  return say("Roots: " + json::serialize(*answer));
}

ToolOutcome ask_confirmation(Call& call, const json::object&) {
  if (call.state.is_null())
    return InputRequired{{{"confirm", form("Please confirm", "ok", "boolean")}}, "confirming"};
  return say("state-ok");
}

ToolOutcome ask_three(Call& call, const json::object&) {
  const bool has_all = call.answers.contains("user_name") && call.answers.contains("greeting") &&
                       call.answers.contains("client_roots");
  if (has_all && !call.state.is_null()) return say("All three came.");
  return InputRequired{{{"user_name", form("What is your name?", "name", "string")},
                        {"greeting", sampling("Generate a greeting", 50)},
                        {"client_roots", list_roots()}},
                       "three"};
}

ToolOutcome ask_twice(Call& call, const json::object&) {
  if (call.state == "round 2" && call.answers.contains("step2")) return say("Both came.");
  if (call.state == "round 1" && call.answers.contains("step1")) {
    return InputRequired{
        {{"step2", form("Step 2: What is your favorite color?", "color", "string")}}, "round 2"};
  }
  return InputRequired{{{"step1", form("Step 1: What is your name?", "name", "string")}},
                       "round 1"};
}

ToolOutcome ask_what_it_can(Call& call, const json::object&) {
  json::object requests;
  if (call.client.can("sampling/createMessage")) requests["sample"] = sampling("Say hello", 20);
  if (call.client.can("elicitation/create"))
    requests["name"] = form("Your name?", "name", "string");
  if (!call.answers.empty() || requests.empty()) return say("Nothing is missing.");
  return InputRequired{std::move(requests)};
}

ToolOutcome stream_question(Call& call, const json::object&) {
  call.progress(0, 1, "asking");
  if (call.answers.contains("name")) return say("Fine.");
  return InputRequired{{{"name", form("Your name?", "name", "string")}}};
}

constexpr std::string_view kDefaults = R"({
  "name": {"type": "string", "default": "John Doe"},
  "age": {"type": "integer", "default": 30},
  "score": {"type": "number", "default": 95.5},
  "status": {"type": "string", "enum": ["active", "inactive", "pending"], "default": "active"},
  "verified": {"type": "boolean", "default": true}})";
constexpr std::string_view kEnums = R"({
  "untitledSingle": {"type": "string", "enum": ["option1", "option2", "option3"]},
  "titledSingle": {"type": "string", "oneOf": [{"const": "value1", "title": "First Option"},
                   {"const": "value2", "title": "Second Option"}]},
  "legacyEnum": {"type": "string", "enum": ["opt1", "opt2", "opt3"],
                 "enumNames": ["Option One", "Option Two", "Option Three"]},
  "untitledMulti": {"type": "array", "items": {"type": "string",
                    "enum": ["option1", "option2", "option3"]}},
  "titledMulti": {"type": "array", "items": {"anyOf": [
                  {"const": "value1", "title": "First Choice"},
                  {"const": "value2", "title": "Second Choice"}]}}})";

}  // namespace

void add_asking_tools(Registry& registry) {
  json::object user = object_schema(R"({
    "username": {"type": "string", "description": "User's response"},
    "email": {"type": "string", "description": "User's email address"}})");
  user["required"] = json::array{"username", "email"};
  registry.add(
      tool("test_elicitation", asks_form(std::move(user)), R"({"message": {"type": "string"}})"));
  registry.add(tool("test_sampling", ask_sampling, R"({"prompt": {"type": "string"}})"));
  registry.add(tool("test_elicitation_sep1034_defaults", asks_form(object_schema(kDefaults))));
  registry.add(tool("test_elicitation_sep1330_enums", asks_form(object_schema(kEnums))));
  registry.add(tool("test_missing_capability", ask_capital));
  registry.add(tool("test_streaming_elicitation", stream_question));
  registry.add(tool("test_input_required_result_elicitation", ask_name));
  registry.add(tool("test_input_required_result_sampling", ask_capital));
  registry.add(tool("test_input_required_result_list_roots", ask_roots));
  registry.add(tool("test_input_required_result_request_state", ask_confirmation));
  registry.add(tool("test_input_required_result_multiple_inputs", ask_three));
  registry.add(tool("test_input_required_result_multi_round", ask_twice));
  registry.add(tool("test_input_required_result_tampered_state", ask_confirmation));
  registry.add(tool("test_input_required_result_capabilities", ask_what_it_can));
}

}  // namespace sextant::mcp
