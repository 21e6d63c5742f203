#include "sim/server.h"

#include <algorithm>
#include <array>
#include <exception>
#include <thread>

#include "base/civil_time.h"
#include "base/log.h"
#include "base/text.h"
#include "sim/derive.h"
#include "sim/iam/authenticate.h"
#include "sim/iam/evaluate.h"
#include "sim/metadata/metadata.h"
#include "sim/protocol/common_faults.h"
#include "sim/protocol/form_tree.h"
#include "sim/protocol/wire.h"
#include "sim/sso/sso_service.h"

namespace sextant::sim {

namespace {

// The names under which services take and give the token of a page.
constexpr std::array<std::string_view, 7> kTokenKeys = {
    "NextToken", "nextToken", "NextPageToken", "next_token", "Marker", "PaginationToken", "marker"};

std::optional<Target::Pair> page_token(const json::object& input) {
  for (const std::string_view key : kTokenKeys) {
    std::string text = text_at(input, key);
    if (!text.empty()) return Target::Pair{std::string(key), std::move(text)};
  }
  return std::nullopt;
}

std::vector<Target::Pair> form_of(const http::ServerRequest& request, const Target& target) {
  const std::string type = request.headers.find("content-type").value_or("");
  if (request.method == "POST" && type.starts_with("application/x-www-form-urlencoded")) {
    return parse_form(request.body);
  }
  return target.query;
}

// Announces the whole body and gives the first half of it.
void cut_body(http::ServerResponse& response) {
  const std::string half = response.body.substr(0, response.body.size() / 2);
  response.headers.set("Content-Length",
                       std::to_string(std::max<std::size_t>(1, response.body.size())));
  response.stream = [half](http::BodyWriter& writer) { writer.write(half); };
}

}  // namespace

http::ServerResponse Gateway::handle(const http::ServerRequest& request) {
  const Target target = parse_target(request.target);
  http::ServerResponse response;
  if (target.path.starts_with("/_sim/")) {
    response = serve_control(simulation_, request, target);
  } else if (auto page = serve_sso_page(simulation_, request, target)) {
    response = std::move(*page);
  } else if (auto metadata = serve_metadata(simulation_, request, target)) {
    response = std::move(*metadata);
  } else {
    response = serve(request, target);
  }
  response.headers.set("Date", format_http_date(simulation_.clock.now()));
  return response;
}

http::ServerResponse Gateway::serve(const http::ServerRequest& request, const Target& target) {
  Exchange exchange{request, target, form_of(request, target), read_signature(request, target), {},
                    {},      {}};
  const std::string scope = exchange.signature ? exchange.signature->service : "";
  exchange.route = find_route(simulation_.registry, request, target, exchange.form, scope);
  const Route& route = exchange.route;
  exchange.log.service = route.service != nullptr ? route.service->name : scope;
  exchange.log.operation = route.operation_name;
  exchange.log.at = simulation_.clock.now();
  exchange.log.user_agent = request.headers.find("user-agent").value_or("");
  if (exchange.signature) exchange.log.region = exchange.signature->region;
  exchange.draw = simulation_.faults.draw(exchange.log.service, simulation_.clock.now());
  if (exchange.draw.latency_ms > 0) {
    std::this_thread::sleep_for(std::chrono::milliseconds(exchange.draw.latency_ms));
  }

  const std::string request_id =
      derive_uuid(simulation_.world.seed, "request/" + std::to_string(served_++));
  const Outcome outcome = answer(exchange);
  http::ServerResponse response = outcome ? write_answer(route, *outcome, request_id)
                                          : write_fault(route, outcome.error(), request_id);
  exchange.log.outcome = outcome ? "ok" : outcome.error().code;
  if (outcome && exchange.draw.cut_body) {
    cut_body(response);
    exchange.log.outcome = "cut_body";
  }
  simulation_.log.add(std::move(exchange.log));
  return response;
}

Outcome Gateway::answer(Exchange& exchange) {
  const Route& route = exchange.route;
  if (exchange.draw.error_5xx) return std::unexpected(server_failure(route));
  if (exchange.draw.throttle) return std::unexpected(throttled(route));
  Caller caller;
  std::optional<Principal> principal;
  if (route.operation == nullptr || route.operation->is_signed) {
    auto known =
        authenticate(simulation_, route, exchange.request, exchange.target, exchange.signature);
    if (!known) return std::unexpected(known.error());
    caller = {known->key.account_id, known->arn, known->user_id, known->key.id,
              exchange.signature->region};
    exchange.log.account_id = caller.account_id;
    exchange.log.principal_arn = caller.principal_arn;
    principal = std::move(*known);
  }
  if (route.operation == nullptr) return std::unexpected(unknown_operation(route));
  const auto input = read_input(route, exchange.request, exchange.target, exchange.form);
  if (!input) return std::unexpected(input.error());
  if (principal) {
    if (auto allowed = authorize(exchange, *principal, caller, *input); !allowed) {
      return std::unexpected(allowed.error());
    }
  }
  return run(exchange, caller, *input);
}

std::expected<void, Fault> Gateway::authorize(const Exchange& exchange, const Principal& principal,
                                              const Caller& caller,
                                              const json::object& input) const {
  const Operation& operation = *exchange.route.operation;
  if (operation.action.empty()) return {};
  const std::string resource = operation.resource ? operation.resource(caller, input) : "*";
  const RequestFacts facts = facts_of(principal, simulation_.world, caller.region);
  const Refusal refusal =
      evaluate(principal, operation.action, resource, facts, *simulation_.faults.active_plan());
  if (refusal == Refusal::kNone) return {};
  std::string shown = resource == "*" ? "" : resource;
  if (operation.shown_resource) shown = operation.shown_resource(caller, input);
  const std::string text = refusal_text(principal, operation.action, shown, refusal);
  return std::unexpected(access_denied(exchange.route, text));
}

Outcome Gateway::run(Exchange& exchange, const Caller& caller, const json::object& input) {
  const auto token = page_token(input);
  if (token) {
    exchange.log.page_token = token->second;
    if (simulation_.faults.take_token_refusal()) {
      return std::unexpected(bad_page_token(exchange.route));
    }
  }
  try {
    Outcome outcome = exchange.route.operation->run(caller, input);
    if (outcome && token && simulation_.faults.active_plan()->looping_token) {
      (*outcome)[token->first] = token->second;
      if (outcome->contains("IsTruncated")) (*outcome)["IsTruncated"] = true;
    }
    return outcome;
  } catch (const std::exception& error) {
    log::error("an operation of the simulated cloud failed: " + std::string(error.what()));
    return std::unexpected(server_failure(exchange.route));
  }
}

}  // namespace sextant::sim
