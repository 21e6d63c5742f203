#include "operations/sso.h"

#include <gmock/gmock.h>

#include "operations/testing/operations_world.h"

namespace sextant::operations {
namespace {

using ::testing::ElementsAre;

class SsoOperation : public ::testing::Test {
 protected:
  SsoOperation() {
    world_.config(
        "[sso-session corp]\nsso_start_url = https://corp.awsapps.com/start\nsso_region = "
        "eu-west-1\n[profile prod-reader]\nregion = eu-west-1\n");
  }
  std::vector<std::string> names(const std::vector<SsoPick>& picks) {
    aws::SsoChoice choice;
    choice.session = "corp";
    const auto place = find_place(world_.context(), choice);
    if (!place) return {place.error().code};
    const auto lines = config_lines(*place, picks);
    if (!lines) return {lines.error().code};
    std::vector<std::string> out;
    for (const auto& profile : lines->profiles) out.push_back(profile.name);
    return out;
  }

  testing::OperationsWorld world_;
};

TEST_F(SsoOperation, MakesNamesOfAccountAndRole) {
  EXPECT_THAT(names({{"111111111111", "BillingReader", "", "Dev & Test", {}}}),
              ElementsAre("dev-test-billingreader"));
  EXPECT_THAT(names({{"111111111111", "Reader", "", "日本", {}}}),
              ElementsAre("111111111111-reader"))
      << "where nothing of the account's name is left";
  EXPECT_THAT(names({{"111111111111", "Reader", "", "<img src=x>\n[default]", {}}}),
              ElementsAre("img-src-x-default-reader"));
}

TEST_F(SsoOperation, NoNameIsTakenTwice) {
  EXPECT_THAT(names({{"111111111111", "Reader", "", "Prod", {}},
                     {"222222222222", "Reader", "", "Prod", {}},
                     {"111111111111", "Reader", "", "Prod", {}},
                     {"333333333333", "Reader", "prod-reader-333333333333", "", {}},
                     {"333333333333", "Reader", "", "Prod", {}}}),
              ElementsAre("prod-reader-111111111111", "prod-reader-222222222222",
                          "prod-reader-111111111111-2", "prod-reader-333333333333",
                          "prod-reader-333333333333-2"))
      << "prod-reader stands in the file";
  EXPECT_THAT(names({{"333333333333", "Reader", "prod-reader", "", {}}}),
              ElementsAre("profile.exists"))
      << "a name that a person gives is not changed";
}

TEST_F(SsoOperation, ListsEachPlaceOnce) {
  world_.config(
      "[sso-session corp]\nsso_start_url = https://corp.awsapps.com/start\nsso_region = "
      "eu-west-1\n"
      "[profile old]\nsso_start_url = https://old.awsapps.com/start\nsso_region = us-east-1\n"
      "sso_account_id = 111111111111\nsso_role_name = R\n"
      "[profile same]\nsso_start_url = https://corp.awsapps.com/start\nsso_region = eu-west-1\n"
      "sso_account_id = 111111111111\nsso_role_name = R\n"
      "[sso-session broken]\nsso_region = eu-west-1\n");
  world_.sign_in({"corp", "https://corp.awsapps.com/start", "eu-west-1", {}},
                 -std::chrono::minutes(5));
  std::vector<std::string> lines;
  for (const KnownPlace& place : known_places(world_.context())) {
    const auto shown = to_json(place, world_.clock.wall());
    lines.push_back(place.session.name + " " + place.session.start_url + " " +
                    std::string(shown.at("status").as_string()));
  }
  EXPECT_THAT(lines, ElementsAre("corp https://corp.awsapps.com/start renewable",
                                 " https://old.awsapps.com/start not_signed_in"));
}

}  // namespace
}  // namespace sextant::operations
