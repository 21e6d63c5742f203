#include "aws/credentials/ini_file.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

namespace sextant::aws {
namespace {

using testing::HasSubstr;
using testing::SizeIs;

std::string value(const IniFile& file, const std::string& section, const std::string& key) {
  const IniNamedSection* found = file.find(section);
  if (found == nullptr || !found->values.contains(key)) return "<none>";
  return found->values.at(key).text;
}

TEST(IniFile, ReadsSectionsKeysAndComments) {
  const IniFile file = parse_ini(
      "# a comment\n; another\n[default]\nregion = eu-west-1\nOutput=json\nbase : x = "
      "y\n\n[profile dev]\nregion=us-east-1 # kept\n");
  EXPECT_THAT(file.problems, SizeIs(0));
  EXPECT_EQ(value(file, "default", "region"), "eu-west-1");
  EXPECT_EQ(value(file, "default", "output"), "json");
  EXPECT_EQ(value(file, "default", "base"), "x = y");
  EXPECT_EQ(value(file, "profile dev", "region"), "us-east-1 # kept");
  EXPECT_EQ(file.find("profile dev")->line, 8);
}

TEST(IniFile, TakesEveryLineEndAndAByteOrderMark) {
  const IniFile file = parse_ini("\xEF\xBB\xBF[a]\r\nx=1\r\ny=2\r[b]\rz=3");
  EXPECT_THAT(file.problems, SizeIs(0));
  EXPECT_EQ(value(file, "a", "x"), "1");
  EXPECT_EQ(value(file, "a", "y"), "2");
  EXPECT_EQ(value(file, "b", "z"), "3");
}

TEST(IniFile, ReadsNestedValues) {
  const IniFile file = parse_ini(
      "[services local]\ns3 =\n  endpoint_url = http://localhost:1\n\n  # why\n  Other=2\nce "
      "=\n\tendpoint_url=http://localhost:2\n");
  EXPECT_THAT(file.problems, SizeIs(0));
  const IniSection& values = file.find("services local")->values;
  EXPECT_EQ(values.at("s3").nested.at("endpoint_url"), "http://localhost:1");
  EXPECT_EQ(values.at("s3").nested.at("Other"), "2");
  EXPECT_EQ(values.at("ce").nested.at("endpoint_url"), "http://localhost:2");
  EXPECT_EQ(values.at("s3").text, "");
}

TEST(IniFile, JoinsContinuationLines) {
  const IniFile file = parse_ini("[a]\nx = one\n   two\n\n   three\ny = 4\n");
  EXPECT_EQ(value(file, "a", "x"), "one\ntwo\n\nthree");
  EXPECT_EQ(value(file, "a", "y"), "4");
}

TEST(IniFile, IndentedKeysAreKeysWhenNoneGoesBefore) {
  const IniFile file = parse_ini("[a]\n  x = 1\n  y = 2\n z = 3\n");
  EXPECT_EQ(value(file, "a", "x"), "1");
  EXPECT_EQ(value(file, "a", "y"), "2");
  EXPECT_EQ(value(file, "a", "z"), "3");
}

TEST(IniFile, TellsDuplicatesWithTheirLinesAndUsesTheLater) {
  const IniFile file = parse_ini("[a]\nkey=1\nkey=2\nsame=1\nsame=1\n[b]\nx=1\n[a]\nkey=3\n");
  EXPECT_EQ(value(file, "a", "key"), "3");
  ASSERT_THAT(file.problems, SizeIs(4));
  EXPECT_EQ(file.problems[0].line, 3);
  EXPECT_THAT(file.problems[0].text, HasSubstr("first in line 2) with two values"));
  EXPECT_EQ(file.problems[1].line, 5);
  EXPECT_THAT(file.problems[1].text, Not(HasSubstr("two values")));
  EXPECT_EQ(file.problems[2].line, 8);
  EXPECT_THAT(file.problems[2].text, HasSubstr("stands twice"));
  EXPECT_EQ(file.problems[3].line, 9);
  EXPECT_EQ(file.problems[3].section, "a");
}

TEST(IniFile, ProblemsNeverShowValues) {
  const IniFile file = parse_ini(
      "[a]\naws_secret_access_key=hunter2hunter2\naws_secret_access_key=secondsecret\nnonsense "
      "hunter2\n");
  for (const IniProblem& problem : file.problems) {
    EXPECT_THAT(problem.text, Not(HasSubstr("hunter2")));
    EXPECT_THAT(problem.text, Not(HasSubstr("second")));
  }
  EXPECT_THAT(file.problems, SizeIs(2));
}

TEST(IniFile, SkipsWhatItCannotRead) {
  const IniFile file = parse_ini(
      "stray = 1\n[]\n[open\nx = 1\n[a]\nnonsense\n= 3\nx = 2\ns3 =\n  bad\n  good = 1\n");
  EXPECT_EQ(value(file, "a", "x"), "2");
  EXPECT_EQ(file.find("a")->values.at("s3").nested.at("good"), "1");
  EXPECT_THAT(file.problems, SizeIs(7));
  EXPECT_EQ(file.problems[0].line, 1);
}

TEST(IniFile, DefaultsAreLentToEverySection) {
  const IniFile file =
      parse_ini("[DEFAULT]\nregion=eu-west-1\noutput=json\n[a]\nregion=us-east-1\n[b]\n");
  EXPECT_EQ(value(file, "a", "region"), "us-east-1");
  EXPECT_EQ(value(file, "b", "region"), "eu-west-1");
  EXPECT_EQ(value(file, "a", "output"), "json");
  EXPECT_THAT(file.sections, SizeIs(2));
}

TEST(IniFile, ToleratesBytesThatAreNotText) {
  const IniFile file = parse_ini(std::string("[a]\nx = \xff\xfe\0y\n", 13));
  EXPECT_THAT(file.problems, SizeIs(1));
  EXPECT_NE(value(file, "a", "x"), "<none>");
}

TEST(IniFile, HoldsItsBounds) {
  std::string text;
  for (std::size_t i = 0; i < kIniSectionsMax + 5; ++i)
    text += "[s" + std::to_string(i) + "]\na=1\n";
  IniFile file = parse_ini(text);
  EXPECT_THAT(file.sections, SizeIs(kIniSectionsMax));
  EXPECT_EQ(value(file, "s" + std::to_string(kIniSectionsMax - 1), "a"), "1");
  EXPECT_FALSE(file.problems.empty());

  text = "[a]\n";
  for (std::size_t i = 0; i < kIniKeysMax + 5; ++i) text += "k" + std::to_string(i) + "=1\n";
  file = parse_ini(text);
  EXPECT_THAT(file.find("a")->values, SizeIs(kIniKeysMax));
  EXPECT_THAT(file.problems, SizeIs(5));

  text = "[a]\n";
  for (std::size_t i = 0; i < kIniProblemsMax + 5; ++i) text += "nonsense\n";
  EXPECT_THAT(parse_ini(text).problems, SizeIs(kIniProblemsMax));
}

}  // namespace
}  // namespace sextant::aws
