#include "sim/sts/validate.h"

#include <gtest/gtest.h>

namespace sextant::sim {
namespace {

json::object input() {
  return {{"RoleArn", "arn:aws:iam::111122223333:role/team/Reader"},
          {"RoleSessionName", "session"}};
}

// The message of the refusal, "" where there is none.
std::string said(const char* key, const std::string& value) {
  json::object given = input();
  given[key] = value;
  const auto read = read_assume_input(given);
  return read ? "" : read.error().message;
}

TEST(AssumeInput, ReadsTheRoleOutOfItsArn) {
  const auto read = read_assume_input(input());
  ASSERT_TRUE(read);
  EXPECT_EQ(read->role_account, "111122223333");
  EXPECT_EQ(read->role_name, "Reader");
  EXPECT_EQ(read->duration, std::chrono::hours(1));
  EXPECT_FALSE(read->has_external_id);
}

TEST(AssumeInput, HoldsToTheBoundsOfSts) {
  EXPECT_EQ(said("RoleSessionName", "ab"), "");
  EXPECT_EQ(said("RoleSessionName", std::string(64, 'a')), "");
  EXPECT_NE(said("RoleSessionName", "a"), "");
  EXPECT_NE(said("RoleSessionName", std::string(65, 'a')), "");
  EXPECT_EQ(said("RoleSessionName", "a b"),
            "1 validation error detected: Value 'a b' at 'roleSessionName' failed to satisfy "
            "constraint: Member must "
            "satisfy regular expression pattern: [\\w+=,.@-]*");
  EXPECT_EQ(said("ExternalId", "a_+=,.@:/-Z9"), "");
  EXPECT_EQ(said("ExternalId", std::string(1224, 'a')), "");
  EXPECT_NE(said("ExternalId", std::string(1225, 'a')), "");
  EXPECT_NE(said("ExternalId", "a"), "");
  EXPECT_NE(said("ExternalId", ""), "") << "given but empty is not the same as not given";
  EXPECT_NE(said("ExternalId", "a*"), "");
  EXPECT_EQ(said("DurationSeconds", "900"), "");
  EXPECT_EQ(said("DurationSeconds", "43200"), "");
  for (const char* text : {"899", "43201", "1h", "-900"})
    EXPECT_NE(said("DurationSeconds", text), "") << text;
}

TEST(AssumeInput, RefusesMalformedArns) {
  for (const char* arn :
       {"", "Reader", "arn:aws:iam::1111:role/Reader-of-things",
        "arn:aws:iam::111122223333:user/Reader", "arn:aws:sts::111122223333:assumed-role/Reader/x",
        "arn:aws:iam::111122223333:role:Reader"}) {
    EXPECT_NE(said("RoleArn", arn), "") << arn;
  }
  EXPECT_EQ(said("RoleArn", "arn:aws:iam::1111:role/Reader-of-things"),
            "arn:aws:iam::1111:role/Reader-of-things is invalid");
}

}  // namespace
}  // namespace sextant::sim
