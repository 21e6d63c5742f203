#include "web/systemd.h"

#include <fmt/format.h>
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

namespace sextant::web {
namespace {

Environment with(std::map<std::string, std::string> variables) {
  return Environment(std::move(variables));
}

TEST(Systemd, KnowsItsJournalByTheStreamItself) {
  struct stat output{};
  ASSERT_EQ(fstat(STDOUT_FILENO, &output), 0);
  const std::string mine = fmt::format("{}:{}", output.st_dev, output.st_ino);
  EXPECT_TRUE(is_output_in_journal(with({{"JOURNAL_STREAM", mine}})));
  EXPECT_FALSE(is_output_in_journal(with({{"JOURNAL_STREAM", "8:1"}}))) << "inherited";
  EXPECT_FALSE(is_output_in_journal(with({})));
}

TEST(Systemd, SaysNothingWhereNobodyListens) {
  notify_systemd(with({}), "READY=1");
  notify_systemd(with({{"NOTIFY_SOCKET", "/nowhere/socket"}}), "READY=1");
  notify_systemd(with({{"NOTIFY_SOCKET", std::string(500, 'x')}}), "READY=1");
}

}  // namespace
}  // namespace sextant::web
