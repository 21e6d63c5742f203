#include "mcp/server.h"

#include <boost/json/serialize.hpp>

#include <utility>

#include "base/log.h"
#include "base/text.h"

namespace sextant::mcp {

namespace json = boost::json;

namespace {

// Lists change with the program alone.
constexpr std::int64_t kListTtlMs = 3'600'000;
// How often a handler may need something more from the client.
constexpr int kRoundsMax = 8;
// How long a person may think about a question.
constexpr std::chrono::minutes kAnswerTime{10};
constexpr std::string_view kWithStructure = "2025-06-18";

void add_caching(json::object& result, const Caching& caching) {
  result["ttlMs"] = caching.ttl_ms;
  result["cacheScope"] = caching.is_public ? "public" : "private";
}

// What a modern client says of itself in each request.
std::expected<ClientFacts, RpcError> read_meta(const json::object& params) {
  const json::object* meta = object_member(params, "_meta");
  if (meta == nullptr) return std::unexpected(bad_request("params._meta is missing"));
  ClientFacts facts;
  const json::string* version = text_member(*meta, kVersionKey);
  if (version == nullptr)
    return std::unexpected(bad_request("_meta lacks " + std::string(kVersionKey)));
  facts.version = std::string(*version);
  const json::object* capabilities = object_member(*meta, kCapabilitiesKey);
  if (capabilities == nullptr)
    return std::unexpected(bad_request("_meta lacks " + std::string(kCapabilitiesKey)));
  if (facts.version != kModernVersion) return std::unexpected(unsupported_version(facts.version));
  facts.capabilities = *capabilities;
  read_client_info(object_member(*meta, kClientKey), facts);
  return facts;
}

json::object result_json(const ToolResult& result, std::string_view version) {
  json::object out = {{"content", result.content}, {"isError", result.is_error}};
  if (result.structured && version >= kWithStructure) out["structuredContent"] = *result.structured;
  return out;
}

json::object result_json(const PromptResult& result, std::string_view /*version*/) {
  json::object out = {{"messages", result.messages}};
  if (!result.description.empty()) out["description"] = result.description;
  return out;
}

}  // namespace

// A request with what was learned of its client.
struct Server::Asked {
  const Request& request;
  Call call;

  const std::string& method() const { return request.message.method; }
  const json::object& params() const { return request.message.params; }
};

Server::Server(const Registry& registry, ServerOptions options, const Clock& clock, Random& random)
    : registry_(registry), options_(std::move(options)), clock_(clock), states_(clock, random) {}

Era Server::era_of(const Message& message) {
  if (message.method == "server/discover") return Era::kModern;
  const json::object* meta = object_member(message.params, "_meta");
  return meta != nullptr && meta->contains(kVersionKey) ? Era::kModern : Era::kLegacy;
}

json::object Server::self() const {
  json::object out = {{"name", options_.name}, {"version", options_.version}};
  if (!options_.title.empty()) out["title"] = options_.title;
  return out;
}

json::object Server::capabilities(Era era) const {
  json::object out;
  if (registry_.has_tools()) out["tools"] = json::object();
  if (registry_.has_prompts()) out["prompts"] = json::object();
  if (registry_.has_resources()) out["resources"] = json::object();
  if (options_.has_completions) out["completions"] = json::object();
  if (options_.has_logging) out["logging"] = json::object();
  if (era == Era::kLegacy && options_.has_subscriptions && registry_.has_resources())
    out["resources"] = json::object{{"subscribe", true}};
  return out;
}

json::object Server::finish(json::object result, Era era) const {
  if (era == Era::kLegacy) return result;
  if (!result.contains("resultType")) result["resultType"] = "complete";
  result["_meta"] = json::object{{kServerKey, self()}};
  return result;
}

Answer Server::answer(const Request& request) {
  Asked asked{request, {}};
  Call& call = asked.call;
  call.era = request.era;
  call.caller = request.caller;
  call.context = request.context;
  call.wire = request.wire;
  if (request.era == Era::kModern) {
    auto facts = read_meta(request.message.params);
    if (!facts) return std::unexpected(std::move(facts).error());
    call.client = *std::move(facts);
  } else if (request.session != nullptr) {
    call.client = request.session->facts();
    call.level_min = options_.has_logging ? request.session->level() : -1;
  }
  if (const json::object* meta = object_member(request.message.params, "_meta")) {
    const json::value* token = meta->if_contains("progressToken");
    if (token != nullptr && (token->is_string() || token->is_int64())) call.progress_token = *token;
    const json::string* level = text_member(*meta, kLogLevelKey);
    if (request.era == Era::kModern && level != nullptr && options_.has_logging)
      call.level_min = log_level(*level).value_or(-1);
  }
  try {
    auto result = dispatch(asked);
    if (!result) return result;
    return finish(*std::move(result), request.era);
  } catch (const std::exception& broken) {
    // An invariant does not hold: this request has no answer, the others go on.
    log::error(std::string("a request of a client failed: ") + broken.what());
    return std::unexpected(RpcError{kInternalError, "Internal error"});
  }
}

Answer Server::dispatch(Asked& asked) {
  const std::string& method = asked.method();
  const std::string& version = asked.call.client.version;
  const bool has_resources = registry_.has_resources();
  if (method == "tools/list" && registry_.has_tools())
    return list("tools", registry_.tools_json(version), asked);
  if (method == "tools/call" && registry_.has_tools()) return call_tool(asked);
  if (method == "resources/list" && has_resources)
    return list("resources", registry_.resources_json(version), asked);
  if (method == "resources/templates/list" && has_resources)
    return list("resourceTemplates", registry_.templates_json(version), asked);
  if (method == "resources/read" && has_resources) return read_resource(asked);
  if (method == "prompts/list" && registry_.has_prompts())
    return list("prompts", registry_.prompts_json(version), asked);
  if (method == "prompts/get" && registry_.has_prompts()) return get_prompt(asked);
  if (method == "completion/complete" && options_.has_completions) {
    return json::object{
        {"completion", json::object{{"values", json::array()}, {"total", 0}, {"hasMore", false}}}};
  }
  if (asked.request.era == Era::kLegacy) return legacy_only(asked);
  if (method == "server/discover") return discover();
  return std::unexpected(method_not_found(method));
}

Answer Server::legacy_only(Asked& asked) {
  const std::string& method = asked.method();
  if (method == "initialize") return initialize(asked);
  if (method == "ping") return json::object();
  if (method == "logging/setLevel" && options_.has_logging) return set_level(asked);
  if (method.starts_with("resources/") && options_.has_subscriptions) return subscribe(asked);
  RpcError error = method_not_found(method);
  error.http_status = 200;  // which is what legacy clients know
  return std::unexpected(std::move(error));
}

Answer Server::initialize(Asked& asked) const {
  const json::string* version = text_member(asked.params(), "protocolVersion");
  if (version == nullptr) return std::unexpected(invalid_params("protocolVersion is missing"));
  ClientFacts facts;
  // A revision that is known is taken; to all others the newest is offered.
  facts.version =
      std::string(is_legacy_version(*version) ? std::string_view(*version) : kLegacyNewest);
  if (const json::object* capabilities = object_member(asked.params(), "capabilities"))
    facts.capabilities = *capabilities;
  read_client_info(object_member(asked.params(), "clientInfo"), facts);
  json::object out = {{"protocolVersion", facts.version},
                      {"capabilities", capabilities(Era::kLegacy)},
                      {"serverInfo", self()}};
  if (!options_.instructions.empty()) out["instructions"] = options_.instructions;
  if (asked.request.session != nullptr) asked.request.session->introduce(std::move(facts));
  return out;
}

Answer Server::discover() const {
  json::object out = {{"supportedVersions", json::array{kModernVersion}},
                      {"capabilities", capabilities(Era::kModern)}};
  if (!options_.instructions.empty()) out["instructions"] = options_.instructions;
  add_caching(out, {kListTtlMs, true});
  return out;
}

Answer Server::list(std::string_view member, json::array items, const Asked& asked) const {
  // Lists are short and come whole, so there is no cursor that could be right.
  if (const json::value* cursor = asked.params().if_contains("cursor");
      cursor != nullptr && !cursor->is_null())
    return std::unexpected(invalid_params("The cursor is none of this server's"));
  json::object out;
  out[member] = std::move(items);
  if (asked.request.era == Era::kModern) add_caching(out, {kListTtlMs, true});
  return out;
}

Answer Server::set_level(const Asked& asked) const {
  const json::string* name = text_member(asked.params(), "level");
  const auto level = name == nullptr ? std::nullopt : log_level(*name);
  if (!level) return std::unexpected(invalid_params("The level is not known"));
  if (asked.request.session != nullptr) asked.request.session->set_level(*level);
  return json::object();
}

// Agreed to and not remembered: resources of this library do not change while it runs.
Answer Server::subscribe(const Asked& asked) const {
  if (asked.method() != "resources/subscribe" && asked.method() != "resources/unsubscribe")
    return std::unexpected(method_not_found(asked.method()));
  if (text_member(asked.params(), "uri") == nullptr)
    return std::unexpected(invalid_params("uri is missing"));
  return json::object();
}

Answer Server::read_resource(Asked& asked) const {
  const json::string* uri = text_member(asked.params(), "uri");
  if (uri == nullptr) return std::unexpected(invalid_params("uri is missing"));
  const std::string wanted(*uri);
  const Resource* resource = registry_.find_resource(wanted);
  const Registry::Match match =
      resource == nullptr ? registry_.find_template(wanted) : Registry::Match();
  if (resource == nullptr && match.resource_template == nullptr) {
    RpcError error = invalid_params("Resource not found");
    error.data = json::object{{"uri", clipped(wanted, 500)}};
    return std::unexpected(std::move(error));
  }
  auto text = resource != nullptr ? resource->read(asked.call, wanted)
                                  : match.resource_template->read(asked.call, match.value);
  if (!text) return std::unexpected(std::move(text).error());
  json::object content = {
      {"uri", wanted},
      {"mimeType", resource != nullptr ? resource->mime_type : match.resource_template->mime_type}};
  if (resource != nullptr && resource->is_binary) {
    content["blob"] = to_base64(*text);
  } else {
    content["text"] = *text;
  }
  json::object out = {{"contents", json::array{std::move(content)}}};
  if (asked.request.era == Era::kModern)
    add_caching(out, resource != nullptr ? resource->caching : match.resource_template->caching);
  return out;
}

Answer Server::call_tool(Asked& asked) {
  const json::string* name = text_member(asked.params(), "name");
  const Tool* tool = name == nullptr ? nullptr : registry_.find_tool(*name);
  if (tool == nullptr) {
    return std::unexpected(invalid_params(
        name == nullptr ? "name is missing" : "Unknown tool: " + clipped(*name, 100)));
  }
  json::object arguments;
  if (const json::value* given = asked.params().if_contains("arguments");
      given != nullptr && !given->is_null()) {
    if (!given->is_object()) return std::unexpected(invalid_params("arguments is no object"));
    arguments = given->get_object();
  }
  const std::string subject = tool->name + " " + canonical_text(arguments);
  if (tool->tidy) tool->tidy(arguments);
  if (tool->checked_by != nullptr) {
    json::value checked = std::move(arguments);
    if (const auto wrong = tool->checked_by->check(checked, "")) {
      return result_json(
          tool_error("The argument " + (wrong->field.empty() ? "list" : "'" + wrong->field + "'") +
                     " " + wrong->words + "."),
          asked.call.client.version);
    }
    arguments = std::move(checked.get_object());
  }
  if (auto refused = prepare(asked, subject)) return std::unexpected(*std::move(refused));
  return converse<ToolOutcome>(asked, subject,
                               [&](Call& call) { return tool->run(call, arguments); });
}

Answer Server::get_prompt(Asked& asked) {
  const json::string* name = text_member(asked.params(), "name");
  const Prompt* prompt = name == nullptr ? nullptr : registry_.find_prompt(*name);
  if (prompt == nullptr) {
    return std::unexpected(invalid_params(
        name == nullptr ? "name is missing" : "Unknown prompt: " + clipped(*name, 100)));
  }
  const json::object* given = object_member(asked.params(), "arguments");
  const json::object arguments = given == nullptr ? json::object() : *given;
  for (const PromptArgument& argument : prompt->arguments) {
    if (argument.is_required && text_member(arguments, argument.name) == nullptr)
      return std::unexpected(invalid_params("The argument " + argument.name + " is missing"));
  }
  const std::string subject = prompt->name + " " + canonical_text(arguments);
  if (auto refused = prepare(asked, subject)) return std::unexpected(*std::move(refused));
  return converse<PromptOutcome>(asked, subject,
                                 [&](Call& call) { return prompt->get(call, arguments); });
}

std::optional<RpcError> Server::prepare(Asked& asked, const std::string& subject) {
  if (asked.request.era == Era::kLegacy) return std::nullopt;
  if (const json::value* given = asked.params().if_contains("inputResponses")) {
    if (!given->is_object()) return bad_request("inputResponses is no object");
    for (const auto& [key, answer] : given->get_object()) {
      if (!answer.is_object()) return bad_request("an answer in inputResponses is no object");
      asked.call.answers[key] = answer;
    }
  }
  const json::value* sealed = asked.params().if_contains("requestState");
  if (sealed == nullptr) return std::nullopt;
  if (sealed->is_string()) {
    if (auto state =
            states_.open({asked.call.caller.id, asked.method(), subject}, sealed->get_string())) {
      asked.call.state = *std::move(state);
      return std::nullopt;
    }
  }
  return bad_request("requestState was not made for this request, or is used up or too old");
}

template <typename Outcome, typename Run>
Answer Server::converse(Asked& asked, const std::string& subject, const Run& run) {
  for (int round = 0; round < kRoundsMax; ++round) {
    Outcome outcome = run(asked.call);
    if (auto* error = std::get_if<RpcError>(&outcome)) return std::unexpected(std::move(*error));
    const auto* needed = std::get_if<InputRequired>(&outcome);
    if (needed == nullptr) return result_json(std::get<0>(outcome), asked.call.client.version);
    for (const auto& [key, request] : needed->requests) {
      const std::string method(request.as_object().at("method").as_string());
      if (!asked.call.client.can(method))
        return std::unexpected(missing_capability(capability_for(method)));
    }
    if (asked.request.era == Era::kModern) return require_input(asked, subject, *needed);
    if (auto error = ask_here(asked, *needed)) return std::unexpected(*std::move(error));
  }
  return std::unexpected(RpcError{kInternalError, "The request needs too many answers"});
}

Answer Server::require_input(Asked& asked, const std::string& subject,
                             const InputRequired& needed) {
  json::object out = {{"resultType", "input_required"}};
  if (!needed.requests.empty()) out["inputRequests"] = needed.requests;
  if (!needed.state.is_null()) {
    out["requestState"] =
        states_.seal({asked.call.caller.id, asked.method(), subject}, needed.state);
  }
  return out;
}

std::optional<RpcError> Server::ask_here(Asked& asked, const InputRequired& needed) const {
  if (asked.request.session == nullptr || asked.request.wire == nullptr)
    return RpcError{kInternalError, "The client cannot be asked on this way"};
  for (const auto& [key, request] : needed.requests) {
    const json::object& question = request.as_object();
    auto answer = asked.request.session->inquiries.ask(
        *asked.request.wire, question.at("method").as_string(), question.at("params").as_object(),
        asked.call.context.within(clock_, kAnswerTime));
    if (!answer)
      return RpcError{kInternalError, "The client did not answer: " + answer.error().message};
    asked.call.answers[key] = *std::move(answer);
  }
  asked.call.state = needed.state;
  return std::nullopt;
}

}  // namespace sextant::mcp
