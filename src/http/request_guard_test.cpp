#include "http/request_guard.h"

#include <gtest/gtest.h>

#include <string>

namespace sextant::http {
namespace {

int status_for(const std::string& head, const HeadLimits& limits = {}) {
  const auto fault = check_head(head, limits);
  return fault ? fault->status : 200;
}

std::string with_fields(const std::string& fields) {
  return "POST /path?x=1 HTTP/1.1\r\nHost: a\r\n" + fields + "\r\n";
}

TEST(RequestGuard, LetsProperHeadsPass) {
  EXPECT_EQ(status_for(with_fields("")), 200);
  EXPECT_EQ(status_for(with_fields("Content-Length: 12\r\nX-Empty:\r\nX: a\tb \xc3\xa4\r\n")), 200);
  EXPECT_EQ(status_for("GET / HTTP/1.0\r\n\r\n"), 200) << "the first version had no Host";
}

TEST(RequestGuard, RefusesTwoLengths) {
  EXPECT_EQ(status_for(with_fields("Content-Length: 3\r\nContent-Length: 3\r\n")), 400);
  EXPECT_EQ(status_for(with_fields("Content-Length: 3\r\nTransfer-Encoding: chunked\r\n")), 400);
  EXPECT_EQ(status_for(with_fields("Transfer-Encoding: chunked\r\n")), 411);
  EXPECT_EQ(status_for(with_fields("transfer-encoding: xchunked\r\n")), 411);
  for (const char* length : {"", "-1", "+3", "3, 3", "0x3", "3 3", "1234567890123456"})
    EXPECT_EQ(status_for(with_fields("Content-Length: " + std::string(length) + "\r\n")), 400)
        << length;
}

TEST(RequestGuard, RefusesWhatLinesCanHide) {
  EXPECT_EQ(status_for(with_fields("X: a\r\n folded\r\n")), 400);
  EXPECT_EQ(status_for(with_fields("X: a\r\n\tfolded\r\n")), 400);
  EXPECT_EQ(status_for(with_fields("Content-Length : 3\r\n")), 400);
  EXPECT_EQ(status_for(with_fields("X: a\rY: b\r\n")), 400);
  EXPECT_EQ(status_for(with_fields("X: a\nY: b\r\n")), 400);
  EXPECT_EQ(status_for(with_fields(std::string("X: a\0b\r\n", 8))), 400);
  EXPECT_EQ(status_for(with_fields("X: a\x1b[2J\r\n")), 400);
  EXPECT_EQ(status_for(with_fields(": nameless\r\n")), 400);
  EXPECT_EQ(status_for(with_fields("nothing\r\n")), 400);
  EXPECT_EQ(status_for(with_fields("Host: b\r\n")), 400);
  EXPECT_EQ(status_for("GET / HTTP/1.1\r\n\r\n"), 400) << "no Host";
}

TEST(RequestGuard, TakesPathsOnly) {
  const auto target = [](const std::string& text, const HeadLimits& limits = {}) {
    return status_for("GET " + text + " HTTP/1.1\r\nHost: a\r\n\r\n", limits);
  };
  EXPECT_EQ(target("/"), 200);
  EXPECT_EQ(target("http://a/"), 400);
  EXPECT_EQ(target("a:443"), 400);
  EXPECT_EQ(target("*"), 400);
  EXPECT_EQ(target("/a b"), 400);
  EXPECT_EQ(target("/a#b"), 400);
  EXPECT_EQ(target("/\xc3\xa4"), 400);
  EXPECT_EQ(target("http://a/", {.allow_absolute_target = true}), 200);
  EXPECT_EQ(target("/" + std::string(99, 'x'), {.target_bytes_max = 100}), 200);
  EXPECT_EQ(target("/" + std::string(100, 'x'), {.target_bytes_max = 100}), 414);
}

TEST(RequestGuard, KnowsItsVersionsAndForms) {
  EXPECT_EQ(status_for("PRI * HTTP/2.0\r\n\r\n"), 505);
  EXPECT_EQ(status_for("GET /\r\n\r\n"), 400);
  EXPECT_EQ(status_for("GET  HTTP/1.1\r\nHost: a\r\n\r\n"), 400);
  EXPECT_EQ(status_for("G(T / HTTP/1.1\r\nHost: a\r\n\r\n"), 400);
  EXPECT_EQ(status_for("\r\nGET / HTTP/1.1\r\nHost: a\r\n\r\n"), 400);
  EXPECT_EQ(status_for("\r\n\r\n"), 400);
  EXPECT_EQ(status_for(""), 400);
}

TEST(RequestGuard, CountsFields) {
  std::string fields;
  for (int i = 0; i < 99; ++i) fields += "X: y\r\n";
  EXPECT_EQ(status_for(with_fields(fields)), 200);
  EXPECT_EQ(status_for(with_fields(fields + "X: y\r\n")), 431);
}

TEST(RequestGuard, SeesALoneLineFeedAcrossPieces) {
  EXPECT_FALSE(has_lone_line_feed("a\r\nb", '\0'));
  EXPECT_TRUE(has_lone_line_feed("a\nb", '\0'));
  EXPECT_FALSE(has_lone_line_feed("\nb", '\r'));
  EXPECT_TRUE(has_lone_line_feed("\nb", 'a'));
}

}  // namespace
}  // namespace sextant::http
