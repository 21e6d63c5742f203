#include "http/message.h"

#include <gtest/gtest.h>

namespace sextant::http {
namespace {

TEST(Headers, CompareWithoutCaseAndKeepOrder) {
  Headers headers{{"Host", "a"}, {"X-One", "1"}, {"x-one", "2"}};
  EXPECT_EQ(headers.find("X-ONE"), "1");
  headers.set("x-ONE", "3");
  EXPECT_EQ(headers.fields().size(), 2U);
  EXPECT_EQ(headers.find("x-one"), "3");
  headers.remove("HOST");
  EXPECT_FALSE(headers.has("host"));
}

TEST(Url, Divides) {
  const auto parts = split_url("https://a.example:8443/p/q?x=1&y#part");
  ASSERT_TRUE(parts);
  EXPECT_EQ(parts->host, "a.example");
  EXPECT_EQ(parts->port, 8443U);
  EXPECT_EQ(parts->path, "/p/q");
  EXPECT_EQ(parts->query, "x=1&y");
  EXPECT_EQ(split_url("http://[::1]:80")->host, "::1");
  EXPECT_EQ(split_url("http://host?q")->query, "q");
}

TEST(Url, RefusesWhatCouldMislead) {
  for (const char* url :
       {"ftp://a/", "a.example/", "https://", "https://user@a/", "https://user:pw@a/",
        "http://a:b/", "http://a:99999/", "http://[::1", "http://:80/", "file:///etc/passwd"}) {
    EXPECT_FALSE(split_url(url)) << url;
  }
}

TEST(Url, KnowsLoopback) {
  for (const char* host : {"127.0.0.1", "127.255.255.255", "localhost", "LOCALHOST", "::1"}) {
    EXPECT_TRUE(is_loopback_host(host)) << host;
  }
  for (const char* host : {"127.evil.example", "127.0.0.1.evil.example", "127.0.0.256", "127.0.0",
                           "0.0.0.0", "10.0.0.1"}) {
    EXPECT_FALSE(is_loopback_host(host)) << host;
  }
}

}  // namespace
}  // namespace sextant::http
