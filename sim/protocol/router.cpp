#include "sim/protocol/router.h"

#include <algorithm>

#include "base/text.h"

namespace sextant::sim {

namespace {

std::string value_of(const std::vector<Target::Pair>& pairs, std::string_view key) {
  for (const auto& [name, value] : pairs) {
    if (name == key) return value;
  }
  return {};
}

bool is_form(Protocol protocol) {
  return protocol == Protocol::kQuery || protocol == Protocol::kEc2;
}
bool is_rest(Protocol protocol) {
  return protocol == Protocol::kRestJson || protocol == Protocol::kRestXml;
}

void find_operation(Route& route) {
  const auto found =
      std::ranges::find(route.service->operations, route.operation_name, &Operation::name);
  if (found != route.service->operations.end()) route.operation = &*found;
}

Route by_target(const Registry& registry, const std::string& header) {
  Route route;
  const std::size_t dot = header.rfind('.');
  if (dot == std::string::npos) return route;
  route.operation_name = header.substr(dot + 1);
  for (const Service& service : registry.services()) {
    if (!service.target_prefix.empty() && service.target_prefix == header.substr(0, dot)) {
      route.service = &service;
      route.protocol = service.protocol;
      find_operation(route);
    }
  }
  return route;
}

// "/service/GraniteServiceVersion20100801/operation/ListMetrics"
Route by_rpc_path(const Registry& registry, const Target& target) {
  const std::vector<std::string> parts = split(target.path, '/');
  if (parts.size() != 5 || parts[1] != "service" || parts[3] != "operation") return {};
  Route route = by_target(registry, parts[2] + '.' + parts[4]);
  route.protocol = Protocol::kCbor;
  return route;
}

Route by_action(const Registry& registry, const std::vector<Target::Pair>& form,
                std::string_view scope_service) {
  Route route;
  route.operation_name = value_of(form, "Action");
  const std::string version = value_of(form, "Version");
  for (const Service& service : registry.services()) {
    if (!is_form(service.protocol)) continue;
    // An unsigned request is known by its version alone.
    if (!scope_service.empty() && service.signing_name != scope_service) continue;
    if (service.version != version) continue;
    route.service = &service;
    route.protocol = service.protocol;
    find_operation(route);
  }
  return route;
}

Route by_path(const Registry& registry, const http::ServerRequest& request, const Target& target,
              std::string_view scope_service) {
  Route route;
  for (const Service& service : registry.services()) {
    if (!is_rest(service.protocol)) continue;
    if (!scope_service.empty() && service.signing_name != scope_service) continue;
    if (!scope_service.empty()) {
      route.service = &service;
      route.protocol = service.protocol;
    }
    for (const Operation& operation : service.operations) {
      if (scope_service.empty() && operation.is_signed) continue;
      if (operation.http_method != request.method) continue;
      if (!operation.query_key.empty() && !target.has(operation.query_key)) continue;
      boost::json::object labels;
      if (!match_path(operation.path, target.path, labels)) continue;
      // Of two that fit, the one that a query key selects is meant.
      if (route.operation != nullptr && operation.query_key.empty()) continue;
      route = {&service, &operation, service.protocol, operation.name, std::move(labels)};
    }
  }
  if (route.operation == nullptr) route.operation_name = request.method + ' ' + target.path;
  return route;
}

}  // namespace

bool match_path(std::string_view pattern, std::string_view path, boost::json::object& labels) {
  while (!pattern.empty()) {
    if (pattern.front() != '{') {
      if (path.empty() || path.front() != pattern.front()) return false;
      path.remove_prefix(1);
      pattern.remove_prefix(1);
      continue;
    }
    const std::size_t close = pattern.find('}');
    std::string_view name = pattern.substr(1, close - 1);
    const bool takes_slashes = name.ends_with('+');
    if (takes_slashes) name.remove_suffix(1);
    pattern.remove_prefix(close + 1);
    std::size_t length = takes_slashes ? path.size() : std::min(path.find('/'), path.size());
    if (takes_slashes && !pattern.empty() && path.ends_with(pattern)) length -= pattern.size();
    if (length == 0) return false;
    labels[name] = path.substr(0, length);
    path.remove_prefix(length);
  }
  return path.empty() || path == "/";
}

Route find_route(const Registry& registry, const http::ServerRequest& request, const Target& target,
                 const std::vector<Target::Pair>& form, std::string_view scope_service) {
  if (const auto header = request.headers.find("x-amz-target")) return by_target(registry, *header);
  if (request.headers.has("smithy-protocol")) return by_rpc_path(registry, target);
  if (!value_of(form, "Action").empty()) return by_action(registry, form, scope_service);
  return by_path(registry, request, target, scope_service);
}

}  // namespace sextant::sim
