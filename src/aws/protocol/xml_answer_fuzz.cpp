#include <array>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <utility>

#include "aws/model/packed_models.h"
#include "aws/protocol/protocol.h"

// Answers in XML. The first byte chooses the operation; those named differ most in what their
// models allow.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace sextant::aws;
  constexpr std::array<std::pair<const char*, const char*>, 6> kCalls = {{
      {"ec2", "DescribeInstances"},
      {"iam", "GetAccountAuthorizationDetails"},
      {"s3", "GetBucketLifecycleConfiguration"},
      {"s3", "GetBucketAcl"},
      {"route53", "ListHostedZones"},
      {"rds", "DescribeDBInstances"},
  }};
  if (size == 0) return 0;
  const auto& [service, name] = kCalls[data[0] % kCalls.size()];
  const auto model = packed_model(service).value();
  const Operation& operation = *model->find_operation(name);
  const std::string body(reinterpret_cast<const char*>(data) + 1, size - 1);
  const auto result = parse_result(*model, operation, {200, {}, body});
  if (!result && result.error().code != "aws.unreadable_answer") std::abort();
  return 0;
}
