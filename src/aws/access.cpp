#include "aws/access.h"

#include "aws/credentials/chain.h"

namespace sextant::aws {
namespace {

// One reading of the files, and what it means for an identity.
struct Reading {
  ProfileFiles files;
  ChosenProfile profile;
  ClientOptions options;
};

Result<std::unique_ptr<Reading>> read(const Outside& outside, const Identity& identity) {
  // On the heap, since the chosen profile points into the files.
  auto reading = std::make_unique<Reading>();
  reading->files = ProfileFiles::load(outside.environment, outside.files);
  SEXTANT_TRY(reading->profile,
              choose_profile(reading->files, outside.environment, identity.profile));
  SEXTANT_TRY(reading->options,
              read_client_options(reading->files, reading->profile, outside.environment));
  SEXTANT_TRY(const auto region, region_of(reading->profile, outside.environment));
  if (!region && !identity.role_arn.empty())
    reading->options.region = first_region_of_partition(identity.role_arn);
  if (identity.region) reading->options.region = *identity.region;
  SEXTANT_TRY(reading->options.paces, read_paces(outside.environment));
  reading->options.lanes = shared_lanes(outside.clock, reading->options.paces);
  return reading;
}

Result<std::shared_ptr<CredentialsProvider>> provider_of(const Outside& outside,
                                                         const Identity& identity,
                                                         const Reading& reading) {
  return make_provider(make_tools(outside, reading.options), reading.files, reading.profile,
                       identity);
}

}  // namespace

Result<std::shared_ptr<CredentialsProvider>> make_provider(const Outside& outside,
                                                           const Identity& identity) {
  SEXTANT_TRY(const auto reading, read(outside, identity));
  return provider_of(outside, identity, *reading);
}

Result<ClientOptions> client_options(const Outside& outside, const Identity& identity) {
  SEXTANT_TRY(const auto reading, read(outside, identity));
  return std::move(reading->options);
}

Result<Client> make_client(const Outside& outside, const Identity& identity) {
  SEXTANT_TRY(const auto reading, read(outside, identity));
  SEXTANT_TRY(auto provider, provider_of(outside, identity, *reading));
  return Client(outside.http, outside.clock, outside.random, std::move(provider),
                std::move(reading->options));
}

}  // namespace sextant::aws
