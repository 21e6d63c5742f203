#include <gmock/gmock.h>

#include "base/clock.h"
#include "base/process.h"
#include "cli/help_tree.h"

namespace sextant::cli {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

HelpCommand tree() {
  HelpCommand cost{{"sextant", "cost"},
                   "What it's worth: costs",
                   "Examples:\n  .cost\\n",
                   {{{"-b", "--by"}, false, true, "KEY", {"service", "month"}, "", "Group"},
                    {{"--output"}, false, true, "FILE", {}, "", "Where to"},
                    {{"--plot"}, false, false, "", {}, "", "Bars"}},
                   {}};
  HelpCommand login{{"sextant", "sso", "login"},
                    "Sign in",
                    "",
                    {{{"shell"}, true, true, "", {"bash", "zsh"}, "", "Shell"}},
                    {}};
  HelpCommand sso{{"sextant", "sso"}, "Sessions", "", {}, {login}};
  return {
      {"sextant"}, "All", "", {{{"-q", "--quiet"}, false, false, "", {}, "", "Less"}}, {cost, sso}};
}

// What bash offers for a line; its last word is the one to complete.
std::string offered(const std::string& words) {
  SystemProcesses processes;
  const SystemClock clock;
  const std::string script =
      bash_completion(tree()) + "COMP_WORDS=(" + words +
      "); COMP_CWORD=$((${#COMP_WORDS[@]} - 1)); _sextant; echo \"${COMPREPLY[*]}\"";
  const auto ran = processes.run({"bash", "-c", script}, {},
                                 CallContext{}.within(clock, std::chrono::seconds(20)));
  return ran ? ran->out + ran->err : ran.error().detail;
}

TEST(BashCompletion, OffersWhatFits) {
  EXPECT_EQ(offered("sextant ''"), "cost sso\n");
  EXPECT_EQ(offered("sextant sso ''"), "login\n");
  EXPECT_EQ(offered("sextant sso login z"), "zsh\n");
  EXPECT_EQ(offered("sextant cost --by ''"), "service month\n");
  EXPECT_EQ(offered("sextant cost -b m"), "month\n");
  EXPECT_EQ(offered("sextant cost --p"), "--plot\n");
  EXPECT_EQ(offered("sextant cost --plot --q"), "--quiet\n")
      << "the program's own options stand anywhere";
  EXPECT_EQ(offered("sextant cost --output /usr/bin/sed"), "/usr/bin/sed\n");
  EXPECT_EQ(offered("sextant nothing ''"), "cost sso\n");
}

TEST(ZshCompletion, QuotesWhatItSays) {
  const std::string script = zsh_completion(tree());
  EXPECT_THAT(script, HasSubstr("#compdef sextant"));
  EXPECT_THAT(script, HasSubstr(R"('cost:What it'\''s worth: costs')"));
  EXPECT_THAT(script, HasSubstr("compadd -- 'service' 'month'"));
  EXPECT_THAT(script, HasSubstr("_files"));
}

TEST(ManPage, IsRoffThatSaysEverything) {
  const std::string page = man_page(tree(), "1.0");
  EXPECT_THAT(page, HasSubstr(".SS sextant sso login"));
  EXPECT_THAT(page, HasSubstr("\\fB\\-b\\fR, \\fB\\-\\-by\\fR \\fIservice|month\\fR"));
  EXPECT_THAT(page, HasSubstr("  .cost\\en"));
  EXPECT_THAT(page, HasSubstr(".SH EXIT STATUS"));
  EXPECT_THAT(page, Not(HasSubstr("\n.cost")));
}

}  // namespace
}  // namespace sextant::cli
