#include "web/api.h"

#include <boost/json/array.hpp>
#include <boost/json/serialize.hpp>

#include <stdexcept>

namespace sextant::web {
namespace {

namespace json = boost::json;

const json::value* member(const json::object& object, std::string_view name) {
  const json::value* value = object.if_contains(name);
  return value == nullptr || value->is_null() ? nullptr : value;
}

std::optional<std::string> text_of(const json::object& object, std::string_view name) {
  const json::value* value = member(object, name);
  if (value == nullptr) return std::nullopt;
  return std::string(value->as_string());
}

std::string required_text_of(const json::object& object, std::string_view name) {
  auto value = text_of(object, name);
  if (!value) throw std::logic_error("the contract does not require " + std::string(name));
  return *std::move(value);
}

std::vector<std::string> texts_of(const json::object& object, std::string_view name) {
  std::vector<std::string> out;
  const json::value* value = member(object, name);
  if (value == nullptr) return out;
  for (const json::value& item : value->as_array()) out.emplace_back(item.as_string());
  return out;
}

std::optional<std::int64_t> integer_of(const json::object& object, std::string_view name) {
  const json::value* value = member(object, name);
  if (value == nullptr) return std::nullopt;
  return value->to_number<std::int64_t>();
}

bool flag_of(const json::object& object, std::string_view name) {
  const json::value* value = member(object, name);
  return value != nullptr && value->as_bool();
}

Reply json_reply(int status, const json::value& value) {
  Reply reply;
  reply.status = status;
  reply.json = json::serialize(value);
  return reply;
}

}  // namespace

std::string_view name_of(Scope scope) {
  return scope == Scope::kOperate ? "operate" : "read";
}

std::optional<Scope> parse_scope(std::string_view text) {
  if (text == "read") return Scope::kRead;
  if (text == "operate") return Scope::kOperate;
  return std::nullopt;
}

std::optional<std::string> ApiRequest::text(std::string_view name) const {
  return text_of(parameters, name);
}
std::string ApiRequest::required_text(std::string_view name) const {
  return required_text_of(parameters, name);
}
std::vector<std::string> ApiRequest::texts(std::string_view name) const {
  return texts_of(parameters, name);
}
std::optional<std::int64_t> ApiRequest::integer(std::string_view name) const {
  return integer_of(parameters, name);
}
bool ApiRequest::flag(std::string_view name) const {
  return flag_of(parameters, name);
}
std::optional<std::string> ApiRequest::body_text(std::string_view name) const {
  return text_of(body, name);
}
std::string ApiRequest::required_body_text(std::string_view name) const {
  return required_text_of(body, name);
}
std::vector<std::string> ApiRequest::body_texts(std::string_view name) const {
  return texts_of(body, name);
}
std::optional<std::int64_t> ApiRequest::body_integer(std::string_view name) const {
  return integer_of(body, name);
}
bool ApiRequest::body_flag(std::string_view name) const {
  return flag_of(body, name);
}

Reply Reply::of(const json::value& value) {
  return json_reply(200, value);
}
Reply Reply::created(const json::value& value) {
  return json_reply(201, value);
}
Reply Reply::accepted(const json::value& value) {
  return json_reply(202, value);
}
Reply Reply::no_content() {
  Reply reply;
  reply.status = 204;
  return reply;
}
Reply Reply::download(FileReply file) {
  Reply reply;
  reply.file = std::move(file);
  return reply;
}
Reply Reply::stream(std::shared_ptr<EventSource> events) {
  Reply reply;
  reply.events = std::move(events);
  return reply;
}

void HandlerTable::add(std::string operation_id, Handler handler) {
  const auto [place, is_new] = handlers_.try_emplace(std::move(operation_id), std::move(handler));
  if (!is_new) throw std::logic_error("two handlers of " + place->first);
}

const Handler* HandlerTable::find(std::string_view operation_id) const {
  const auto found = handlers_.find(operation_id);
  return found == handlers_.end() ? nullptr : &found->second;
}

std::vector<std::string> HandlerTable::operation_ids() const {
  std::vector<std::string> out;
  for (const auto& [id, handler] : handlers_) out.push_back(id);
  return out;
}

}  // namespace sextant::web
