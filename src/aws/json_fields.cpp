#include "aws/json_fields.h"

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/value.hpp>

namespace sextant::aws {
namespace {

constexpr std::size_t kTextMax = 1U << 20U;

const boost::json::value* field(const boost::json::object* object, std::string_view name) {
  return object == nullptr ? nullptr : object->if_contains(name);
}

}  // namespace

std::string text_field(const boost::json::object* object, std::string_view name) {
  const boost::json::value* found = field(object, name);
  const boost::json::string* text = found == nullptr ? nullptr : found->if_string();
  return text == nullptr ? std::string() : std::string(*text);
}

std::optional<std::int64_t> integer_field(const boost::json::object* object,
                                          std::string_view name) {
  const boost::json::value* found = field(object, name);
  const std::int64_t* number = found == nullptr ? nullptr : found->if_int64();
  return number == nullptr ? std::nullopt : std::optional(*number);
}

const boost::json::object* object_field(const boost::json::object* object, std::string_view name) {
  const boost::json::value* found = field(object, name);
  return found == nullptr ? nullptr : found->if_object();
}

const boost::json::array* array_field(const boost::json::object* object, std::string_view name) {
  const boost::json::value* found = field(object, name);
  return found == nullptr ? nullptr : found->if_array();
}

std::optional<boost::json::object> parse_object(std::string_view text) {
  if (text.size() > kTextMax) return std::nullopt;
  boost::system::error_code error;
  boost::json::value value = boost::json::parse(text, error);
  if (error || !value.is_object()) return std::nullopt;
  return std::move(value.as_object());
}

}  // namespace sextant::aws
