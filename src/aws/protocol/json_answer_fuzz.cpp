#include <array>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <utility>

#include "aws/model/packed_models.h"
#include "aws/protocol/protocol.h"

// Answers in JSON. The first byte chooses the operation; what could be read is also taken for an
// input, whatever comes of it.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace sextant::aws;
  constexpr std::array<std::pair<const char*, const char*>, 6> kCalls = {{
      {"ce", "GetCostAndUsage"},
      {"organizations", "ListAccounts"},
      {"lambda", "ListFunctions"},
      {"cloudwatch", "GetMetricData"},
      {"dynamodb", "GetItem"},
      {"sso-oidc", "CreateToken"},
  }};
  if (size == 0) return 0;
  const auto& [service, name] = kCalls[data[0] % kCalls.size()];
  const auto model = packed_model(service).value();
  const Operation& operation = *model->find_operation(name);
  const std::string body(reinterpret_cast<const char*>(data) + 1, size - 1);
  const auto result = parse_result(*model, operation, {200, {}, body});
  if (!result && result.error().code != "aws.unreadable_answer") std::abort();
  if (result && result->is_object()) {
    const auto request =
        serialize(*model, operation, result->get_object(), [] { return std::string("token"); });
    if (!request && request.error().code != "model.bad_input") std::abort();
  }
  return 0;
}
