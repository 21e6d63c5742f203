#include "aws/credentials/profile_report.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "aws/credentials/chain.h"
#include "aws/credentials/login_source.h"
#include "aws/credentials/profile_settings.h"
#include "aws/credentials/role_source.h"
#include "aws/json_fields.h"
#include "aws/sso/profile_sso.h"
#include "base/civil_time.h"
#include "base/error_catalog.h"
#include "base/text.h"

namespace sextant::aws {
namespace {

// Their values may be shown.
constexpr std::array<std::string_view, 25> kOpenVariables = {
    "AWS_PROFILE",
    "AWS_DEFAULT_PROFILE",
    "AWS_REGION",
    "AWS_DEFAULT_REGION",
    "AWS_CONFIG_FILE",
    "AWS_SHARED_CREDENTIALS_FILE",
    "AWS_ENDPOINT_URL",
    "AWS_IGNORE_CONFIGURED_ENDPOINT_URLS",
    "AWS_CA_BUNDLE",
    "AWS_MAX_ATTEMPTS",
    "AWS_USE_FIPS_ENDPOINT",
    "AWS_USE_DUALSTACK_ENDPOINT",
    "AWS_ROLE_ARN",
    "AWS_ROLE_SESSION_NAME",
    "AWS_WEB_IDENTITY_TOKEN_FILE",
    "AWS_CREDENTIAL_EXPIRATION",
    "AWS_EC2_METADATA_DISABLED",
    "AWS_EC2_METADATA_V1_DISABLED",
    "AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE",
    "AWS_LOGIN_CACHE_DIRECTORY",
    "SEXTANT_HOME",
    "SEXTANT_TRUST_ENDPOINTS",
    "HOME",
    "XDG_STATE_HOME",
    "NO_PROXY"};
// Also told that they are set, though they do not begin with AWS_ or SEXTANT_.
constexpr std::array<std::string_view, 8> kOtherVariables = {
    "HOME",       "XDG_STATE_HOME", "HTTPS_PROXY", "https_proxy",
    "HTTP_PROXY", "http_proxy",     "NO_PROXY",    "no_proxy"};
// A comment behind these values is read as part of them.
constexpr std::array<std::string_view, 9> kPlainKeys = {
    "region",        "role_arn",       "source_profile", "sso_session", "sso_region",
    "sso_start_url", "sso_account_id", "sso_role_name",  "endpoint_url"};

std::vector<ReportedVariable> report_variables(const Environment& environment) {
  std::vector<ReportedVariable> out;
  for (const auto& [name, value] : environment.all()) {
    const bool is_ours = name.starts_with("AWS_") || name.starts_with("SEXTANT_") ||
                         std::ranges::find(kOtherVariables, name) != kOtherVariables.end();
    if (!is_ours) continue;
    const bool is_open = std::ranges::find(kOpenVariables, name) != kOpenVariables.end() ||
                         name.starts_with("AWS_ENDPOINT_URL_");
    out.push_back({name, is_open ? value : "", !is_open});
  }
  return out;
}

// The same order as the chain's.
ProfileMethod method_of(const ProfileFiles& files, const ProfileSection& section) {
  if (section.has("web_identity_token_file")) return ProfileMethod::kWebIdentity;
  if (section.has("role_arn")) return ProfileMethod::kRole;
  if (section.has("sso_account_id") || section.has("sso_role_name")) return ProfileMethod::kSso;
  const auto shared = files.credentials_profiles.find(section.name);
  if (shared != files.credentials_profiles.end() && shared->second.has("aws_access_key_id"))
    return ProfileMethod::kKeys;
  if (section.has("login_session")) return ProfileMethod::kLogin;
  if (section.has("credential_process")) return ProfileMethod::kProcess;
  return section.has("aws_access_key_id") ? ProfileMethod::kKeys : ProfileMethod::kNone;
}

ProfileProblem explained(const Error& error) {
  const ExplainedError shown = explain(error);
  return {Severity::kError, error.code, fmt::format("{} ({})", shown.title, shown.detail), {}, 0,
          shown.fix};
}

class ProfileReporter {
 public:
  ProfileReporter(const Outside& outside, const ProfileFiles& files, const ProfileSection& section)
      : outside_(outside), files_(files), section_(section) {
    profile_.name = section.name;
    profile_.is_explicit = true;
    profile_.section = &section;
  }

  ProfileReport report() {
    out_.name = section_.name;
    out_.method = method_of(files_, section_);
    out_.region = section_.get("region").value_or("");
    out_.role_arn = section_.get("role_arn").value_or("");
    out_.source =
        section_.get("source_profile").value_or(section_.get("credential_source").value_or(""));
    out_.is_in_config = files_.config_profiles.contains(section_.name);
    out_.is_in_credentials = files_.credentials_profiles.contains(section_.name);
    add_account();
    add_sso();
    add_login();
    add_endpoints();
    add_settings_problem();
    add_source_problem();
    add_key_problems();
    add_process_problem();
    return std::move(out_);
  }

 private:
  void add_error(const Error& error) {
    ProfileProblem problem = explained(error);
    // A wrong setting of one kind is found by several readers.
    const bool is_known = std::ranges::any_of(out_.problems, [&](const ProfileProblem& known) {
      return known.code == problem.code && known.text == problem.text;
    });
    if (!is_known) out_.problems.push_back(std::move(problem));
  }
  void add(Severity severity, std::string text, const ProfileValue& value) {
    out_.problems.push_back(
        {severity, "", std::move(text), files_.status(value.file).path, value.line});
  }

  void add_account() {
    if (out_.method == ProfileMethod::kRole || out_.method == ProfileMethod::kWebIdentity) {
      out_.account_id = account_of_arn(out_.role_arn);
    } else if (out_.method == ProfileMethod::kSso) {
      out_.account_id = section_.get("sso_account_id").value_or("");
    } else if (out_.method == ProfileMethod::kLogin) {
      out_.account_id = account_of_arn(section_.get("login_session").value_or(""));
    } else {
      out_.account_id = section_.get("aws_account_id").value_or("");
    }
  }

  void add_sso() {
    auto session = session_of_profile(files_, section_);
    if (!session) return add_error(session.error());
    if (!*session) return;
    out_.sso = **session;
    const SsoTokenCache cache(outside_.environment, outside_.files);
    const auto token = cache.load_token(*out_.sso);
    if (!token) return add_error(token.error());
    if (!*token) return;
    out_.session_ends_at = (*token)->expires_at;
    out_.can_renew = !out_.sso->name.empty() && !(*token)->refresh_token.empty() &&
                     (*token)->registration_expires_at > outside_.clock.wall();
  }

  void add_login() {
    const auto login_session = section_.get_non_empty("login_session");
    if (!login_session || out_.method != ProfileMethod::kLogin) return;
    const auto bytes =
        outside_.files.read(login_cache_path(outside_.environment, *login_session), 1U << 20U);
    const auto cached = bytes ? parse_object(*bytes) : std::nullopt;
    const auto* token = cached ? object_field(&*cached, "accessToken") : nullptr;
    if (const auto ends = parse_rfc3339(text_field(token, "expiresAt")))
      out_.session_ends_at = *ends;
    if (const std::string account = text_field(token, "accountId"); !account.empty())
      out_.account_id = account;
  }

  void add_endpoints() {
    const auto endpoints = configured_endpoints(files_, profile_, outside_.environment);
    if (!endpoints) return add_error(endpoints.error());
    for (const ConfiguredEndpoint& endpoint : *endpoints) {
      if (!endpoint.is_from_file) continue;
      const auto parts = http::split_url(endpoint.url);
      const auto checked = check_endpoint(endpoint, outside_.environment);
      out_.endpoints.push_back({endpoint, parts && is_aws_host(parts->host), checked.has_value()});
      if (!checked) add_error(checked.error());
    }
  }

  void add_settings_problem() {
    if (const auto options = read_client_options(files_, profile_, outside_.environment);
        !options) {
      add_error(options.error());
    }
  }

  // Whatever the chain would stop at, found without fetching anything.
  void add_source_problem() {
    const CredentialTools tools{outside_, nullptr, ClientOptions{}};
    const auto source = choose_source(tools, files_, profile_);
    if (out_.method == ProfileMethod::kNone) {
      out_.problems.push_back(
          {Severity::kNote, "", "it holds settings but no credentials of its own"});
    } else if (!source) {
      add_error(source.error());
    }
  }

  void add_key_problems() {
    const bool has_id = section_.has("aws_access_key_id");
    const auto secret = section_.values.find("aws_secret_access_key");
    if (!has_id && secret != section_.values.end()) {
      add(Severity::kWarning,
          "aws_secret_access_key stands without aws_access_key_id and is not used", secret->second);
    }
    if (has_id && out_.method != ProfileMethod::kKeys && out_.method != ProfileMethod::kNone &&
        section_.get("source_profile") != section_.name) {
      add(Severity::kWarning,
          fmt::format(
              "its access keys are not used, since {} comes first; remove them if they are old",
              method_name(out_.method)),
          section_.values.at("aws_access_key_id"));
    }
    for (const std::string_view key : kPlainKeys) {
      const auto found = section_.values.find(std::string(key));
      if (found == section_.values.end()) continue;
      const std::string& text = found->second.text;
      if (text.find(" #") != std::string::npos || text.find(" ;") != std::string::npos) {
        add(Severity::kWarning,
            fmt::format("AWS's tools read the comment behind {} as part of its value", key),
            found->second);
      }
    }
  }

  void add_process_problem() {
    const auto found = section_.values.find("credential_process");
    if (found == section_.values.end()) return;
    const auto words = split_command_line(found->second.text);
    if (!words || words->empty()) {
      add(Severity::kError, "credential_process is not a command line", found->second);
    } else if (!can_find(words->front())) {
      add(Severity::kError,
          fmt::format("the program of credential_process, {}, does not exist here", words->front()),
          found->second);
    }
  }

  bool can_find(const std::string& program) const {
    if (program.find('/') != std::string::npos)
      return outside_.files.exists(outside_.environment.expand(program));
    const auto folders = split(outside_.environment.get("PATH").value_or("/usr/bin:/bin"), ':');
    return std::ranges::any_of(folders, [&](const std::string& folder) {
      return !folder.empty() && outside_.files.exists(std::filesystem::path(folder) / program);
    });
  }

  const Outside& outside_;
  const ProfileFiles& files_;
  const ProfileSection& section_;
  ChosenProfile profile_;
  ProfileReport out_;
};

// The profile that a section's header in one of the files describes; empty for others.
std::string profile_of_header(const ProfileFiles& files, const ProfileFileProblem& problem) {
  if (problem.section.empty()) return "";
  if (problem.file == files.credentials.path && files.find(problem.section) != nullptr)
    return problem.section;
  const auto words = split_command_line(problem.section);
  if (!words || words->empty()) return "";
  const std::string name =
      words->size() == 2 && words->front() == "profile" ? words->back() : problem.section;
  return files.find(name) != nullptr ? name : "";
}

void add_file_problems(ProfilesReport& out) {
  for (const ProfileFileProblem& problem : out.files.problems) {
    const std::string name = profile_of_header(out.files, problem);
    const auto owner = std::ranges::find(out.profiles, name, &ProfileReport::name);
    ProfileProblem made{Severity::kWarning, "", problem.text, problem.file, problem.line};
    if (owner == out.profiles.end()) {
      if (!problem.section.empty())
        made.text = fmt::format("[{}] {}", problem.section, problem.text);
      out.problems.push_back(std::move(made));
    } else {
      owner->problems.push_back(std::move(made));
    }
  }
}

void add_environment_problems(const Environment& environment, ProfilesReport& out) {
  const auto named = profile_of_environment(environment);
  if (named && out.files.find(*named) == nullptr) {
    out.problems.push_back(explained(out.files.get(*named).error()));
  }
  if (environment.get_non_empty("AWS_ACCESS_KEY_ID")) {
    out.problems.push_back({
        Severity::kNote,
        "",
        "AWS_ACCESS_KEY_ID is set: where no profile is named on the command line, the keys in the "
        "environment are used, even if AWS_PROFILE is set",
    });
  }
}

}  // namespace

ProfilesReport report_profiles(const Outside& outside) {
  ProfilesReport out;
  out.files = ProfileFiles::load(outside.environment, outside.files);
  const std::string chosen = profile_of_environment(outside.environment).value_or("default");
  for (const auto& [name, section] : out.files.profiles) {
    out.profiles.push_back(ProfileReporter(outside, out.files, section).report());
    out.profiles.back().is_chosen = name == chosen;
  }
  add_file_problems(out);
  add_environment_problems(outside.environment, out);
  out.variables = report_variables(outside.environment);
  return out;
}

std::string_view method_name(ProfileMethod method) {
  switch (method) {
    case ProfileMethod::kNone:
      return "none";
    case ProfileMethod::kSso:
      return "sso";
    case ProfileMethod::kRole:
      return "role";
    case ProfileMethod::kWebIdentity:
      return "web-identity";
    case ProfileMethod::kKeys:
      return "keys";
    case ProfileMethod::kLogin:
      return "login";
    case ProfileMethod::kProcess:
      return "process";
  }
  return "none";
}

std::string_view severity_name(Severity severity) {
  switch (severity) {
    case Severity::kNote:
      return "note";
    case Severity::kWarning:
      return "warning";
    case Severity::kError:
      return "error";
  }
  return "note";
}

}  // namespace sextant::aws
