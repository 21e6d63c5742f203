#include "sim/services/paging.h"

#include <gtest/gtest.h>

#include "base/text.h"

namespace sextant::sim {
namespace {

TEST(Paging, GivesEveryItemOnceInOrder) {
  const json::array items{1, 2, 3, 4, 5};
  for (const std::int64_t limit : {0, 1, 2, 5, 9}) {
    for (const int rows : {1, 2, 3, 100}) {
      json::array seen;
      std::string token;
      int pages = 0;
      do {
        const auto page = take_page(items, "list", token, limit, rows);
        ASSERT_TRUE(page);
        for (const json::value& item : page->items) seen.push_back(item);
        token = page->next_token;
        ASSERT_LT(++pages, 10);
      } while (!token.empty());
      EXPECT_EQ(seen, items);
    }
  }
}

TEST(Paging, RefusesTokensOfOthers) {
  const json::array items{1, 2, 3};
  const std::string token = take_page(items, "list", "", 1, 1)->next_token;
  EXPECT_FALSE(take_page(items, "other", token, 1, 1));
  for (const std::string& bad : {std::string("!"), to_base64("list@x"), to_base64("list@-1"),
                                 to_base64("list@"), to_base64("list@99999999999999999999")}) {
    EXPECT_FALSE(take_page(items, "list", bad, 1, 1)) << bad;
  }
  EXPECT_TRUE(take_page(items, "list", to_base64("list@1000"), 1, 1)->items.empty());
  EXPECT_TRUE(take_page({}, "list", "", 0, 10)->next_token.empty());
}

TEST(NumberAt, ReadsNumbersAndTheirTexts) {
  const json::object input{{"a", 5}, {"b", "7"}, {"c", "7x"}, {"d", true}};
  EXPECT_EQ(number_at(input, "a"), 5);
  EXPECT_EQ(number_at(input, "b"), 7);
  for (const char* key : {"c", "d", "e"}) EXPECT_EQ(number_at(input, key), 0);
}

}  // namespace
}  // namespace sextant::sim
