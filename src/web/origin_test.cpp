#include "web/origin.h"

#include <gtest/gtest.h>

namespace sextant::web {
namespace {

http::ServerRequest request_of(http::Headers headers) {
  return {"POST", "/", std::move(headers), "", "127.0.0.1"};
}

bool takes_host(const OriginCheck& check, const std::string& host) {
  return check.check_host(request_of({{"Host", host}})).has_value();
}

TEST(OriginCheck, KnowsItsOwnNamesOnLoopback) {
  const OriginCheck check({"127.0.0.1", 7390});
  for (const char* host : {"127.0.0.1:7390", "localhost:7390", "LOCALHOST:7390", "[::1]:7390"})
    EXPECT_TRUE(takes_host(check, host)) << host;
  for (const char* host :
       {"", "evil.example:7390", "127.0.0.1", "127.0.0.1:80", "127.0.0.1:7391", "localhost",
        "127.0.0.1.evil.example:7390", "localhost.:7390", "192.168.1.5:7390", "127.0.0.1:7390:7390",
        "127.0.0.1:x", "[::1", "[evil.example]:7390", ":7390", "user@127.0.0.1:7390"})
    EXPECT_FALSE(takes_host(check, host)) << host;
  EXPECT_EQ(check.check_host(request_of({})).error().code, "web.wrong_host");
  EXPECT_EQ(check.base_url(), "http://127.0.0.1:7390");
}

TEST(OriginCheck, KnowsNamesAndAddressesElsewhere) {
  const OriginCheck proxied({"127.0.0.1", 7390, false, {"costs.example.com"}});
  EXPECT_TRUE(takes_host(proxied, "costs.example.com"));
  EXPECT_TRUE(takes_host(proxied, "Costs.example.com:8443"));
  EXPECT_FALSE(takes_host(proxied, "x.costs.example.com"));
  EXPECT_EQ(proxied.base_url(), "https://costs.example.com");

  const OriginCheck bound({"192.168.1.5", 7390, true});
  EXPECT_TRUE(takes_host(bound, "192.168.1.5:7390"));
  EXPECT_FALSE(takes_host(bound, "192.168.1.6:7390"));
  EXPECT_FALSE(takes_host(bound, "localhost:7390"));

  const OriginCheck any({"0.0.0.0", 443, true});
  EXPECT_TRUE(takes_host(any, "192.168.1.6")) << "an address cannot be rebound";
  EXPECT_TRUE(takes_host(any, "localhost"));
  EXPECT_FALSE(takes_host(any, "evil.example"));
}

TEST(OriginCheck, RefusesOtherSites) {
  const OriginCheck check({"127.0.0.1", 7390, false, {"costs.example.com"}});
  const auto takes = [&](const char* origin, const char* site = nullptr,
                         const char* host = "127.0.0.1:7390") {
    http::Headers headers{{"Host", host}};
    if (origin != nullptr) headers.add("Origin", origin);
    if (site != nullptr) headers.add("Sec-Fetch-Site", site);
    return check.check_origin(request_of(headers)).has_value();
  };
  EXPECT_TRUE(takes("http://127.0.0.1:7390"));
  EXPECT_TRUE(takes("http://127.0.0.1:7390", "same-origin"));
  EXPECT_TRUE(takes(nullptr, "none"));
  EXPECT_TRUE(takes(nullptr)) << "a program";
  EXPECT_TRUE(takes("https://costs.example.com")) << "through a proxy that sets the Host";
  EXPECT_TRUE(takes("https://costs.example.com", nullptr, "costs.example.com"));
  EXPECT_FALSE(takes("http://127.0.0.1:7391", "same-site")) << "another program of this machine";
  EXPECT_FALSE(takes(nullptr, "same-site"));
  EXPECT_FALSE(takes(nullptr, "cross-site"));
  EXPECT_FALSE(takes("http://127.0.0.1:7391"));
  EXPECT_FALSE(takes("http://localhost:7390")) << "a name is an origin of its own";
  EXPECT_FALSE(takes("https://evil.example"));
  EXPECT_FALSE(takes("http://costs.example.com"));
  EXPECT_FALSE(takes("null"));
  EXPECT_FALSE(takes(""));
}

}  // namespace
}  // namespace sextant::web
