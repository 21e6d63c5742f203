#include "sim/identities.h"

#include <fmt/core.h>

#include "base/civil_time.h"
#include "sim/derive.h"
#include "sim/iam/managed_policies.h"
#include "sim/metadata/metadata.h"
#include "sim/sso/sso_service.h"
#include "sim/sts/sts_service.h"

namespace sextant::sim {

namespace {

constexpr const char* kAdministrator = "arn:aws:iam::aws:policy/AdministratorAccess";
constexpr const char* kAlice = "alice@example.com";
constexpr const char* kBob = "bob@example.com";
constexpr const char* kWebSubject = "system:serviceaccount:finops:sextant";

std::string statement(const std::string& principal, const std::string& action,
                      const std::string& condition) {
  return fmt::format(
      R"({{"Version":"2012-10-17","Statement":[{{"Effect":"Allow","Principal":{},"Action":"{}"{}}}]}})",
      principal, action, condition.empty() ? "" : R"(,"Condition":)" + condition);
}

std::string trust_account(const std::string& account_id, const std::string& condition) {
  return statement(fmt::format(R"({{"AWS":"arn:aws:iam::{}:root"}})", account_id), "sts:AssumeRole",
                   condition);
}

// Policies that the simulator itself writes are well-formed; value() says so.
Document policy_document(std::string_view text) {
  return {std::string(text), parse_policy(text).value()};
}
Document trust_document(const std::string& text) {
  return {text, parse_trust_policy(text).value()};
}

class Populator {
 public:
  explicit Populator(Simulation& simulation)
      : simulation_(simulation),
        directory_(simulation.directory),
        seed_(simulation.world.seed),
        born_(WallTime(simulation.world.base.joined)) {}

  void run() {
    add_base();
    for (const SimOrganization& organization : simulation_.world.organizations) {
      for (const SimAccount& account : organization.accounts) add_account(organization, account);
      add_payer_roles(organization);
    }
    add_people();
    add_control_policy();
    for (const ProfileKeys& keys : profile_keys(simulation_)) {
      Key key;
      key.id = keys.key_id;
      key.secret = keys.secret;
      key.account_id = keys.account_id;
      key.user_name = keys.user_name;
      key.issued = born_;
      directory_.put_key(std::move(key));
    }
  }

 private:
  std::string draw_id(const std::string& prefix, const std::string& label) const {
    return prefix + derive_text(seed_, label, kKeyAlphabet, 17);
  }

  IamUser& grant(IamUser& user, const std::string& arn) const {
    user.grants.attached.push_back(arn);
    return user;
  }

  IamUser user(const std::string& account_id, const std::string& name) const {
    IamUser out;
    out.account_id = account_id;
    out.name = name;
    out.id = draw_id("AIDA", "user/" + account_id + "/" + name);
    out.created = born_;
    return out;
  }

  IamRole role(const std::string& account_id, const std::string& name,
               const std::string& trust) const {
    IamRole out;
    out.account_id = account_id;
    out.name = name;
    out.id = draw_id("AROA", "role/" + account_id + "/" + name);
    out.created = born_;
    out.trust = trust_document(trust);
    return out;
  }

  void put_reader_role(const std::string& account_id, const std::string& name,
                       const std::string& trust) {
    IamRole made = role(account_id, name, trust);
    made.grants.inline_policies["SextantRead"] = policy_document(reader_policy());
    directory_.put_role(std::move(made));
  }

  void add_base() {
    const std::string& id = simulation_.world.base.id;
    const Document assume_readers = policy_document(
        R"({"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":["sts:AssumeRole","iam:SimulatePrincipalPolicy","iam:GetUser","iam:GetRole","iam:ListAccountAliases"],"Resource":"*"}]})");
    IamUser sextant = user(id, "sextant");
    sextant.grants.inline_policies["AssumeReaders"] = assume_readers;
    directory_.put_user(std::move(sextant));
    IamRole host =
        role(id, kHostRole, statement(R"({"Service":"ec2.amazonaws.com"})", "sts:AssumeRole", ""));
    host.session_s_max = 43'200;
    host.grants.inline_policies["AssumeReaders"] = assume_readers;
    directory_.put_role(std::move(host));
    directory_.put_user(user(id, "locked"));
    directory_.set_alias(id, "sextant");
  }

  void add_account(const SimOrganization& organization, const SimAccount& account) {
    IamUser admin = user(account.id, "admin");
    directory_.put_user(grant(admin, kAdministrator));
    directory_.set_alias(account.id, organization.id + "-" + account.name);
    const std::string right = fmt::format(R"({{"StringEquals":{{"sts:ExternalId":"{}"}}}})",
                                          external_id_of(simulation_, organization));
    put_reader_role(account.id, "SextantReadOnly", trust_account(simulation_.world.base.id, right));
    for (const auto& [permission_set, arn] : permission_sets()) {
      IamRole reserved =
          role(account.id, reserved_role_name(simulation_, account.id, permission_set),
               statement(
                   fmt::format(
                       R"({{"Federated":"arn:aws:iam::{}:saml-provider/AWSSSO_{}_DO_NOT_DELETE"}})",
                       account.id, derive_text(seed_, "saml/" + account.id, kHexAlphabet, 16)),
                   "sts:AssumeRoleWithSAML", ""));
      reserved.path = "/aws-reserved/sso.amazonaws.com/";
      reserved.session_s_max = 43'200;
      if (arn.empty()) {
        reserved.grants.inline_policies["AwsSSOInlinePolicy"] = policy_document(reader_policy());
      } else {
        reserved.grants.attached.push_back(arn);
      }
      directory_.put_role(std::move(reserved));
    }
    if (account.is_payer) return;
    IamRole access = role(account.id, "OrganizationAccountAccessRole",
                          trust_account(organization.payer().id, ""));
    access.grants.attached.push_back(kAdministrator);
    directory_.put_role(std::move(access));
  }

  void add_payer_roles(const SimOrganization& organization) {
    const std::string& payer = organization.payer().id;
    const std::string& base = simulation_.world.base.id;
    const std::string external_id = external_id_of(simulation_, organization);
    IamUser reader = user(payer, "reader");
    reader.grants.inline_policies["SextantRead"] = policy_document(reader_policy());
    directory_.put_user(std::move(reader));
    directory_.put_user(user(payer, "nothing"));
    IamGroup analysts{"analysts", draw_id("AGPA", "group/" + payer), {}};
    analysts.grants.attached.push_back("arn:aws:iam::aws:policy/AWSBillingReadOnlyAccess");
    directory_.put_group(payer, std::move(analysts));
    IamUser analyst = user(payer, "analyst");
    analyst.groups.push_back("analysts");
    directory_.put_user(std::move(analyst));

    put_reader_role(payer, "OpenRole", trust_account(base, ""));
    put_reader_role(
        payer, "LaxRole",
        trust_account(base,
                      fmt::format(R"({{"StringLike":{{"sts:ExternalId":"{}*"}}}})", external_id)));
    put_reader_role(
        payer, "LaxCaseRole",
        trust_account(base, fmt::format(R"({{"StringEqualsIgnoreCase":{{"sts:ExternalId":"{}"}}}})",
                                        external_id)));
    put_reader_role(
        payer, "IfExistsRole",
        trust_account(base, fmt::format(R"({{"StringEqualsIfExists":{{"sts:ExternalId":"{}"}}}})",
                                        external_id)));
    IamRole admin = role(
        payer, "AdminRole",
        trust_account(base,
                      fmt::format(R"({{"StringEquals":{{"sts:ExternalId":"{}"}}}})", external_id)));
    admin.grants.attached.push_back(kAdministrator);
    directory_.put_role(std::move(admin));
    put_reader_role(
        payer, "WebIdentityRole",
        statement(
            fmt::format(R"({{"Federated":"{}"}})", web_identity_provider_arn(payer)),
            "sts:AssumeRoleWithWebIdentity",
            fmt::format(R"({{"StringEquals":{{"oidc.example.com:sub":"{}"}}}})", kWebSubject)));
  }

  // Name and managed policy; "" = the reader's own.
  static std::vector<std::pair<std::string, std::string>> permission_sets() {
    return {{"AdministratorAccess", kAdministrator},
            {"BillingReader", ""},
            {"ViewOnlyAccess", "arn:aws:iam::aws:policy/job-function/ViewOnlyAccess"}};
  }

  void add_people() {
    SsoPerson alice{kAlice, {}};
    for (const SimAccount& account : simulation_.world.organizations.front().accounts) {
      if (!account.is_listed() || account.state == "SUSPENDED") continue;
      for (const auto& [permission_set, arn] : permission_sets()) {
        alice.assignments.push_back({account.id, permission_set});
      }
    }
    simulation_.sso.put_person(std::move(alice));
    simulation_.sso.put_person({kBob, {}});
  }

  // The last current member may not look at its virtual machines: an example of what an
  // organization forbids.
  void add_control_policy() {
    for (const SimOrganization& organization : simulation_.world.organizations) {
      if (organization.accounts.size() < 4) continue;
      const SimAccount* last = nullptr;
      for (const SimAccount& account : organization.accounts) {
        if (!account.left) last = &account;
      }
      if (last == nullptr || last->is_payer) continue;
      directory_.set_control_policies(
          last->id,
          {parse_policy(
               R"({"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"*","Resource":"*"}]})")
               .value(),
           parse_policy(
               R"({"Version":"2012-10-17","Statement":[{"Effect":"Deny","Action":"ec2:Describe*","Resource":"*"}]})")
               .value()});
    }
  }

  Simulation& simulation_;
  Directory& directory_;
  const std::uint64_t seed_;
  const WallTime born_;
};

const SimAccount& first_member(const SimOrganization& organization) {
  return organization.accounts.size() > 1 ? organization.accounts[1] : organization.payer();
}

}  // namespace

void populate(Simulation& simulation) {
  Populator(simulation).run();
}

std::string external_id_of(const Simulation& simulation, const SimOrganization& organization) {
  return "sextant-" +
         derive_text(simulation.world.seed, "external-id/" + organization.id, kTokenAlphabet, 32);
}

std::vector<ProfileKeys> profile_keys(const Simulation& simulation) {
  const World& world = simulation.world;
  const SimOrganization& first = world.organizations.front();
  std::vector<ProfileKeys> out;
  const auto add = [&](const std::string& profile, const std::string& account_id,
                       const std::string& user_name) {
    out.push_back({profile, account_id, user_name,
                   "AKIA" + derive_text(world.seed, "key/" + profile, kKeyAlphabet, 16),
                   derive_text(world.seed, "secret/" + profile, kTokenAlphabet, 40)});
  };
  add("payer", first.payer().id, "admin");
  add("payer-reader", first.payer().id, "reader");
  add("payer-analyst", first.payer().id, "analyst");
  add("member", first_member(first).id, "admin");
  add("base", world.base.id, "sextant");
  add("base-locked", world.base.id, "locked");
  add("denied", first.payer().id, "nothing");
  if (world.organizations.size() > 1) {
    add("payer2", world.organizations[1].payer().id, "admin");
    add("member2", first_member(world.organizations[1]).id, "admin");
  }
  return out;
}

boost::json::object describe_identities(const Simulation& simulation) {
  const World& world = simulation.world;
  json::object profiles;
  for (const ProfileKeys& keys : profile_keys(simulation)) {
    profiles[keys.profile] = json::object{
        {"account_id", keys.account_id},
        {"access_key_id", keys.key_id},
        {"secret_access_key", keys.secret},
        {"arn", fmt::format("arn:aws:iam::{}:user/{}", keys.account_id, keys.user_name)}};
  }
  json::array organizations;
  for (const SimOrganization& organization : world.organizations) {
    json::array accounts;
    for (const SimAccount& account : organization.accounts) {
      accounts.push_back(json::object{
          {"id", account.id},
          {"name", account.name},
          {"email", account.email},
          {"state", account.state},
          {"is_payer", account.is_payer},
          {"is_listed", account.is_listed()},
          {"joined", format_date(account.joined)},
          {"left", account.left ? json::value(format_date(*account.left)) : json::value(nullptr)}});
    }
    json::object roles;
    for (const IamRole& role : simulation.directory.roles(organization.payer().id)) {
      roles[role.name] = role.arn();
    }
    organizations.push_back(json::object{{"id", organization.id},
                                         {"payer", organization.payer().id},
                                         {"currency", organization.currency},
                                         {"external_id", external_id_of(simulation, organization)},
                                         {"role_arns", std::move(roles)},
                                         {"accounts", std::move(accounts)}});
  }
  return {{"seed", world.seed},
          {"endpoint_url", fmt::format("http://127.0.0.1:{}", simulation.port.load())},
          {"region", "us-east-1"},
          {"base_account_id", world.base.id},
          {"profiles", std::move(profiles)},
          {"organizations", std::move(organizations)},
          {"sso", json::object{{"session", "corp"},
                               {"start_url", simulation.sso.start_url()},
                               {"region", "us-east-1"},
                               {"person", kAlice},
                               {"person_without_assignments", kBob},
                               {"account_id", world.organizations.front().payer().id},
                               {"role_name", "BillingReader"}}},
          {"web_identity_token",
           make_web_identity_token(simulation, kWebSubject,
                                   simulation.clock.now() + std::chrono::hours(24))}};
}

}  // namespace sextant::sim
