#include "connect/arn.h"

#include <gtest/gtest.h>

namespace sextant::connect {
namespace {

TEST(Arn, ReadsARoleWithAndWithoutAPath) {
  const auto plain = *parse_role_arn("arn:aws:iam::111122223333:role/SextantReadOnly");
  EXPECT_EQ(plain.path, "/");
  EXPECT_EQ(plain.name, "SextantReadOnly");
  EXPECT_EQ(plain.text(), "arn:aws:iam::111122223333:role/SextantReadOnly");
  const auto deep = *parse_role_arn("arn:aws-us-gov:iam::111122223333:role/a/b/R");
  EXPECT_EQ(deep.path, "/a/b/");
  EXPECT_EQ(deep.partition, "aws-us-gov");
  EXPECT_EQ(deep.text(), "arn:aws-us-gov:iam::111122223333:role/a/b/R");
}

TEST(Arn, SaysWhatIsWrongWithARole) {
  const auto said = [](const char* text) {
    const auto result = parse_role_arn(text);
    return result ? std::string("fine") : result.error().code + ": " + result.error().detail;
  };
  EXPECT_NE(said("SextantReadOnly").find("six parts"), std::string::npos);
  EXPECT_NE(said("").find("six parts"), std::string::npos);
  EXPECT_NE(said("arn:aws:sts::111122223333:assumed-role/R/s").find("session of a role"),
            std::string::npos);
  EXPECT_NE(said("arn:aws:iam::11112222333:role/R").find("12 digits"), std::string::npos);
  EXPECT_NE(said("arn:aws:iam::111122223333:user/R").find("no role"), std::string::npos);
  EXPECT_NE(said("arn:aws:iam:us-east-1:111122223333:role/R").find("empty"), std::string::npos);
  EXPECT_NE(said("arn:aws:iam::111122223333:role/").find("name"), std::string::npos);
  EXPECT_NE(said("arn:aws:iam::111122223333:role/a b").find("name"), std::string::npos);
  EXPECT_NE(said("arn:aws:s3::111122223333:role/R").find("iam"), std::string::npos);
  EXPECT_NE(said("arn:azure:iam::111122223333:role/R").find("partition"), std::string::npos);
}

TEST(Arn, KnowsWhoMayAssumeRoles) {
  const auto user = *parse_principal("arn:aws:iam::111122223333:user/ops/ann");
  EXPECT_EQ(user.kind, PrincipalKind::kUser);
  EXPECT_EQ(user.name, "ann");
  EXPECT_TRUE(user.can_assume_roles());
  const auto role = *parse_principal(
      "arn:aws:sts::111122223333:assumed-role/AWSReservedSSO_Admin_0123456789abcdef/ann@x.org");
  EXPECT_EQ(role.kind, PrincipalKind::kAssumedRole);
  EXPECT_EQ(role.session, "ann@x.org");
  EXPECT_TRUE(role.is_identity_center_role());
  EXPECT_FALSE(parse_principal("arn:aws:iam::111122223333:root")->can_assume_roles());
  EXPECT_FALSE(parse_principal("arn:aws:sts::111122223333:federated-user/bob")->can_assume_roles());
  EXPECT_FALSE(parse_principal("nonsense"));
}

TEST(Arn, HoldsNamesToTheirRules) {
  EXPECT_TRUE(is_connection_name("acme-payer.1@x"));
  EXPECT_FALSE(is_connection_name(""));
  EXPECT_FALSE(is_connection_name("-x"));
  EXPECT_FALSE(is_connection_name("a/b"));
  EXPECT_FALSE(is_connection_name(std::string(65, 'a')));
  EXPECT_EQ(to_connection_name("My Profile/1"), "My-Profile-1");
  EXPECT_EQ(to_connection_name("--"), "aws--");
  EXPECT_TRUE(is_connection_name(to_connection_name(std::string(90, '-'))));
  EXPECT_TRUE(is_region_name("us-gov-east-1"));
  EXPECT_FALSE(is_region_name("europe"));
  EXPECT_FALSE(is_region_name("eu-west-"));
  EXPECT_FALSE(is_region_name("EU-WEST-1"));
}

}  // namespace
}  // namespace sextant::connect
