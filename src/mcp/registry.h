#pragma once

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>

#include <expected>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/json_schema.h"
#include "mcp/call.h"

namespace sextant::mcp {

// All four are always sent, since what a client assumes of those that are missing is the worst.
struct ToolHints {
  bool is_read_only = true;
  bool is_destructive = false;
  bool is_idempotent = true;
  bool is_open_world = false;
};

// A tool. `run` is called by several threads at once.
struct Tool {
  std::string name;  // 1 to 64 of [A-Za-z0-9_-]
  std::string title;
  std::string description;
  boost::json::object input_schema;
  boost::json::object output_schema = {};  // empty: what it gives is not structured
  ToolHints hints;
  // Puts arguments as clients write them into the form of the schema, before they are checked.
  std::function<void(boost::json::object& arguments)> tidy = {};
  // Checks what `tidy` left, and fills in defaults. nullptr: nothing is checked here.
  std::shared_ptr<const JsonSchema> checked_by = nullptr;
  std::function<ToolOutcome(Call&, boost::json::object arguments)> run;
};

// How long what a resource says may be kept, and by whom.
struct Caching {
  std::int64_t ttl_ms = 0;
  bool is_public = false;
};

using ResourceOutcome = std::expected<std::string, RpcError>;
struct Resource {
  std::string uri;
  std::string name;
  std::string title;
  std::string description;
  std::string mime_type;
  bool is_binary = false;  // `read` gives bytes, sent as base64
  Caching caching;
  std::function<ResourceOutcome(Call&, const std::string& uri)> read;
};
// Resources whose URI has one part of any text: "sextant://accounts/{id}/status".
struct ResourceTemplate {
  std::string uri_template;
  std::string name;
  std::string title;
  std::string description;
  std::string mime_type;
  Caching caching;
  // `value` is the part, percent-decoded.
  std::function<ResourceOutcome(Call&, const std::string& value)> read;
};

struct PromptArgument {
  std::string name;
  std::string description;
  bool is_required = false;
};
struct Prompt {
  std::string name;
  std::string title;
  std::string description;
  std::vector<PromptArgument> arguments;
  std::function<PromptOutcome(Call&, const boost::json::object& arguments)> get;
};

// What a server offers, in the order in which it was added. Filled before the server starts, then
// read by many threads.
class Registry {
 public:
  // Two of one name, or a name that is none, are a broken invariant (throws).
  void add(Tool tool);
  void add(Resource resource);
  void add(ResourceTemplate resource_template);
  void add(Prompt prompt);

  const Tool* find_tool(std::string_view name) const;
  const Prompt* find_prompt(std::string_view name) const;
  const Resource* find_resource(std::string_view uri) const;
  // With the text of the part that the template leaves open.
  struct Match {
    const ResourceTemplate* resource_template = nullptr;
    std::string value;
  };
  Match find_template(std::string_view uri) const;

  // The lists as a client of that revision of the protocol may see them.
  boost::json::array tools_json(std::string_view version) const;
  boost::json::array resources_json(std::string_view version) const;
  boost::json::array templates_json(std::string_view version) const;
  boost::json::array prompts_json(std::string_view version) const;

  bool has_tools() const { return !tools_.empty(); }
  bool has_resources() const { return !resources_.empty() || !templates_.empty(); }
  bool has_prompts() const { return !prompts_.empty(); }

 private:
  std::vector<Tool> tools_;
  std::vector<Resource> resources_;
  std::vector<ResourceTemplate> templates_;
  std::vector<Prompt> prompts_;
};

}  // namespace sextant::mcp
