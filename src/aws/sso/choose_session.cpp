#include "aws/sso/choose_session.h"

#include <fmt/format.h>

#include <algorithm>

#include "aws/sso/profile_sso.h"
#include "base/text.h"
#include "http/message.h"

namespace sextant::aws {
namespace {

constexpr std::string_view kNameOtherwise = "sextant";
constexpr std::size_t kNameMax = 40;
constexpr int kNamesMax = 100;

// Start URLs that differ only so lead to the same portal.
std::string_view without_tail(std::string_view url) {
  while (url.ends_with('/') || url.ends_with('#')) url.remove_suffix(1);
  return url;
}

bool is_same_place(const SsoSession& session, std::string_view start_url,
                   const std::optional<std::string>& region) {
  return without_tail(session.start_url) == without_tail(start_url) &&
         (!region || session.region == *region);
}

std::string list_sessions(const ProfileFiles& files) {
  std::vector<std::string> names;
  for (const auto& [name, section] : files.sso_sessions) names.push_back(name);
  return names.empty() ? "none" : join(names, ", ");
}

std::unexpected<Error> which_session(const ProfileFiles& files, std::string detail) {
  return failure(
      Error{"sso.which_session", std::move(detail)}.with("sessions", list_sessions(files)));
}

// "corp" of https://corp.awsapps.com/start.
std::string name_of_url(std::string_view start_url) {
  const auto parts = http::split_url(start_url);
  if (!parts || http::is_loopback_host(parts->host)) return std::string(kNameOtherwise);
  std::string_view label = parts->host.substr(0, parts->host.find('.'));
  if (label == "identitycenter" && parts->path.size() > 1) {
    label = parts->path.substr(1, parts->path.find('/', 1) - 1);
  }
  const std::string name = to_lower(label.substr(0, kNameMax));
  const bool is_plain = !name.empty() && std::ranges::all_of(name, [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-';
  });
  return is_plain ? name : std::string(kNameOtherwise);
}

// A name that no other session has.
std::string free_name(const ProfileFiles& files, const std::string& wanted) {
  std::string name = wanted;
  for (int number = 2; number < kNamesMax && files.sso_sessions.contains(name); ++number) {
    name = fmt::format("{}-{}", wanted, number);
  }
  return name;
}

// A profile of the older form reads the token that is filed under the start URL.
bool has_older_profile(const ProfileFiles& files, const std::string& start_url) {
  return std::ranges::any_of(files.profiles, [&](const auto& entry) {
    return !entry.second.has("sso_session") && entry.second.get("sso_start_url") == start_url;
  });
}

// The session of a place that is not configured, under the name that signing in there gives it.
SsoSession unconfigured(const ProfileFiles& files, const std::string& start_url,
                        const std::string& region) {
  SsoSession session{"", start_url, region};
  if (!has_older_profile(files, start_url)) session.name = free_name(files, name_of_url(start_url));
  if (!session.name.empty()) session.scopes = {"sso:account:access"};
  return session;
}

// Where nothing is configured: the one place that somebody has signed in to.
std::optional<SsoSession> only_cached(const ProfileFiles& files, const SsoTokenCache& cache) {
  std::optional<SsoSession> found;
  for (const SsoSession& place : cache.places()) {
    SsoSession session = unconfigured(files, place.start_url, place.region);
    if (found && found->cache_name() != session.cache_name()) return std::nullopt;
    found = std::move(session);
  }
  return found;
}

Result<SsoSession> session_at(const ProfileFiles& files, const SsoChoice& choice) {
  for (const auto& [name, section] : files.sso_sessions) {
    const auto session = named_session(files, name);
    const bool may_be_meant = !choice.session || *choice.session == name;
    if (session && may_be_meant && is_same_place(*session, *choice.start_url, choice.region))
      return *session;
  }
  if (choice.session && files.sso_sessions.contains(*choice.session)) {
    return failure(Error{"sso.session_conflict",
                         fmt::format("[sso-session {}] says something else", *choice.session)}
                       .with("session", *choice.session)
                       .with("file", files.config.path.string()));
  }
  if (!choice.region)
    return which_session(files, "a start URL needs the region of its IAM Identity Center");
  SsoSession session = unconfigured(files, *choice.start_url, *choice.region);
  SEXTANT_TRY_VOID(check_session(session));
  if (choice.session) {
    session.name = *choice.session;
    session.scopes = {"sso:account:access"};
  }
  return session;
}

}  // namespace

Result<SsoSession> choose_session(const ProfileFiles& profiles, const Environment& environment,
                                  Files& files, const SsoChoice& choice) {
  const SsoTokenCache cache(environment, files);
  if (choice.profile) {
    SEXTANT_TRY(const ProfileSection* section, profiles.get(*choice.profile));
    SEXTANT_TRY(auto session, session_of_profile(profiles, *section));
    if (session) return *std::move(session);
    return which_session(profiles,
                         fmt::format("the profile \"{}\" does not use SSO", *choice.profile));
  }
  if (choice.start_url) return session_at(profiles, choice);
  if (choice.session) {
    auto cached = profiles.sso_sessions.contains(*choice.session)
                      ? std::nullopt
                      : cache.session_of_token(*choice.session);
    if (cached && check_session(*cached)) return *std::move(cached);
    return named_session(profiles, *choice.session);
  }
  const std::string named = profile_of_environment(environment).value_or("default");
  if (const ProfileSection* section = profiles.find(named)) {
    SEXTANT_TRY(auto session, session_of_profile(profiles, *section));
    if (session) return *std::move(session);
  }
  if (profiles.sso_sessions.size() == 1)
    return named_session(profiles, profiles.sso_sessions.begin()->first);
  if (profiles.sso_sessions.empty()) {
    auto cached = only_cached(profiles, cache);
    if (cached && check_session(*cached)) return *std::move(cached);
  }
  return which_session(profiles,
                       fmt::format("{} sessions are configured", profiles.sso_sessions.size()));
}

bool is_usual_start_url(const std::string& start_url) {
  const auto parts = http::split_url(start_url);
  if (!parts || parts->scheme != "https") return false;
  const std::string host = to_lower(parts->host);
  const std::string_view path = without_tail(parts->path);
  if (host.ends_with(".awsapps.com") || host.ends_with(".awsapps.cn")) {
    return path == "/start" || (host.starts_with("start.") && path.starts_with("/directory/"));
  }
  return host.starts_with("identitycenter.amazonaws") && path.starts_with("/ssoins-");
}

}  // namespace sextant::aws
