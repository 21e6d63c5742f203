#include <fmt/core.h>

#include "sim/protocol/form_tree.h"
#include "sim/sso/sso_operations.h"

namespace sextant::sim {

namespace {

struct RefusalWords {
  const char* code;
  const char* error;
  const char* description;  // nullptr: none, as AWS has it
  int status;
};

RefusalWords words_of(SsoRefusal refusal) {
  switch (refusal) {
    case SsoRefusal::kInvalidClient:
      return {"InvalidClientException", "invalid_client", "Invalid client provided", 401};
    case SsoRefusal::kInvalidRequest:
      return {"InvalidRequestException", "invalid_request", "Invalid request", 400};
    case SsoRefusal::kInvalidGrant:
      return {"InvalidGrantException", "invalid_grant", "Invalid grant provided", 400};
    case SsoRefusal::kInvalidScope:
      return {"InvalidScopeException", "invalid_scope", "Invalid scopes provided", 400};
    case SsoRefusal::kUnauthorizedClient:
      return {"UnauthorizedClientException", "unauthorized_client",
              "Client is not authorized for this grant type", 400};
    case SsoRefusal::kUnsupportedGrant:
      return {"UnsupportedGrantTypeException", "unsupported_grant_type", "Unsupported grant type",
              400};
    case SsoRefusal::kPending:
      return {"AuthorizationPendingException", "authorization_pending", nullptr, 400};
    case SsoRefusal::kSlowDown:
      return {"SlowDownException", "slow_down", nullptr, 400};
    case SsoRefusal::kExpired:
      return {"ExpiredTokenException", "expired_token", "Device code has expired", 400};
    case SsoRefusal::kDenied:
      return {"AccessDeniedException", "access_denied", "Access denied", 400};
  }
  return {"InternalServerException", "server_error", nullptr, 500};
}

Outcome refuse_sso(SsoRefusal refusal) {
  const RefusalWords words = words_of(refusal);
  Fault fault{words.code, "", words.status, {{"error", words.error}}};
  fault.members["error_description"] =
      words.description == nullptr ? json::value(nullptr) : json::value(words.description);
  return std::unexpected(std::move(fault));
}

std::vector<std::string> texts_of(const json::object& input, std::string_view key) {
  std::vector<std::string> out;
  const json::value* value = input.if_contains(key);
  if (value == nullptr || !value->is_array()) return out;
  for (const json::value& item : value->get_array()) {
    if (item.is_string()) out.emplace_back(item.get_string());
  }
  return out;
}

std::int64_t epoch_s(WallTime time) {
  return std::chrono::duration_cast<std::chrono::seconds>(time.time_since_epoch()).count();
}

Outcome register_client(Simulation& simulation, const json::object& input) {
  if (text_at(input, "clientName").empty() || text_at(input, "clientType") != "public") {
    return refuse_sso(SsoRefusal::kInvalidRequest);
  }
  const std::string issuer = text_at(input, "issuerUrl");
  if (!issuer.empty() && !simulation.sso.knows_start_url(issuer)) {
    return refuse_sso(SsoRefusal::kInvalidRequest);
  }
  const SsoClient client =
      simulation.sso.register_client(texts_of(input, "scopes"), texts_of(input, "grantTypes"),
                                     texts_of(input, "redirectUris"), simulation.clock.now());
  return json::object{{"clientId", client.id},
                      {"clientSecret", client.secret},
                      {"clientIdIssuedAt", epoch_s(client.issued)},
                      {"clientSecretExpiresAt", epoch_s(client.expires)},
                      {"authorizationEndpoint", nullptr},
                      {"tokenEndpoint", nullptr}};
}

Outcome start_device(Simulation& simulation, const json::object& input) {
  if (!simulation.sso.knows_start_url(text_at(input, "startUrl"))) {
    return refuse_sso(SsoRefusal::kInvalidRequest);
  }
  const auto flow = simulation.sso.start_device(
      text_at(input, "clientId"), text_at(input, "clientSecret"), simulation.clock.now());
  if (!flow) return refuse_sso(flow.error());
  const std::string page = fmt::format("http://127.0.0.1:{}/device", simulation.port.load());
  return json::object{{"deviceCode", flow->device_code},
                      {"userCode", flow->user_code},
                      {"verificationUri", page},
                      {"verificationUriComplete", page + "?user_code=" + flow->user_code},
                      {"expiresIn", SsoStore::kDeviceLifetime.count()},
                      {"interval", simulation.sso.interval_s()}};
}

Outcome create_token(Simulation& simulation, const json::object& input) {
  SsoStore::TokenRequest request;
  request.client_id = text_at(input, "clientId");
  request.client_secret = text_at(input, "clientSecret");
  request.grant_type = text_at(input, "grantType");
  request.device_code = text_at(input, "deviceCode");
  request.code = text_at(input, "code");
  request.redirect_uri = text_at(input, "redirectUri");
  request.code_verifier = text_at(input, "codeVerifier");
  request.refresh_token = text_at(input, "refreshToken");
  const auto tokens = simulation.sso.create_token(request, simulation.clock.now());
  if (!tokens) return refuse_sso(tokens.error());
  json::object out{{"accessToken", tokens->access_token},
                   {"tokenType", "Bearer"},
                   {"expiresIn", tokens->lifetime.count()}};
  out["refreshToken"] =
      tokens->refresh_token.empty() ? json::value(nullptr) : json::value(tokens->refresh_token);
  out["idToken"] = nullptr;
  return out;
}

Operation unsigned_post(std::string name, std::string path, JsonOperation run) {
  Operation out;
  out.name = std::move(name);
  out.http_method = "POST";
  out.path = std::move(path);
  out.is_signed = false;
  out.run = std::move(run);
  return out;
}

}  // namespace

void add_oidc(Simulation& simulation) {
  Service service;
  service.name = "sso-oidc";
  service.signing_name = "sso-oauth";
  service.protocol = Protocol::kRestJson;
  const auto bind = [&simulation](Outcome (*run)(Simulation&, const json::object&)) {
    return [&simulation, run](const Caller&, const json::object& input) {
      return run(simulation, input);
    };
  };
  service.operations = {
      unsigned_post("RegisterClient", "/client/register", bind(register_client)),
      unsigned_post("StartDeviceAuthorization", "/device_authorization", bind(start_device)),
      unsigned_post("CreateToken", "/token", bind(create_token)),
  };
  simulation.registry.add(std::move(service));
}

}  // namespace sextant::sim
