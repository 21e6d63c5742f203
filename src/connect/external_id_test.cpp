#include "connect/external_id.h"

#include <gtest/gtest.h>

#include <set>

namespace sextant::connect {
namespace {

TEST(ExternalId, IsLongOfTheAllowedAlphabetAndNeverTheSame) {
  SystemRandom random;
  std::set<std::string> seen;
  for (int i = 0; i < 200; ++i) {
    const std::string id = make_external_id(random);
    EXPECT_EQ(id.size(), 48U);
    EXPECT_TRUE(is_external_id(id)) << id;
    EXPECT_TRUE(seen.insert(id).second);
  }
}

TEST(ExternalId, DrawsAgainWhatWouldFavourSomeLetters) {
  // 248 to 255 would wrap around to the first eight letters.
  class Biased final : public Random {
   public:
    double uniform() override { return 0; }
    std::string bytes(std::size_t count) override {
      ++calls;
      return std::string(count, calls == 1 ? '\xff' : '\x1a');
    }
    int calls = 0;
  } random;
  EXPECT_EQ(make_external_id(random), "sextant-" + std::string(40, 'a'));
  EXPECT_EQ(random.calls, 2);
}

TEST(ExternalId, WrongOnesDifferInOneWayOnly) {
  SystemRandom random;
  const std::string id = make_external_id(random);
  const std::string other = with_other_suffix(id, random);
  EXPECT_NE(other, id);
  EXPECT_EQ(other.size(), id.size());
  EXPECT_EQ(other.substr(0, 40), id.substr(0, 40));
  EXPECT_NE(with_other_case(id), id);
  EXPECT_EQ(with_other_case(with_other_case(id)), id);
  EXPECT_EQ(with_other_suffix("ab", random).substr(0, 1), "a");
}

TEST(ExternalId, IsMaskedForLogs) {
  EXPECT_EQ(mask_external_id("sextant-ABCDEFGHIJKL"), "sextant-AB...");
  EXPECT_EQ(mask_external_id("ab"), "a...");
  EXPECT_FALSE(is_external_id("a"));
  EXPECT_FALSE(is_external_id("with space"));
  EXPECT_FALSE(is_external_id(std::string(1225, 'a')));
}

}  // namespace
}  // namespace sextant::connect
