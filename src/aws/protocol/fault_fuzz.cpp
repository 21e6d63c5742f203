#include <array>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <utility>

#include "aws/model/packed_models.h"
#include "aws/protocol/protocol.h"

// Refusals in any protocol. The first byte chooses the operation, the second the status; the first
// line after them is the error header.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace sextant::aws;
  constexpr std::array<std::pair<const char*, const char*>, 6> kCalls = {{
      {"ce", "GetCostAndUsage"},
      {"lambda", "GetFunction"},
      {"sts", "AssumeRole"},
      {"ec2", "DescribeInstances"},
      {"s3", "ListObjectsV2"},
      {"sqs", "ListQueues"},
  }};
  if (size < 2) return 0;
  const auto& [service, name] = kCalls[data[0] % kCalls.size()];
  const auto model = packed_model(service).value();
  const Operation& operation = *model->find_operation(name);
  sextant::http::Response response;
  response.status = 200 + data[1] * 2;
  const std::string text(reinterpret_cast<const char*>(data) + 2, size - 2);
  const std::size_t line = text.find('\n');
  if (line != std::string::npos) {
    response.headers.add("x-amzn-errortype", text.substr(0, line));
    response.headers.add("x-amzn-query-error", text.substr(0, line));
    response.body = text.substr(line + 1);
  }
  if (!is_fault(*model, operation, response)) return 0;
  const Fault fault = parse_fault(*model, operation, response);
  if (fault.http_status < 300 || fault.code.size() > 256) std::abort();
  return 0;
}
