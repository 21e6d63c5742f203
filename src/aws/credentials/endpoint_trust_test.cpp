#include "aws/credentials/endpoint_trust.h"

#include <gtest/gtest.h>

namespace sextant::aws {
namespace {

std::string verdict(const std::string& url, bool is_from_file, const std::string& trusted = "") {
  const std::map<std::string, std::string> variables = {{"SEXTANT_TRUST_ENDPOINTS", trusted}};
  const auto checked = check_endpoint({"", url, is_from_file, "here"}, Environment(variables));
  return checked ? "fine" : checked.error().code;
}

TEST(EndpointTrust, KnowsAwsHosts) {
  for (const char* host : {"sts.amazonaws.com", "ce.us-east-1.amazonaws.com",
                           "portal.sso.eu-west-1.amazonaws.com", "STS.us-gov-west-1.amazonaws.com",
                           "sts.cn-north-1.amazonaws.com.cn", "ec2.us-east-1.api.aws",
                           "sts-fips.us-east-1.amazonaws.com", "us-east-1.signin.aws.amazon.com"}) {
    EXPECT_TRUE(is_aws_host(host)) << host;
  }
}

TEST(EndpointTrust, CustomersHostsBelowAwsDomainsAreNotAws) {
  for (const char* host :
       {"abc.execute-api.us-east-1.amazonaws.com", "bucket.s3.us-east-1.amazonaws.com",
        "bucket.s3.amazonaws.com", "lb-1.us-east-1.elb.amazonaws.com",
        "ec2-1-2-3-4.compute-1.amazonaws.com", "vpce-1-2.vpce-svc-1.us-east-1.vpce.amazonaws.com",
        "amazonaws.com", ".amazonaws.com", "evil-amazonaws.com", "sts.amazonaws.com.evil.example",
        "a_b.amazonaws.com", "x.y.z.us-east-1.amazonaws.com", ""}) {
    EXPECT_FALSE(is_aws_host(host)) << host;
  }
}

TEST(EndpointTrust, AVariableIsTheUsersChoiceButNeedsTls) {
  EXPECT_EQ(verdict("https://aws.corp.example", false), "fine");
  EXPECT_EQ(verdict("http://127.0.0.1:4566", false), "fine");
  EXPECT_EQ(verdict("http://aws.corp.example", false), "profile.insecure_endpoint");
  EXPECT_EQ(verdict("ftp://127.0.0.1", false), "profile.malformed_endpoint");
  EXPECT_EQ(verdict("127.0.0.1:4566", false), "profile.malformed_endpoint");
  EXPECT_EQ(verdict("https://user:pw@sts.amazonaws.com", false), "profile.malformed_endpoint");
}

TEST(EndpointTrust, AFileMayNameAwsThisMachineOrAListedHostOnly) {
  EXPECT_EQ(verdict("https://sts.us-east-1.amazonaws.com", true), "fine");
  EXPECT_EQ(verdict("http://sts.us-east-1.amazonaws.com", true), "profile.insecure_endpoint");
  EXPECT_EQ(verdict("http://localhost:4566", true), "fine");
  EXPECT_EQ(verdict("https://evil.example", true), "profile.untrusted_endpoint");
  EXPECT_EQ(verdict("https://evil.example", true, "a.example, EVIL.example"), "fine");
  EXPECT_EQ(verdict("https://sub.evil.example", true, "evil.example"),
            "profile.untrusted_endpoint");
  EXPECT_EQ(verdict("http://evil.example", true, "evil.example"), "profile.insecure_endpoint");
}

}  // namespace
}  // namespace sextant::aws
