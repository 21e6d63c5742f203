#include "assistant/bounds.h"

#include <gtest/gtest.h>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

namespace sextant::assistant {
namespace {

namespace json = boost::json;

json::array rows(std::size_t count, std::size_t bytes = 90) {
  json::array out;
  for (std::size_t i = 0; i < count; ++i)
    out.push_back(json::object{{"n", i}, {"text", std::string(bytes, 'x')}});
  return out;
}

TEST(Pages, HoldAllRowsOnceAndEachFits) {
  std::size_t seen = 0;
  std::string cursor;
  int pages = 0;
  do {
    const auto page = page_of(rows(2000), {}, cursor, "question");
    ASSERT_TRUE(page);
    EXPECT_EQ(page->first, seen);
    EXPECT_EQ(page->total, 2000);
    EXPECT_LE(estimate_tokens(json::serialize(page->rows).size()), kTokensMax);
    seen += page->rows.size();
    cursor = page->next_cursor;
    ++pages;
  } while (!cursor.empty());
  EXPECT_EQ(seen, 2000);
  EXPECT_GT(pages, 3);
}

TEST(Pages, ShrinkBesideALongRest) {
  const json::object rest{{"provenance", std::string(40'000, 'x')}};
  const auto beside = page_of(rows(2000), rest, "", "q");
  const auto alone = page_of(rows(2000), {}, "", "q");
  EXPECT_LT(beside->rows.size(), alone->rows.size() / 3);
  EXPECT_EQ(page_of(rows(1, 200'000), {}, "", "q")->rows.size(), 1) << "one row at least";
}

TEST(Cursors, AreGoodForTheSameRowsOfTheSameQuestion) {
  const std::string cursor = page_of(rows(2000), {}, "", "q")->next_cursor;
  EXPECT_TRUE(page_of(rows(2000), {}, cursor, "q"));
  EXPECT_EQ(page_of(rows(2000), {}, cursor, "another").error().code, "assistant.cursor");
  EXPECT_EQ(page_of(rows(2001), {}, cursor, "q").error().code, "assistant.cursor");
  for (const char* wrong :
       {"x", "1", "1.", "99999999999999999999.aa", "-1.aa", "5.0123456789abcdef"})
    EXPECT_EQ(page_of(rows(2000), {}, wrong, "q").error().code, "assistant.cursor") << wrong;
}

TEST(Lists, ThatAreCutSaySo) {
  json::object object{{"a", rows(30)}, {"b", rows(3)}};
  json::array notes;
  shorten_list(object, "a", 10, "elsewhere", notes);
  shorten_list(object, "b", 10, "elsewhere", notes);
  shorten_list(object, "none", 10, "elsewhere", notes);
  EXPECT_EQ(object["a"].as_array().size(), 10);
  ASSERT_EQ(notes.size(), 1);
  EXPECT_NE(json::serialize(notes).find("30 entries"), std::string::npos);
}

TEST(MakeVisible, LeavesNothingThatHides) {
  json::value value = json::parse(
      R"({"name":"a\u202eb\u001b[2Jc","list":["\u0007"],"lines":"one\ntwo\u0000","plain":"Müller"})");
  make_visible(value);
  const std::string text = json::serialize(value);
  EXPECT_EQ(text.find("\\u001b"), std::string::npos);
  EXPECT_EQ(text.find("\xe2\x80\xae"), std::string::npos);
  EXPECT_NE(text.find("one\\ntwo"), std::string::npos);
  EXPECT_NE(text.find("Müller"), std::string::npos);
}

}  // namespace
}  // namespace sextant::assistant
