#include "sim/world.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <set>

#include "sim/derive.h"

namespace sextant::sim {
namespace {

WorldOptions options(int members, int organizations = 1, std::uint64_t seed = 7) {
  return {.seed = seed,
          .now = *parse_rfc3339("2026-10-15T12:00:00Z"),
          .members = members,
          .organizations = organizations,
          .second_currency = "CNY"};
}

TEST(World, HasAPayerItsMembersAndOneThatLeft) {
  const World world = make_world(options(12));
  const SimOrganization& organization = world.organizations.front();
  EXPECT_TRUE(organization.payer().is_payer);
  EXPECT_EQ(organization.accounts.size(), 14U);
  EXPECT_EQ(std::ranges::count_if(organization.accounts, &SimAccount::is_listed), 13);
  const SimAccount& gone = organization.accounts.back();
  EXPECT_FALSE(gone.is_listed());
  EXPECT_TRUE(gone.is_alive(gone.joined));
  EXPECT_FALSE(gone.is_alive(*gone.left));
  EXPECT_EQ(std::ranges::count(organization.accounts, "SUSPENDED", &SimAccount::state), 1);
}

TEST(World, HasDistinctAccountIdsOfTwelveDigits) {
  const World world = make_world(options(500, 2));
  std::set<std::string> ids{world.base.id};
  std::size_t count = 1;
  for (const SimOrganization& organization : world.organizations) {
    for (const SimAccount& account : organization.accounts) {
      EXPECT_EQ(account.id.size(), 12U);
      EXPECT_NE(account.id[0], '0');
      ids.insert(account.id);
      ++count;
      EXPECT_EQ(world.organization_of(account.id), &organization);
      EXPECT_EQ(world.find_account(account.id), &account);
    }
  }
  EXPECT_EQ(ids.size(), count);
  EXPECT_EQ(world.organization_of(world.base.id), nullptr);
  EXPECT_EQ(world.find_account(world.base.id), &world.base);
  EXPECT_EQ(world.find_account("000000000000"), nullptr);
}

TEST(World, FollowsFromTheSeed) {
  EXPECT_EQ(make_world(options(3)).organizations[0].id, make_world(options(3)).organizations[0].id);
  EXPECT_NE(make_world(options(3)).organizations[0].id,
            make_world(options(3, 1, 8)).organizations[0].id);
}

TEST(World, MayBeSmallAndHaveTwoCurrencies) {
  const World world = make_world(options(1, 2));
  EXPECT_EQ(world.organizations[0].accounts.size(), 2U);
  EXPECT_EQ(world.organizations[0].currency, "USD");
  EXPECT_EQ(world.organizations[1].currency, "CNY");
  for (const SimAccount& account : world.organizations[0].accounts) {
    EXPECT_LE(account.joined, date_of(options(1).now));
  }
}

TEST(Derive, GivesTextsOfTheAlphabetAndLengthAsked) {
  const std::string text = derive_text(7, "label", kDigits, 100);
  EXPECT_EQ(text.size(), 100U);
  EXPECT_EQ(text.find_first_not_of(kDigits), std::string::npos);
  EXPECT_EQ(text, derive_text(7, "label", kDigits, 100));
  EXPECT_NE(text, derive_text(7, "other", kDigits, 100));
  EXPECT_NE(text, derive_text(8, "label", kDigits, 100));
  EXPECT_EQ(derive_uuid(7, "x").size(), 36U);
}

}  // namespace
}  // namespace sextant::sim
