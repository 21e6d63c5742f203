#pragma once

#include <boost/json/serialize.hpp>
#include <boost/json/value.hpp>

#include <map>
#include <memory>
#include <string>
#include <string_view>

#include "aws/testing/identity_world.h"
#include "connect/connection.h"
#include "operations/context.h"

namespace sextant::operations::testing {

// A home with ~/.aws and Sextant's own folder, fakes for all that lies outside, and the operations'
// context over them.
class OperationsWorld : public aws::testing::IdentityWorld {
 public:
  // Built afresh from `variables`; lives until the next call.
  Context& context() {
    context_ = std::make_unique<Context>(outside(), home());
    return *context_;
  }
  std::filesystem::path home() const { return folder.path() / "sextant"; }

  // Stores a connection that reads by a profile.
  connect::Connection connect(const std::string& name, const std::string& profile,
                              const std::string& account_id = "111111111111") {
    connect::Connection connection;
    connection.name = name;
    connection.profile = profile;
    connection.account_id = account_id;
    connection.account_kind = "standalone";
    connection.created_at = clock.wall();
    (void)connect::ConnectionStore(**context().database()).add(connection);
    return connection;
  }
  // A token of an SSO session in the standard cache, ending after `left`.
  void sign_in(const aws::SsoSession& session, std::chrono::seconds left, bool can_renew = true) {
    const Environment made(variables);
    aws::SsoToken token;
    token.start_url = session.start_url;
    token.region = session.region;
    token.access_token = Secret("a-token-of-the-test");
    token.expires_at = clock.wall() + left;
    if (can_renew) {
      token.client_id = "client";
      token.client_secret = Secret("client-secret-of-the-test");
      token.refresh_token = Secret("refresh-token-of-the-test");
      token.registration_expires_at = clock.wall() + std::chrono::days(30);
    }
    (void)aws::SsoTokenCache(made, files).save_token(session, token);
  }

 private:
  std::unique_ptr<Context> context_;
};

}  // namespace sextant::operations::testing
