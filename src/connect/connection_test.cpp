#include "connect/connection.h"

#include <gtest/gtest.h>

#include "base/civil_time.h"
#include "base/testing/temporary_folder.h"

namespace sextant::connect {
namespace {

class ConnectionStoreTest : public ::testing::Test {
 protected:
  static Connection role() {
    Connection out;
    out.name = "prod";
    out.method = Method::kRole;
    out.profile = "base";
    out.role_arn = "arn:aws:iam::111122223333:role/SextantReadOnly";
    out.external_id = "sextant-abc";
    out.account_id = "111122223333";
    out.account_name = "Prod";
    out.organization_id = "o-1";
    out.account_kind = "payer";
    out.is_organization_setup = true;
    out.regions = {"eu-west-1", "us-east-1"};
    out.is_on = false;
    out.note = "it's the \"payer\"";
    out.state = ConnectionState::kPending;
    out.created_at = *parse_rfc3339("2026-10-01T00:00:00Z");
    out.expires_at = *parse_rfc3339("2026-10-08T00:00:00Z");
    out.last_check_at = *parse_rfc3339("2026-10-02T00:00:00Z");
    out.last_check = R"({"status":"green"})";
    return out;
  }
  TemporaryFolder folder_;
  std::unique_ptr<state::Database> database_ = *state::Database::open(folder_.path() / "state.db");
  ConnectionStore store_{*database_};
};

TEST_F(ConnectionStoreTest, KeepsEveryField) {
  const Connection made = role();
  ASSERT_TRUE(store_.add(made));
  const auto got = *store_.get("prod");
  EXPECT_EQ(got.method, made.method);
  EXPECT_EQ(got.profile, made.profile);
  EXPECT_EQ(got.role_arn, made.role_arn);
  EXPECT_EQ(got.external_id, made.external_id);
  EXPECT_EQ(got.account_id, made.account_id);
  EXPECT_EQ(got.account_name, made.account_name);
  EXPECT_EQ(got.organization_id, made.organization_id);
  EXPECT_EQ(got.account_kind, made.account_kind);
  EXPECT_TRUE(got.is_organization_setup);
  EXPECT_EQ(got.regions, made.regions);
  EXPECT_FALSE(got.is_on);
  EXPECT_EQ(got.note, made.note);
  EXPECT_EQ(got.state, made.state);
  EXPECT_EQ(got.created_at, made.created_at);
  EXPECT_EQ(got.expires_at, made.expires_at);
  EXPECT_EQ(got.last_check_at, made.last_check_at);
  EXPECT_EQ(got.last_check, made.last_check);
}

TEST_F(ConnectionStoreTest, ANameIsTakenOnceAndListsAreSorted) {
  ASSERT_TRUE(store_.add(role()));
  EXPECT_EQ(store_.add(role()).error().code, "connection.exists");
  Connection other;
  other.name = "dev";
  ASSERT_TRUE(store_.add(other));
  const auto all = *store_.list();
  ASSERT_EQ(all.size(), 2U);
  EXPECT_EQ(all[0].name, "dev");
  EXPECT_EQ(all[0].expires_at, std::nullopt);
  EXPECT_TRUE(all[0].regions.empty());
}

TEST_F(ConnectionStoreTest, ChangesAndRemovesOnlyWhatIsThere) {
  ASSERT_TRUE(store_.add(role()));
  Connection changed = role();
  changed.note = "new";
  ASSERT_TRUE(store_.update(changed));
  EXPECT_EQ(store_.get("prod")->note, "new");
  ASSERT_TRUE(store_.remove("prod"));
  EXPECT_EQ(store_.remove("prod").error().code, "connection.not_found");
  EXPECT_EQ(store_.update(changed).error().code, "connection.not_found");
}

TEST_F(ConnectionStoreTest, AnUnknownNameIsAnsweredWithTheNearest) {
  ASSERT_TRUE(store_.add(role()));
  const auto error = store_.get("prd").error();
  EXPECT_EQ(error.code, "connection.not_found");
  EXPECT_NE(error.detail.find("did you mean prod"), std::string::npos) << error.detail;
}

TEST(Connection, NamesItsIdentityWithoutASecret) {
  Connection profile;
  profile.profile = "dev";
  EXPECT_EQ(profile.identity().profile, "dev");
  EXPECT_TRUE(profile.identity().role_arn.empty());
  Connection by_role;
  by_role.method = Method::kRole;
  by_role.role_arn = "arn:aws:iam::111122223333:role/R";
  by_role.external_id = "x1";
  EXPECT_EQ(by_role.identity().profile, std::nullopt);
  EXPECT_EQ(by_role.identity().role_arn, by_role.role_arn);
  EXPECT_EQ(by_role.identity().external_id, "x1");
}

}  // namespace
}  // namespace sextant::connect
