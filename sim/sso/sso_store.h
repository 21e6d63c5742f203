#pragma once

#include <expected>
#include <functional>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "base/clock.h"
#include "sim/faults/faults.h"

namespace sextant::sim {

// What a person may use: a permission set in an account.
struct SsoAssignment {
  std::string account_id;
  std::string role_name;
};

struct SsoPerson {
  std::string name;  // "alice@example.com": also the name of the role sessions
  std::vector<SsoAssignment> assignments;
};

// The errors of OAuth, as sso-oidc names them.
enum class SsoRefusal {
  kInvalidClient,
  kInvalidRequest,
  kInvalidGrant,
  kInvalidScope,
  kUnauthorizedClient,
  kUnsupportedGrant,
  kPending,
  kSlowDown,
  kExpired,
  kDenied,
};

struct SsoClient {
  std::string id;
  std::string secret;
  WallTime issued{};
  WallTime expires{};
  std::vector<std::string> scopes;
  std::vector<std::string> grant_types;  // empty: not said
  std::vector<std::string> redirect_uris;
};

struct DeviceFlow {
  std::string device_code;
  std::string user_code;  // "ABCD-EFGH"
  std::string client_id;
  WallTime expires{};
  std::optional<WallTime> asked;
  enum class State { kPending, kApproved, kDenied, kUsed } state = State::kPending;
  std::string person;
};

// What /authorize was asked for (authorization code with PKCE).
struct AuthorizeRequest {
  std::string client_id;
  std::string redirect_uri;
  std::string state;
  std::string code_challenge;
};

struct SsoTokens {
  std::string access_token;
  std::string refresh_token;  // "" where the client has not asked for the scope sso:account:access
  std::chrono::seconds lifetime{};
};

// IAM Identity Center: one instance with its people, clients, sign-ins and tokens. Thread-safe.
class SsoStore {
 public:
  using Draw = std::function<std::string(const std::string& label, std::string_view alphabet,
                                         std::size_t length)>;
  static constexpr std::chrono::seconds kTokenLifetime{8 * 3600};
  static constexpr std::chrono::seconds kDeviceLifetime{600};

  // `draw` gives values that nobody has had before.
  SsoStore(Draw draw, const Faults& faults, std::string start_url, int interval_s)
      : draw_(std::move(draw)),
        faults_(faults),
        start_url_(std::move(start_url)),
        interval_s_(interval_s) {}

  const std::string& start_url() const { return start_url_; }
  int interval_s() const { return interval_s_; }
  bool knows_start_url(std::string_view url) const;

  void put_person(SsoPerson person);
  std::optional<SsoPerson> find_person(const std::string& name) const;
  std::vector<std::string> people() const;
  // From now on sign-ins are approved for this person without being asked; "" = no longer.
  void set_auto_approve(const std::string& person);
  std::string auto_approve() const;

  SsoClient register_client(std::vector<std::string> scopes, std::vector<std::string> grant_types,
                            std::vector<std::string> redirect_uris, WallTime now);
  std::expected<DeviceFlow, SsoRefusal> start_device(const std::string& client_id,
                                                     const std::string& client_secret,
                                                     WallTime now);
  // Approves or denies one pending sign-in by its user code, or all with "". Gives how many.
  int decide(const std::string& user_code, const std::string& person, bool approve, WallTime now);

  // Whether a browser may be shown the page for this; and then the code for the redirect.
  std::expected<void, SsoRefusal> check_authorize(const AuthorizeRequest& request,
                                                  WallTime now) const;
  std::string approve_authorize(const AuthorizeRequest& request, const std::string& person,
                                WallTime now);

  struct TokenRequest {
    std::string client_id, client_secret, grant_type;
    std::string device_code, code, redirect_uri, code_verifier, refresh_token;
  };
  std::expected<SsoTokens, SsoRefusal> create_token(const TokenRequest& request, WallTime now);
  // Who holds this access token; nullopt where it is unknown, expired or signed out.
  std::optional<SsoPerson> person_of(const std::string& access_token, WallTime now) const;
  bool sign_out(const std::string& access_token);

  // All secrets that were ever given out, for tests that search for them.
  std::vector<std::string> secrets() const;

 private:
  struct Code {
    AuthorizeRequest request;
    std::string person;
    WallTime expires{};
  };
  struct Token {
    std::string person;
    std::string client_id;
    WallTime issued{};
    WallTime expires{};
  };
  using TokenResult = std::expected<SsoTokens, SsoRefusal>;
  std::expected<SsoClient, SsoRefusal> check_client(const std::string& id,
                                                    const std::string& secret, WallTime now) const;
  TokenResult from_device(const TokenRequest& request, const SsoClient& client, WallTime now);
  TokenResult from_code(const TokenRequest& request, const SsoClient& client, WallTime now);
  TokenResult from_refresh(const TokenRequest& request, const SsoClient& client, WallTime now);
  SsoTokens issue(const SsoClient& client, const std::string& person, WallTime now);
  std::string draw_secret(const std::string& label, std::size_t length);

  const Draw draw_;
  const Faults& faults_;
  const std::string start_url_;
  const int interval_s_;
  mutable std::mutex mutex_;
  std::map<std::string, SsoPerson> people_;  // guarded, as all below
  std::string auto_approve_;
  std::map<std::string, SsoClient> clients_;
  std::map<std::string, DeviceFlow> devices_;
  std::map<std::string, Code> codes_;
  std::map<std::string, Token> access_;
  std::map<std::string, Token> refresh_;
  std::vector<std::string> secrets_;
};

}  // namespace sextant::sim
