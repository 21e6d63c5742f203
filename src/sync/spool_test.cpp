#include "sync/spool.h"

#include <gtest/gtest.h>
#include <boost/json/object.hpp>

#include "base/testing/temporary_folder.h"

namespace sextant::sync {
namespace {

namespace json = boost::json;

class SpoolTest : public ::testing::Test {
 protected:
  SpoolTest() : spool_(files_, folder_.path() / "spool") {
    spec_.stream = {"123456789012", "primary", Subject::kCosts, lake::Face::kAccountService,
                    lake::Grain::kDaily};
    spec_.window = daily_window(*parse_date("2026-10-15"));
  }
  void write(const std::string& name, const std::string& text) {
    ASSERT_TRUE(files_.write_atomically(spool_.folder(spec_) / name, text, 0600));
  }
  TemporaryFolder folder_{TemporaryFolder::in_memory()};
  SystemFiles files_;
  Spool spool_;
  CellSpec spec_;
};

TEST_F(SpoolTest, RemembersWhereAPullStopped) {
  ASSERT_TRUE(spool_.begin(spec_, "prod", *parse_rfc3339("2026-10-15T12:00:00Z")));
  auto cells = *spool_.list();
  ASSERT_EQ(cells.size(), 1U);
  EXPECT_EQ(cells[0].pages, 0);
  EXPECT_FALSE(cells[0].is_whole);
  ASSERT_TRUE(spool_.append(spec_, 1, json::object{{"a", 1}}, "token-2"));
  cells = *spool_.list();
  EXPECT_EQ(cells[0].spec, spec_);
  EXPECT_EQ(cells[0].connection, "prod");
  EXPECT_EQ(cells[0].started_at, *parse_rfc3339("2026-10-15T12:00:00Z"));
  EXPECT_EQ(cells[0].pages, 1);
  EXPECT_EQ(cells[0].next_token, json::value("token-2"));
  ASSERT_TRUE(spool_.append(spec_, 2, json::object{{"a", 2}}, nullptr));
  EXPECT_TRUE(spool_.list()->at(0).is_whole);
  std::string seen;
  ASSERT_TRUE(spool_.read(spec_, 2, [&](const json::value& page) -> Result<void> {
    seen += std::to_string(page.at("a").as_int64());
    return {};
  }));
  EXPECT_EQ(seen, "12");
  ASSERT_TRUE(spool_.remove(spec_));
  EXPECT_TRUE(spool_.list()->empty());
}

TEST_F(SpoolTest, BeginningAnewDropsThePages) {
  ASSERT_TRUE(spool_.begin(spec_, "prod", WallTime{}));
  ASSERT_TRUE(spool_.append(spec_, 1, json::object{}, nullptr));
  ASSERT_TRUE(spool_.begin(spec_, "prod", WallTime{}));
  EXPECT_EQ(spool_.list()->at(0).pages, 0);
}

TEST_F(SpoolTest, APageThatACrashCutOffDoesNotCount) {
  ASSERT_TRUE(spool_.begin(spec_, "prod", WallTime{}));
  ASSERT_TRUE(spool_.append(spec_, 1, json::object{}, "token-2"));
  write(".page-00002.json.sextant-tmp-1-1", R"({"result": {)");
  EXPECT_EQ(spool_.list()->at(0).pages, 1);
  EXPECT_FALSE(files_.exists(spool_.folder(spec_) / ".page-00002.json.sextant-tmp-1-1"))
      << "and is cleared away";
}

TEST_F(SpoolTest, WhatCannotBeReadIsDropped) {
  for (const char* header : {"", "{", "[]", "{}", R"({"cell": {"account": "x"}})"}) {
    ASSERT_TRUE(spool_.begin(spec_, "prod", WallTime{}));
    write("cell.json", header);
    EXPECT_TRUE(spool_.list()->empty()) << header;
    EXPECT_FALSE(files_.exists(spool_.folder(spec_))) << header;
  }
  ASSERT_TRUE(spool_.begin(spec_, "prod", WallTime{}));
  write("page-00001.json", "not JSON");
  EXPECT_TRUE(spool_.list()->empty());
}

TEST_F(SpoolTest, ACellThatSaysItIsAnotherOneIsDropped) {
  ASSERT_TRUE(spool_.begin(spec_, "prod", WallTime{}));
  CellSpec other = spec_;
  other.stream.account_id = "999999999999";
  std::filesystem::rename(spool_.folder(spec_), spool_.folder(other));
  EXPECT_TRUE(spool_.list()->empty());
}

}  // namespace
}  // namespace sextant::sync
