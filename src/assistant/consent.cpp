#include "assistant/consent.h"

#include <fmt/format.h>

#include "assistant/arguments.h"
#include "assistant/bounds.h"
#include "base/digest.h"
#include "base/text.h"

namespace sextant::assistant {

namespace json = boost::json;

namespace {

constexpr std::string_view kKey = "consent";

std::string_view verb_of(operations::ConsentKind kind) {
  switch (kind) {
    case operations::ConsentKind::kRunProgram:
      return "run the program";
    case operations::ConsentKind::kWriteFile:
      return "write the file";
    case operations::ConsentKind::kForeignHost:
      return "call the host";
  }
  return "";
}

}  // namespace

bool can_ask(const mcp::Call& call) {
  // A modern client is asked by the result; a legacy one over a stream that is open.
  return call.client.can("elicitation/create") &&
         (call.era == mcp::Era::kModern || call.wire != nullptr);
}

mcp::InputRequired ask(std::string_view question, json::object state) {
  json::value shown(question);
  make_visible(shown);
  json::object schema = {
      {"type", "object"},
      {"properties", json::object{{"agree", json::object{{"type", "boolean"},
                                                         {"title", "Agree"},
                                                         {"description", "Tick to agree"},
                                                         {"default", false}}}}},
      {"required", json::array{"agree"}}};
  return {{{kKey, mcp::elicitation(shown.as_string(), std::move(schema))}}, std::move(state)};
}

std::optional<bool> answer_to(const mcp::Call& call) {
  if (call.state.is_null()) return std::nullopt;
  const auto answer = mcp::form_answer(call, kKey);
  if (!answer) return std::nullopt;
  const json::value* agreed = answer->content.if_contains("agree");
  return answer->is_accepted && agreed != nullptr && agreed->is_bool() && agreed->get_bool();
}

json::object state_of(const mcp::Call& call) {
  const json::object* state = call.state.if_object();
  return state == nullptr ? json::object() : *state;
}

std::string describe(const std::vector<operations::Consent>& consents) {
  std::vector<std::string> lines;
  for (const operations::Consent& consent : consents)
    lines.push_back(fmt::format("- {} {} ({})", verb_of(consent.kind), for_terminal(consent.what),
                                for_terminal(consent.why)));
  return join(lines, "\n");
}

std::string digest_of(const std::vector<operations::Consent>& consents) {
  std::string text;
  for (const operations::Consent& consent : consents) {
    const std::string_view kind = operations::name_of(consent.kind);
    text += fmt::format("{}:{}:{}:", kind, consent.what.size(), consent.what);
  }
  return to_hex(sha256(text));
}

Result<std::optional<mcp::InputRequired>> agree_to(const mcp::Call& call,
                                                   const std::vector<operations::Consent>& effects,
                                                   std::string_view question, Error not_allowed) {
  const std::string digest = digest_of(effects);
  const auto answer = answer_to(call);
  if (answer && text_of(state_of(call), "effects") == digest) {
    if (!*answer) return failure("assistant.declined", "it was not agreed to");
    return std::nullopt;
  }
  if (!can_ask(call)) return failure(std::move(not_allowed));
  return ask(question, {{"effects", digest}});
}

}  // namespace sextant::assistant
