#include "aws/sso/portal.h"

#include <fmt/format.h>

#include <algorithm>
#include <atomic>
#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <mutex>
#include <set>
#include <thread>
#include <tuple>

#include "aws/credentials/caching_provider.h"
#include "aws/json_fields.h"

namespace sextant::aws {
namespace {

constexpr int kPagesMax = 1'000;
constexpr int kPageSize = 100;
// The portal allows few requests a second.
constexpr std::size_t kAtATime = 4;
constexpr std::chrono::seconds kCallLimit{60};
// Year 9999 in milliseconds.
constexpr std::int64_t kTimeMax = 253'402'300'799'000;

Error explain_refusal(Error error, const SsoSession& session, const boost::json::object& input) {
  if (!error.remote) return error;
  const std::string& code = error.remote->code;
  std::string ours;
  if (code == "UnauthorizedException") ours = "sso.expired";
  if (code == "TooManyRequestsException") ours = "sso.throttled";
  if (code == "ResourceNotFoundException" || code == "ForbiddenException")
    ours = "sso.no_assignment";
  if (ours.empty()) return error;
  Error out{ours, error.remote->message};
  out.remote = std::move(error.remote);
  return std::move(out)
      .with("session", session.cache_name())
      .with("arguments",
            ours == "sso.no_assignment" ? session_arguments(session) : login_arguments(session))
      .with("account", text_field(&input, "accountId"))
      .with("role", text_field(&input, "roleName"));
}

}  // namespace

Result<void> sign_out_of_portal(const CredentialTools& tools, const SsoSession& session,
                                const SsoToken& token, const CallContext& context) {
  boost::json::object input = {{"accessToken", token.access_token.reveal()}};
  const auto answer = tools.caller->call("sso", "Logout", input, sso_options(tools, session),
                                         nullptr, context.within(tools.outside.clock, kCallLimit));
  if (!answer) return failure(explain_refusal(answer.error(), session, input));
  return {};
}

SsoPortal::SsoPortal(CredentialTools tools, std::shared_ptr<SsoTokenSource> tokens)
    : tools_(std::move(tools)), tokens_(std::move(tokens)) {}

Result<boost::json::value> SsoPortal::call(std::string_view operation, boost::json::object input,
                                           const CallContext& context) {
  SEXTANT_TRY(const SsoToken token, tokens_->get(context));
  input["accessToken"] = token.access_token.reveal();
  auto answer =
      tools_.caller->call("sso", operation, input, sso_options(tools_, tokens_->session()), nullptr,
                          context.within(tools_.outside.clock, kCallLimit));
  if (!answer) return failure(explain_refusal(answer.error(), tokens_->session(), input));
  return answer;
}

Result<void> SsoPortal::list(std::string_view operation, std::string_view member,
                             const boost::json::object& input, const CallContext& context,
                             const std::function<void(const boost::json::object&)>& on_item) {
  std::set<std::string> seen;
  std::string token;
  for (int page = 0; page < kPagesMax; ++page) {
    boost::json::object asked = input;
    asked["maxResults"] = kPageSize;
    if (!token.empty()) asked["nextToken"] = token;
    SEXTANT_TRY(const auto answer, call(operation, std::move(asked), context));
    if (const boost::json::array* items = array_field(answer.if_object(), member)) {
      for (const boost::json::value& item : *items) {
        if (item.is_object()) on_item(item.get_object());
      }
    }
    token = text_field(answer.if_object(), "nextToken");
    if (token.empty()) return {};
    if (!seen.insert(token).second) {
      return failure("sso.malformed_answer", fmt::format("{} gave the same page twice", operation));
    }
  }
  return failure("sso.malformed_answer",
                 fmt::format("{} has more than {} pages", operation, kPagesMax));
}

Result<std::vector<SsoAccount>> SsoPortal::accounts(const CallContext& context) {
  std::vector<SsoAccount> out;
  SEXTANT_TRY_VOID(
      list("ListAccounts", "accountList", {}, context, [&](const boost::json::object& item) {
        SsoAccount account{text_field(&item, "accountId"), text_field(&item, "accountName"),
                           text_field(&item, "emailAddress")};
        if (!account.id.empty()) out.push_back(std::move(account));
      }));
  return out;
}

Result<std::vector<std::string>> SsoPortal::roles(const std::string& account_id,
                                                  const CallContext& context) {
  std::vector<std::string> out;
  SEXTANT_TRY_VOID(list("ListAccountRoles", "roleList", {{"accountId", account_id}}, context,
                        [&](const boost::json::object& item) {
                          std::string name = text_field(&item, "roleName");
                          if (!name.empty()) out.push_back(std::move(name));
                        }));
  return out;
}

Result<std::vector<SsoAssignment>> SsoPortal::assignments(const CallContext& context) {
  SEXTANT_TRY(auto found, accounts(context));
  if (found.empty()) return failure("sso.no_accounts", "the portal lists no account");
  std::ranges::sort(found, {},
                    [](const SsoAccount& account) { return std::tie(account.name, account.id); });
  std::vector<SsoAssignment> out(found.size());
  std::atomic<std::size_t> next = 0;
  std::mutex mutex;
  std::optional<Error> failed;
  const auto work = [&] {
    for (std::size_t i = next++; i < out.size(); i = next++) {
      auto names = roles(found[i].id, context);
      const std::lock_guard lock(mutex);
      if (failed) return;
      if (!names) {
        failed = names.error();
        return;
      }
      out[i] = {std::move(found[i]), *std::move(names)};
    }
  };
  {
    std::vector<std::jthread> workers;
    for (std::size_t i = 0; i < std::min(kAtATime, out.size()); ++i) workers.emplace_back(work);
  }
  if (failed) return failure(*std::move(failed));
  return out;
}

Result<Credentials> SsoPortal::role_credentials(const std::string& account_id,
                                                const std::string& role,
                                                const CallContext& context) {
  SEXTANT_TRY(const auto answer,
              call("GetRoleCredentials", {{"accountId", account_id}, {"roleName", role}}, context));
  const boost::json::object* fields = object_field(answer.if_object(), "roleCredentials");
  Credentials credentials;
  credentials.access_key_id = text_field(fields, "accessKeyId");
  credentials.secret_access_key = Secret(text_field(fields, "secretAccessKey"));
  credentials.session_token = Secret(text_field(fields, "sessionToken"));
  const auto expiration_ms = integer_field(fields, "expiration");
  if (credentials.access_key_id.empty() || credentials.secret_access_key.empty() ||
      credentials.session_token.empty() || !expiration_ms || *expiration_ms < 0 ||
      *expiration_ms > kTimeMax) {
    return failure("sso.malformed_answer",
                   "GetRoleCredentials answered without usable credentials");
  }
  credentials.expires_at = WallTime(std::chrono::milliseconds(*expiration_ms));
  credentials.account_id = account_id;
  credentials.source =
      fmt::format("sso (session {}, role {})", tokens_->session().cache_name(), role);
  return credentials;
}

std::shared_ptr<CredentialsProvider> sso_provider(const CredentialTools& tools,
                                                  const SsoSession& session,
                                                  const std::string& account_id,
                                                  const std::string& role) {
  auto portal =
      std::make_shared<SsoPortal>(tools, std::make_shared<SsoTokenSource>(tools, session));
  auto fetch = [portal, account_id, role](const CallContext& context) {
    return portal->role_credentials(account_id, role, context);
  };
  return std::make_shared<CachingProvider>(std::move(fetch), tools.outside.clock);
}

}  // namespace sextant::aws
