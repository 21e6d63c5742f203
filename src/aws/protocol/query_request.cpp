#include "aws/protocol/query_request.h"

#include <fmt/format.h>

#include <boost/json/array.hpp>

#include <string>
#include <utility>

#include "aws/protocol/scalar.h"
#include "base/text.h"

namespace sextant::aws {
namespace {

namespace json = boost::json;

class FormWriter {
 public:
  explicit FormWriter(bool is_ec2) : is_ec2_(is_ec2) {}

  void field(std::string_view name, std::string_view value) {
    if (!form_.empty()) form_ += '&';
    form_ += percent_encode(name);
    form_ += '=';
    form_ += percent_encode(value);
  }

  void structure(const std::string& prefix, const Shape& shape, const json::object& value) {
    for (const auto& [name, member_value] : value) {
      const Member& member = *shape.find_member(name);
      const std::string own = is_ec2_ ? ec2_name(member) : query_name(member);
      write(prefix.empty() ? own : prefix + '.' + own, member.ref, member_value);
    }
  }

  std::string take() { return std::move(form_); }

 private:
  static std::string query_name(const Member& member) {
    const std::string& name = member.ref.traits.location_name;
    return name.empty() ? member.name : name;
  }

  // The name for queries, else that for answers, or the member's own, with an upper-case initial.
  static std::string ec2_name(const Member& member) {
    const Traits& traits = member.ref.traits;
    if (!traits.query_name.empty()) return traits.query_name;
    std::string name = query_name(member);
    name.replace(0, 1, to_upper(name.substr(0, 1)));
    return name;
  }

  void write(const std::string& prefix, const ShapeRef& ref, const json::value& value) {
    if (value.is_null()) return;
    switch (ref.shape->type) {
      case ShapeType::kStructure:
        structure(prefix, *ref.shape, value.as_object());
        break;
      case ShapeType::kList:
        list(prefix, ref, value.as_array());
        break;
      case ShapeType::kMap:
        map(prefix, ref, value.as_object());
        break;
      default:
        field(prefix, scalar_text(ref, value, TimestampFormat::kIso8601));
    }
  }

  void list(const std::string& prefix, const ShapeRef& ref, const json::array& value) {
    if (value.empty()) {
      // How the query protocol says "no elements", as against "not given"; ec2 has no such way.
      if (!is_ec2_) field(prefix, "");
      return;
    }
    std::string path = prefix;
    if (!is_ec2_ && !ref.traits.flattened) {
      const std::string& name = ref.shape->element.traits.location_name;
      path += '.' + (name.empty() ? "member" : name);
    }
    std::size_t number = 0;
    for (const json::value& element : value)
      write(fmt::format("{}.{}", path, ++number), ref.shape->element, element);
  }

  void map(const std::string& prefix, const ShapeRef& ref, const json::object& value) {
    const std::string path = ref.traits.flattened ? prefix : prefix + ".entry";
    const Traits& key = ref.shape->key.traits;
    const Traits& entry = ref.shape->value.traits;
    std::size_t number = 0;
    for (const auto& [name, entry_value] : value) {
      ++number;
      field(fmt::format("{}.{}.{}", path, number,
                        key.location_name.empty() ? "key" : key.location_name),
            name);
      write(fmt::format("{}.{}.{}", path, number,
                        entry.location_name.empty() ? "value" : entry.location_name),
            ref.shape->value, entry_value);
    }
  }

  bool is_ec2_;
  std::string form_;
};

}  // namespace

WireRequest write_query_request(const ServiceModel& model, const Operation& operation,
                                const json::object& input) {
  FormWriter form(model.metadata().protocol == Protocol::kEc2);
  form.field("Action", operation.name);
  form.field("Version", model.metadata().api_version);
  if (operation.input) form.structure("", *operation.input->shape, input);
  WireRequest request;
  request.method = operation.http_method;
  request.uri = operation.request_uri;
  request.headers.set("Content-Type", "application/x-www-form-urlencoded; charset=utf-8");
  request.body = form.take();
  return request;
}

}  // namespace sextant::aws
