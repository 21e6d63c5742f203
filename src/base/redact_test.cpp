#include "base/redact.h"

#include <gtest/gtest.h>

#include "base/secret.h"

namespace sextant {
namespace {

TEST(Redact, HidesEverySecretThatWasEverHeld) {
  {
    const Secret gone("a-secret-that-died");
  }
  EXPECT_EQ(redact("x a-secret-that-died y a-secret-that-died"), "x [hidden] y [hidden]");
}

TEST(Redact, LeavesShortTextsAlone) {
  const Secret small("abc");
  EXPECT_EQ(redact("abcdef"), "abcdef");
}

TEST(Redact, HidesTheLongerSecretThatHoldsAShorterOne) {
  const Secret inner("inner-secret");
  const Secret outer("outer-inner-secret-outer");
  const std::string shown = redact("outer-inner-secret-outer");
  EXPECT_EQ(shown.find("secret"), std::string::npos);
  EXPECT_EQ(shown.find("outer"), std::string::npos) << shown;
}

TEST(Redact, KnowsTheFormsOfSecretsThatItNeverHeld) {
  EXPECT_EQ(redact("GET /?X-Amz-Signature=abc123&y=1"), "GET /?X-Amz-Signature=[hidden]&y=1");
  EXPECT_EQ(redact("x-amz-security-token: IQoJ\r\nhost: a"),
            "x-amz-security-token: [hidden]\r\nhost: a");
  EXPECT_EQ(redact(R"({"accessToken":"aaa","region":"r"})"),
            R"({"accessToken":"[hidden]","region":"r"})");
  EXPECT_EQ(redact("<SecretAccessKey>wJalr</SecretAccessKey>"),
            "<SecretAccessKey>[hidden]</SecretAccessKey>");
  EXPECT_EQ(redact(redact("Authorization: AWS4 x")), "Authorization: [hidden]");
}

TEST(Secret, MovesWithoutLeavingACopy) {
  Secret first("12345678");
  const Secret second = std::move(first);
  EXPECT_EQ(second.reveal(), "12345678");
  EXPECT_TRUE(first.empty());  // NOLINT(bugprone-use-after-move): that it is empty is the promise
}

}  // namespace
}  // namespace sextant
