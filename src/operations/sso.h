#pragma once

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>

#include <optional>
#include <string>
#include <vector>

#include "aws/credentials/credential_tools.h"
#include "aws/credentials/profile_files.h"
#include "aws/credentials/profile_writer.h"
#include "aws/sso/choose_session.h"
#include "aws/sso/login.h"
#include "aws/sso/portal.h"
#include "operations/context.h"

namespace sextant::operations {

// A place to sign in, with what is needed to talk to its services.
struct SsoPlace {
  aws::ProfileFiles files;
  aws::SsoSession session;
  aws::CredentialTools tools;
};
// The place that is meant; see aws::choose_session. Errors: those of it, profile.*.
Result<SsoPlace> find_place(const Context& context, const aws::SsoChoice& choice);

enum class SignInMethod { kBrowser, kDevice };
// Signs in and stores the token in the standard cache. Blocks until the person has finished in the
// browser; see aws/sso/login.h.
Result<aws::SsoToken> sign_in(const SsoPlace& place, SignInMethod method,
                              const aws::ShowLoginPrompt& show, const CallContext& call);

// What signing out has come to. A plain value.
struct SignedOut {
  bool was_signed_in = false;
  std::optional<Error>
      not_told;  // why the portal could not be told; the token is removed all the same
};
// Tells the portal that the session is over, and removes its token from the standard cache, where
// the AWS CLI reads it too. Credentials of roles that others have got by it last as long as AWS
// said. Errors: file.*.
Result<SignedOut> sign_out(const SsoPlace& place, const CallContext& call);

// The accounts and roles that the person may use. Errors: those of aws::SsoPortal.
Result<std::vector<aws::SsoAssignment>> list_assignments(const SsoPlace& place,
                                                         const CallContext& call);
boost::json::object to_json(const aws::SsoSession& session,
                            const std::vector<aws::SsoAssignment>& assignments);

// A place that ~/.aws or the token cache knows, and how far one is signed in there.
struct KnownPlace {
  aws::SsoSession session;
  std::optional<WallTime> ends_at;  // of the cached token
  bool can_renew = false;
};
// Sessions by name, then places without one, each place once. Nothing is asked of anybody.
std::vector<KnownPlace> known_places(const Context& context);
boost::json::object to_json(const KnownPlace& place, WallTime now);

// A role of an account that is to become a profile. A plain value.
struct SsoPick {
  std::string account_id;
  std::string role;
  std::string name;          // of the profile; made where ""
  std::string account_name;  // what the portal calls the account; may be ""
  std::optional<std::string> region;
};
// The exact lines that picks make of ~/.aws/config, to be shown before they are written.
struct ConfigLines {
  std::filesystem::path path;
  std::string text;
  std::vector<aws::NewSsoProfile> profiles;
};
// Names that are made are those of account and role, and differ from one another and from those
// that exist. Errors: those of aws::lines_to_add.
Result<ConfigLines> config_lines(const SsoPlace& place, const std::vector<SsoPick>& picks);
// Adds them, where they still are what would be added. Errors: those of aws::add_profiles.
Result<void> write_config(const Context& context, const ConfigLines& lines);

}  // namespace sextant::operations
