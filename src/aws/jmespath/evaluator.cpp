#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/string.hpp>

#include <algorithm>
#include <deque>

#include "aws/jmespath/node.h"

namespace sextant::aws {
namespace {

namespace json = boost::json;
using Node = JmesPath::Node;

const json::value kNull;

// 1 and 1.0 are the same number.
bool equal(const json::value& left, const json::value& right) {
  if (!left.is_number() || !right.is_number() || left.is_double() == right.is_double())
    return left == right;
  return left.to_number<double>() == right.to_number<double>();
}

// Walks the tree. Values are handed on by pointer: into the document where they stand there, else
// into `made_`.
class Evaluator {
 public:
  const json::value* evaluate(const Node& node, const json::value& at) {
    switch (node.kind) {
      case Node::Kind::kCurrent:
        return &at;
      case Node::Kind::kField:
        return member(at, node.name);
      case Node::Kind::kLiteral:
        return &node.literal;
      case Node::Kind::kSub:
        return sub(node, at);
      case Node::Kind::kIndex:
        return index(*evaluate(*node.parts[0], at), node.index);
      case Node::Kind::kFlatten:
        return flatten(*evaluate(*node.parts[0], at));
      case Node::Kind::kProject:
        return project(*evaluate(*node.parts[0], at), *node.parts[1]);
      case Node::Kind::kProjectValues:
        return project_values(*evaluate(*node.parts[0], at), *node.parts[1]);
      case Node::Kind::kFilter:
        return filter(node, at);
      case Node::Kind::kList:
        return list(node, at);
      case Node::Kind::kOr: {
        const json::value* left = evaluate(*node.parts[0], at);
        return is_jmespath_true(*left) ? left : evaluate(*node.parts[1], at);
      }
      case Node::Kind::kAnd: {
        const json::value* left = evaluate(*node.parts[0], at);
        return is_jmespath_true(*left) ? evaluate(*node.parts[1], at) : left;
      }
      case Node::Kind::kNot:
        return keep(!is_jmespath_true(*evaluate(*node.parts[0], at)));
      case Node::Kind::kCompare:
        return compare(node, at);
      case Node::Kind::kLength:
        return length(*evaluate(*node.parts[0], at));
      case Node::Kind::kKeys:
        return keys(*evaluate(*node.parts[0], at));
    }
    return &kNull;
  }

 private:
  const json::value* keep(json::value value) { return &made_.emplace_back(std::move(value)); }

  static const json::value* member(const json::value& of, std::string_view name) {
    const json::object* object = of.if_object();
    const json::value* found = object != nullptr ? object->if_contains(name) : nullptr;
    return found != nullptr ? found : &kNull;
  }

  const json::value* sub(const Node& node, const json::value& at) {
    const json::value* left = evaluate(*node.parts[0], at);
    return left->is_null() ? &kNull : evaluate(*node.parts[1], *left);
  }

  static const json::value* index(const json::value& of, std::int64_t place) {
    const json::array* items = of.if_array();
    if (items == nullptr) return &kNull;
    const auto size = static_cast<std::int64_t>(items->size());
    if (place < 0) place += size;
    return place >= 0 && place < size ? &(*items)[static_cast<std::size_t>(place)] : &kNull;
  }

  const json::value* flatten(const json::value& of) {
    const json::array* items = of.if_array();
    if (items == nullptr) return &kNull;
    const bool is_flat =
        std::ranges::none_of(*items, [](const json::value& item) { return item.is_array(); });
    if (is_flat) return &of;
    json::array out;
    for (const json::value& item : *items) {
      if (const json::array* inner = item.if_array()) {
        out.insert(out.end(), inner->begin(), inner->end());
      } else {
        out.push_back(item);
      }
    }
    return keep(std::move(out));
  }

  void apply(const Node& each, const json::value& item, json::array& out) {
    const json::value* found = evaluate(each, item);
    if (!found->is_null()) out.push_back(*found);
  }

  const json::value* project(const json::value& of, const Node& each) {
    const json::array* items = of.if_array();
    if (items == nullptr) return &kNull;
    json::array out;
    for (const json::value& item : *items) apply(each, item, out);
    return keep(std::move(out));
  }

  const json::value* project_values(const json::value& of, const Node& each) {
    const json::object* object = of.if_object();
    if (object == nullptr) return &kNull;
    json::array out;
    for (const auto& entry : *object) apply(each, entry.value(), out);
    return keep(std::move(out));
  }

  const json::value* filter(const Node& node, const json::value& at) {
    const json::value* source = evaluate(*node.parts[0], at);
    const json::array* items = source->if_array();
    if (items == nullptr) return &kNull;
    json::array out;
    for (const json::value& item : *items) {
      if (is_jmespath_true(*evaluate(*node.parts[1], item))) apply(*node.parts[2], item, out);
    }
    return keep(std::move(out));
  }

  const json::value* list(const Node& node, const json::value& at) {
    if (at.is_null()) return &kNull;
    json::array out;
    for (const auto& part : node.parts) out.push_back(*evaluate(*part, at));
    return keep(std::move(out));
  }

  const json::value* compare(const Node& node, const json::value& at) {
    const json::value& left = *evaluate(*node.parts[0], at);
    const json::value& right = *evaluate(*node.parts[1], at);
    using Comparison = Node::Comparison;
    if (node.comparison == Comparison::kEqual) return keep(equal(left, right));
    if (node.comparison == Comparison::kNotEqual) return keep(!equal(left, right));
    if (!left.is_number() || !right.is_number()) return &kNull;
    const auto a = left.to_number<double>();
    const auto b = right.to_number<double>();
    switch (node.comparison) {
      case Comparison::kLess:
        return keep(a < b);
      case Comparison::kLessOrEqual:
        return keep(a <= b);
      case Comparison::kMore:
        return keep(a > b);
      default:
        return keep(a >= b);
    }
  }

  const json::value* length(const json::value& of) {
    if (const json::array* items = of.if_array())
      return keep(static_cast<std::int64_t>(items->size()));
    if (const json::object* object = of.if_object())
      return keep(static_cast<std::int64_t>(object->size()));
    const json::string* text = of.if_string();
    if (text == nullptr) return &kNull;
    // Characters, not bytes: those that do not go on with a former one.
    return keep(static_cast<std::int64_t>(std::ranges::count_if(
        *text, [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U; })));
  }

  const json::value* keys(const json::value& of) {
    const json::object* object = of.if_object();
    if (object == nullptr) return &kNull;
    json::array out;
    for (const auto& entry : *object) out.emplace_back(entry.key());
    return keep(std::move(out));
  }

  std::deque<json::value> made_;  // a deque, since others point into it
};

}  // namespace

json::value JmesPath::search(const json::value& document) const {
  return *Evaluator().evaluate(*root_, document);
}

bool is_jmespath_true(const json::value& value) {
  if (const json::string* text = value.if_string()) return !text->empty();
  if (const json::array* items = value.if_array()) return !items->empty();
  if (const json::object* object = value.if_object()) return !object->empty();
  return !value.is_null() && !(value.is_bool() && !value.get_bool());
}

}  // namespace sextant::aws
