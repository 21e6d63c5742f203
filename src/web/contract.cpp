#include "web/contract.h"

#include <boost/json/array.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include <algorithm>
#include <array>
#include <charconv>
#include <optional>
#include <set>
#include <stdexcept>

#include "base/embedded.h"
#include "base/text.h"
#include "web/yaml_json.h"

namespace sextant::web {
namespace {

namespace json = boost::json;

constexpr std::size_t kBaseSegments = 2;  // of Contract::kBase

constexpr auto kMethods = std::to_array<std::string_view>({"get", "post", "patch", "delete"});

bool is_parameter(std::string_view segment) {
  return segment.starts_with('{');
}

std::string_view parameter_name(std::string_view segment) {
  return segment.substr(1, segment.size() - 2);
}

// Whether the target's segments are those of the operation.
bool matches(const OperationSpec& operation, const Target& target) {
  if (target.segments.size() != operation.segments.size() + kBaseSegments) return false;
  for (std::size_t i = 0; i < operation.segments.size(); ++i) {
    const std::string& segment = target.segments[i + kBaseSegments];
    if (segment.empty()) return false;
    if (!is_parameter(operation.segments[i]) && operation.segments[i] != segment) return false;
  }
  return true;
}

std::unexpected<Failure> wrong(const SchemaFault& fault) {
  return wrong_field("web.invalid", fault.field.empty() ? "the body" : fault.field,
                     fault.field.empty() ? fault.words : fault.field + " " + fault.words);
}

// The text of a parameter as its schema's type wants it; as a string where it cannot be so, which
// the check then refuses.
json::value typed(const std::string& text, const JsonSchema& schema) {
  const auto& types = schema.types();
  const auto is = [&](std::string_view type) {
    return std::ranges::find(types, type) != types.end();
  };
  if (is("boolean") && (text == "true" || text == "false")) return text == "true";
  if (is("integer")) {
    std::int64_t number = 0;
    const char* end = text.data() + text.size();
    const auto [rest, error] = std::from_chars(text.data(), end, number);
    if (error == std::errc() && rest == end) return number;
  }
  return json::string(text);
}

}  // namespace

// Reads the operations out of the document.
class Contract::Reader {
 public:
  explicit Reader(const json::value& document) : document_(document) {}

  std::vector<OperationSpec> read() {
    const json::array& servers = at(document_, "servers").as_array();
    if (servers.size() != 1 || at(servers.front(), "url").as_string() != kBase)
      throw std::logic_error("the server of the contract is not " + std::string(kBase));
    std::vector<OperationSpec> out;
    std::set<std::string> ids;
    for (const auto& [path, item] : at(document_, "paths").as_object()) {
      for (const std::string_view method : kMethods) {
        const json::value* operation = item.as_object().if_contains(method);
        if (operation == nullptr) continue;
        out.push_back(read_operation(path, method, *operation, item));
        if (!ids.insert(out.back().id).second)
          throw std::logic_error("two operations " + out.back().id);
      }
    }
    return out;
  }

 private:
  static const json::value& at(const json::value& value, std::string_view name) {
    return value.as_object().at(name);
  }

  // Follows a reference to a parameter or an answer; what is no reference is given back. Lives as
  // long as the document.
  const json::value* resolve(const json::value* value) const {
    const json::value* reference = value->as_object().if_contains("$ref");
    if (reference == nullptr) return value;
    const json::value* found = &document_;
    for (const std::string& name : split(std::string_view(reference->as_string()).substr(2), '/'))
      found = &at(*found, name);
    return found;
  }

  OperationSpec read_operation(std::string_view path, std::string_view method,
                               const json::value& operation, const json::value& item) {
    OperationSpec out;
    out.id = std::string(at(operation, "operationId").as_string());
    out.method = to_upper(method);
    out.segments = split(path.substr(1), '/');
    const auto scope = parse_scope(at(operation, "x-scope").as_string());
    if (!scope) throw std::logic_error("no such scope in " + out.id);
    out.scope = *scope;
    const json::value* is_public = operation.as_object().if_contains("x-public");
    out.is_public = is_public != nullptr && is_public->as_bool();
    for (const json::value* holder : {&item, &operation}) {
      if (const json::value* parameters = holder->as_object().if_contains("parameters"))
        add_parameters(out, parameters->as_array());
    }
    if (const json::value* body = operation.as_object().if_contains("requestBody")) {
      const json::value* required = body->as_object().if_contains("required");
      out.is_body_required = required != nullptr && required->as_bool();
      out.body = JsonSchema::compile(document_,
                                     at(at(at(*body, "content"), "application/json"), "schema"));
    }
    const json::value* fine = at(operation, "responses").as_object().if_contains("200");
    if (fine != nullptr) out.is_stream = gives(*resolve(fine), "text/event-stream");
    require_path_parameters(out);
    return out;
  }

  static bool gives(const json::value& response, std::string_view type) {
    const json::value* content = response.as_object().if_contains("content");
    return content != nullptr && content->as_object().contains(type);
  }

  void add_parameters(OperationSpec& out, const json::array& parameters) {
    for (const json::value& listed : parameters) {
      const json::value& value = *resolve(&listed);
      ParameterSpec parameter;
      parameter.name = std::string(at(value, "name").as_string());
      const std::string_view place = at(value, "in").as_string();
      if (place != "path" && place != "query")
        throw std::logic_error("a parameter in the " + std::string(place));
      parameter.is_in_path = place == "path";
      const json::value* required = value.as_object().if_contains("required");
      parameter.is_required = required != nullptr && required->as_bool();
      parameter.schema = JsonSchema::compile(document_, at(value, "schema"));
      if (std::ranges::find(out.parameters, parameter.name, &ParameterSpec::name) !=
          out.parameters.end())
        throw std::logic_error("two parameters " + parameter.name + " of " + out.id);
      out.parameters.push_back(std::move(parameter));
    }
  }

  static void require_path_parameters(const OperationSpec& operation) {
    for (const std::string& segment : operation.segments) {
      if (!is_parameter(segment)) continue;
      const auto found =
          std::ranges::find(operation.parameters, parameter_name(segment), &ParameterSpec::name);
      if (found == operation.parameters.end() || !found->is_in_path)
        throw std::logic_error("undescribed " + segment + " of " + operation.id);
    }
  }

  const json::value& document_;
};

Contract::Contract(std::string_view yaml) {
  const json::value document = yaml_to_json(yaml);
  json_text_ = json::serialize(document);
  operations_ = Reader(document).read();
}

const Contract& Contract::of_program() {
  static const auto* contract = new Contract(embedded_file("catalog/api/openapi.yaml"));
  return *contract;
}

Outcome<const OperationSpec*> Contract::find(std::string_view method, const Target& target) const {
  std::vector<std::string> methods;
  for (const OperationSpec& operation : operations_) {
    if (!matches(operation, target)) continue;
    if (operation.method == method) return &operation;
    methods.push_back(operation.method);
  }
  if (methods.empty()) return failure("web.not_found", target.path);
  return failure(Error{"web.method", std::string(method)}.with("methods", join(methods, ", ")));
}

Outcome<json::object> Contract::read_parameters(const OperationSpec& operation,
                                                const Target& target) {
  json::object out;
  for (std::size_t i = 0; i < operation.segments.size(); ++i) {
    if (is_parameter(operation.segments[i]))
      out[parameter_name(operation.segments[i])] = target.segments[i + kBaseSegments];
  }
  for (const auto& [name, text] : target.query) {
    const auto parameter = std::ranges::find(operation.parameters, name, &ParameterSpec::name);
    if (parameter == operation.parameters.end() || parameter->is_in_path)
      return wrong({name, "is not known here"});
    const JsonSchema& schema = *parameter->schema;
    if (schema.items() != nullptr) {
      if (!out.contains(name)) out[name] = json::array();
      out[name].as_array().push_back(typed(text, *schema.items()));
    } else if (out.contains(name)) {
      return wrong({name, "is given twice"});
    } else {
      out[name] = typed(text, schema);
    }
  }
  for (const ParameterSpec& parameter : operation.parameters) {
    json::value* value = out.if_contains(parameter.name);
    if (value == nullptr && parameter.is_required) return wrong({parameter.name, "is missing"});
    if (value == nullptr && parameter.schema->default_value())
      out[parameter.name] = *parameter.schema->default_value();
    if (value == nullptr) continue;
    if (const auto fault = parameter.schema->check(*value, parameter.name)) return wrong(*fault);
  }
  return out;
}

Outcome<json::object> Contract::read_body(const OperationSpec& operation,
                                          std::string_view content_type, std::string_view body) {
  if (operation.body == nullptr) {
    // Some clients send an empty object where nothing is to be sent.
    const std::string_view rest = trim(body);
    if (!rest.empty() && rest != "{}") return wrong({"", "must be empty"});
    return json::object();
  }
  if (body.empty() && !operation.is_body_required) return json::object();
  if (!equals_ignoring_case(trim(content_type.substr(0, content_type.find(';'))),
                            "application/json"))
    return failure("web.media_type", std::string(content_type.substr(0, 100)));
  json::error_code error;
  json::value value = json::parse(body, error);
  if (error) return wrong({"", "is not JSON: " + error.message()});
  if (!value.is_object()) return wrong({"", "must be a JSON object"});
  if (const auto fault = operation.body->check(value, "")) return wrong(*fault);
  return std::move(value.as_object());
}

std::vector<std::string> mismatches(const Contract& contract, const HandlerTable& handlers) {
  std::vector<std::string> out;
  for (const OperationSpec& operation : contract.operations()) {
    if (handlers.find(operation.id) == nullptr)
      out.push_back("no handler of the operation " + operation.id);
  }
  for (const std::string& id : handlers.operation_ids()) {
    if (std::ranges::find(contract.operations(), id, &OperationSpec::id) ==
        contract.operations().end())
      out.push_back("a handler of an unknown operation: " + id);
  }
  return out;
}

}  // namespace sextant::web
