#include "mcp/call.h"

#include "mcp/message.h"

namespace sextant::mcp {

namespace json = boost::json;

void Call::progress(double done, std::optional<double> total, std::string_view words) {
  if (wire == nullptr || progress_token.is_null()) return;
  json::object params = {{"progressToken", progress_token}, {"progress", done}};
  if (total) params["total"] = *total;
  // Legacy revisions before 2025-03-26 know no words.
  if (!words.empty() && client.version >= "2025-03-26") params["message"] = words;
  const std::lock_guard lock(mutex_);
  if (done <= told_) return;
  told_ = done;
  wire->send(make_notification("notifications/progress", std::move(params)));
}

void Call::log(std::string_view level, std::string_view words) {
  const auto wanted = log_level(level);
  if (wire == nullptr || level_min < 0 || !wanted || *wanted < level_min) return;
  wire->send(make_notification("notifications/message", {{"level", level}, {"data", words}}));
}

json::object text_block(std::string_view text) {
  return {{"type", "text"}, {"text", text}};
}

ToolResult tool_error(std::string_view text) {
  return {{text_block(text)}, std::nullopt, true};
}

json::object elicitation(std::string_view message, json::object schema) {
  return {{"method", "elicitation/create"},
          {"params",
           json::object{
               {"mode", "form"}, {"message", message}, {"requestedSchema", std::move(schema)}}}};
}

std::optional<FormAnswer> form_answer(const Call& call, std::string_view key) {
  const json::object* answer = object_member(call.answers, key);
  const json::string* action = answer == nullptr ? nullptr : text_member(*answer, "action");
  if (action == nullptr) return std::nullopt;
  if (*action != "accept") return FormAnswer{};
  const json::object* content = object_member(*answer, "content");
  return FormAnswer{true, content == nullptr ? json::object() : *content};
}

}  // namespace sextant::mcp
