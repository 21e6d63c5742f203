#include <fmt/format.h>

#include <boost/json/array.hpp>
#include <vector>

#include "aws/protocol/scalar.h"
#include "aws/protocol/xml_body.h"
#include "base/text.h"

namespace sextant::aws {
namespace {

namespace json = boost::json;

constexpr std::size_t kDepthMax = 100;

bool is_element(pugi::xml_node node) {
  return node.type() == pugi::node_element;
}

std::string_view name_or(const ShapeRef& ref, std::string_view otherwise) {
  return ref.traits.location_name.empty() ? otherwise : std::string_view(ref.traits.location_name);
}

bool is_flattened(const ShapeRef& ref) {
  const ShapeType type = ref.shape->type;
  return ref.traits.flattened && (type == ShapeType::kList || type == ShapeType::kMap);
}

class Reader {
 public:
  Result<json::value> read(const ShapeRef& ref, pugi::xml_node node, std::size_t depth) {
    if (depth > kDepthMax) return unreadable("nests too deeply");
    switch (ref.shape->type) {
      case ShapeType::kStructure:
        return read_structure(*ref.shape, node, depth);
      case ShapeType::kList:
        return read_list(ref.shape->element, children(node), depth);
      case ShapeType::kMap:
        return read_map(*ref.shape, children(node), depth);
      default:
        return read_scalar_text(ref, text_inside(node));
    }
  }

 private:
  static std::vector<pugi::xml_node> children(pugi::xml_node node) {
    std::vector<pugi::xml_node> found;
    for (const pugi::xml_node child : node.children()) {
      if (is_element(child)) found.push_back(child);
    }
    return found;
  }

  static bool stands_for(const Member& member, std::string_view element) {
    const Traits& traits = member.ref.traits;
    if (!member.is_answered_in_body() || traits.xml_attribute) return false;
    if (element == name_or(member.ref, member.name)) return true;
    // Older models give the name of a flattened list to its elements.
    return is_flattened(member.ref) && member.ref.shape->type == ShapeType::kList &&
           element == member.ref.shape->element.traits.location_name;
  }

  Result<json::value> read_structure(const Shape& shape, pugi::xml_node node, std::size_t depth) {
    std::vector<std::vector<pugi::xml_node>> found(shape.members.size());
    std::size_t last = 0;  // elements of one name mostly follow one another
    for (const pugi::xml_node child : node.children()) {
      if (!is_element(child)) continue;
      const std::string_view name = local_name(child.name());
      for (std::size_t tried = 0; tried < shape.members.size(); ++tried) {
        const std::size_t at = (last + tried) % shape.members.size();
        if (!stands_for(shape.members[at], name)) continue;
        found[at].push_back(child);
        last = at;
        break;
      }
    }
    json::object read;
    for (std::size_t i = 0; i < shape.members.size(); ++i) {
      const Member& member = shape.members[i];
      if (member.ref.traits.xml_attribute) {
        SEXTANT_TRY_VOID(read_attribute(member, node, read));
      } else if (!found[i].empty()) {
        Result<json::value> value = read_member(member.ref, found[i], depth);
        if (!value) return named(std::move(value).error(), member.name);
        if (!value->is_null()) read[member.name] = std::move(*value);
      }
    }
    return read;
  }

  Result<void> read_attribute(const Member& member, pugi::xml_node node, json::object& read) {
    const std::string_view wanted = name_or(member.ref, member.name);
    for (const pugi::xml_attribute attribute : node.attributes()) {
      if (attribute.name() != wanted) continue;
      SEXTANT_TRY(read[member.name], read_scalar_text(member.ref, attribute.value()));
      return {};
    }
    return {};
  }

  // null for an empty element where the type has no empty value.
  Result<json::value> read_member(const ShapeRef& ref, const std::vector<pugi::xml_node>& nodes,
                                  std::size_t depth) {
    if (is_flattened(ref)) {
      return ref.shape->type == ShapeType::kList ? read_list(ref.shape->element, nodes, depth)
                                                 : read_map(*ref.shape, nodes, depth);
    }
    const ShapeType type = ref.shape->type;
    const bool may_be_empty =
        !is_scalar(*ref.shape) || type == ShapeType::kString || type == ShapeType::kBlob;
    if (!may_be_empty && nodes.front().first_child().empty()) return json::value(nullptr);
    return read(ref, nodes.front(), depth + 1);
  }

  Result<json::value> read_list(const ShapeRef& element, const std::vector<pugi::xml_node>& nodes,
                                std::size_t depth) {
    json::array read_values;
    read_values.reserve(nodes.size());
    for (const pugi::xml_node node : nodes) {
      SEXTANT_TRY(json::value value, read(element, node, depth + 1));
      read_values.push_back(std::move(value));
    }
    return read_values;
  }

  Result<json::value> read_map(const Shape& shape, const std::vector<pugi::xml_node>& nodes,
                               std::size_t depth) {
    json::object read_values;
    for (const pugi::xml_node node : nodes) {
      const pugi::xml_node key = child_named(node, name_or(shape.key, "key"));
      const pugi::xml_node value = child_named(node, name_or(shape.value, "value"));
      if (key.empty()) return unreadable("an entry of a map has no key");
      SEXTANT_TRY(read_values[text_inside(key)], read(shape.value, value, depth + 1));
    }
    return read_values;
  }

  static std::unexpected<Error> named(Error error, std::string_view name) {
    const bool is_inner = error.detail.starts_with('.');
    error.detail = fmt::format(".{}{}{}", name, is_inner ? "" : " ", error.detail);
    return failure(std::move(error));
  }
};

}  // namespace

Result<pugi::xml_document> parse_xml(std::string_view body) {
  if (!is_valid_utf8(body)) return unreadable("the body is not UTF-8");
  pugi::xml_document document;
  // White space alone is kept where it is the whole text of an element, since it may be a value.
  constexpr unsigned kFlags =
      pugi::parse_default | pugi::parse_ws_pcdata_single | pugi::parse_doctype;
  const pugi::xml_parse_result parsed =
      document.load_buffer(body.data(), body.size(), kFlags, pugi::encoding_utf8);
  if (!parsed)
    return unreadable(
        fmt::format("the body is not XML: {} at byte {}", parsed.description(), parsed.offset));
  for (const pugi::xml_node node : document.children()) {
    if (node.type() == pugi::node_doctype)
      return unreadable("the body is a document of another kind");
  }
  return document;
}

pugi::xml_node xml_root(const pugi::xml_document& document) {
  return document.document_element();
}

std::string_view local_name(const char* name) {
  const std::string_view whole(name);
  const std::size_t colon = whole.rfind(':');
  return colon == std::string_view::npos ? whole : whole.substr(colon + 1);
}

pugi::xml_node child_named(pugi::xml_node node, std::string_view name) {
  for (const pugi::xml_node child : node.children()) {
    if (is_element(child) && local_name(child.name()) == name) return child;
  }
  return {};
}

std::string text_inside(pugi::xml_node node) {
  std::string text;
  for (const pugi::xml_node child : node.children()) {
    if (child.type() == pugi::node_pcdata || child.type() == pugi::node_cdata)
      text += child.value();
  }
  return text;
}

Result<json::value> read_xml(const ShapeRef& ref, pugi::xml_node node) {
  return Reader().read(ref, node, 0);
}

}  // namespace sextant::aws
