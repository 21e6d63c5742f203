#pragma once

#include <optional>
#include <string>
#include <vector>

#include "aws/client.h"
#include "aws/credentials/endpoint_trust.h"
#include "aws/credentials/profile_files.h"
#include "base/environment.h"
#include "base/result.h"

namespace sextant::aws {

// The profile whose settings count: the one that was named, else the environment's, else "default"
// (nullptr where there is no such profile).
struct ChosenProfile {
  std::string name = "default";
  bool is_explicit =
      false;  // named by the caller, which takes the environment's keys out of the order
  const ProfileSection* section = nullptr;  // lives in the ProfileFiles
};
// Error: profile.not_found where a profile was named, by the caller or by a variable, and does not
// exist.
Result<ChosenProfile> choose_profile(const ProfileFiles& files, const Environment& environment,
                                     const std::optional<std::string>& named);

// Whether `text` may stand in a host name as a region.
bool is_region_name(std::string_view text);

// AWS_REGION, else AWS_DEFAULT_REGION, else the profile's; nullopt where nobody says. Error:
// profile.malformed_value.
Result<std::optional<std::string>> region_of(const ChosenProfile& profile,
                                             const Environment& environment);
// The region to begin with in the partition that `arn` names: "us-east-1", "cn-north-1",
// "us-gov-west-1".
std::string first_region_of_partition(std::string_view arn);

// Every endpoint that variables and the profile set, the stronger first:
// AWS_ENDPOINT_URL_<SERVICE>, AWS_ENDPOINT_URL, the profile's services section, the profile's
// endpoint_url (botocore's order). Empty where AWS_IGNORE_CONFIGURED_ENDPOINT_URLS or the profile
// says so. Not yet checked; see check_endpoint. Error: profile.services_not_found.
Result<std::vector<ConfiguredEndpoint>> configured_endpoints(const ProfileFiles& files,
                                                             const ChosenProfile& profile,
                                                             const Environment& environment);

// Region, endpoints (checked), FIPS, dual stack and attempts of clients that work for this profile.
// Errors: profile.malformed_value and those of `check_endpoint` and `configured_endpoints`.
Result<ClientOptions> read_client_options(const ProfileFiles& files, const ChosenProfile& profile,
                                          const Environment& environment);

// botocore's name for a service id as variables and files write it: "cost_explorer" → "ce",
// "sso_oidc" → "sso-oidc".
std::string service_of_id(std::string_view id);

// "path line 7", for messages about a value.
std::string origin_of(const ProfileFiles& files, const ProfileValue& value);

}  // namespace sextant::aws
