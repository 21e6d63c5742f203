#include "aws/signing/scheme.h"

#include <algorithm>

#include "base/text.h"

namespace sextant::aws {
namespace {

Result<EndpointAuthScheme> choose(const ServiceModel& model,
                                  const std::vector<EndpointAuthScheme>& schemes) {
  if (schemes.empty()) return EndpointAuthScheme{};
  const auto v4 = std::ranges::find(schemes, "sigv4", &EndpointAuthScheme::name);
  if (v4 != schemes.end()) return *v4;
  std::vector<std::string> names;
  for (const EndpointAuthScheme& scheme : schemes) names.push_back(scheme.name);
  return failure(Error{"aws.signature_unsupported", "the endpoint takes only: " + join(names, ", ")}
                     .with("service", model.service())
                     .with("scheme", join(names, ", ")));
}

}  // namespace

Result<std::optional<SigningOptions>> signing_scheme(const ServiceModel& model,
                                                     const Operation& operation,
                                                     const Endpoint& endpoint,
                                                     const std::string& region) {
  if (operation.is_anonymous()) return std::nullopt;
  SEXTANT_TRY(const EndpointAuthScheme scheme, choose(model, endpoint.auth_schemes()));
  const bool is_s3 =
      model.service() == "s3" || model.metadata().signature_version.starts_with("s3");
  SigningOptions options;
  options.service =
      scheme.signing_name.empty() ? model.metadata().signing_name : scheme.signing_name;
  options.region = scheme.signing_region.empty() ? region : scheme.signing_region;
  options.normalize_path = !is_s3;
  options.double_encode_path = !is_s3 && !scheme.disable_double_encoding;
  options.content_sha256_header = is_s3;
  options.unsigned_payload =
      operation.unsigned_payload || operation.auth_type == "v4-unsigned-body";
  return std::optional(std::move(options));
}

}  // namespace sextant::aws
