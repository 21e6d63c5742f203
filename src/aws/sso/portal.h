#pragma once

#include <memory>
#include <string>
#include <vector>

#include "aws/sso/token_source.h"

namespace sextant::aws {

struct SsoAccount {
  std::string id;
  std::string name;
  std::string email;
};

// An account with the roles (permission sets) that a person has in it.
struct SsoAssignment {
  SsoAccount account;
  std::vector<std::string> roles;
};

// What a person who is signed in may use. Thread-safe as its token source is.
//
// Errors: those of the token source; sso.expired where the portal refuses the token, sso.throttled,
// sso.no_assignment, sso.malformed_answer; aws.* and http.*.
class SsoPortal {
 public:
  SsoPortal(CredentialTools tools, std::shared_ptr<SsoTokenSource> tokens);

  Result<std::vector<SsoAccount>> accounts(const CallContext& context);
  // Names of roles (permission sets) in that account.
  Result<std::vector<std::string>> roles(const std::string& account_id, const CallContext& context);
  // All accounts, by name, with their roles; a few accounts are asked for at a time. Error also:
  // sso.no_accounts.
  Result<std::vector<SsoAssignment>> assignments(const CallContext& context);
  Result<Credentials> role_credentials(const std::string& account_id, const std::string& role,
                                       const CallContext& context);

 private:
  Result<boost::json::value> call(std::string_view operation, boost::json::object input,
                                  const CallContext& context);
  // All pages of a listing; `on_item` sees each element of the list named `member`.
  Result<void> list(std::string_view operation, std::string_view member,
                    const boost::json::object& input, const CallContext& context,
                    const std::function<void(const boost::json::object&)>& on_item);

  CredentialTools tools_;
  std::shared_ptr<SsoTokenSource> tokens_;
};

// Tells the portal that `token` is to be good no longer. Errors: sso.expired (it is not any more),
// aws.*, http.*.
Result<void> sign_out_of_portal(const CredentialTools& tools, const SsoSession& session,
                                const SsoToken& token, const CallContext& context);

// Credentials of one role in one account. Nothing is sent before the first `get`, whose errors are
// the portal's.
std::shared_ptr<CredentialsProvider> sso_provider(const CredentialTools& tools,
                                                  const SsoSession& session,
                                                  const std::string& account_id,
                                                  const std::string& role);

}  // namespace sextant::aws
