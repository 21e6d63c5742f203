#include "base/process.h"

#include <gtest/gtest.h>
#include <unistd.h>

namespace sextant {
namespace {

CallContext soon(std::chrono::milliseconds limit) {
  return {std::chrono::steady_clock::now() + limit, {}};
}

TEST(Process, GivesBothStreamsAndTheExitCode) {
  SystemProcesses processes;
  const auto output = processes.run({"sh", "-c", "echo out; echo err >&2; exit 3"}, {},
                                    soon(std::chrono::seconds(10)));
  ASSERT_TRUE(output);
  EXPECT_EQ(output->out, "out\n");
  EXPECT_EQ(output->err, "err\n");
  EXPECT_EQ(output->exit_code, 3);
}

TEST(Process, EndsWhatTakesTooLongAndAllItStarted) {
  SystemProcesses processes;
  const auto output = processes.run({"sh", "-c", "sleep 100 & sleep 100"}, {},
                                    soon(std::chrono::milliseconds(200)));
  EXPECT_EQ(output.error().code, "process.timeout");
  std::stop_source stop;
  stop.request_stop();
  EXPECT_EQ(processes.run({"sleep", "100"}, {}, {SteadyTime::max(), stop.get_token()}).error().code,
            "process.cancelled");
}

TEST(Process, BoundsWhatItKeeps) {
  SystemProcesses processes;
  const auto output =
      processes.run({"sh", "-c", "yes | head -c 3000000"}, {}, soon(std::chrono::seconds(20)));
  ASSERT_TRUE(output);
  EXPECT_EQ(output->out.size(), ProcessOptions().output_bytes_max);
}

TEST(Process, GivesAnInputOfAnyLength) {
  SystemProcesses processes;
  EXPECT_EQ(processes.run({"cat"}, {}, soon(std::chrono::seconds(10)))->out, "");
  ProcessOptions options;
  options.input = std::string(3'000'000, 'x');
  options.output_bytes_max = 4'000'000;
  const auto copied = processes.run({"cat"}, options, soon(std::chrono::seconds(10)));
  ASSERT_TRUE(copied);
  EXPECT_EQ(copied->out, options.input);
}

TEST(Process, EndsWhatTakesTooMuchMemory) {
  SystemProcesses processes;
  ProcessOptions options;
  options.memory_bytes_max = 64U << 20U;
  // It keeps the last line, which never ends.
  const auto grown = processes.run({"tail", "/dev/zero"}, options, soon(std::chrono::seconds(20)));
  EXPECT_EQ(grown.error().code, "process.too_large");
  EXPECT_TRUE(processes.run({"true"}, options, soon(std::chrono::seconds(10))));
}

TEST(Process, HandsOnTheVariablesItIsGivenAlone) {
  SystemProcesses processes;
  ProcessOptions options;
  options.environment = {"ONE=1"};
  EXPECT_EQ(processes.run({"/usr/bin/env"}, options, soon(std::chrono::seconds(10)))->out,
            "ONE=1\n");
}

TEST(Process, HandsOnNoFileThatIsOpen) {
  const int open_fd = dup(STDERR_FILENO);
  ASSERT_GT(open_fd, STDERR_FILENO);
  SystemProcesses processes;
  const auto ran = processes.run({"sh", "-c", "ls /proc/$$/fd"}, {}, {});
  close(open_fd);
  ASSERT_TRUE(ran) << ran.error().detail;
  EXPECT_EQ(ran->out, "0\n1\n2\n");
}

TEST(Process, SaysWhenThereIsNoSuchProgram) {
  SystemProcesses processes;
  EXPECT_EQ(
      processes.run({"sextant-no-such-program"}, {}, soon(std::chrono::seconds(1))).error().code,
      "process.not_found");
}

TEST(CommandLine, SplitsLikeAShellWithoutOne) {
  EXPECT_EQ(*split_command_line(R"(a "b c" 'd "e' f\ g "" "x\"y" $HOME;ls)"),
            (std::vector<std::string>{"a", "b c", "d \"e", "f g", "", "x\"y", "$HOME;ls"}));
  EXPECT_EQ(split_command_line("a 'b").error().code, "process.malformed");
  EXPECT_EQ(split_command_line("a \\").error().code, "process.malformed");
  EXPECT_TRUE(split_command_line("  ")->empty());
}

}  // namespace
}  // namespace sextant
