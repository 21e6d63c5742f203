#include "aws/catalog.h"

#include <fmt/format.h>
#include <yaml-cpp/yaml.h>

#include <boost/json/array.hpp>

#include "base/embedded.h"
#include "base/text.h"

namespace sextant::aws {
namespace {

namespace json = boost::json;

std::vector<std::string> texts(const YAML::Node& node) {
  if (!node) return {};
  if (node.IsScalar()) return {node.as<std::string>()};
  return node.as<std::vector<std::string>>();
}

Decimal price(const YAML::Node& node) {
  if (!node) return {};
  // The catalog is part of the program: a fault in it is a broken build, which a test finds, so it
  // throws.
  return Decimal::parse(node.as<std::string>()).value();
}

CatalogService read_service(const std::string& name, const YAML::Node& root) {
  CatalogService service;
  service.name = name;
  service.title = root["title"].as<std::string>();
  service.is_global = root["global"].as<bool>(false);
  if (const YAML::Node pace = root["pace"]) {
    service.pace = Pace{pace["rate_per_s"].as<double>(), pace["burst"].as<double>()};
  }
  const Decimal usual_price = price(root["price_usd"]);
  for (const auto& entry : root["operations"]) {
    AllowedOperation operation;
    operation.service = name;
    operation.name = entry.first.as<std::string>();
    operation.price_usd = usual_price;
    const YAML::Node& value = entry.second;
    if (value.IsMap()) {
      operation.actions = texts(value["actions"]);
      operation.secret_fields = texts(value["secret_fields"]);
      if (value["price_usd"]) operation.price_usd = price(value["price_usd"]);
    } else {
      operation.actions = texts(value);
    }
    service.operations.emplace(operation.name, std::move(operation));
  }
  for (const auto& entry : root["refused"]) {
    service.refused.emplace(entry.first.as<std::string>(), entry.second.as<std::string>());
  }
  return service;
}

std::map<std::string, CatalogService, std::less<>> read_services() {
  constexpr std::string_view kFolder = "catalog/services/";
  constexpr std::string_view kEnding = ".yaml";
  std::map<std::string, CatalogService, std::less<>> out;
  for (const EmbeddedFile& file : embedded_files_below(kFolder)) {
    std::string name(file.path.substr(kFolder.size()));
    name.resize(name.size() - kEnding.size());
    out.emplace(name, read_service(name, YAML::Load(std::string(file.bytes))));
  }
  return out;
}

json::value to_json(const YAML::Node& node) {
  if (node.IsSequence()) {
    json::array items;
    for (const YAML::Node& item : node) items.push_back(to_json(item));
    return items;
  }
  if (node.IsMap()) {
    json::object members;
    for (const auto& entry : node) members[entry.first.as<std::string>()] = to_json(entry.second);
    return members;
  }
  return json::value(node.as<std::string>());
}

// service -> operation -> paginator
const json::object& added_paginators() {
  static const auto* added = [] {
    const YAML::Node root = YAML::Load(std::string(embedded_file("catalog/aws/paginators.yaml")));
    return new json::object(to_json(root["paginators"]).as_object());
  }();
  return *added;
}

std::unexpected<Error> refused(std::string_view service, std::string_view operation,
                               std::string why, const std::vector<std::string>& alike) {
  if (!alike.empty()) why += " Allowed and alike: " + join(alike, ", ") + ".";
  return failure(Error{"aws.call_refused", std::move(why)}
                     .with("service", std::string(service))
                     .with("operation", std::string(operation)));
}

void hide(json::value& value, const std::vector<std::string>& steps, std::size_t at) {
  if (value.is_null()) return;
  if (at == steps.size()) {
    value = "[hidden]";
  } else if (steps[at] == "[]") {
    if (json::array* items = value.if_array()) {
      for (json::value& item : *items) hide(item, steps, at + 1);
    }
  } else if (json::object* members = value.if_object()) {
    for (auto& member : *members) {
      if (steps[at] == "*" || member.key() == steps[at]) hide(member.value(), steps, at + 1);
    }
  }
}

}  // namespace

const std::map<std::string, CatalogService, std::less<>>& catalog_services() {
  static const auto* services =
      new std::map<std::string, CatalogService, std::less<>>(read_services());
  return *services;
}

const CatalogService* find_catalog_service(std::string_view service) {
  const auto found = catalog_services().find(service);
  return found == catalog_services().end() ? nullptr : &found->second;
}

const AllowedOperation* find_allowed(std::string_view service, std::string_view operation) {
  const CatalogService* found = find_catalog_service(service);
  if (found == nullptr) return nullptr;
  const auto entry = found->operations.find(std::string(operation));
  return entry == found->operations.end() ? nullptr : &entry->second;
}

Result<const AllowedOperation*> allowed_operation(std::string_view service,
                                                  std::string_view operation) {
  const CatalogService* found = find_catalog_service(service);
  if (found == nullptr) {
    std::vector<std::string> names;
    for (const auto& [name, entry] : catalog_services()) names.push_back(name);
    return refused(service, operation,
                   fmt::format("The service {} is not in the catalog.", service),
                   nearest(service, names));
  }
  if (const AllowedOperation* entry = find_allowed(service, operation)) return entry;
  if (const auto reason = found->refused.find(std::string(operation));
      reason != found->refused.end()) {
    return refused(service, operation, reason->second, {});
  }
  std::vector<std::string> names;
  for (const auto& [name, entry] : found->operations) names.push_back(name);
  return refused(
      service, operation,
      fmt::format("{} {} is not among the reading operations of the catalog.", service, operation),
      nearest(operation, names));
}

void hide_secret_fields(const AllowedOperation& operation, json::value& result) {
  for (const std::string& path : operation.secret_fields) {
    hide(result, split(replace_all(path, "[]", ".[]"), '.'), 0);
  }
}

const json::object* added_paginator(std::string_view service, std::string_view operation) {
  const json::value* operations = added_paginators().if_contains(service);
  const json::value* found =
      operations != nullptr ? operations->as_object().if_contains(operation) : nullptr;
  return found != nullptr ? &found->as_object() : nullptr;
}

}  // namespace sextant::aws
