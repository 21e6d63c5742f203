#include "aws/conformance/endpoint_cases.h"

#include <fmt/format.h>

#include <boost/json/array.hpp>

#include <string>

#include "aws/conformance/compare.h"
#include "aws/conformance/vector_files.h"
#include "aws/endpoint/parameters.h"
#include "aws/endpoint/resolver.h"
#include "aws/model/packed_models.h"

namespace sextant::aws::conformance {
namespace {

namespace json = boost::json;

std::string compare_properties(const json::object& expected, const Endpoint& actual) {
  for (const auto& [name, value] : expected) {
    const json::value* found = actual.properties.if_contains(name);
    if (found == nullptr) return fmt::format("property {} is missing", std::string_view(name));
    std::string difference = compare_json(value, *found);
    if (!difference.empty()) return difference;
  }
  const bool has_more =
      !expected.contains("authSchemes") && actual.properties.contains("authSchemes");
  return has_more ? "authSchemes were not expected" : "";
}

std::string compare_headers(const json::object& expected, const Endpoint& actual) {
  json::object got;
  for (const auto& [name, values] : actual.headers)
    got[name] = json::array(values.begin(), values.end());
  return compare_json(expected, got);
}

std::string judge(const json::object& expected, const Result<Endpoint>& actual) {
  if (const json::value* error = expected.if_contains("error")) {
    if (actual) return fmt::format("expected an error, got {}", actual->url);
    return compare_text("error", error->is_string() ? std::string_view(error->get_string()) : "",
                        actual.error().detail);
  }
  if (!actual) return fmt::format("{}: {}", actual.error().code, actual.error().detail);
  const json::object& endpoint = object_at(expected, "endpoint");
  std::string difference = compare_text("url", text_at(endpoint, "url"), actual->url);
  if (difference.empty())
    difference = compare_properties(object_at(endpoint, "properties"), *actual);
  return difference.empty() ? compare_headers(object_at(endpoint, "headers"), *actual) : difference;
}

class ServiceCases {
 public:
  ServiceCases(const ServiceModel& model, EndpointRules rules, Partitions partitions)
      : model_(model), rules_(std::move(rules)), partitions_(std::move(partitions)) {}

  // "" or what went wrong, in either of the two ways to reach the case.
  std::string run(const json::object& one) const {
    const json::object& expected = object_at(one, "expect");
    std::string difference = judge(expected, rules_.resolve(object_at(one, "params"), partitions_));
    if (!difference.empty()) return difference;
    const json::value* inputs = one.if_contains("operationInputs");
    if (inputs == nullptr || !inputs->is_array()) return "";
    for (const json::value& input : inputs->get_array()) {
      if (!input.is_object()) return "an operation's input is not an object";
      difference = run_operation(expected, input.get_object());
      if (!difference.empty()) return "by the operation: " + difference;
    }
    return "";
  }

 private:
  std::string run_operation(const json::object& expected, const json::object& input) const {
    const auto operation = model_.operation(text_at(input, "operationName"));
    if (!operation) return operation.error().detail;
    json::object settings = object_at(input, "builtInParams");
    for (const auto& [name, value] : object_at(input, "clientParams")) settings[name] = value;
    const auto parameters =
        endpoint_parameters(rules_, **operation, object_at(input, "operationParams"), settings);
    if (!parameters) return parameters.error().detail;
    return judge(expected, rules_.resolve(*parameters, partitions_));
  }

  const ServiceModel& model_;
  EndpointRules rules_;
  Partitions partitions_;
};

Result<void> run_service(Files& files, const std::filesystem::path& path, Report& report) {
  const std::string service = path.stem().string();
  SEXTANT_TRY(const json::value document, read_vectors(files, path));
  SEXTANT_TRY(const auto model, packed_model(service));
  SEXTANT_TRY(auto rules, EndpointRules::parse(model->endpoint_rule_set()));
  SEXTANT_TRY(const json::value* partitions_document, packed_partitions());
  SEXTANT_TRY(auto partitions, Partitions::parse(*partitions_document));
  const ServiceCases cases(*model, std::move(rules), std::move(partitions));
  const json::value* list =
      document.is_object() ? document.get_object().if_contains("testCases") : nullptr;
  if (list == nullptr || !list->is_array())
    return failure("model.malformed", "it has no testCases");
  for (const json::value& one : list->get_array()) {
    if (!one.is_object()) {
      report.fail("endpoints " + service, "a case", "is not an object");
      continue;
    }
    report.judge("endpoints " + service, text_at(one.get_object(), "documentation"),
                 cases.run(one.get_object()));
  }
  return {};
}

}  // namespace

void run_endpoint_cases(Files& files, const std::filesystem::path& folder, Report& report) {
  const auto paths = vector_files(files, folder, ".json");
  if (!paths) {
    report.fail("endpoints", folder.string(), paths.error().detail);
    return;
  }
  for (const std::filesystem::path& path : *paths) {
    const Result<void> run = run_service(files, path, report);
    if (!run) report.fail("endpoints", path.filename().string(), run.error().detail);
  }
}

}  // namespace sextant::aws::conformance
