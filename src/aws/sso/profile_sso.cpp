#include "aws/sso/profile_sso.h"

#include <fmt/format.h>

#include "aws/credentials/profile_settings.h"
#include "base/text.h"
#include "http/message.h"

namespace sextant::aws {
namespace {

std::vector<std::string> session_names(const ProfileFiles& files) {
  std::vector<std::string> out;
  for (const auto& [name, section] : files.sso_sessions) out.push_back(name);
  return out;
}

std::string list_or_none(const std::vector<std::string>& names) {
  return names.empty() ? "none" : join(names, ", ");
}

std::vector<std::string> scopes_of(const ProfileSection& section) {
  std::vector<std::string> out;
  for (const std::string& scope : split(section.get("sso_registration_scopes").value_or(""), ',')) {
    if (!trim(scope).empty()) out.emplace_back(trim(scope));
  }
  return out;
}

Error incomplete(const ProfileFiles& files, const std::string& name,
                 const std::vector<std::string>& missing) {
  return Error{"sso.incomplete", fmt::format("{} lacks {}", name, join(missing, " and "))}
      .with("name", name)
      .with("missing", join(missing, ", "))
      .with("file", files.config.path.string());
}

// The start URL and the region of `section`; `name` is for messages.
Result<SsoSession> read_session(const ProfileFiles& files, const ProfileSection& section,
                                const std::string& name) {
  SsoSession session;
  session.start_url = section.get("sso_start_url").value_or("");
  session.region = section.get("sso_region").value_or("");
  session.scopes = scopes_of(section);
  std::vector<std::string> missing;
  if (session.start_url.empty()) missing.emplace_back("sso_start_url");
  if (session.region.empty()) missing.emplace_back("sso_region");
  if (!missing.empty()) return failure(incomplete(files, name, missing));
  SEXTANT_TRY_VOID(check_session(session));
  return session;
}

// A key that stands in both places must say the same.
Result<void> check_consistent(const ProfileFiles& files, const ProfileSection& profile,
                              const ProfileSection& session) {
  for (const auto& [key, value] : session.values) {
    const auto own = profile.get(key);
    if (own && *own != value.text) {
      return failure(Error{"sso.inconsistent",
                           fmt::format("{} is \"{}\" in the profile and \"{}\" in the session", key,
                                       *own, value.text)}
                         .with("profile", profile.name)
                         .with("key", key)
                         .with("file", files.config.path.string()));
    }
  }
  return {};
}

}  // namespace

Result<void> check_session(const SsoSession& session) {
  const auto parts = http::split_url(session.start_url);
  const bool is_fine = parts && !parts->host.empty() &&
                       (parts->scheme == "https" || http::is_loopback_host(parts->host)) &&
                       session.start_url.find_first_of(" \t\r\n\"'<>") == std::string::npos;
  if (!is_fine) {
    return failure(Error{"sso.malformed_start_url", fmt::format("\"{}\"", session.start_url)}.with(
        "start_url", session.start_url));
  }
  if (!is_region_name(session.region)) {
    return failure(Error{"sso.malformed_region", fmt::format("\"{}\"", session.region)}.with(
        "region", session.region));
  }
  return {};
}

Result<SsoSession> named_session(const ProfileFiles& files, const std::string& name) {
  const auto found = files.sso_sessions.find(name);
  if (found == files.sso_sessions.end()) {
    return failure(Error{"sso.unknown_session",
                         fmt::format("no [sso-session {}] in {}", name, files.config.path.string())}
                       .with("session", name)
                       .with("sessions", list_or_none(session_names(files))));
  }
  SEXTANT_TRY(SsoSession session, read_session(files, found->second, "sso-session " + name));
  session.name = name;
  session.is_configured = true;
  return session;
}

Result<std::optional<SsoSession>> session_of_profile(const ProfileFiles& files,
                                                     const ProfileSection& profile) {
  const auto name = profile.get("sso_session");
  if (!name) {
    if (!profile.has("sso_start_url") && !profile.has("sso_region"))
      return std::optional<SsoSession>();
    SEXTANT_TRY(SsoSession session, read_session(files, profile, "profile " + profile.name));
    session.scopes.clear();
    return std::optional(std::move(session));
  }
  const auto found = files.sso_sessions.find(*name);
  if (found == files.sso_sessions.end()) {
    const auto names = session_names(files);
    return failure(
        Error{"sso.session_not_found", fmt::format("there is no [sso-session {}]", *name)}
            .with("profile", profile.name)
            .with("session", *name)
            .with("nearest", list_or_none(nearest(*name, names)))
            .with("file", files.config.path.string()));
  }
  SEXTANT_TRY_VOID(check_consistent(files, profile, found->second));
  SEXTANT_TRY(SsoSession session, named_session(files, *name));
  return std::optional(std::move(session));
}

Result<std::optional<ProfileSso>> sso_of_profile(const ProfileFiles& files,
                                                 const ProfileSection& profile) {
  if (!profile.has("sso_account_id") && !profile.has("sso_role_name"))
    return std::optional<ProfileSso>();
  SEXTANT_TRY(auto session, session_of_profile(files, profile));
  ProfileSso sso;
  sso.account_id = profile.get("sso_account_id").value_or("");
  sso.role = profile.get("sso_role_name").value_or("");
  std::vector<std::string> missing;
  if (sso.account_id.empty()) missing.emplace_back("sso_account_id");
  if (sso.role.empty()) missing.emplace_back("sso_role_name");
  if (!session) missing.insert(missing.end(), {"sso_start_url", "sso_region"});
  if (!missing.empty()) return failure(incomplete(files, "profile " + profile.name, missing));
  sso.session = *std::move(session);
  return std::optional(std::move(sso));
}

}  // namespace sextant::aws
