#include "sim/world.h"

#include <fmt/core.h>

#include <algorithm>
#include <array>
#include <set>

#include "base/text.h"
#include "sim/derive.h"

namespace sextant::sim {

namespace {

constexpr std::array<std::string_view, 16> kTeams = {
    "web",      "api",      "data", "ml",      "payments", "search", "mobile",  "identity",
    "platform", "security", "logs", "network", "billing",  "games",  "archive", "sandbox"};
constexpr std::array<std::string_view, 3> kHostileNames = {R"(O'Brien & Söhne "R&D", Inc.)",
                                                           "<img src=x onerror=\"alert(1)\">",
                                                           "=HYPERLINK(1) \u202edorp \u2066🚀"};
constexpr std::array<std::string_view, 3> kStages = {"prod", "staging", "dev"};

// Draws account ids that differ from each other.
class AccountIds {
 public:
  explicit AccountIds(std::uint64_t seed) : seed_(seed) {}
  std::string next(const std::string& label) {
    for (int attempt = 0;; ++attempt) {
      const std::string text = fmt::format("account/{}/{}", label, attempt);
      std::string id = derive_text(seed_, text, kDigits, 12);
      if (id[0] == '0') id[0] = '4';
      if (used_.insert(id).second) return id;
    }
  }

 private:
  std::uint64_t seed_;
  std::set<std::string> used_;
};

std::string member_name(int index) {
  const auto i = static_cast<std::size_t>(index);
  const std::string name =
      fmt::format("{}-{}", kTeams[i % kTeams.size()], kStages[i / kTeams.size() % kStages.size()]);
  const std::size_t round = i / (kTeams.size() * kStages.size());
  return round == 0 ? name : fmt::format("{}-{}", name, round + 1);
}

// Gives some members a history: late arrivals, one that was closed, one that is being closed.
void add_history(std::vector<SimAccount>& accounts, Date today, bool plain_names) {
  using std::chrono::days;
  const auto members = static_cast<int>(accounts.size()) - 1;
  const auto member = [&](int index) -> SimAccount& {
    return accounts[static_cast<std::size_t>(index) + 1];
  };
  if (members >= 4) member(3).joined = today - days(152);
  if (members >= 5) member(4).joined = today - days(40);
  if (members >= 7) {
    member(6).state = "SUSPENDED";
    member(6).left = today - days(75);
  }
  if (members >= 8) member(7).state = "PENDING_CLOSURE";
  // Names that people give, and some that pages, terminals and parsers stumble over.
  for (std::size_t i = 0; i < kHostileNames.size() && !plain_names; ++i) {
    const int index = 8 + static_cast<int>(i);
    if (members > index) member(index).name = kHostileNames[i];
  }
}

SimOrganization make_organization(const WorldOptions& options, int number, AccountIds& ids) {
  const Date today = date_of(options.now);
  const std::string label = fmt::format("organization/{}", number);
  const std::string company = number == 0 ? "example" : fmt::format("example{}", number + 1);
  SimOrganization out;
  out.id = "o-" + derive_text(options.seed, label, kLowerAlphanumeric, 10);
  out.root_id = "r-" + derive_text(options.seed, label + "/root", kLowerAlphanumeric, 4);
  if (number > 0) out.currency = options.second_currency;

  const auto add = [&](const std::string& name, Date joined) -> SimAccount& {
    SimAccount account;
    account.id = ids.next(label + "/" + name);
    account.name = name;
    account.email = fmt::format("aws+{}@{}.com", name, company);
    account.joined = joined;
    out.accounts.push_back(std::move(account));
    return out.accounts.back();
  };
  const Date founded = first_of_month(add_months(today, -40));
  add(number == 0 ? "management" : fmt::format("management-{}", number + 1), founded).is_payer =
      true;
  for (int i = 0; i < options.members; ++i) {
    const auto days_after =
        derive_number(options.seed, fmt::format("{}/joined/{}", label, i)) % 400;
    add(member_name(i), founded + std::chrono::days(days_after));
  }
  add_history(out.accounts, today, options.plain_names);
  if (options.members >= 3) {
    // Sold half a year ago: no longer listed, but its costs of that time stay in the payer's bill.
    add("divested", founded).left = today - std::chrono::days(170);
  }
  return out;
}

}  // namespace

const SimAccount* SimOrganization::find(std::string_view account_id) const {
  const auto found = std::ranges::find(accounts, account_id, &SimAccount::id);
  return found == accounts.end() ? nullptr : &*found;
}

const SimOrganization* World::organization_of(std::string_view account_id) const {
  for (const SimOrganization& organization : organizations) {
    if (organization.find(account_id) != nullptr) return &organization;
  }
  return nullptr;
}

const SimAccount* World::find_account(std::string_view account_id) const {
  if (base.id == account_id) return &base;
  const SimOrganization* organization = organization_of(account_id);
  return organization == nullptr ? nullptr : organization->find(account_id);
}

World make_world(const WorldOptions& options) {
  World world;
  world.seed = options.seed;
  AccountIds ids(options.seed);
  for (int i = 0; i < std::clamp(options.organizations, 1, 2); ++i) {
    world.organizations.push_back(make_organization(options, i, ids));
  }
  world.base.id = ids.next("base");
  world.base.name = "sextant";
  world.base.email = "aws+sextant@example.org";
  world.base.joined = first_of_month(add_months(date_of(options.now), -40));
  return world;
}

}  // namespace sextant::sim
