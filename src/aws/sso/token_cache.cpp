#include "aws/sso/token_cache.h"

#include <fmt/format.h>

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>

#include "aws/json_fields.h"
#include "base/civil_time.h"
#include "base/digest.h"
#include "base/text.h"

namespace sextant::aws {
namespace {

constexpr std::uint64_t kFileBytesMax = 1U << 20U;
constexpr const char* kScope = "sso:account:access";

// Whole seconds: AWS's tools write "2026-10-15T20:00:00Z".
std::string date_text(WallTime time) {
  return format_rfc3339(std::chrono::floor<std::chrono::seconds>(time));
}

boost::json::array to_array(const std::vector<std::string>& texts) {
  return boost::json::array(texts.begin(), texts.end());
}

std::vector<std::string> texts_of(const boost::json::object& object, std::string_view name) {
  std::vector<std::string> out;
  const boost::json::array* array = array_field(&object, name);
  if (array == nullptr) return out;
  for (const boost::json::value& value : *array) {
    if (const auto* text = value.if_string()) out.emplace_back(*text);
  }
  return out;
}

std::string quoted(const std::string& text) {
  return boost::json::serialize(boost::json::value(text));
}

// The name under which AWS's tools file a registration: the SHA-1 of this very text (Python's
// json.dumps with sorted keys).
std::string registration_key(const SsoSession& session) {
  std::vector<std::string> scopes;
  for (const std::string& scope : session.scopes) scopes.push_back(quoted(scope));
  return fmt::format(
      R"({{"region": {}, "scopes": {}, "session_name": {}, "startUrl": {}, "tool": "botocore"}})",
      quoted(session.region), scopes.empty() ? "null" : "[" + join(scopes, ", ") + "]",
      session.name.empty() ? "null" : quoted(session.name), quoted(session.start_url));
}

}  // namespace

SsoTokenCache::SsoTokenCache(const Environment& environment, Files& files)
    : folder_(environment.home() / ".aws" / "sso" / "cache"), files_(files) {}

std::filesystem::path SsoTokenCache::token_path(const SsoSession& session) const {
  return folder_ / (to_hex(sha1(session.cache_name())) + ".json");
}

Result<std::optional<SsoToken>> SsoTokenCache::load_token(const SsoSession& session) const {
  const std::filesystem::path path = token_path(session);
  const auto bytes = files_.read(path, kFileBytesMax);
  if (!bytes && bytes.error().code == "file.not_found") return std::optional<SsoToken>();
  if (!bytes) return failure(bytes.error());
  const auto parsed = parse_object(*bytes);
  const boost::json::object* fields = parsed ? &*parsed : nullptr;
  SsoToken token;
  token.access_token = Secret(text_field(fields, "accessToken"));
  const auto expires_at = parse_rfc3339(text_field(fields, "expiresAt"));
  if (token.access_token.empty() || !expires_at) {
    return failure(Error{"sso.token_malformed",
                         fmt::format("{} lacks a usable accessToken or expiresAt", path.string())}
                       .with("path", path.string())
                       .with("arguments", login_arguments(session)));
  }
  token.expires_at = *expires_at;
  token.start_url = text_field(fields, "startUrl");
  token.region = text_field(fields, "region");
  token.client_id = text_field(fields, "clientId");
  token.client_secret = Secret(text_field(fields, "clientSecret"));
  token.refresh_token = Secret(text_field(fields, "refreshToken"));
  if (const auto time = parse_rfc3339(text_field(fields, "registrationExpiresAt"))) {
    token.registration_expires_at = *time;
  }
  return std::optional(std::move(token));
}

Result<bool> SsoTokenCache::remove_token(const SsoSession& session) {
  return files_.remove(token_path(session));
}

Result<void> SsoTokenCache::save_token(const SsoSession& session, const SsoToken& token) {
  boost::json::object fields = {{"startUrl", token.start_url},
                                {"region", token.region},
                                {"accessToken", token.access_token.reveal()},
                                {"expiresAt", date_text(token.expires_at)}};
  if (!token.client_id.empty()) fields["clientId"] = token.client_id;
  if (!token.client_secret.empty()) fields["clientSecret"] = token.client_secret.reveal();
  if (token.registration_expires_at)
    fields["registrationExpiresAt"] = date_text(*token.registration_expires_at);
  if (!token.refresh_token.empty()) fields["refreshToken"] = token.refresh_token.reveal();
  SEXTANT_TRY_VOID(files_.make_folders(folder_));
  return files_.write_atomically(token_path(session), boost::json::serialize(fields), 0600);
}

std::optional<SsoSession> SsoTokenCache::session_of_token(const std::string& name) const {
  SsoSession session{name, "", "", {kScope}};
  const auto token = load_token(session);
  if (!token || !*token || (*token)->start_url.empty() || (*token)->region.empty()) {
    return std::nullopt;
  }
  session.start_url = (*token)->start_url;
  session.region = (*token)->region;
  return session;
}

std::vector<SsoSession> SsoTokenCache::places() const {
  constexpr std::size_t kPlacesMax = 100;
  std::vector<SsoSession> out;
  for (const std::string& name : files_.list(folder_).value_or(std::vector<std::string>())) {
    if (out.size() == kPlacesMax) break;
    const auto bytes = name.ends_with(".json") ? files_.read(folder_ / name, kFileBytesMax)
                                               : failure("file.not_found", name);
    const auto parsed = bytes ? parse_object(*bytes) : std::nullopt;
    if (!parsed || text_field(&*parsed, "accessToken").empty()) continue;
    SsoSession place{"", text_field(&*parsed, "startUrl"), text_field(&*parsed, "region")};
    if (!place.start_url.empty() && !place.region.empty()) out.push_back(std::move(place));
  }
  return out;
}

std::filesystem::path SsoTokenCache::registration_path(const SsoSession& session) const {
  return folder_ / (to_hex(sha1(registration_key(session))) + ".json");
}

std::optional<SsoRegistration> SsoTokenCache::load_registration(const SsoSession& session) const {
  const auto bytes = files_.read(registration_path(session), kFileBytesMax);
  const auto parsed = bytes ? parse_object(*bytes) : std::nullopt;
  if (!parsed) return std::nullopt;
  SsoRegistration registration;
  registration.client_id = text_field(&*parsed, "clientId");
  registration.client_secret = Secret(text_field(&*parsed, "clientSecret"));
  const auto expires_at = parse_rfc3339(text_field(&*parsed, "expiresAt"));
  if (registration.client_id.empty() || registration.client_secret.empty() || !expires_at)
    return std::nullopt;
  registration.expires_at = *expires_at;
  registration.scopes = texts_of(*parsed, "scopes");
  registration.grant_types = texts_of(*parsed, "grantTypes");
  return registration;
}

Result<void> SsoTokenCache::save_registration(const SsoSession& session,
                                              const SsoRegistration& registration) {
  boost::json::object fields = {{"clientId", registration.client_id},
                                {"clientSecret", registration.client_secret.reveal()},
                                {"expiresAt", date_text(registration.expires_at)},
                                {"scopes", to_array(registration.scopes)}};
  if (!registration.grant_types.empty()) fields["grantTypes"] = to_array(registration.grant_types);
  SEXTANT_TRY_VOID(files_.make_folders(folder_));
  return files_.write_atomically(registration_path(session), boost::json::serialize(fields), 0600);
}

std::string login_arguments(const SsoSession& session) {
  if (session.is_configured) return "--session " + session.name;
  std::string out = fmt::format("--start-url {} --region {}", session.start_url, session.region);
  if (!session.name.empty()) out += " --session " + session.name;
  return out;
}

std::string session_arguments(const SsoSession& session) {
  if (!session.name.empty()) return "--session " + session.name;
  return fmt::format("--start-url {} --sso-region {}", session.start_url, session.region);
}

}  // namespace sextant::aws
