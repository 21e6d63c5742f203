#include "operations/sso.h"

#include <fmt/format.h>

#include <algorithm>
#include <boost/json/value.hpp>
#include <set>

#include "aws/credentials/profile_settings.h"
#include "aws/sso/profile_sso.h"
#include "base/text.h"
#include "operations/json_values.h"

namespace sextant::operations {
namespace {

namespace json = boost::json;

bool is_same_place(const aws::SsoSession& a, const aws::SsoSession& b) {
  return a.start_url == b.start_url && a.region == b.region;
}

// Letters, digits and dashes of `text`, in lower case; "" where nothing is left.
std::string slug(std::string_view text) {
  std::string out;
  for (const char c : to_lower(text)) {
    const bool is_plain = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
    if (is_plain)
      out += c;
    else if (!out.empty() && out.back() != '-')
      out += '-';
  }
  while (out.ends_with('-')) out.pop_back();
  return out;
}

std::string name_of(const SsoPick& pick, const std::set<std::string>& taken) {
  constexpr std::size_t kPartMax = 40;
  const std::string account = slug(pick.account_name).substr(0, kPartMax);
  std::string role = slug(pick.role).substr(0, kPartMax);
  const std::string base =
      (account.empty() ? pick.account_id : account) + (role.empty() ? "" : "-" + role);
  if (!taken.contains(base)) return base;
  // Two accounts of one name are told apart by their numbers.
  const std::string numbered = base + "-" + pick.account_id;
  std::string name = numbered;
  for (int i = 2; taken.contains(name); ++i) name = fmt::format("{}-{}", numbered, i);
  return name;
}

void add_place(std::vector<KnownPlace>& places, aws::SsoSession session,
               const aws::SsoTokenCache& cache, WallTime now) {
  KnownPlace place{std::move(session), std::nullopt, false};
  const auto token = cache.load_token(place.session);
  if (token && *token) {
    place.ends_at = (*token)->expires_at;
    place.can_renew = !place.session.name.empty() && !(*token)->refresh_token.empty() &&
                      (*token)->registration_expires_at > now;
  }
  places.push_back(std::move(place));
}

std::string_view status_of(const KnownPlace& place, WallTime now) {
  if (!place.ends_at) return "not_signed_in";
  if (*place.ends_at > now) return "signed_in";
  return place.can_renew ? "renewable" : "expired";
}

}  // namespace

Result<SsoPlace> find_place(const Context& context, const aws::SsoChoice& choice) {
  const Environment& environment = context.outside.environment;
  aws::ProfileFiles files = aws::ProfileFiles::load(environment, context.outside.files);
  SEXTANT_TRY(aws::SsoSession session,
              aws::choose_session(files, environment, context.outside.files, choice));
  // Custom endpoints come from the profile in use; a session that was named by itself needs none.
  auto profile = aws::choose_profile(files, environment, choice.profile);
  if (!profile && !choice.profile) profile = aws::ChosenProfile{};
  if (!profile) return failure(profile.error());
  SEXTANT_TRY(aws::ClientOptions options, aws::read_client_options(files, *profile, environment));
  return SsoPlace{std::move(files), std::move(session),
                  aws::make_tools(context.outside, std::move(options))};
}

Result<aws::SsoToken> sign_in(const SsoPlace& place, SignInMethod method,
                              const aws::ShowLoginPrompt& show, const CallContext& call) {
  return method == SignInMethod::kDevice
             ? aws::login_by_device(place.tools, place.session, show, call)
             : aws::login_by_browser(place.tools, place.session, show, call);
}

Result<SignedOut> sign_out(const SsoPlace& place, const CallContext& call) {
  const aws::Outside& outside = place.tools.outside;
  aws::SsoTokenCache cache(outside.environment, outside.files);
  SignedOut out;
  // One that cannot be read is removed too.
  const auto token = cache.load_token(place.session);
  if (token && *token && (*token)->expires_at > outside.clock.wall()) {
    out.was_signed_in = true;
    const auto told = aws::sign_out_of_portal(place.tools, place.session, **token, call);
    if (!told && told.error().code != "sso.expired") out.not_told = told.error();
  }
  SEXTANT_TRY_VOID(cache.remove_token(place.session));
  return out;
}

Result<std::vector<aws::SsoAssignment>> list_assignments(const SsoPlace& place,
                                                         const CallContext& call) {
  aws::SsoPortal portal(place.tools,
                        std::make_shared<aws::SsoTokenSource>(place.tools, place.session));
  return portal.assignments(call);
}

json::object to_json(const aws::SsoSession& session,
                     const std::vector<aws::SsoAssignment>& assignments) {
  json::array accounts;
  for (const aws::SsoAssignment& one : assignments) {
    accounts.push_back({{"account_id", one.account.id},
                        {"name", or_null(one.account.name)},
                        {"email", or_null(one.account.email)},
                        {"roles", json::array(one.roles.begin(), one.roles.end())}});
  }
  return {{"sso_session", or_null(session.name)},
          {"sso_start_url", session.start_url},
          {"sso_region", session.region},
          {"accounts", std::move(accounts)}};
}

std::vector<KnownPlace> known_places(const Context& context) {
  const aws::Outside& outside = context.outside;
  const aws::ProfileFiles files = aws::ProfileFiles::load(outside.environment, outside.files);
  const aws::SsoTokenCache cache(outside.environment, outside.files);
  const WallTime now = outside.clock.wall();
  std::vector<KnownPlace> places;
  const auto is_known = [&](const aws::SsoSession& session) {
    return std::ranges::any_of(
        places, [&](const KnownPlace& place) { return is_same_place(place.session, session); });
  };
  for (const auto& [name, section] : files.sso_sessions) {
    if (auto session = aws::named_session(files, name))
      add_place(places, *std::move(session), cache, now);
  }
  // Profiles of the older form name a place of their own.
  for (const auto& [name, section] : files.profiles) {
    auto session = aws::session_of_profile(files, section);
    if (session && *session && !is_known(**session))
      add_place(places, **std::move(session), cache, now);
  }
  for (const aws::SsoSession& cached : cache.places()) {
    if (is_known(cached)) continue;
    // The name that the token is filed under follows from the choice of a person who names the URL.
    auto session = aws::choose_session(files, outside.environment, outside.files,
                                       {{}, {}, cached.start_url, cached.region});
    if (session) add_place(places, *std::move(session), cache, now);
  }
  return places;
}

json::object to_json(const KnownPlace& place, WallTime now) {
  return {{"name", place.session.name},      {"start_url", place.session.start_url},
          {"region", place.session.region},  {"is_configured", place.session.is_configured},
          {"status", status_of(place, now)}, {"ends_at", time_or_null(place.ends_at)}};
}

Result<ConfigLines> config_lines(const SsoPlace& place, const std::vector<SsoPick>& picks) {
  std::set<std::string> taken;
  for (const std::string& name : place.files.names()) taken.insert(name);
  for (const SsoPick& pick : picks) taken.insert(pick.name);
  ConfigLines out{place.files.config.path, "", {}};
  for (const SsoPick& pick : picks) {
    std::string name = pick.name;
    if (name.empty()) {
      name = name_of(pick, taken);
      taken.insert(name);
    }
    out.profiles.push_back(
        {std::move(name), place.session, pick.account_id, pick.role, pick.region});
  }
  SEXTANT_TRY(out.text, aws::lines_to_add(place.files, out.profiles));
  return out;
}

Result<void> write_config(const Context& context, const ConfigLines& lines) {
  return aws::add_profiles(context.outside, lines.profiles, lines.text);
}

}  // namespace sextant::operations
