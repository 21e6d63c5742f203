#include "base/process.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>

namespace sextant {
namespace {

// How often a waiting `run` looks at its stop token.
constexpr int kPollMs = 50;

struct Pipe {
  int read_end = -1;
  int write_end = -1;
  Pipe() {
    std::array<int, 2> ends{};
    if (pipe2(ends.data(), O_CLOEXEC) == 0) {
      read_end = ends[0];
      write_end = ends[1];
    }
  }
  Pipe(const Pipe&) = delete;
  Pipe& operator=(const Pipe&) = delete;
  ~Pipe() {
    close_end(read_end);
    close_end(write_end);
  }
  static void close_end(int& end) {
    if (end >= 0) close(end);
    end = -1;
  }
};

// Starts the program in a process group of its own, so that what it starts can be ended with it.
int spawn(const std::vector<std::string>& arguments, const Pipe& out, const Pipe& err,
          pid_t& child) {
  std::vector<char*> argv;
  for (const std::string& argument : arguments) argv.push_back(const_cast<char*>(argument.c_str()));
  argv.push_back(nullptr);
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
  posix_spawn_file_actions_adddup2(&actions, out.write_end, STDOUT_FILENO);
  posix_spawn_file_actions_adddup2(&actions, err.write_end, STDERR_FILENO);
  // Sockets of the server, and whatever a library has opened, are none of the program's business.
  posix_spawn_file_actions_addclosefrom_np(&actions, STDERR_FILENO + 1);
  posix_spawnattr_t attributes;
  posix_spawnattr_init(&attributes);
  posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETPGROUP);
  const int status = posix_spawnp(&child, argv[0], &actions, &attributes, argv.data(), environ);
  posix_spawnattr_destroy(&attributes);
  posix_spawn_file_actions_destroy(&actions);
  return status;
}

// Moves what can be read now into `text`; false at the end of the stream.
bool drain(int fd, std::string& text) {
  std::array<char, 4096> block{};
  const ssize_t got = read(fd, block.data(), block.size());
  if (got < 0) return errno == EINTR || errno == EAGAIN;
  const std::size_t room = Processes::kOutputMax - text.size();
  text.append(block.data(), std::min(static_cast<std::size_t>(got), room));
  return got > 0;
}

int wait_for(pid_t child) {
  int status = 0;
  while (waitpid(child, &status, 0) < 0 && errno == EINTR) {
  }
  return WIFSIGNALED(status) ? 128 + WTERMSIG(status) : WEXITSTATUS(status);
}

}  // namespace

Result<ProcessOutput> SystemProcesses::run(const std::vector<std::string>& arguments,
                                           const CallContext& context) {
  if (arguments.empty() || arguments[0].empty())
    return failure("process.malformed", "there is no program to run");
  Pipe out;
  Pipe err;
  if (out.write_end < 0 || err.write_end < 0)
    return failure("process.failed", std::strerror(errno));
  pid_t child = -1;
  if (const int error = spawn(arguments, out, err, child); error != 0) {
    const std::string code = error == ENOENT ? "process.not_found" : "process.failed";
    return failure(Error{code, fmt::format("{}: {}", arguments[0], std::strerror(error))}.with(
        "program", arguments[0]));
  }
  Pipe::close_end(out.write_end);
  Pipe::close_end(err.write_end);
  ProcessOutput output;
  std::array<pollfd, 2> streams = {pollfd{out.read_end, POLLIN, 0},
                                   pollfd{err.read_end, POLLIN, 0}};
  while (streams[0].fd >= 0 || streams[1].fd >= 0) {
    const bool late = std::chrono::steady_clock::now() >= context.deadline;
    if (late || context.stop.stop_requested()) {
      kill(-child, SIGKILL);
      wait_for(child);
      return failure(Error{late ? "process.timeout" : "process.cancelled", arguments[0]}.with(
          "program", arguments[0]));
    }
    poll(streams.data(), streams.size(), kPollMs);
    if (streams[0].revents != 0 && !drain(streams[0].fd, output.out)) streams[0].fd = -1;
    if (streams[1].revents != 0 && !drain(streams[1].fd, output.err)) streams[1].fd = -1;
  }
  output.exit_code = wait_for(child);
  return output;
}

Result<std::vector<std::string>> split_command_line(const std::string& text) {
  std::vector<std::string> words;
  std::string word;
  bool in_word = false;
  char quote = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    const bool escapes = c == '\\' && quote != '\'';
    if (escapes) {
      if (i + 1 == text.size())
        return failure("process.malformed", "the command ends in a backslash");
      const char next = text[++i];
      if (quote == '"' && next != '"' && next != '\\' && next != '$' && next != '`') word += '\\';
      word += next;
      in_word = true;
    } else if (quote != 0) {
      if (c == quote)
        quote = 0;
      else
        word += c;
    } else if (c == '\'' || c == '"') {
      quote = c;
      in_word = true;
    } else if (c == ' ' || c == '\t' || c == '\n' || c == '\r') {
      if (in_word) words.push_back(std::move(word));
      word.clear();
      in_word = false;
    } else {
      word += c;
      in_word = true;
    }
  }
  if (quote != 0)
    return failure("process.malformed", fmt::format("the quote {} is not closed", quote));
  if (in_word) words.push_back(std::move(word));
  return words;
}

}  // namespace sextant
