#include "aws/credentials/endpoint_trust.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <regex>

#include "base/text.h"
#include "http/message.h"

namespace sextant::aws {
namespace {

// The DNS suffixes of AWS's partitions, plain and dual stack (partitions.json).
constexpr std::array<std::string_view, 16> kAwsSuffixes = {".amazonaws.com",
                                                           ".api.aws",
                                                           ".amazonaws.com.cn",
                                                           ".api.amazonwebservices.com.cn",
                                                           ".c2s.ic.gov",
                                                           ".api.aws.ic.gov",
                                                           ".sc2s.sgov.gov",
                                                           ".api.aws.scloud",
                                                           ".cloud.adc-e.uk",
                                                           ".csp.hci.ic.gov",
                                                           ".api.aws.hci.ic.gov",
                                                           ".api.cloud-aws.adc-e.uk",
                                                           ".amazonaws.eu",
                                                           ".api.amazonwebservices.eu",
                                                           ".signin.aws.amazon.com",
                                                           ".signin.amazonaws-us-gov.com"};

// Two-label services; every other host with three labels before the suffix may be a customer's
// ("x.execute-api.us-east-1").
constexpr std::array<std::string_view, 4> kTwoLabelServices = {"portal.sso", "api.pricing",
                                                               "api.ecr", "portal.sso-fips"};

bool looks_like_region(std::string_view label) {
  static const std::regex pattern("[a-z]{2,4}(-[a-z]+)+-[0-9]{1,2}");
  return std::regex_match(label.begin(), label.end(), pattern);
}

bool is_service_label(std::string_view label) {
  return !label.empty() && label.size() <= 63 && std::ranges::all_of(label, [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-';
  });
}

// "ce", "ce.us-east-1", "portal.sso.us-east-1", or a region alone before a suffix that names the
// service.
bool is_aws_prefix(std::string_view prefix) {
  if (is_service_label(prefix)) return true;
  const std::size_t last = prefix.rfind('.');
  if (last == std::string_view::npos || !looks_like_region(prefix.substr(last + 1))) return false;
  const std::string_view service = prefix.substr(0, last);
  return is_service_label(service) ||
         std::ranges::find(kTwoLabelServices, service) != kTwoLabelServices.end();
}

bool is_trusted_by_user(std::string_view host, const Environment& environment) {
  for (const std::string& listed :
       split(environment.get("SEXTANT_TRUST_ENDPOINTS").value_or(""), ',')) {
    if (equals_ignoring_case(trim(listed), host)) return true;
  }
  return false;
}

Error endpoint_error(std::string code, std::string detail, const ConfiguredEndpoint& endpoint,
                     std::string_view host) {
  return Error{std::move(code), std::move(detail)}
      .with("origin", endpoint.origin)
      .with("url", endpoint.url)
      .with("host", std::string(host));
}

}  // namespace

bool is_aws_host(std::string_view host) {
  const std::string lower = to_lower(host);
  return std::ranges::any_of(kAwsSuffixes, [&](std::string_view suffix) {
    return lower.ends_with(suffix) &&
           is_aws_prefix(std::string_view(lower).substr(0, lower.size() - suffix.size()));
  });
}

Result<void> check_endpoint(const ConfiguredEndpoint& endpoint, const Environment& environment) {
  const auto parts = http::split_url(endpoint.url);
  if (!parts || parts->host.empty()) {
    return failure(endpoint_error("profile.malformed_endpoint",
                                  fmt::format("{} says \"{}\"", endpoint.origin, endpoint.url),
                                  endpoint, ""));
  }
  const bool is_local = http::is_loopback_host(parts->host);
  if (parts->scheme != "https" && !is_local) {
    return failure(endpoint_error("profile.insecure_endpoint",
                                  fmt::format("{} says {}", endpoint.origin, endpoint.url),
                                  endpoint, parts->host));
  }
  if (endpoint.is_from_file && !is_local && !is_aws_host(parts->host) &&
      !is_trusted_by_user(parts->host, environment)) {
    return failure(endpoint_error("profile.untrusted_endpoint",
                                  fmt::format("{} says {}", endpoint.origin, endpoint.url),
                                  endpoint, parts->host));
  }
  return {};
}

}  // namespace sextant::aws
