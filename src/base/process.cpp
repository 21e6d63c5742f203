#include "base/process.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <fstream>

namespace sextant {
namespace {

// How often a waiting `run` looks at its stop token, and at the memory of what it runs.
constexpr int kPollMs = 50;
constexpr int kMemoryPollMs = 10;

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

// What a program reads as its standard input: in memory, so that it need not be fed while it
// writes.
class Input {
 public:
  explicit Input(std::string_view text) : fd_(memfd_create("input", MFD_CLOEXEC)) {
    is_whole_ = fd_ >= 0;
    while (is_whole_ && !text.empty()) {
      const ssize_t put = write(fd_, text.data(), text.size());
      is_whole_ = put > 0 || (put < 0 && errno == EINTR);
      text.remove_prefix(put > 0 ? static_cast<std::size_t>(put) : 0);
    }
    is_whole_ = is_whole_ && lseek(fd_, 0, SEEK_SET) == 0;
  }
  Input(const Input&) = delete;
  Input& operator=(const Input&) = delete;
  ~Input() { Pipe::close_end(fd_); }
  bool is_whole() const { return is_whole_; }
  int fd() const { return fd_; }

 private:
  int fd_;
  bool is_whole_ = false;
};

std::vector<char*> pointers(const std::vector<std::string>& texts) {
  std::vector<char*> out;
  for (const std::string& text : texts) out.push_back(const_cast<char*>(text.c_str()));
  out.push_back(nullptr);
  return out;
}

// Starts the program in a process group of its own, so that what it starts can be ended with it.
int spawn(const std::vector<std::string>& arguments, const ProcessOptions& options,
          const Input& input, const Pipe& out, const Pipe& err, pid_t& child) {
  const std::vector<char*> argv = pointers(arguments);
  std::vector<char*> variables;
  if (options.environment) variables = pointers(*options.environment);
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_adddup2(&actions, input.fd(), STDIN_FILENO);
  posix_spawn_file_actions_adddup2(&actions, out.write_end, STDOUT_FILENO);
  posix_spawn_file_actions_adddup2(&actions, err.write_end, STDERR_FILENO);
  // Sockets of the server, and whatever a library has opened, are none of the program's business.
  posix_spawn_file_actions_addclosefrom_np(&actions, STDERR_FILENO + 1);
  posix_spawnattr_t attributes;
  posix_spawnattr_init(&attributes);
  posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETPGROUP);
  const int status = posix_spawnp(&child, argv[0], &actions, &attributes, argv.data(),
                                  options.environment ? variables.data() : environ);
  posix_spawnattr_destroy(&attributes);
  posix_spawn_file_actions_destroy(&actions);
  return status;
}

// Moves what can be read now into `text`; false at the end of the stream.
bool drain(int fd, std::string& text, std::size_t bytes_max) {
  std::array<char, std::size_t{64} << 10U> block;
  const ssize_t got = read(fd, block.data(), block.size());
  if (got < 0) return errno == EINTR || errno == EAGAIN;
  const std::size_t room = bytes_max - text.size();
  text.append(block.data(), std::min(static_cast<std::size_t>(got), room));
  return got > 0;
}

int wait_for(pid_t child) {
  int status = 0;
  while (waitpid(child, &status, 0) < 0 && errno == EINTR) {
  }
  return WIFSIGNALED(status) ? 128 + WTERMSIG(status) : WEXITSTATUS(status);
}

// What the process has resident, in bytes; 0 where it has ended.
std::uint64_t memory_of(pid_t child) {
  std::ifstream file(fmt::format("/proc/{}/statm", child));
  std::uint64_t size = 0;
  std::uint64_t resident = 0;
  if (!(file >> size >> resident)) return 0;
  return resident * static_cast<std::uint64_t>(sysconf(_SC_PAGESIZE));
}

// Why the process is to be ended now, as an error's code; empty where it may go on.
std::string_view why_end(pid_t child, const ProcessOptions& options, const CallContext& context) {
  if (std::chrono::steady_clock::now() >= context.deadline) return "process.timeout";
  if (context.stop.stop_requested()) return "process.cancelled";
  if (options.memory_bytes_max > 0 && memory_of(child) > options.memory_bytes_max)
    return "process.too_large";
  return "";
}

}  // namespace

Result<ProcessOutput> SystemProcesses::run(const std::vector<std::string>& arguments,
                                           const ProcessOptions& options,
                                           const CallContext& context) {
  if (arguments.empty() || arguments[0].empty())
    return failure("process.malformed", "there is no program to run");
  Pipe out;
  Pipe err;
  const Input input(options.input);
  if (out.write_end < 0 || err.write_end < 0 || !input.is_whole())
    return failure("process.failed", std::strerror(errno));
  pid_t child = -1;
  if (const int error = spawn(arguments, options, input, out, err, child); error != 0) {
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
    if (const auto code = why_end(child, options, context); !code.empty()) {
      kill(-child, SIGKILL);
      wait_for(child);
      return failure(Error{std::string(code), arguments[0]}.with("program", arguments[0]));
    }
    poll(streams.data(), streams.size(), options.memory_bytes_max > 0 ? kMemoryPollMs : kPollMs);
    const std::size_t most = options.output_bytes_max;
    if (streams[0].revents != 0 && !drain(streams[0].fd, output.out, most)) streams[0].fd = -1;
    if (streams[1].revents != 0 && !drain(streams[1].fd, output.err, most)) streams[1].fd = -1;
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
