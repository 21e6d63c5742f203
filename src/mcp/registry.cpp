#include "mcp/registry.h"

#include <algorithm>
#include <stdexcept>

#include "base/text.h"

namespace sextant::mcp {

namespace json = boost::json;

namespace {

// Members that came with a revision are not sent to clients of older ones.
constexpr std::string_view kWithHints = "2025-03-26";
constexpr std::string_view kWithTitles = "2025-06-18";

constexpr std::size_t kNameMax = 64;

bool is_name(std::string_view name) {
  const auto fits = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' ||
           c == '-';
  };
  return !name.empty() && name.size() <= kNameMax && std::ranges::all_of(name, fits);
}

template <typename T, typename Member>
const T* find_in(const std::vector<T>& all, Member member, std::string_view wanted) {
  const auto found = std::ranges::find(all, wanted, member);
  return found == all.end() ? nullptr : &*found;
}

// name, title and description, as everything has them.
template <typename T>
json::object head_of(const T& thing, std::string_view version) {
  json::object out = {{"name", thing.name}};
  if (!thing.title.empty() && version >= kWithTitles) out["title"] = thing.title;
  if (!thing.description.empty()) out["description"] = thing.description;
  return out;
}

json::object to_json(const Tool& tool, std::string_view version) {
  json::object out = head_of(tool, version);
  out["inputSchema"] = tool.input_schema;
  if (!tool.output_schema.empty() && version >= kWithTitles)
    out["outputSchema"] = tool.output_schema;
  if (version >= kWithHints) {
    out["annotations"] = json::object{{"title", tool.title.empty() ? tool.name : tool.title},
                                      {"readOnlyHint", tool.hints.is_read_only},
                                      {"destructiveHint", tool.hints.is_destructive},
                                      {"idempotentHint", tool.hints.is_idempotent},
                                      {"openWorldHint", tool.hints.is_open_world}};
  }
  return out;
}

// Resources, or templates of them, with what locates each under `name`.
template <typename T>
json::array located_json(const std::vector<T>& all, std::string_view name,
                         std::string T::* location, std::string_view version) {
  json::array out;
  for (const T& one : all) {
    json::object shown = head_of(one, version);
    shown[name] = one.*location;
    shown["mimeType"] = one.mime_type;
    out.push_back(std::move(shown));
  }
  return out;
}

}  // namespace

void Registry::add(Tool tool) {
  if (!is_name(tool.name) || find_tool(tool.name) != nullptr)
    throw std::logic_error("no name of a tool, or of two: " + tool.name);
  tools_.push_back(std::move(tool));
}

void Registry::add(Resource resource) {
  if (find_resource(resource.uri) != nullptr)
    throw std::logic_error("two resources: " + resource.uri);
  resources_.push_back(std::move(resource));
}

void Registry::add(ResourceTemplate resource_template) {
  if (resource_template.uri_template.find('{') == std::string::npos)
    throw std::logic_error("no template: " + resource_template.uri_template);
  templates_.push_back(std::move(resource_template));
}

void Registry::add(Prompt prompt) {
  if (!is_name(prompt.name) || find_prompt(prompt.name) != nullptr)
    throw std::logic_error("no name of a prompt, or of two: " + prompt.name);
  prompts_.push_back(std::move(prompt));
}

const Tool* Registry::find_tool(std::string_view name) const {
  return find_in(tools_, &Tool::name, name);
}

const Prompt* Registry::find_prompt(std::string_view name) const {
  return find_in(prompts_, &Prompt::name, name);
}

const Resource* Registry::find_resource(std::string_view uri) const {
  return find_in(resources_, &Resource::uri, uri);
}

Registry::Match Registry::find_template(std::string_view uri) const {
  for (const ResourceTemplate& one : templates_) {
    const std::string_view form = one.uri_template;
    const std::string_view before = form.substr(0, form.find('{'));
    const std::string_view after = form.substr(form.find('}') + 1);
    const bool fits = uri.size() > before.size() + after.size() && uri.starts_with(before) &&
                      uri.ends_with(after);
    if (!fits) continue;
    const std::string_view part =
        uri.substr(before.size(), uri.size() - before.size() - after.size());
    if (part.find('/') != std::string_view::npos) continue;
    std::string value = percent_decode(part);
    if (is_valid_utf8(value)) return {&one, std::move(value)};
  }
  return {};
}

json::array Registry::tools_json(std::string_view version) const {
  json::array out;
  for (const Tool& tool : tools_) out.push_back(to_json(tool, version));
  return out;
}

json::array Registry::resources_json(std::string_view version) const {
  return located_json(resources_, "uri", &Resource::uri, version);
}

json::array Registry::templates_json(std::string_view version) const {
  return located_json(templates_, "uriTemplate", &ResourceTemplate::uri_template, version);
}

json::array Registry::prompts_json(std::string_view version) const {
  json::array out;
  for (const Prompt& prompt : prompts_) {
    json::object shown = head_of(prompt, version);
    json::array arguments;
    for (const PromptArgument& argument : prompt.arguments) {
      arguments.push_back(json::object{{"name", argument.name},
                                       {"description", argument.description},
                                       {"required", argument.is_required}});
    }
    shown["arguments"] = std::move(arguments);
    out.push_back(std::move(shown));
  }
  return out;
}

}  // namespace sextant::mcp
