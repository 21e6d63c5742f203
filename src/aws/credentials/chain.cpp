#include "aws/credentials/chain.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <vector>

#include "aws/credentials/caching_provider.h"
#include "aws/credentials/login_source.h"
#include "aws/credentials/metadata_source.h"
#include "aws/credentials/process_source.h"
#include "aws/credentials/role_source.h"
#include "aws/sso/portal.h"
#include "aws/sso/profile_sso.h"
#include "base/civil_time.h"
#include "base/text.h"

namespace sextant::aws {
namespace {

constexpr std::size_t kChainMax = 20;

using Found = Result<std::optional<ChosenSource>>;

const Found kNotHere = std::optional<ChosenSource>();

// Says so where even the last source of the order gave nothing.
class LastSource final : public CredentialsProvider {
 public:
  LastSource(std::shared_ptr<CredentialsProvider> inner, Error otherwise)
      : inner_(std::move(inner)), otherwise_(std::move(otherwise)) {}
  Result<Credentials> get(const CallContext& context) override {
    auto got = inner_->get(context);
    if (got || got.error().code != "credentials.instance_failed") return got;
    Error error = otherwise_;
    error.detail += "; the EC2 metadata service: " + got.error().detail;
    return failure(std::move(error));
  }
  void invalidate() override { inner_->invalidate(); }

 private:
  std::shared_ptr<CredentialsProvider> inner_;
  Error otherwise_;
};

class Chain {
 public:
  Chain(const CredentialTools& tools, const ProfileFiles& files) : tools_(tools), files_(files) {}

  Result<ChosenSource> choose(const ChosenProfile& profile) {
    if (!profile.is_explicit) {
      SEXTANT_TRY(auto found, environment_keys());
      if (found) return *std::move(found);
    }
    if (profile.section != nullptr && wants_role(*profile.section)) return role(*profile.section);
    SEXTANT_TRY(auto own, of_profile(profile.name, profile.section, !profile.is_explicit));
    if (own) return *std::move(own);
    SEXTANT_TRY(auto container, container_provider(tools_));
    if (container) return ChosenSource{std::move(container), "the container", true};
    SEXTANT_TRY(auto instance, instance_provider(tools_, profile.section));
    Error none = nothing_found(profile);
    if (!instance) return failure(std::move(none));
    return ChosenSource{std::make_shared<LastSource>(std::move(instance), std::move(none)),
                        "EC2 instance metadata", true};
  }

 private:
  ChosenSource fixed(Credentials credentials, std::string words) const {
    return {std::make_shared<StaticProvider>(std::move(credentials), tools_.outside.clock),
            std::move(words), false};
  }

  std::string file_of(const ProfileSection& section, const std::string& key) const {
    const auto found = section.values.find(key);
    return found == section.values.end() ? files_.config.path.string()
                                         : origin_of(files_, found->second);
  }

  Error profile_error(std::string code, std::string detail, const ProfileSection& section,
                      const std::string& key) const {
    return Error{std::move(code), std::move(detail)}
        .with("profile", section.name)
        .with("file", file_of(section, key));
  }

  Error nothing_found(const ChosenProfile& profile) const {
    const auto names = files_.names();
    const bool has_any = profile.section != nullptr;
    return Error{"credentials.none",
                 has_any ? fmt::format("the profile \"{}\" holds no credentials", profile.name)
                         : fmt::format("there is no profile \"{}\", and no key in the environment",
                                       profile.name)}
        .with("files", files_.describe_files())
        .with("profiles", names.empty() ? "none" : join(names, ", "));
  }

  Found environment_keys() const {
    const Environment& environment = tools_.outside.environment;
    const auto key = environment.get_non_empty("AWS_ACCESS_KEY_ID");
    if (!key) return kNotHere;
    Credentials credentials;
    credentials.access_key_id = *key;
    credentials.secret_access_key = Secret(environment.get("AWS_SECRET_ACCESS_KEY").value_or(""));
    if (credentials.secret_access_key.empty()) {
      return failure(Error{"credentials.partial_environment", "AWS_SECRET_ACCESS_KEY is not set"}
                         .with("present", "AWS_ACCESS_KEY_ID")
                         .with("missing", "AWS_SECRET_ACCESS_KEY"));
    }
    auto token = environment.get_non_empty("AWS_SECURITY_TOKEN");
    if (!token) token = environment.get_non_empty("AWS_SESSION_TOKEN");
    credentials.session_token = Secret(token.value_or(""));
    if (const auto text = environment.get_non_empty("AWS_CREDENTIAL_EXPIRATION")) {
      SEXTANT_TRY(credentials.expires_at, parse_rfc3339(*text));
    }
    credentials.account_id = environment.get("AWS_ACCOUNT_ID").value_or("");
    credentials.source = "environment";
    return fixed(std::move(credentials), "the environment");
  }

  static bool wants_role(const ProfileSection& section) {
    return section.has("role_arn") && !section.has("web_identity_token_file");
  }
  static bool has_keys(const ProfileSection& section) {
    return section.has("aws_access_key_id") || section.has("aws_secret_access_key");
  }

  // The sources that a profile alone can name, in their order.
  Found of_profile(const std::string& name, const ProfileSection* section,
                   bool may_use_environment) {
    SEXTANT_TRY(auto web_identity, web_identity_of(section, may_use_environment));
    if (web_identity) return web_identity;
    if (section == nullptr) return kNotHere;
    SEXTANT_TRY(const auto sso, sso_of_profile(files_, *section));
    if (sso) {
      return ChosenSource{sso_provider(tools_, sso->session, sso->account_id, sso->role),
                          "profile " + name, true, SideEffects{"", "", sso->session, ""}};
    }
    SEXTANT_TRY(auto shared, keys_of(files_.credentials_profiles, name));
    if (shared) return shared;
    if (const auto session = section->get_non_empty("login_session")) {
      return ChosenSource{login_provider(tools_, name, *session), "profile " + name, true,
                          SideEffects{"", "", std::nullopt, *session}};
    }
    if (const auto command = section->get_non_empty("credential_process")) {
      const std::string origin = file_of(*section, "credential_process");
      return ChosenSource{
          process_provider(tools_, *command, origin, section->get("aws_account_id").value_or("")),
          "profile " + name, false, SideEffects{*command, origin, std::nullopt, ""}};
    }
    return keys_of(files_.config_profiles, name);
  }

  // Keys in one of the two files.
  Found keys_of(const std::map<std::string, ProfileSection>& profiles,
                const std::string& name) const {
    const auto found = profiles.find(name);
    if (found == profiles.end() || !found->second.has("aws_access_key_id")) return kNotHere;
    const ProfileSection& section = found->second;
    Credentials credentials;
    credentials.access_key_id = section.get("aws_access_key_id").value_or("");
    credentials.secret_access_key = Secret(section.get("aws_secret_access_key").value_or(""));
    const bool has_id = !credentials.access_key_id.empty();
    if (!has_id || credentials.secret_access_key.empty()) {
      const char* missing = has_id ? "aws_secret_access_key" : "aws_access_key_id";
      return failure(profile_error("profile.partial_keys",
                                   fmt::format("{} is missing or empty", missing), section,
                                   "aws_access_key_id")
                         .with("present", has_id ? "aws_access_key_id" : "aws_secret_access_key")
                         .with("missing", missing));
    }
    auto token = section.get_non_empty("aws_security_token");
    if (!token) token = section.get_non_empty("aws_session_token");
    credentials.session_token = Secret(token.value_or(""));
    credentials.account_id = section.get("aws_account_id").value_or("");
    const ProfileFile file = section.values.at("aws_access_key_id").file;
    credentials.source =
        fmt::format("keys of profile {} in {}", name, files_.status(file).path.string());
    return fixed(std::move(credentials), "profile " + name);
  }

  Found web_identity_of(const ProfileSection* section, bool may_use_environment) const {
    const auto setting = [&](const std::string& variable,
                             const std::string& key) -> std::optional<std::string> {
      if (may_use_environment) {
        if (auto value = tools_.outside.environment.get(variable)) return value;
      }
      return section == nullptr ? std::nullopt : section->get(key);
    };
    const std::string token_file =
        setting("AWS_WEB_IDENTITY_TOKEN_FILE", "web_identity_token_file").value_or("");
    if (token_file.empty()) return kNotHere;
    RoleRequest request;
    request.role_arn = setting("AWS_ROLE_ARN", "role_arn").value_or("");
    if (request.role_arn.empty())
      return failure("credentials.no_role_arn", "the token is in " + token_file);
    request.session_name =
        setting("AWS_ROLE_SESSION_NAME", "role_session_name").value_or(request.session_name);
    SEXTANT_TRY(auto provider, web_identity_provider(tools_, token_file, request));
    return ChosenSource{std::move(provider), "the web identity in " + token_file, true};
  }

  Result<RoleRequest> role_request(const ProfileSection& section) const {
    RoleRequest request;
    request.role_arn = section.get("role_arn").value_or("");
    request.session_name =
        section.get_non_empty("role_session_name").value_or(request.session_name);
    request.external_id = section.get_non_empty("external_id");
    request.mfa_serial = section.get_non_empty("mfa_serial");
    if (const auto text = section.get_non_empty("duration_seconds")) {
      int seconds = 0;
      const auto [end, error] = std::from_chars(text->data(), text->data() + text->size(), seconds);
      if (error != std::errc() || end != text->data() + text->size()) {
        return failure(profile_error("profile.malformed_value",
                                     fmt::format("duration_seconds is \"{}\", not a number", *text),
                                     section, "duration_seconds")
                           .with("key", "duration_seconds"));
      }
      request.duration_seconds = seconds;
    }
    return request;
  }

  Result<ChosenSource> role(const ProfileSection& section) {
    visited_.push_back(section.name);
    SEXTANT_TRY(RoleRequest request, role_request(section));
    SEXTANT_TRY(ChosenSource base, base_of_role(section));
    request.is_chained = base.is_role;
    SideEffects effects = std::move(base.effects);
    SEXTANT_TRY(auto provider,
                role_provider(tools_, std::move(base.provider), base.words, request));
    return ChosenSource{std::move(provider), "profile " + section.name, true, std::move(effects)};
  }

  Result<ChosenSource> base_of_role(const ProfileSection& section) {
    const auto source_profile = section.get("source_profile");
    const auto credential_source = section.get("credential_source");
    if (source_profile && credential_source) {
      return failure(profile_error("profile.two_sources",
                                   "source_profile and credential_source are both given", section,
                                   "credential_source"));
    }
    if (credential_source) return named_source(section, *credential_source);
    if (!source_profile) {
      return failure(profile_error("profile.no_source",
                                   "neither source_profile nor credential_source is given", section,
                                   "role_arn"));
    }
    const ProfileSection* next = files_.find(*source_profile);
    if (next == nullptr) {
      const auto close = nearest(*source_profile, files_.names());
      return failure(profile_error("profile.source_not_found",
                                   fmt::format("source_profile is \"{}\"", *source_profile),
                                   section, "source_profile")
                         .with("source_profile", *source_profile)
                         .with("nearest", close.empty() ? "none" : join(close, ", ")));
    }
    SEXTANT_TRY_VOID(check_loop(section, *next));
    if (has_keys(*next) || !wants_role(*next)) return end_of_chain(*next);
    return role(*next);
  }

  // A profile may come back to itself only, and only to its own keys.
  Result<void> check_loop(const ProfileSection& from, const ProfileSection& to) const {
    const bool was_visited = std::ranges::find(visited_, to.name) != visited_.end();
    const bool is_own_keys = from.name == to.name && has_keys(to);
    if (visited_.size() < kChainMax && (!was_visited || is_own_keys)) return {};
    std::string chain = join(visited_, " -> ") + " -> " + to.name;
    return failure(
        Error{"profile.loop", chain}.with("chain", chain).with("profile", visited_.front()));
  }

  Result<ChosenSource> end_of_chain(const ProfileSection& section) {
    SEXTANT_TRY(auto found, of_profile(section.name, &section, false));
    if (found) return *std::move(found);
    return failure(Error{"credentials.source_empty",
                         fmt::format("the profile \"{}\" holds no credentials", section.name)}
                       .with("profile", section.name));
  }

  Result<ChosenSource> named_source(const ProfileSection& section, const std::string& source) {
    std::optional<ChosenSource> found;
    if (source == "Environment") {
      SEXTANT_TRY(found, environment_keys());
    } else if (source == "EcsContainer") {
      SEXTANT_TRY(auto provider, container_provider(tools_));
      if (provider) found = ChosenSource{std::move(provider), "the container", true};
    } else if (source == "Ec2InstanceMetadata") {
      SEXTANT_TRY(auto provider, instance_provider(tools_, &section));
      if (provider) found = ChosenSource{std::move(provider), "EC2 instance metadata", true};
    } else {
      return failure(profile_error("profile.bad_credential_source",
                                   fmt::format("credential_source is \"{}\"", source), section,
                                   "credential_source")
                         .with("value", source));
    }
    if (found) return *std::move(found);
    return failure(Error{"credentials.source_empty",
                         fmt::format("credential_source = {} gives nothing here", source)}
                       .with("profile", section.name));
  }

  const CredentialTools& tools_;
  const ProfileFiles& files_;
  std::vector<std::string> visited_;
};

}  // namespace

Result<ChosenSource> choose_source(const CredentialTools& tools, const ProfileFiles& files,
                                   const ChosenProfile& profile) {
  return Chain(tools, files).choose(profile);
}

Result<std::shared_ptr<CredentialsProvider>> make_provider(const CredentialTools& tools,
                                                           const ProfileFiles& files,
                                                           const ChosenProfile& profile,
                                                           const Identity& identity) {
  SEXTANT_TRY(ChosenSource base, choose_source(tools, files, profile));
  if (identity.role_arn.empty()) return std::move(base.provider);
  RoleRequest request;
  request.role_arn = identity.role_arn;
  request.session_name = identity.session_name;
  request.duration_seconds = identity.duration_seconds;
  request.is_chained = base.is_role;
  if (!identity.external_id.empty()) request.external_id = identity.external_id;
  if (!identity.session_policy.empty()) request.session_policy = identity.session_policy;
  return role_provider(tools, std::move(base.provider), base.words, request);
}

}  // namespace sextant::aws
