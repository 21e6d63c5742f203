#include "operations/side_effects.h"

#include <fmt/format.h>

#include <algorithm>

#include "aws/credentials/chain.h"
#include "aws/credentials/endpoint_trust.h"
#include "aws/credentials/login_source.h"
#include "aws/json_fields.h"
#include "base/civil_time.h"
#include "base/text.h"
#include "connect/permissions.h"
#include "http/message.h"
#include "operations/guarded_world.h"

namespace sextant::operations {
namespace {

constexpr std::chrono::minutes kSsoRenewedBefore{15};
constexpr std::chrono::minutes kLoginRenewedBefore{5};
constexpr std::uint64_t kCacheBytesMax = 1U << 20U;

// Services that credentials need, besides those that an account is read by.
constexpr std::string_view kIdentityServices[] = {"sts", "sso", "sso-oidc", "signin"};

bool is_called(const std::string& service) {
  if (service.empty() ||
      std::ranges::find(kIdentityServices, service) != std::end(kIdentityServices)) {
    return true;
  }
  return std::ranges::any_of(connect::purposes(), [&](const connect::Purpose& purpose) {
    return std::ranges::find(purpose.operations, service, &connect::NeededOperation::service) !=
           purpose.operations.end();
  });
}

class Effects {
 public:
  explicit Effects(const Context& context)
      : outside_(context.outside),
        files_(aws::ProfileFiles::load(outside_.environment, outside_.files)) {}

  std::vector<Consent> found;

  void add_profile(const std::optional<std::string>& name, std::chrono::seconds horizon) {
    const auto profile = aws::choose_profile(files_, outside_.environment, name);
    if (!profile) return;
    add_hosts(*profile);
    const aws::CredentialTools tools{outside_, nullptr, aws::ClientOptions{}};
    const auto source = aws::choose_source(tools, files_, *profile);
    if (!source) return;
    const aws::SideEffects& effects = source->effects;
    if (!effects.program.empty()) {
      add_consent({ConsentKind::kRunProgram, effects.program,
                   fmt::format("profile {} gets its credentials from this program ({})",
                               profile->name, effects.program_origin),
                   profile->name},
                  found);
    }
    if (effects.sso) add_renewal(*effects.sso, horizon);
    if (!effects.login_session.empty()) add_login_renewal(effects.login_session, horizon);
  }

  void add_place(const aws::SsoChoice& choice) {
    auto profile = aws::choose_profile(files_, outside_.environment, choice.profile);
    if (!profile && !choice.profile) profile = aws::ChosenProfile{};
    if (profile) add_hosts(*profile);
  }

  // The token is renewed where it ends soon and the means are there.
  void add_renewal(const aws::SsoSession& session, std::chrono::seconds horizon) {
    const aws::SsoTokenCache cache(outside_.environment, outside_.files);
    const auto token = cache.load_token(session);
    if (!token || !*token || session.name.empty()) return;
    const WallTime now = outside_.clock.wall();
    const bool can_renew = !(*token)->refresh_token.empty() && !(*token)->client_id.empty() &&
                           (*token)->registration_expires_at > now;
    if (!can_renew || (*token)->expires_at - now >= kSsoRenewedBefore + horizon) return;
    add_consent({ConsentKind::kWriteFile, cache.token_path(session).string(),
                 fmt::format("the SSO session {} ends at {} and is renewed; its new token is kept "
                             "where the AWS CLI reads it",
                             session.cache_name(), format_rfc3339((*token)->expires_at))},
                found);
  }

  std::optional<aws::SsoSession> session_of(const aws::SsoChoice& choice) const {
    auto session = aws::choose_session(files_, outside_.environment, outside_.files, choice);
    return session ? std::optional(*std::move(session)) : std::nullopt;
  }

 private:
  void add_login_renewal(const std::string& login_session, std::chrono::seconds horizon) {
    const auto path = aws::login_cache_path(outside_.environment, login_session);
    const auto bytes = outside_.files.read(path, kCacheBytesMax);
    const auto cached = bytes ? aws::parse_object(*bytes) : std::nullopt;
    const auto* token = cached ? aws::object_field(&*cached, "accessToken") : nullptr;
    const auto ends = parse_rfc3339(aws::text_field(token, "expiresAt"));
    if (!ends || *ends - outside_.clock.wall() >= kLoginRenewedBefore + horizon) return;
    add_consent({ConsentKind::kWriteFile, path.string(),
                 fmt::format("the session of `aws login` ends at {} and is renewed; its new token "
                             "is kept where the AWS CLI reads it",
                             format_rfc3339(*ends))},
                found);
  }

  void add_hosts(const aws::ChosenProfile& profile) {
    const auto endpoints = aws::configured_endpoints(files_, profile, outside_.environment);
    if (!endpoints) return;
    for (const aws::ConfiguredEndpoint& endpoint : *endpoints) {
      const auto parts = http::split_url(endpoint.url);
      const bool is_needed = is_called(endpoint.service) && parts &&
                             aws::check_endpoint(endpoint, outside_.environment) &&
                             !is_own_choice(endpoint.url, outside_.environment);
      if (is_needed) {
        add_consent(
            {ConsentKind::kForeignHost, to_lower(parts->authority),
             fmt::format("{} sends {} there, which is not AWS's", endpoint.origin,
                         endpoint.service.empty() ? "all calls" : "calls of " + endpoint.service),
             profile.name},
            found);
      }
      // Weaker settings do not count behind one for all services.
      if (endpoint.service.empty()) return;
    }
  }

  const aws::Outside& outside_;
  const aws::ProfileFiles files_;
};

}  // namespace

std::vector<Consent> effects_of_profile(const Context& context,
                                        const std::optional<std::string>& profile,
                                        std::chrono::seconds horizon) {
  Effects effects(context);
  effects.add_profile(profile, horizon);
  return std::move(effects.found);
}

std::vector<Consent> effects_of_connections(const Context& context,
                                            const std::vector<connect::Connection>& connections,
                                            std::chrono::seconds horizon) {
  Effects effects(context);
  for (const connect::Connection& connection : connections) {
    const aws::Identity identity = connection.identity();
    effects.add_profile(identity.profile, horizon);
  }
  return std::move(effects.found);
}

std::vector<Consent> effects_of_sign_in(const Context& context, const aws::SsoChoice& choice) {
  Effects effects(context);
  effects.add_place(choice);
  const auto session = effects.session_of(choice);
  if (!session) return std::move(effects.found);
  const aws::SsoTokenCache cache(context.outside.environment, context.outside.files);
  add_consent(
      {ConsentKind::kWriteFile, cache.token_path(*session).string(),
       fmt::format("the token of {} is kept where the AWS CLI reads it", session->cache_name())},
      effects.found);
  if (!cache.load_registration(*session)) {
    add_consent(
        {ConsentKind::kWriteFile, cache.registration_path(*session).string(),
         "AWS's sign-in service registers each program, and the registration is kept as the "
         "AWS CLI keeps it"},
        effects.found);
  }
  return std::move(effects.found);
}

std::vector<Consent> effects_of_sign_out(const Context& context, const aws::SsoChoice& choice) {
  Effects effects(context);
  effects.add_place(choice);
  const auto session = effects.session_of(choice);
  if (!session) return std::move(effects.found);
  const aws::SsoTokenCache cache(context.outside.environment, context.outside.files);
  if (context.outside.files.exists(cache.token_path(*session))) {
    add_consent({ConsentKind::kWriteFile, cache.token_path(*session).string(),
                 fmt::format("the token of {} is removed, for the AWS CLI and the SDKs too",
                             session->cache_name())},
                effects.found);
  }
  return std::move(effects.found);
}

std::vector<Consent> effects_of_portal(const Context& context, const aws::SsoChoice& choice) {
  Effects effects(context);
  effects.add_place(choice);
  if (const auto session = effects.session_of(choice))
    effects.add_renewal(*session, std::chrono::seconds(0));
  return std::move(effects.found);
}

}  // namespace sextant::operations
