#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "aws/access.h"
#include "aws/credentials/endpoint_trust.h"
#include "aws/credentials/profile_files.h"
#include "aws/sso/token_cache.h"

namespace sextant::aws {

enum class Severity { kNote, kWarning, kError };

// `code` names the entry of the error catalog that says what to do; empty where there is none.
// `line` is 0 where none is meant.
struct ProfileProblem {
  Severity severity = Severity::kWarning;
  std::string code;
  std::string text;
  std::filesystem::path file = {};
  int line = 0;
  std::string fix = {};  // what to do, perhaps over several lines; may be empty
};

// How a profile comes to credentials, by the official order.
enum class ProfileMethod { kNone, kSso, kRole, kWebIdentity, kKeys, kLogin, kProcess };

struct ReportedEndpoint {
  ConfiguredEndpoint endpoint;
  bool is_aws = false;      // an AWS host
  bool is_allowed = false;  // see check_endpoint
};

// What stands in the files of one profile. Nothing was fetched or run to find out.
struct ProfileReport {
  std::string name;
  bool is_chosen = false;  // the one that is used where none is named
  ProfileMethod method = ProfileMethod::kNone;
  std::string account_id;  // as far as the files say it; else empty
  std::string region;      // the profile's own; may be empty
  std::string role_arn;
  std::string source;  // source_profile or credential_source of a role
  std::optional<SsoSession> sso;
  // The end of the cached SSO token, or of `aws login`'s credentials; nullopt where there are none.
  std::optional<WallTime> session_ends_at;
  bool can_renew = false;  // a named SSO session with the means to renew it
  bool is_in_config = false;
  bool is_in_credentials = false;
  std::vector<ReportedEndpoint> endpoints;  // that files set for it
  std::vector<ProfileProblem> problems;
};

struct ReportedVariable {
  std::string name;
  std::string value;  // empty where it is secret: then only that it is set is told
  bool is_secret = false;
};

struct ProfilesReport {
  ProfileFiles files;
  std::vector<ProfileReport> profiles;      // by name
  std::vector<ProfileProblem> problems;     // of no single profile
  std::vector<ReportedVariable> variables;  // of AWS's and ours that are set, by name
};

// Reads ~/.aws, the token caches and the variables, and says what is found and what is wrong with
// it. Never fails.
ProfilesReport report_profiles(const Outside& outside);

// "sso", "role", "keys", ...
std::string_view method_name(ProfileMethod method);
std::string_view severity_name(Severity severity);

}  // namespace sextant::aws
