// Tools that answer by themselves.
#include <boost/json/parse.hpp>

#include <thread>

#include "base/text.h"
#include "mcp/conformance/fixtures.h"

namespace sextant::mcp {

namespace json = boost::json;

namespace {

constexpr std::chrono::milliseconds kPause{50};

json::object no_arguments() {
  return {{"type", "object"}, {"properties", json::object()}};
}

Tool tool(std::string name, std::string description, ToolOutcome (*run)(Call&)) {
  Tool out;
  out.name = std::move(name);
  out.title = out.name;
  out.description = std::move(description);
  out.input_schema = no_arguments();
  out.run = [run](Call& call, const json::object&) { return run(call); };
  return out;
}

json::object image_block() {
  return {{"type", "image"}, {"data", to_base64(tiny_png())}, {"mimeType", "image/png"}};
}

json::object resource_block(std::string_view uri, std::string_view type, std::string_view text) {
  return {{"type", "resource"},
          {"resource", json::object{{"uri", uri}, {"mimeType", type}, {"text", text}}}};
}

ToolOutcome log_three_times(Call& call) {
  for (const char* words :
       {"Tool execution started", "Tool processing data", "Tool execution completed"}) {
    call.log("info", words);
    std::this_thread::sleep_for(kPause);
  }
  return ToolResult{{text_block("Logged three lines.")}};
}

ToolOutcome progress_three_times(Call& call) {
  for (const double done : {0.0, 50.0, 100.0}) {
    call.progress(done, 100, "");
    std::this_thread::sleep_for(kPause);
  }
  return ToolResult{{text_block("Progressed to the end.")}};
}

Tool schema_tool() {
  Tool out = tool("json_schema_2020_12_tool", "Tool with JSON Schema 2020-12 features",
                  [](Call&) -> ToolOutcome { return ToolResult{{text_block("Fine.")}}; });
  out.input_schema = json::parse(R"({
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "type": "object",
    "$defs": {"address": {"$anchor": "addressDef", "type": "object",
              "properties": {"street": {"type": "string"}, "city": {"type": "string"}}}},
    "properties": {"name": {"type": "string"}, "address": {"$ref": "#/$defs/address"},
                   "contactMethod": {"type": "string", "enum": ["phone", "email"]},
                   "phone": {"type": "string"}, "email": {"type": "string"}},
    "allOf": [{"anyOf": [{"required": ["phone"]}, {"required": ["email"]}]}],
    "if": {"properties": {"contactMethod": {"const": "phone"}}, "required": ["contactMethod"]},
    "then": {"required": ["phone"]},
    "else": {"required": ["email"]},
    "additionalProperties": false})")
                         .as_object();
  return out;
}

Tool header_tool() {
  Tool out = tool("test_custom_header", "Repeats its argument in a header",
                  [](Call&) -> ToolOutcome { return ToolResult{{text_block("Fine.")}}; });
  out.input_schema = json::parse(R"({
    "type": "object",
    "properties": {"region": {"type": "string", "x-mcp-header": "Region"}}})")
                         .as_object();
  return out;
}

}  // namespace

void add_plain_tools(Registry& registry) {
  registry.add(tool("test_simple_text", "Returns a text", [](Call&) -> ToolOutcome {
    return ToolResult{{text_block("This is a simple text response for testing.")}};
  }));
  registry.add(tool("test_image_content", "Returns a picture",
                    [](Call&) -> ToolOutcome { return ToolResult{{image_block()}}; }));
  registry.add(tool("test_audio_content", "Returns a sound", [](Call&) -> ToolOutcome {
    return ToolResult{{json::object{
        {"type", "audio"}, {"data", to_base64(tiny_wav())}, {"mimeType", "audio/wav"}}}};
  }));
  registry.add(tool("test_embedded_resource", "Returns a resource", [](Call&) -> ToolOutcome {
    return ToolResult{{resource_block("test://embedded-resource", "text/plain",
                                      "This is an embedded resource content.")}};
  }));
  registry.add(
      tool("test_multiple_content_types", "Returns several kinds", [](Call&) -> ToolOutcome {
        return ToolResult{{text_block("Multiple content types test:"), image_block(),
                           resource_block("test://mixed-content-resource", "application/json",
                                          R"({"test":"data","value":123})")}};
      }));
  registry.add(tool("test_tool_with_logging", "Logs three lines", log_three_times));
  registry.add(tool("test_logging_tool", "Logs three lines", log_three_times));
  registry.add(tool("test_tool_with_progress", "Tells its progress", progress_three_times));
  registry.add(tool("test_error_handling", "Fails", [](Call&) -> ToolOutcome {
    return tool_error("This tool intentionally returns an error for testing");
  }));
  registry.add(schema_tool());
  registry.add(header_tool());
}

}  // namespace sextant::mcp
