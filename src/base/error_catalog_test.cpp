#include "base/error_catalog.h"

#include <gtest/gtest.h>

#include "base/secret.h"

namespace sextant {
namespace {

TEST(ErrorCatalog, EveryEntryIsWholeAndSorted) {
  ASSERT_FALSE(all_errors().empty());
  for (const ErrorEntry& entry : all_errors()) {
    EXPECT_FALSE(entry.title.empty()) << entry.code;
    EXPECT_FALSE(entry.fix.empty()) << entry.code;
    EXPECT_EQ(find_error(entry.code), &entry) << "twice: " << entry.code;
  }
}

TEST(ErrorCatalog, FillsFactsAndShowsWhatIsMissing) {
  const auto full = explain(Error{"file.denied", "x"}.with("path", "/etc/shadow"));
  EXPECT_NE(full.title.find("/etc/shadow"), std::string::npos);
  EXPECT_NE(explain(Error{"file.denied", "x"}).title.find("<path>"), std::string::npos);
}

TEST(ErrorCatalog, HidesSecretsAndControlCharacters) {
  const Secret secret("correct-horse-battery");
  const auto shown =
      explain(Error{"file.denied", "correct-horse-battery \x1b[2J"}.with("path", "/a\nb"));
  EXPECT_EQ(shown.detail, "[hidden] \\u{1b}[2J");
  EXPECT_EQ(shown.title.find('\n'), std::string::npos);
}

TEST(ErrorCatalog, AnUnknownCodeStillSaysSomething) {
  EXPECT_EQ(explain(Error{"no.such", "why"}).detail, "why");
}

}  // namespace
}  // namespace sextant
