#include "connect/json_access.h"

#include <boost/json/array.hpp>

namespace sextant::connect {
namespace {

namespace json = boost::json;

const json::value* descend(const json::object* object,
                           std::initializer_list<std::string_view> path) {
  const json::value* value = nullptr;
  for (const std::string_view name : path) {
    if (object == nullptr) return nullptr;
    value = object->if_contains(name);
    object = value == nullptr ? nullptr : value->if_object();
    if (value == nullptr) return nullptr;
  }
  return value;
}

std::string to_text(const json::value* value) {
  const auto* text = value == nullptr ? nullptr : value->if_string();
  return text == nullptr ? std::string() : std::string(*text);
}

const json::array* array_at(const json::value& root, std::string_view name) {
  const auto* value = find_at(root, {name});
  return value == nullptr ? nullptr : value->if_array();
}

}  // namespace

const json::value* find_at(const json::value& root, std::initializer_list<std::string_view> path) {
  return descend(root.if_object(), path);
}
const json::value* find_at(const json::object& root, std::initializer_list<std::string_view> path) {
  return descend(&root, path);
}
std::string text_at(const json::value& root, std::initializer_list<std::string_view> path) {
  return to_text(find_at(root, path));
}
std::string text_at(const json::object& root, std::initializer_list<std::string_view> path) {
  return to_text(find_at(root, path));
}

std::vector<const json::object*> objects_at(const json::value& root, std::string_view name) {
  std::vector<const json::object*> out;
  const auto* array = array_at(root, name);
  if (array == nullptr) return out;
  for (const json::value& element : *array) {
    if (element.is_object()) out.push_back(&element.get_object());
  }
  return out;
}

std::vector<std::string> texts_at(const json::value& root, std::string_view name) {
  std::vector<std::string> out;
  const auto* array = array_at(root, name);
  if (array == nullptr) return out;
  for (const json::value& element : *array) {
    if (element.is_string()) out.emplace_back(element.get_string());
  }
  return out;
}

std::vector<std::string> strings_at(const json::object& object, std::string_view name) {
  std::vector<std::string> out;
  const auto* value = object.if_contains(name);
  if (value == nullptr) return out;
  if (const auto* text = value->if_string()) out.emplace_back(*text);
  if (const auto* array = value->if_array()) {
    for (const json::value& element : *array) {
      if (element.is_string()) out.emplace_back(element.get_string());
    }
  }
  return out;
}

}  // namespace sextant::connect
