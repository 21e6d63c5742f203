#include "web/problem.h"

#include <boost/json/array.hpp>

#include <algorithm>
#include <array>
#include <optional>

#include "base/error_catalog.h"
#include "base/redact.h"
#include "base/text.h"

namespace sextant::web {
namespace {

namespace json = boost::json;

struct StatusOf {
  std::string_view code;
  int status;
};

// What a code means to a caller of the API, where its area alone does not say it.
constexpr auto kStatusOfCode = std::to_array<StatusOf>({
    {"web.invalid", 400},
    {"web.not_signed_in", 401},
    {"web.token_refused", 401},
    {"web.scope", 403},
    {"web.other_site", 403},
    {"web.login_refused", 403},
    {"web.not_found", 404},
    {"web.method", 405},
    {"web.consent_needed", 409},
    {"web.too_large", 413},
    {"web.media_type", 415},
    {"web.wrong_host", 421},
    {"web.too_many_requests", 429},
    {"web.too_many_tasks", 429},
    {"cost.unknown_key", 400},
    {"cost.unknown_metric", 400},
    {"cost.bad_filter", 400},
    {"cost.unknown_value", 400},
    {"cost.bad_window", 400},
    {"cost.too_many_rows", 422},
    {"lake.bad_sql", 400},
    {"lake.not_allowed", 400},
    {"lake.overflow", 422},
    {"lake.deadline", 422},
    {"lake.out_of_memory", 422},
    {"lake.cancelled", 503},
    {"check.role_json", 400},
    {"profile.malformed_name", 400},
    {"sso.which_session", 400},
    {"sso.malformed_start_url", 400},
    {"sso.malformed_region", 400},
    {"sso.unknown_session", 404},
    {"sso.malformed_answer", 502},
    {"sso.throttled", 503},
    {"state.busy", 409},
    {"file.locked", 409},
    {"http.timeout", 504},
    {"http.cancelled", 503},
});

// What is left of an area: 400 where its errors are all about what was asked, 409 where they are
// about how things stand, 502 where another server is at fault, 500 where this machine is.
constexpr auto kStatusOfArea = std::to_array<StatusOf>({
    {"usage", 400},
    {"query", 400},
    {"time", 400},
    {"decimal", 400},
    {"text", 400},
    {"model", 400},
    {"connection", 409},
    {"profile", 409},
    {"credentials", 409},
    {"sso", 409},
    {"check", 409},
    {"cost", 409},
    {"sync", 409},
    {"aws", 502},
    {"http", 502},
});

// Where a code's last words say the status whatever its area is.
constexpr auto kStatusOfEnding = std::to_array<StatusOf>({
    {"not_found", 404},
    {".disk_full", 507},
    {".timeout", 504},
});

json::array consents_json(const std::vector<Consent>& consents) {
  json::array out;
  for (const Consent& consent : consents) {
    out.push_back(json::object{
        {"id", consent.id}, {"kind", consent.kind}, {"what", consent.what}, {"why", consent.why}});
  }
  return out;
}

std::optional<std::string> fact(const Error& error, std::string_view name) {
  const auto found =
      std::ranges::find(error.facts, name, &std::pair<std::string, std::string>::first);
  if (found == error.facts.end()) return std::nullopt;
  return for_terminal(redact(found->second));
}

}  // namespace

std::unexpected<Failure> wrong_field(std::string code, std::string field, std::string detail) {
  return std::unexpected(
      Failure(Error{std::move(code), std::move(detail)}.with("field", std::move(field))));
}

int status_of(std::string_view code) {
  const auto* exact = std::ranges::find(kStatusOfCode, code, &StatusOf::code);
  if (exact != kStatusOfCode.end()) return exact->status;
  for (const StatusOf& ending : kStatusOfEnding) {
    if (code.ends_with(ending.code)) return ending.status;
  }
  const auto* area =
      std::ranges::find(kStatusOfArea, code.substr(0, code.find('.')), &StatusOf::code);
  return area == kStatusOfArea.end() ? 500 : area->status;
}

json::object problem_json(const Failure& failure) {
  const ExplainedError shown = explain(failure.error);
  json::object out = {{"type", "about:blank"},
                      {"title", shown.title},
                      {"status", status_of(failure.error.code)},
                      {"detail", shown.detail},
                      {"code", shown.code},
                      {"causes", json::array(shown.causes.begin(), shown.causes.end())},
                      {"fix", shown.fix}};
  for (const char* name : {"take", "field"}) {
    if (const auto value = fact(failure.error, name)) out[name] = *value;
  }
  if (const auto requests = fact(failure.error, "requests")) {
    out["price"] = json::object{
        {"requests", std::stoi(*requests)},
        {"requests_max", std::stoi(fact(failure.error, "requests_max").value_or(*requests))},
        {"usd", fact(failure.error, "price_usd").value_or("0")},
        {"usd_max", fact(failure.error, "price_max_usd").value_or("0")}};
  }
  if (!failure.consents.empty()) out["consents"] = consents_json(failure.consents);
  return out;
}

}  // namespace sextant::web
