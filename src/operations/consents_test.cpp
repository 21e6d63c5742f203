#include "operations/consents.h"

#include <gmock/gmock.h>

namespace sextant::operations {
namespace {

using ::testing::IsEmpty;
using ::testing::SizeIs;

const Consent kProgram{ConsentKind::kRunProgram, "get --keys", "profile p wants it"};
const Consent kFile{ConsentKind::kWriteFile, "get --keys", "the same text, another kind"};

TEST(Consents, AreNamedByExactlyWhatIsDone) {
  SystemRandom random;
  const ConsentDesk desk(random);
  EXPECT_EQ(desk.id_of(kProgram), desk.id_of({ConsentKind::kRunProgram, "get --keys", "other"}));
  EXPECT_NE(desk.id_of(kProgram), desk.id_of(kFile));
  EXPECT_NE(desk.id_of(kProgram), desk.id_of({ConsentKind::kRunProgram, "get --keys ", ""}));
  EXPECT_THAT(desk.id_of(kProgram), SizeIs(64));
}

TEST(Consents, OfAnotherProcessAreWorthNothing) {
  SystemRandom random;
  const ConsentDesk desk(random);
  const ConsentDesk other(random);
  EXPECT_THAT(desk.missing({kProgram}, {other.id_of(kProgram)}), SizeIs(1));
}

TEST(Consents, EachIsWanted) {
  SystemRandom random;
  const ConsentDesk desk(random);
  const std::vector<Consent> needed{kProgram, kFile};
  EXPECT_THAT(desk.missing(needed, {}), SizeIs(2));
  const auto missing = desk.missing(needed, {desk.id_of(kProgram), "", "get --keys"});
  ASSERT_THAT(missing, SizeIs(1));
  EXPECT_EQ(missing.front().kind, ConsentKind::kWriteFile);
  EXPECT_THAT(desk.missing(needed, {desk.id_of(kProgram), desk.id_of(kFile)}), IsEmpty());
  EXPECT_THAT(desk.missing({}, {}), IsEmpty());
}

TEST(Consents, AreListedOnce) {
  std::vector<Consent> consents;
  add_consent(kProgram, consents);
  add_consent({ConsentKind::kRunProgram, "get --keys", "profile q too"}, consents);
  add_consent(kFile, consents);
  EXPECT_THAT(consents, SizeIs(2));
}

}  // namespace
}  // namespace sextant::operations
