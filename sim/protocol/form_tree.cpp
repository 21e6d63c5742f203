#include "sim/protocol/form_tree.h"

#include <algorithm>
#include <charconv>
#include <map>

#include "base/text.h"

namespace sextant::sim {

namespace json = boost::json;

namespace {

constexpr std::size_t kDepthMax = 16;

const json::object* object_at(const json::object& tree, std::string_view name) {
  const json::value* found = tree.if_contains(name);
  return found == nullptr ? nullptr : found->if_object();
}

}  // namespace

json::object form_tree(const std::vector<Target::Pair>& pairs) {
  json::object root;
  for (const auto& [name, value] : pairs) {
    const std::vector<std::string> parts = split(name, '.');
    if (parts.size() > kDepthMax) continue;
    json::object* at = &root;
    for (std::size_t i = 0; i + 1 < parts.size(); ++i) {
      json::value& next = (*at)[parts[i]];
      if (!next.is_object()) next = json::object();
      at = &next.get_object();
    }
    (*at)[parts.back()] = value;
  }
  return root;
}

std::vector<json::value> form_list(const json::object& tree, std::string_view name) {
  const json::object* list = object_at(tree, name);
  if (list != nullptr && object_at(*list, "member") != nullptr) list = object_at(*list, "member");
  if (list == nullptr) return {};
  std::map<int, json::value> ordered;
  for (const auto& [key, value] : *list) {
    int number = 0;
    const auto [end, error] = std::from_chars(key.data(), key.data() + key.size(), number);
    if (error == std::errc() && end == key.data() + key.size()) ordered[number] = value;
  }
  std::vector<json::value> out;
  for (auto& [number, value] : ordered) out.push_back(std::move(value));
  return out;
}

std::vector<std::string> form_texts(const json::object& tree, std::string_view name) {
  std::vector<std::string> out;
  for (const json::value& value : form_list(tree, name)) {
    if (value.is_string()) out.emplace_back(value.get_string());
  }
  return out;
}

std::string text_at(const json::object& object, std::string_view key) {
  const json::value* found = object.if_contains(key);
  return found != nullptr && found->is_string() ? std::string(found->get_string()) : std::string();
}

}  // namespace sextant::sim
