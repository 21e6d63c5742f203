#include "web/console.h"

#include <gtest/gtest.h>

#include <boost/json/parse.hpp>

#include "base/testing/temporary_folder.h"
#include "base/text.h"
#include "web/responses.h"

namespace sextant::web {
namespace {

namespace json = boost::json;
using std::chrono::hours;
using std::chrono::minutes;

// A path of the operation that is right, with what it needs besides.
http::ServerRequest example_of(const OperationSpec& operation) {
  http::ServerRequest request;
  request.method = operation.method;
  request.target = std::string(Contract::kBase);
  for (const std::string& segment : operation.segments)
    request.target += "/" + (segment == "{id}"     ? "0123456789abcdef"
                             : segment == "{name}" ? "prod"
                                                   : segment);
  request.headers = {{"Host", "127.0.0.1:7390"}};
  request.remote_address = "127.0.0.1";
  return request;
}

class ConsoleTest : public ::testing::Test {
 protected:
  ConsoleTest() {
    for (const OperationSpec& operation : Contract::of_program().operations()) {
      handlers_.add(operation.id, [this](const ApiRequest& request) -> Outcome<Reply> {
        last_ = request;
        return Reply::of(json::value(request.operation_id));
      });
    }
    make_console({});
  }

  void make_console(ConsoleOptions options) {
    options.place.port = 7390;
    console_.emplace(
        ConsoleParts{Contract::of_program(), handlers_, pages_, auth_, clock_,
                     [](const http::ServerRequest&, const Caller& caller) {
                       return text_response(200, "text/plain", "mcp for " + caller.name);
                     },
                     [] { return std::string("more_metrics 1\n"); }, [this] { return not_ready_; }},
        std::move(options));
  }

  http::ServerResponse send(std::string method, std::string target, http::Headers headers = {},
                            std::string body = "") {
    if (!headers.has("Host")) headers.add("Host", "127.0.0.1:7390");
    return console_->handle(
        {std::move(method), std::move(target), std::move(headers), std::move(body), "127.0.0.1"});
  }
  int status(std::string method, std::string target, http::Headers headers = {},
             std::string body = "") {
    return send(std::move(method), std::move(target), std::move(headers), std::move(body)).status;
  }

  std::string token(Scope scope) {
    return mint_token(*database_, random_, clock_.wall(), "t", scope, std::chrono::days(1))
        ->text.reveal();
  }
  static http::Headers bearer(const std::string& text) {
    return {{"Authorization", "Bearer " + text}};
  }
  std::string link_code() { return mint_link(*database_, random_, clock_.wall())->reveal(); }
  // Signs in; the header that a browser sends from then on.
  http::Headers signed_in() {
    const auto answer = send("POST", "/login", {}, "code=" + link_code());
    EXPECT_EQ(answer.status, 303);
    const std::string cookie = answer.headers.find("Set-Cookie").value_or("");
    return {{"Cookie", cookie.substr(0, cookie.find(';'))}};
  }
  static std::string code_of(const http::ServerResponse& response) {
    return std::string(json::parse(response.body).at("code").as_string());
  }

  TemporaryFolder folder_{TemporaryFolder::in_memory()};
  std::unique_ptr<state::Database> database_ = *state::Database::open(folder_.path() / "state.db");
  ManualClock clock_{WallTime{} + hours(24 * 365 * 50)};
  SystemRandom random_;
  Auth auth_{*database_, clock_, random_};
  StaticPages pages_{{{"ui/index.html", "<html>page</html>"}}};
  HandlerTable handlers_;
  ApiRequest last_;
  std::optional<Error> not_ready_;
  std::optional<Console> console_;
};

TEST_F(ConsoleTest, LetsEachCallerDoWhatItsScopeAllows) {
  const std::string reader = token(Scope::kRead);
  const std::string operator_token = token(Scope::kOperate);
  const http::Headers session = signed_in();
  const auto gets_through = [&](const OperationSpec& operation, const http::Headers& more) {
    http::ServerRequest request = example_of(operation);
    for (const auto& [name, value] : more.fields()) request.headers.add(name, value);
    const int status = console_->handle(request).status;
    return status != 401 && status != 403;
  };
  for (const OperationSpec& operation : Contract::of_program().operations()) {
    EXPECT_EQ(gets_through(operation, {}), operation.is_public) << operation.id;
    EXPECT_EQ(gets_through(operation, bearer(reader)), operation.scope == Scope::kRead)
        << operation.id;
    EXPECT_TRUE(gets_through(operation, bearer(operator_token))) << operation.id;
    EXPECT_TRUE(gets_through(operation, session)) << operation.id;
    EXPECT_FALSE(gets_through(operation, bearer("sxt_wrong"))) << operation.id;
  }
}

TEST_F(ConsoleTest, LetsClientsOfMcpInByATokenAlone) {
  const auto key = bearer(token(Scope::kRead));
  EXPECT_EQ(send("POST", "/mcp", key).body, "mcp for t");
  EXPECT_EQ(send("POST", "/mcp").status, 401);
  EXPECT_EQ(send("POST", "/mcp").headers.find("WWW-Authenticate"), "Bearer");
  EXPECT_EQ(status("POST", "/mcp", signed_in()), 401) << "a page's session is no token";
  EXPECT_EQ(status("POST", "/mcp", bearer("sxt_wrong")), 401);
  http::Headers elsewhere = key;
  elsewhere.add("Origin", "https://evil.example");
  EXPECT_EQ(status("POST", "/mcp", elsewhere), 403);
  http::Headers rebound = key;
  rebound.add("Host", "evil.example:7390");
  EXPECT_GE(status("POST", "/mcp", rebound), 400);
}

TEST_F(ConsoleTest, HandsHandlersWhatTheContractPromises) {
  const auto answer = send("GET", "/api/v1/costs?by=service&limit=3", bearer(token(Scope::kRead)));
  EXPECT_EQ(answer.status, 200);
  EXPECT_EQ(answer.body, "\"getCosts\"");
  EXPECT_EQ(last_.texts("by"), std::vector<std::string>{"service"});
  EXPECT_EQ(last_.integer("limit"), 3);
  EXPECT_EQ(last_.text("metric"), "unblended");
  EXPECT_EQ(last_.text("from"), std::nullopt);
  EXPECT_EQ(last_.caller.kind, Caller::Kind::kToken);
  EXPECT_EQ(last_.caller.name, "t");
}

TEST_F(ConsoleTest, ExplainsWhatIsWrong) {
  const auto key = bearer(token(Scope::kRead));
  const auto wrong = send("GET", "/api/v1/costs?by=x", key);
  EXPECT_EQ(wrong.status, 400);
  EXPECT_EQ(wrong.headers.find("Content-Type"), "application/problem+json");
  EXPECT_EQ(json::parse(wrong.body).at("field").as_string(), "by[0]");
  EXPECT_EQ(code_of(send("GET", "/api/v1/nothing", key)), "web.not_found");
  const auto method = send("POST", "/api/v1/status", key);
  EXPECT_EQ(method.status, 405);
  EXPECT_EQ(method.headers.find("Allow"), "GET");
  const auto nobody = send("GET", "/api/v1/status");
  EXPECT_EQ(code_of(nobody), "web.not_signed_in");
  EXPECT_TRUE(nobody.headers.has("WWW-Authenticate"));
  EXPECT_EQ(code_of(send("GET", "/api/v1/status", {{"Authorization", "Basic eDp5"}})),
            "web.token_refused");
  EXPECT_EQ(code_of(send("DELETE", "/api/v1/connections/prod", key)), "web.scope");
  EXPECT_EQ(code_of(send("POST", "/api/v1/sql", key, "{}")), "web.media_type");
  EXPECT_EQ(code_of(send("POST", "/api/v1/sql", key, std::string(kApiBodyMax + 1, ' '))),
            "web.too_large");
}

TEST_F(ConsoleTest, RefusesOtherNamesAndOtherSites) {
  const http::Headers session = signed_in();
  const auto with = [&](std::string name, std::string value) {
    http::Headers headers = session;
    headers.add(std::move(name), std::move(value));
    return headers;
  };
  EXPECT_EQ(status("GET", "/", {{"Host", "evil.example"}}), 421);
  EXPECT_EQ(status("GET", "/healthz", {{"Host", "evil.example:7390"}}), 421);
  EXPECT_EQ(status("POST", "/api/v1/sync/plan", with("Origin", "http://evil.example"), "{}"), 403);
  EXPECT_EQ(status("GET", "/api/v1/status", with("Sec-Fetch-Site", "cross-site")), 403);
  EXPECT_EQ(status("GET", "/api/v1/status", with("Sec-Fetch-Site", "same-site")), 403)
      << "another port of this machine gets the cookie too";
  EXPECT_EQ(status("GET", "/api/v1/status", with("Sec-Fetch-Site", "same-origin")), 200);
  EXPECT_EQ(status("POST", "/login", {{"Origin", "http://evil.example"}}, "code=" + link_code()),
            403);
  EXPECT_EQ(status("GET", "/", {{"Sec-Fetch-Site", "cross-site"}}), 200)
      << "a link elsewhere may lead to the page, which is the same for all";
}

TEST_F(ConsoleTest, ALinkSignsInOnceAndNotByBeingLookedAt) {
  const std::string code = link_code();
  for (int i = 0; i < 3; ++i) {
    const auto page = send("GET", "/login?code=" + code);
    EXPECT_EQ(page.status, 200);
    EXPECT_NE(page.body.find(code), std::string::npos);
    EXPECT_FALSE(page.headers.has("Set-Cookie"));
  }
  const auto answer = send("POST", "/login", {{"Origin", "http://127.0.0.1:7390"}}, "code=" + code);
  EXPECT_EQ(answer.status, 303);
  EXPECT_EQ(answer.headers.find("Location"), "/");
  const std::string cookie = *answer.headers.find("Set-Cookie");
  EXPECT_NE(cookie.find("; Path=/; HttpOnly; SameSite=Strict"), std::string::npos);
  EXPECT_EQ(cookie.find("Secure"), std::string::npos);
  EXPECT_EQ(status("POST", "/login", {}, "code=" + code), 403);
  const std::string late = link_code();
  clock_.advance(minutes(10));
  EXPECT_EQ(status("POST", "/login", {}, "code=" + late), 403);
  EXPECT_EQ(status("POST", "/login", {}, "code="), 403);
  EXPECT_EQ(status("POST", "/login", {}, ""), 403);
  EXPECT_EQ(status("GET", "/login?code=%3Cscript%3E"), 401);
  EXPECT_EQ(status("PUT", "/login"), 405);
  EXPECT_EQ(send("GET", "/login.js").headers.find("Content-Type"),
            "text/javascript; charset=utf-8");
}

TEST_F(ConsoleTest, SessionsEndByThemselvesAndByWish) {
  const http::Headers session = signed_in();
  for (int i = 0; i < 20; ++i) {
    clock_.advance(hours(8));
    EXPECT_EQ(status("GET", "/api/v1/status", session), 200) << "it is used";
  }
  clock_.advance(hours(8));
  EXPECT_EQ(status("GET", "/api/v1/status", session), 401) << "a week is over";
  const http::Headers idle = signed_in();
  clock_.advance(hours(12));
  EXPECT_EQ(status("GET", "/api/v1/status", idle), 401);
  EXPECT_EQ(status("GET", "/api/v1/status", {{"Cookie", "sextant_session="}}), 401);
  EXPECT_EQ(status("GET", "/api/v1/status",
                   {{"Cookie", signed_in().fields().front().second + "; sextant_session=x"}}),
            401)
      << "two cookies: one was planted";
}

TEST_F(ConsoleTest, TokensExpireAndAreRevoked) {
  const auto minted =
      *mint_token(*database_, random_, clock_.wall(), "t", Scope::kRead, std::chrono::days(1));
  const auto key = bearer(minted.text.reveal());
  EXPECT_EQ(status("GET", "/api/v1/status", key), 200);
  EXPECT_TRUE(state::TokenStore(*database_).list()->front().last_used_at);
  const Caller caller{Caller::Kind::kToken, Scope::kRead, minted.token.id, "t"};
  EXPECT_TRUE(auth_.is_still_valid(caller));
  clock_.advance(hours(24));
  EXPECT_EQ(status("GET", "/api/v1/status", key), 401);
  EXPECT_FALSE(auth_.is_still_valid(caller));
  const std::string revoked = token(Scope::kOperate);
  EXPECT_EQ(status("GET", "/api/v1/status", bearer(revoked)), 200);
  ASSERT_TRUE(
      state::TokenStore(*database_).remove(state::TokenStore(*database_).list()->front().id));
  EXPECT_EQ(status("GET", "/api/v1/status", bearer(revoked)), 401);
}

TEST_F(ConsoleTest, KeepsNoSecretInTheState) {
  const std::string text = token(Scope::kRead);
  const std::string cookie = signed_in().fields().front().second;
  std::string all;
  for (const char* table : {"tokens", "sessions", "login_links"})
    ASSERT_TRUE(database_->run(std::string("SELECT * FROM ") + table, {},
                               [&](const state::Row& row) { all += row.text(0) + row.text(3); }));
  EXPECT_EQ(all.find(text.substr(4)), std::string::npos);
  EXPECT_EQ(all.find(cookie.substr(cookie.find('=') + 1)), std::string::npos);
}

TEST_F(ConsoleTest, LimitsTheRateOfEachCaller) {
  ConsoleOptions options;
  options.requests_per_second = 5;
  make_console(options);
  const auto key = bearer(token(Scope::kRead));
  for (int i = 0; i < 10; ++i) EXPECT_EQ(status("GET", "/api/v1/status", key), 200);
  const auto refused = send("GET", "/api/v1/status", key);
  EXPECT_EQ(refused.status, 429);
  EXPECT_EQ(refused.headers.find("Retry-After"), "1");
  EXPECT_EQ(status("GET", "/api/v1/status", bearer(token(Scope::kRead))), 200);
  clock_.advance(std::chrono::seconds(1));
  EXPECT_EQ(status("GET", "/api/v1/status", key), 200);
  EXPECT_EQ(status("GET", "/healthz"), 200) << "probes are never refused";
}

TEST_F(ConsoleTest, SendsSafetyHeadersWithEverything) {
  for (const char* target : {"/", "/api/v1/status", "/api/openapi.json", "/login?code=abc",
                             "/healthz", "/nothing", "/..", "/assets/x.js"}) {
    const auto answer = send("GET", target);
    const std::string policy = answer.headers.find("Content-Security-Policy").value_or("");
    EXPECT_NE(policy.find("default-src 'none'"), std::string::npos) << target;
    EXPECT_NE(policy.find("frame-ancestors 'none'"), std::string::npos) << target;
    EXPECT_EQ(policy.find("unsafe"), std::string::npos) << target;
    EXPECT_EQ(answer.headers.find("X-Content-Type-Options"), "nosniff") << target;
    EXPECT_EQ(answer.headers.find("Cross-Origin-Opener-Policy"), "same-origin") << target;
    EXPECT_TRUE(answer.headers.has("Cache-Control")) << target;
    EXPECT_FALSE(answer.headers.has("Access-Control-Allow-Origin")) << target;
  }
  EXPECT_EQ(send("GET", "/").headers.find("Referrer-Policy"), "no-referrer");
}

TEST_F(ConsoleTest, ServesThePageItsContractAndProbes) {
  EXPECT_EQ(send("GET", "/settings/accounts").body, "<html>page</html>");
  EXPECT_EQ(status("POST", "/settings/accounts"), 405);
  EXPECT_EQ(status("GET", "/%2e%2e/%2e%2e/etc/passwd"), 400);
  const json::value contract = json::parse(send("GET", "/api/openapi.json").body);
  EXPECT_EQ(contract.at("info").at("title").as_string(), "Sextant");
  EXPECT_EQ(send("GET", "/healthz").body, "ok\n");
  EXPECT_EQ(status("GET", "/readyz"), 200);
  not_ready_ = Error{"state.corrupt", "secret detail"};
  EXPECT_EQ(send("GET", "/readyz").body, "state.corrupt\n");
  EXPECT_EQ(status("GET", "/readyz"), 503);
}

TEST_F(ConsoleTest, CountsWhatItAnswers) {
  (void)send("GET", "/api/v1/status", bearer(token(Scope::kRead)));
  (void)send("GET", "/api/v1/status");
  const std::string text = send("GET", "/metrics").body;
  EXPECT_NE(text.find(R"(sextant_http_requests_total{operation="getStatus",status="200"} 1)"),
            std::string::npos);
  EXPECT_NE(text.find(R"(sextant_http_requests_total{operation="getStatus",status="401"} 1)"),
            std::string::npos);
  EXPECT_NE(
      text.find(
          R"(sextant_http_request_duration_seconds_bucket{operation="getStatus",le="+Inf"} 2)"),
      std::string::npos);
  EXPECT_NE(text.find("more_metrics 1\n"), std::string::npos);
}

TEST_F(ConsoleTest, BehindAProxyMetricsTakeATokenAndCookiesAreSecure) {
  ConsoleOptions options;
  options.place.public_names = {"costs.example.com"};
  make_console(options);
  const http::Headers outside = {{"Host", "costs.example.com"}};
  EXPECT_EQ(status("GET", "/metrics", outside), 401);
  http::Headers with_token = outside;
  with_token.add("Authorization", "Bearer " + token(Scope::kRead));
  EXPECT_EQ(status("GET", "/metrics", with_token), 200);
  http::Headers from_page = outside;
  from_page.add("Origin", "https://costs.example.com");
  const auto answer = send("POST", "/login", from_page, "code=" + link_code());
  EXPECT_NE(answer.headers.find("Set-Cookie")->find("; Secure"), std::string::npos);
}

TEST_F(ConsoleTest, NamesFilesSafely) {
  handlers_ = {};
  handlers_.add("getCosts", [](const ApiRequest&) -> Outcome<Reply> {
    return Reply::download({"text/csv", "a\"\r\nSet-Cookie: x=y; \xc3\xa4.csv", "1,2\n"});
  });
  const auto answer = send("GET", "/api/v1/costs", bearer(token(Scope::kRead)));
  EXPECT_EQ(answer.body, "1,2\n");
  const std::string header = *answer.headers.find("Content-Disposition");
  EXPECT_EQ(header.find('\r'), std::string::npos);
  EXPECT_TRUE(header.starts_with("attachment; filename=\"a___Set-Cookie"));
  EXPECT_NE(header.find("filename*=UTF-8''a%22%0D%0A"), std::string::npos);
}

}  // namespace
}  // namespace sextant::web
