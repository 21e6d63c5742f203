#include "operations/csv.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace sextant::operations {
namespace {

TEST(Csv, QuotesWhatNeedsIt) {
  EXPECT_EQ(csv_line({"a", std::nullopt, "b,c", "d\"e", "f\ng"}),
            "a,,\"b,c\",\"d\"\"e\",\"f\ng\"\n");
}

TEST(Csv, DefusesFormulas) {
  EXPECT_EQ(csv_line({"=1+1"}), "'=1+1\n");
  EXPECT_EQ(csv_line({"+1+1", "-cmd|' /C calc'!A0", "@SUM(A1)", "\t=1", "\r=1"}),
            "'+1+1,'-cmd|' /C calc'!A0,'@SUM(A1),'\t=1,\"'\r=1\"\n");
  EXPECT_EQ(csv_line({"-12.5", "+3", "1.2E-7", "-1e5", ".5", "-.5"}),
            "-12.5,+3,1.2E-7,-1e5,.5,-.5\n")
      << "numbers stay";
  for (const char* text : {"-", "+", "-1-1", "-1e", "--1", "+.", "-1.2.3", "-e5", "-1e+"})
    EXPECT_FALSE(is_plain_number(text)) << text;
}

RC_GTEST_PROP(Csv, NoCellBeginsAFormula, (const std::string& text)) {
  const std::string line = csv_line({text});
  const std::string cell = line.starts_with('"') ? line.substr(1) : line.substr(0, line.size() - 1);
  const bool begins =
      !cell.empty() && std::string_view("=+-@\t\r").find(cell.front()) != std::string_view::npos;
  RC_ASSERT(!begins || is_plain_number(text));
}

}  // namespace
}  // namespace sextant::operations
