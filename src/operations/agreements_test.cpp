#include "operations/agreements.h"

#include <gmock/gmock.h>

#include "operations/side_effects.h"
#include "operations/testing/operations_world.h"
#include "state/settings.h"

namespace sextant::operations {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

class AgreementsTest : public ::testing::Test {
 protected:
  std::vector<std::string> missing(const std::vector<Consent>& needed) {
    std::vector<std::string> out;
    const auto found = not_agreed(context_, needed);
    for (const Consent& consent : *found) out.push_back(consent.what);
    return out;
  }

  testing::OperationsWorld world_;
  Context& context_ = world_.context();
  const Consent program_{ConsentKind::kRunProgram, "get-keys --x", "why", "p"};
};

TEST_F(AgreementsTest, HoldForExactlyTheProfileAndTheText) {
  EXPECT_THAT(missing({program_}), ElementsAre("get-keys --x"));
  ASSERT_TRUE(remember_agreements(context_, {program_}));
  EXPECT_THAT(missing({program_}), IsEmpty());
  const Consent other_profile{ConsentKind::kRunProgram, "get-keys --x", "why", "q"};
  const Consent other_text{ConsentKind::kRunProgram, "get-keys --y", "why", "p"};
  const Consent other_kind{ConsentKind::kForeignHost, "get-keys --x", "why", "p"};
  EXPECT_EQ(missing({program_, other_profile, other_text, other_kind}).size(), 3U);
  EXPECT_THAT(*not_agreed(context_, {other_profile}), ::testing::SizeIs(1));
}

TEST_F(AgreementsTest, AreListedAndTakenBack) {
  ASSERT_TRUE(remember_agreements(context_, {program_, program_}));
  const auto held = list_agreements(context_);
  ASSERT_TRUE(held);
  ASSERT_EQ(held->size(), 1U);
  EXPECT_EQ(held->front().consent.profile, "p");
  EXPECT_EQ(held->front().agreed_at, std::chrono::floor<std::chrono::seconds>(world_.clock.wall()));
  ASSERT_TRUE(revoke_agreement(context_, held->front().id));
  EXPECT_THAT(missing({program_}), ElementsAre("get-keys --x"));
  EXPECT_EQ(revoke_agreement(context_, held->front().id).error().code, "agreement.not_found");
}

TEST_F(AgreementsTest, AreNotNeededForFilesAndNotMadeByHand) {
  const Consent file{ConsentKind::kWriteFile, "/home/token.json", "why"};
  EXPECT_THAT(missing({file}), IsEmpty()) << "a renewal needs nobody";
  ASSERT_TRUE(remember_agreements(context_, {file}));
  EXPECT_THAT(*list_agreements(context_), IsEmpty());
  state::SettingStore store(**context_.database());
  ASSERT_TRUE(store.set(
      "agreement/" + std::string(32, 'a'),
      R"({"kind":"run_program","profile":"p","what":"rm","agreed_at":"2026-10-01T00:00:00Z"})"));
  EXPECT_THAT(*list_agreements(context_), IsEmpty()) << "its id is not that of its text";
}

}  // namespace
}  // namespace sextant::operations
