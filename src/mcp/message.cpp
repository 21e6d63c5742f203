#include "mcp/message.h"

#include <boost/json/array.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include <algorithm>
#include <utility>
#include <vector>

#include "base/text.h"

namespace sextant::mcp {

namespace json = boost::json;

namespace {

constexpr std::size_t kIdBytesMax = 256;
constexpr std::size_t kMethodBytesMax = 128;

std::unexpected<MessageFault> fault(int code, std::string words, json::value id = nullptr) {
  return std::unexpected(
      MessageFault{RpcError{code, std::move(words), nullptr, 400}, std::move(id)});
}

bool is_id(const json::value& value) {
  return value.is_int64() || (value.is_string() && value.get_string().size() <= kIdBytesMax);
}

std::expected<Message, MessageFault> read_response(Message message, const json::object& object) {
  message.kind = Message::Kind::kResponse;
  const json::value* result = object.if_contains("result");
  const json::object* error = object_member(object, "error");
  if (message.id.is_null() || (result == nullptr) == (error == nullptr))
    return fault(kInvalidRequest, "A response has an id, and either a result or an error",
                 message.id);
  if (result != nullptr) {
    if (!result->is_object()) return fault(kInvalidRequest, "A result is an object", message.id);
    message.answer = result->get_object();
    return message;
  }
  const json::string* words = text_member(*error, "message");
  const json::value* code = error->if_contains("code");
  message.answer = std::unexpected(
      RpcError{code != nullptr && code->is_int64() ? static_cast<int>(code->get_int64()) : 0,
               words == nullptr ? "" : std::string(*words)});
  return message;
}

}  // namespace

const json::object* object_member(const json::object& object, std::string_view name) {
  const json::value* value = object.if_contains(name);
  return value == nullptr ? nullptr : value->if_object();
}

const json::string* text_member(const json::object& object, std::string_view name) {
  const json::value* value = object.if_contains(name);
  return value == nullptr ? nullptr : value->if_string();
}

std::expected<Message, MessageFault> read_message(std::string_view text) {
  if (text.size() > kMessageBytesMax) return fault(kInvalidRequest, "The message is too long");
  if (!is_valid_utf8(text)) return fault(kParseError, "The message is not UTF-8");
  boost::system::error_code wrong;
  json::value value = json::parse(text, wrong);
  if (wrong) return fault(kParseError, "Parse error: " + wrong.message());
  if (value.is_array()) return fault(kInvalidRequest, "Batches of messages are not taken");
  json::object* object = value.if_object();
  if (object == nullptr) return fault(kInvalidRequest, "A message is an object");
  Message message;
  if (const json::value* id = object->if_contains("id")) {
    if (!id->is_null() && !is_id(*id))
      return fault(kInvalidRequest, "An id is a short text or an integer");
    message.id = *id;
  }
  const json::string* version = text_member(*object, "jsonrpc");
  if (version == nullptr || *version != "2.0")
    return fault(kInvalidRequest, "A message has \"jsonrpc\": \"2.0\"", message.id);
  const json::value* method = object->if_contains("method");
  if (method == nullptr) return read_response(std::move(message), *object);
  if (!method->is_string() || method->get_string().size() > kMethodBytesMax)
    return fault(kInvalidRequest, "A method is a short text", message.id);
  message.method = std::string(method->get_string());
  message.kind = message.id.is_null() ? Message::Kind::kNotification : Message::Kind::kRequest;
  if (json::value* params = object->if_contains("params");
      params != nullptr && !params->is_null()) {
    if (!params->is_object())
      return fault(kInvalidRequest, "The params of a message are an object", message.id);
    message.params = std::move(params->get_object());
  }
  return message;
}

json::object make_request(json::value id, std::string_view method, json::object params) {
  return {
      {"jsonrpc", "2.0"}, {"id", std::move(id)}, {"method", method}, {"params", std::move(params)}};
}

json::object make_notification(std::string_view method, json::object params) {
  return {{"jsonrpc", "2.0"}, {"method", method}, {"params", std::move(params)}};
}

json::object make_result(const json::value& id, json::object result) {
  return {{"jsonrpc", "2.0"}, {"id", id}, {"result", std::move(result)}};
}

json::object make_error(const json::value& id, const RpcError& error) {
  json::object body = {{"code", error.code}, {"message", error.message}};
  if (!error.data.is_null()) body["data"] = error.data;
  json::object out = {{"jsonrpc", "2.0"}};
  if (!id.is_null()) out["id"] = id;
  out["error"] = std::move(body);
  return out;
}

std::string canonical_text(const json::value& value) {
  if (const json::array* array = value.if_array()) {
    std::vector<std::string> items;
    for (const json::value& item : *array) items.push_back(canonical_text(item));
    return "[" + join(items, ",") + "]";
  }
  const json::object* object = value.if_object();
  if (object == nullptr) return json::serialize(value);
  std::vector<std::pair<std::string, std::string>> members;
  for (const auto& [name, member] : *object)
    members.emplace_back(std::string(name), canonical_text(member));
  std::ranges::sort(members);
  std::vector<std::string> items;
  for (const auto& [name, text] : members)
    items.push_back(json::serialize(json::value(name)) + ":" + text);
  return "{" + join(items, ",") + "}";
}

}  // namespace sextant::mcp
