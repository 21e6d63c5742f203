#include "sim/sso/sso_store.h"

#include <algorithm>

#include "base/digest.h"
#include "base/text.h"
#include "http/message.h"
#include "sim/derive.h"

namespace sextant::sim {

namespace {

constexpr std::chrono::seconds kClientLifetime{90 * 86'400};
constexpr std::chrono::seconds kRefreshLifetime{7 * 86'400};
constexpr std::chrono::seconds kCodeLifetime{600};

// A loopback redirect is compared without its port, which a client draws anew each time (RFC 8252).
std::string without_port(const std::string& uri) {
  const auto parts = http::split_url(uri);
  if (!parts) return uri;
  return std::string(parts->scheme) + "://" + std::string(parts->host) + std::string(parts->path);
}

}  // namespace

bool SsoStore::knows_start_url(std::string_view url) const {
  while (url.ends_with('/') || url.ends_with('#')) url.remove_suffix(1);
  return url == start_url_;
}

void SsoStore::put_person(SsoPerson person) {
  const std::lock_guard lock(mutex_);
  const std::string name = person.name;
  people_[name] = std::move(person);
}

std::optional<SsoPerson> SsoStore::find_person(const std::string& name) const {
  const std::lock_guard lock(mutex_);
  const auto found = people_.find(name);
  if (found == people_.end()) return std::nullopt;
  return found->second;
}

std::vector<std::string> SsoStore::people() const {
  const std::lock_guard lock(mutex_);
  std::vector<std::string> out;
  for (const auto& [name, person] : people_) out.push_back(name);
  return out;
}

void SsoStore::set_auto_approve(const std::string& person) {
  const std::lock_guard lock(mutex_);
  auto_approve_ = person;
}

std::string SsoStore::auto_approve() const {
  const std::lock_guard lock(mutex_);
  return auto_approve_;
}

std::string SsoStore::draw_secret(const std::string& label, std::size_t length) {
  secrets_.push_back(draw_(label, kTokenAlphabet, length));
  return secrets_.back();
}

SsoClient SsoStore::register_client(std::vector<std::string> scopes,
                                    std::vector<std::string> grant_types,
                                    std::vector<std::string> redirect_uris, WallTime now) {
  const std::lock_guard lock(mutex_);
  SsoClient client;
  client.id = draw_("sso-client", kTokenAlphabet, 22);
  client.secret = "eyJraWQiOiJrZXkt" + draw_secret("sso-client-secret", 120);
  client.issued = now;
  client.expires = now + kClientLifetime;
  client.scopes = std::move(scopes);
  client.grant_types = std::move(grant_types);
  client.redirect_uris = std::move(redirect_uris);
  clients_[client.id] = client;
  return client;
}

std::expected<SsoClient, SsoRefusal> SsoStore::check_client(const std::string& id,
                                                            const std::string& secret,
                                                            WallTime now) const {
  const auto found = clients_.find(id);
  if (found == clients_.end() || found->second.secret != secret || found->second.expires <= now) {
    return std::unexpected(SsoRefusal::kInvalidClient);
  }
  return found->second;
}

std::expected<DeviceFlow, SsoRefusal> SsoStore::start_device(const std::string& client_id,
                                                             const std::string& client_secret,
                                                             WallTime now) {
  const std::lock_guard lock(mutex_);
  if (auto client = check_client(client_id, client_secret, now); !client) {
    return std::unexpected(client.error());
  }
  DeviceFlow flow;
  flow.device_code = draw_secret("sso-device", 60);
  const std::string code = draw_("sso-user-code", "BCDFGHJKLMNPQRSTVWXZ", 8);
  flow.user_code = code.substr(0, 4) + "-" + code.substr(4);
  flow.client_id = client_id;
  flow.expires = now + kDeviceLifetime;
  if (!auto_approve_.empty()) {
    flow.state = DeviceFlow::State::kApproved;
    flow.person = auto_approve_;
  }
  devices_[flow.device_code] = flow;
  return flow;
}

int SsoStore::decide(const std::string& user_code, const std::string& person, bool approve,
                     WallTime now) {
  const std::lock_guard lock(mutex_);
  int decided = 0;
  for (auto& [code, flow] : devices_) {
    if (flow.state != DeviceFlow::State::kPending || flow.expires <= now) continue;
    if (!user_code.empty() && flow.user_code != user_code) continue;
    flow.state = approve ? DeviceFlow::State::kApproved : DeviceFlow::State::kDenied;
    flow.person = person;
    ++decided;
  }
  return decided;
}

std::expected<void, SsoRefusal> SsoStore::check_authorize(const AuthorizeRequest& request,
                                                          WallTime now) const {
  const std::lock_guard lock(mutex_);
  const auto client = clients_.find(request.client_id);
  if (client == clients_.end() || client->second.expires <= now) {
    return std::unexpected(SsoRefusal::kInvalidClient);
  }
  const bool is_registered =
      std::ranges::any_of(client->second.redirect_uris, [&](const std::string& uri) {
        return without_port(uri) == without_port(request.redirect_uri);
      });
  const auto parts = http::split_url(request.redirect_uri);
  if (!is_registered || !parts || !http::is_loopback_host(parts->host) ||
      request.code_challenge.size() != 43) {
    return std::unexpected(SsoRefusal::kInvalidRequest);
  }
  return {};
}

std::string SsoStore::approve_authorize(const AuthorizeRequest& request, const std::string& person,
                                        WallTime now) {
  const std::lock_guard lock(mutex_);
  const std::string code = draw_secret("sso-code", 64);
  codes_[code] = {request, person, now + kCodeLifetime};
  return code;
}

SsoStore::TokenResult SsoStore::create_token(const TokenRequest& request, WallTime now) {
  const std::lock_guard lock(mutex_);
  const auto client = check_client(request.client_id, request.client_secret, now);
  if (!client) return std::unexpected(client.error());
  const auto& grants = client->grant_types;
  if (!grants.empty() && std::ranges::find(grants, request.grant_type) == grants.end()) {
    return std::unexpected(SsoRefusal::kUnauthorizedClient);
  }
  if (request.grant_type == "urn:ietf:params:oauth:grant-type:device_code") {
    return from_device(request, *client, now);
  }
  if (request.grant_type == "authorization_code") return from_code(request, *client, now);
  if (request.grant_type == "refresh_token") return from_refresh(request, *client, now);
  return std::unexpected(SsoRefusal::kUnsupportedGrant);
}

SsoStore::TokenResult SsoStore::from_device(const TokenRequest& request, const SsoClient& client,
                                            WallTime now) {
  const auto found = devices_.find(request.device_code);
  if (found == devices_.end() || found->second.client_id != client.id) {
    return std::unexpected(SsoRefusal::kInvalidGrant);
  }
  DeviceFlow& flow = found->second;
  if (flow.expires <= now) return std::unexpected(SsoRefusal::kExpired);
  // Half a second of grace: a client that waits the interval may measure a little less than we do.
  const bool too_soon = flow.asked && now - *flow.asked < std::chrono::seconds(interval_s_) -
                                                              std::chrono::milliseconds(500);
  flow.asked = now;
  switch (flow.state) {
    case DeviceFlow::State::kPending:
      return std::unexpected(too_soon ? SsoRefusal::kSlowDown : SsoRefusal::kPending);
    case DeviceFlow::State::kDenied:
      return std::unexpected(SsoRefusal::kDenied);
    case DeviceFlow::State::kUsed:
      return std::unexpected(SsoRefusal::kInvalidGrant);
    case DeviceFlow::State::kApproved:
      break;
  }
  flow.state = DeviceFlow::State::kUsed;
  return issue(client, flow.person, now);
}

SsoStore::TokenResult SsoStore::from_code(const TokenRequest& request, const SsoClient& client,
                                          WallTime now) {
  const auto found = codes_.find(request.code);
  if (found == codes_.end()) return std::unexpected(SsoRefusal::kInvalidGrant);
  const Code code = found->second;
  codes_.erase(found);  // a code serves once, whatever comes of it
  const bool fits = code.request.client_id == client.id && code.expires > now &&
                    code.request.redirect_uri == request.redirect_uri &&
                    to_base64_url(sha256(request.code_verifier)) == code.request.code_challenge;
  if (!fits) return std::unexpected(SsoRefusal::kInvalidGrant);
  return issue(client, code.person, now);
}

SsoStore::TokenResult SsoStore::from_refresh(const TokenRequest& request, const SsoClient& client,
                                             WallTime now) {
  const auto found = refresh_.find(request.refresh_token);
  if (found == refresh_.end() || found->second.client_id != client.id ||
      found->second.expires <= now ||
      faults_.has_expired(Faults::Issued::kRefreshToken, found->second.issued)) {
    return std::unexpected(SsoRefusal::kInvalidGrant);
  }
  const std::string person = found->second.person;
  refresh_.erase(found);
  return issue(client, person, now);
}

SsoTokens SsoStore::issue(const SsoClient& client, const std::string& person, WallTime now) {
  SsoTokens out;
  out.lifetime = kTokenLifetime;
  out.access_token = "aoaAAAAAG" + draw_secret("sso-access", 120);
  access_[out.access_token] = {person, client.id, now, now + kTokenLifetime};
  if (std::ranges::find(client.scopes, "sso:account:access") != client.scopes.end()) {
    out.refresh_token = "aorAAAAAG" + draw_secret("sso-refresh", 120);
    refresh_[out.refresh_token] = {person, client.id, now, now + kRefreshLifetime};
  }
  return out;
}

std::optional<SsoPerson> SsoStore::person_of(const std::string& access_token, WallTime now) const {
  const std::lock_guard lock(mutex_);
  const auto token = access_.find(access_token);
  if (token == access_.end() || token->second.expires <= now ||
      faults_.has_expired(Faults::Issued::kSsoToken, token->second.issued)) {
    return std::nullopt;
  }
  const auto person = people_.find(token->second.person);
  if (person == people_.end()) return std::nullopt;
  return person->second;
}

bool SsoStore::sign_out(const std::string& access_token) {
  const std::lock_guard lock(mutex_);
  return access_.erase(access_token) > 0;
}

std::vector<std::string> SsoStore::secrets() const {
  const std::lock_guard lock(mutex_);
  return secrets_;
}

}  // namespace sextant::sim
