#include "cli/table.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <sstream>

#include "base/text.h"

namespace sextant::cli {
namespace {

Table services() {
  Table table({{"Service", Align::kLeft, 8}, {"Amount", Align::kRight}});
  table.add_row({"Amazon Elastic Compute Cloud - Compute", "1,234.50"});
  table.add_row({"Tax", "-3.00"});
  table.add_rule();
  table.add_row({TableCell("Total", Tone::kStrong), "1,231.50"});
  return table;
}

std::size_t widest_line(const std::string& text) {
  std::size_t width = 0;
  for (const std::string& line : split(text, '\n')) width = std::max(width, display_width(line));
  return width;
}

TEST(Table, AlignsWithoutTrailingSpaces) {
  EXPECT_EQ(services().render({0, false, false}),
            "Service                                   Amount\n"
            "--------------------------------------  --------\n"
            "Amazon Elastic Compute Cloud - Compute  1,234.50\n"
            "Tax                                        -3.00\n"
            "--------------------------------------  --------\n"
            "Total                                   1,231.50\n");
}

TEST(Table, CutsNamesAndNeverAmounts) {
  const std::string shown = services().render({24, false, true});
  EXPECT_EQ(widest_line(shown), 24U);
  EXPECT_NE(shown.find("Amazon Elasti…"), std::string::npos) << shown;
  EXPECT_NE(shown.find("1,234.50"), std::string::npos);
}

TEST(Table, ShowsColumnsThatDoNotFitInFurtherBlocks) {
  std::vector<TableColumn> columns = {{"Service", Align::kLeft, 8}};
  std::vector<TableCell> cells = {"EC2"};
  for (int month = 1; month <= 9; ++month) {
    columns.push_back({"2026-0" + std::to_string(month), Align::kRight});
    cells.emplace_back(std::to_string(month) + "00.00");
  }
  Table table(columns);
  table.add_row(cells);
  const std::string shown = table.render({40, false, false});
  EXPECT_LE(widest_line(shown), 40U);
  for (int month = 1; month <= 9; ++month) {
    EXPECT_NE(shown.find(std::to_string(month) + "00.00"), std::string::npos) << month;
  }
  std::size_t keys = 0;
  for (std::size_t at = shown.find("EC2"); at != std::string::npos; at = shown.find("EC2", at + 1))
    ++keys;
  EXPECT_EQ(keys, 3U) << shown;
}

TEST(Table, ColorsOnlyWhereAsked) {
  EXPECT_EQ(services().render({0, false, true}).find('\x1b'), std::string::npos);
  EXPECT_NE(services().render({0, true, true}).find("\x1b[1mTotal"), std::string::npos);
}

TEST(Table, HostileNamesStayOnTheirLine) {
  Table table({{"Name", Align::kLeft, 4}, {"N", Align::kRight}});
  table.add_row({"a\x1b]0;owned\x07\nb\xff", "1"});
  const std::string shown = table.render({0, false, true});
  EXPECT_EQ(std::ranges::count(shown, '\n'), 3);
  EXPECT_EQ(shown.find('\x1b'), std::string::npos);
}

TEST(Table, WideCharactersKeepTheColumnsStraight) {
  Table table({{"Name", Align::kLeft, 4}, {"N", Align::kRight}});
  table.add_row({"日本語の名前", "1"});
  table.add_row({"plain", "22"});
  const auto lines = split(table.render({10, false, true}), '\n');
  EXPECT_EQ(display_width(lines[2]), display_width(lines[3]));
  EXPECT_LE(display_width(lines[2]), 10U);
}

RC_GTEST_PROP(Table, NeverExceedsAWidthThatTheKeysLeaveRoomIn,
              (const std::vector<std::string>& names)) {
  Table table({{"A", Align::kLeft, 5}, {"B", Align::kLeft, 5}, {"C", Align::kRight, 5}});
  for (const std::string& name : names) table.add_row({name, "x" + name, "y"});
  const int width = *rc::gen::inRange(24, 100);
  RC_ASSERT(widest_line(table.render({width, false, true})) <= static_cast<std::size_t>(width));
}

TEST(Wrapped, BreaksAtSpacesAndIndents) {
  EXPECT_EQ(wrapped("one two three four five six seven", {24, false, true}, 2),
            "one two three four five\n  six seven");
  EXPECT_EQ(wrapped("one two", {0, false, true}), "one two");
}

TEST(StyleOf, FollowsTheLocale) {
  std::ostringstream out;
  std::istringstream in;
  const Terminal terminal{out, out, in};
  const auto unicode = [&](std::map<std::string, std::string> variables) {
    return style_of(terminal, Environment(std::move(variables))).use_unicode;
  };
  EXPECT_TRUE(unicode({}));
  EXPECT_TRUE(unicode({{"LANG", "en_US.UTF-8"}}));
  EXPECT_FALSE(unicode({{"LANG", "C"}}));
  EXPECT_FALSE(unicode({{"LANG", "en_US.UTF-8"}, {"LC_ALL", "POSIX"}}));
  EXPECT_EQ(style_of(terminal, Environment({})).width, 0) << "a pipe is never cut";
}

}  // namespace
}  // namespace sextant::cli
