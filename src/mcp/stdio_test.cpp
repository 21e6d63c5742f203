#include "mcp/stdio.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <array>
#include <condition_variable>
#include <map>
#include <sstream>
#include <thread>

#include "base/text.h"
#include "mcp/testing/talking.h"

namespace sextant::mcp {
namespace {

namespace json = boost::json;
using testing::modern;
using testing::SmallServer;

// Lines that a test gives one by one.
class GivenLines final : public LineSource {
 public:
  std::optional<std::string> next(std::size_t) override {
    std::unique_lock lock(mutex_);
    more_.wait(lock, [&] { return is_over_ || !lines_.empty(); });
    if (lines_.empty()) return std::nullopt;
    std::string line = std::move(lines_.front());
    lines_.pop_front();
    return line;
  }
  void give(std::string line) {
    const std::lock_guard lock(mutex_);
    lines_.push_back(std::move(line));
    more_.notify_all();
  }
  void end() {
    const std::lock_guard lock(mutex_);
    is_over_ = true;
    more_.notify_all();
  }

 private:
  std::mutex mutex_;
  std::condition_variable more_;
  std::deque<std::string> lines_;
  bool is_over_ = false;
};

// Serves lines until their end; what was answered, by id.
std::map<std::string, json::object> serve_all(const std::vector<std::string>& lines,
                                              StdioOptions options = {}) {
  SmallServer small;
  GivenLines source;
  for (const std::string& line : lines) source.give(line);
  source.end();
  std::ostringstream out;
  serve_lines(small.server, source, out, options, {});
  std::map<std::string, json::object> answers;
  for (const std::string& line : split(out.str(), '\n')) {
    if (line.empty()) continue;
    const json::object message = json::parse(line).as_object();
    answers[message.contains("id") ? json::serialize(message.at("id")) : "-"] = message;
  }
  return answers;
}

TEST(Stdio, AnswersBothErasOnOneWay) {
  const auto answers = serve_all(
      {R"({"jsonrpc":"2.0","id":1,"method":"initialize","params":{"protocolVersion":"2025-06-18"}})",
       R"({"jsonrpc":"2.0","method":"notifications/initialized"})", "", "  \r",
       R"({"jsonrpc":"2.0","id":2,"method":"tools/list"})", modern(3, "server/discover"),
       modern(4, "tools/call", R"(,"name":"echo","arguments":{"text":"x"})"), "not json",
       R"({"jsonrpc":"2.0","id":"late","method":"none"})"});
  EXPECT_EQ(answers.at("1").at("result").at("protocolVersion"), "2025-06-18");
  EXPECT_TRUE(answers.at("2").at("result").as_object().contains("tools"));
  EXPECT_TRUE(answers.at("3").at("result").as_object().contains("supportedVersions"));
  EXPECT_EQ(answers.at("4").at("result").at("structuredContent").at("said"), "x");
  EXPECT_EQ(answers.at("-").at("error").at("code"), json::value(kParseError));
  EXPECT_EQ(answers.at("\"late\"").at("error").at("code"), json::value(kMethodNotFound));
  EXPECT_EQ(answers.size(), 6);
}

TEST(Stdio, GivesNoAnswerToWhatWasCancelled) {
  const auto answers = serve_all(
      {modern(1, "tools/call", R"(,"name":"wait")"),
       R"({"jsonrpc":"2.0","method":"notifications/cancelled","params":{"requestId":1}})",
       R"({"jsonrpc":"2.0","method":"notifications/cancelled","params":{"requestId":99}})",
       R"({"jsonrpc":"2.0","method":"notifications/cancelled"})",
       modern(2, "tools/call", R"(,"name":"echo","arguments":{"text":"x"})")});
  EXPECT_FALSE(answers.contains("1"));
  EXPECT_TRUE(answers.contains("2"));
}

TEST(Stdio, StopsWhatRunsOnceTheClientHasGone) {
  const auto answers = serve_all({modern(1, "tools/call", R"(,"name":"wait")")},
                                 {.grace = std::chrono::milliseconds(50)});
  EXPECT_FALSE(answers.contains("1"));
}

TEST(Stdio, RefusesASecondRequestOfAnIdThatRuns) {
  const auto answers = serve_all(
      {modern(1, "tools/call", R"(,"name":"wait")"), modern(1, "tools/call", R"(,"name":"wait")")},
      {.grace = std::chrono::milliseconds(50)});
  EXPECT_EQ(answers.at("1").at("error").at("code"), json::value(kInvalidRequest));
}

TEST(Stdio, RunsManyCallsAtOnce) {
  std::vector<std::string> lines;
  for (int i = 0; i < 100; ++i)
    lines.push_back(modern(i, "tools/call", R"(,"name":"echo","arguments":{"text":"x"})"));
  EXPECT_EQ(serve_all(lines, {.at_once_max = 3}).size(), 100);
}

class DescriptorLinesTest : public ::testing::Test {
 protected:
  ~DescriptorLinesTest() override { close(ends[0]); }
  void write_all(std::string_view text) {
    EXPECT_EQ(write(ends[1], text.data(), text.size()), static_cast<ssize_t>(text.size()));
  }

  static std::array<int, 2> open_pipe() {
    std::array<int, 2> made{};
    EXPECT_EQ(pipe(made.data()), 0);
    return made;
  }

  const std::array<int, 2> ends = open_pipe();
  std::stop_source stop;
  DescriptorLines lines{ends[0], stop.get_token()};
};

TEST_F(DescriptorLinesTest, CutsAtLineFeedsAndAtTheEnd) {
  write_all("one\n\ntwo");
  EXPECT_EQ(lines.next(100), "one");
  EXPECT_EQ(lines.next(100), "");
  close(ends[1]);
  EXPECT_EQ(lines.next(100), "two");
  EXPECT_EQ(lines.next(100), std::nullopt);
}

TEST_F(DescriptorLinesTest, ReadsPastALineThatIsTooLong) {
  std::jthread writer([&] {
    write_all(std::string(300'000, 'x') + "\nnext\n");
    close(ends[1]);
  });
  EXPECT_EQ(lines.next(1000)->size(), 1001);
  EXPECT_EQ(lines.next(1000), "next");
  EXPECT_EQ(lines.next(1000), std::nullopt);
}

TEST_F(DescriptorLinesTest, EndsAtAStop) {
  std::jthread stopper([&] { stop.request_stop(); });
  EXPECT_EQ(lines.next(100), std::nullopt);
  close(ends[1]);
}

}  // namespace
}  // namespace sextant::mcp
