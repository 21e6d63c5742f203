#include <fmt/format.h>
#include <boost/json/serialize.hpp>

#include "base/text.h"
#include "mcp/conformance/fixtures.h"
#include "mcp/message.h"

namespace sextant::mcp {

namespace json = boost::json;

namespace {

constexpr Caching kForAMinute{60'000, true};

json::object message(json::object content) {
  return {{"role", "user"}, {"content", std::move(content)}};
}

std::string argument(const json::object& arguments, std::string_view name) {
  const json::string* text = text_member(arguments, name);
  return text == nullptr ? "" : std::string(*text);
}

PromptOutcome prompt_with_resource(Call&, const json::object& arguments) {
  json::object resource = {
      {"type", "resource"},
      {"resource", json::object{{"uri", argument(arguments, "resourceUri")},
                                {"mimeType", "text/plain"},
                                {"text", "Embedded resource content for testing."}}}};
  return PromptResult{"",
                      {message(std::move(resource)),
                       message(text_block("Please process the embedded resource above."))}};
}

PromptOutcome prompt_with_image(Call&, const json::object&) {
  json::object image = {
      {"type", "image"}, {"data", to_base64(tiny_png())}, {"mimeType", "image/png"}};
  return PromptResult{
      "", {message(std::move(image)), message(text_block("Please analyze the image above."))}};
}

PromptOutcome prompt_that_asks(Call& call, const json::object&) {
  const auto answer = form_answer(call, "user_context");
  if (answer) return PromptResult{"", {message(text_block(json::serialize(answer->content)))}};
  const json::object schema = {
      {"type", "object"},
      {"properties", json::object{{"context", json::object{{"type", "string"}}}}},
      {"required", json::array{"context"}}};
  return InputRequired{
      {{"user_context", elicitation("What context should the prompt use?", schema)}}};
}

void add_prompts(Registry& registry) {
  registry.add(Prompt{"test_simple_prompt",
                      "",
                      "A plain prompt",
                      {},
                      [](Call&, const json::object&) -> PromptOutcome {
                        return PromptResult{
                            "", {message(text_block("This is a simple prompt for testing."))}};
                      }});
  registry.add(Prompt{
      "test_prompt_with_arguments",
      "",
      "A prompt with arguments",
      {{"arg1", "First test argument", true}, {"arg2", "Second test argument", true}},
      [](Call&, const json::object& arguments) -> PromptOutcome {
        return PromptResult{"",
                            {message(text_block(fmt::format(
                                "Prompt with arguments: arg1='{}', arg2='{}'",
                                argument(arguments, "arg1"), argument(arguments, "arg2"))))}};
      }});
  registry.add(Prompt{"test_prompt_with_embedded_resource",
                      "",
                      "A prompt with a resource",
                      {{"resourceUri", "URI of the resource to embed", true}},
                      prompt_with_resource});
  registry.add(
      Prompt{"test_prompt_with_image", "", "A prompt with a picture", {}, prompt_with_image});
  registry.add(
      Prompt{"test_input_required_result_prompt", "", "A prompt that asks", {}, prompt_that_asks});
}

}  // namespace

void add_resources_and_prompts(Registry& registry) {
  const auto text = [](std::string words) {
    return [words](Call&, const std::string&) -> ResourceOutcome { return words; };
  };
  registry.add(Resource{"test://static-text", "static-text", "", "A text", "text/plain", false,
                        kForAMinute, text("This is the content of the static text resource.")});
  registry.add(Resource{"test://static-binary", "static-binary", "", "A picture", "image/png", true,
                        kForAMinute, text(tiny_png())});
  registry.add(Resource{"test://watched-resource", "watched-resource", "", "A watched text",
                        "text/plain", false, kForAMinute, text("Watched.")});
  registry.add(ResourceTemplate{
      "test://template/{id}/data", "template", "", "Data of an id", "application/json", kForAMinute,
      [](Call&, const std::string& id) -> ResourceOutcome {
        return json::serialize(
            json::object{{"id", id}, {"templateTest", true}, {"data", "Data for ID: " + id}});
      }});
  add_prompts(registry);
}

Registry conformance_registry() {
  Registry registry;
  add_plain_tools(registry);
  add_asking_tools(registry);
  add_resources_and_prompts(registry);
  return registry;
}

std::string tiny_png() {
  return *from_base64(
      "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8DwHwAFBQIAX8jx0gAAAABJRU5ErkJg"
      "gg==");
}

std::string tiny_wav() {
  return *from_base64("UklGRiQAAABXQVZFZm10IBAAAAABAAEAQB8AAEAfAAABAAgAZGF0YQAAAAA=");
}

}  // namespace sextant::mcp
