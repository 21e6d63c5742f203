#include "sim/profiles.h"

#include <fmt/core.h>

#include <boost/json/serialize.hpp>

#include "base/files.h"
#include "sim/identities.h"

namespace sextant::sim {

Result<void> write_profiles(const Simulation& simulation, const std::string& folder) {
  const std::filesystem::path root = std::filesystem::absolute(folder);
  const SimOrganization& organization = simulation.world.organizations.front();
  const std::string payer = organization.payer().id;
  std::string config;
  std::string credentials;
  for (const ProfileKeys& keys : profile_keys(simulation)) {
    config += fmt::format("[profile {}]\nregion = us-east-1\n\n", keys.profile);
    credentials += fmt::format("[{}]\naws_access_key_id = {}\naws_secret_access_key = {}\n\n",
                               keys.profile, keys.key_id, keys.secret);
  }
  config += fmt::format(
      "[sso-session corp]\nsso_start_url = {}\nsso_region = us-east-1\n"
      "sso_registration_scopes = sso:account:access\n\n"
      "[profile sso-payer]\nsso_session = corp\nsso_account_id = {}\nsso_role_name = "
      "BillingReader\n"
      "region = us-east-1\n\n",
      simulation.sso.start_url(), payer);
  config += fmt::format(
      "[profile role-payer]\nrole_arn = arn:aws:iam::{}:role/SextantReadOnly\nsource_profile = "
      "base\n"
      "external_id = {}\nregion = us-east-1\n\n",
      payer, external_id_of(simulation, organization));
  config += fmt::format(
      "[profile web-identity]\nrole_arn = arn:aws:iam::{}:role/WebIdentityRole\n"
      "web_identity_token_file = {}\nregion = us-east-1\n",
      payer, (root / "web-identity-token").string());
  const json::object identities = describe_identities(simulation);
  SystemFiles files;
  SEXTANT_TRY_VOID(files.make_folders(root));
  SEXTANT_TRY_VOID(files.write_atomically(root / "config", config, 0600));
  SEXTANT_TRY_VOID(files.write_atomically(root / "credentials", credentials, 0600));
  SEXTANT_TRY_VOID(
      files.write_atomically(root / "web-identity-token",
                             std::string(identities.at("web_identity_token").as_string()), 0600));
  return files.write_atomically(root / "identities.json", json::serialize(identities) + "\n", 0600);
}

}  // namespace sextant::sim
