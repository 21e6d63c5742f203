#include "cli/ask_secret.h"

#include <fcntl.h>
#include <poll.h>
#include <termios.h>
#include <unistd.h>

#include <cerrno>

namespace sextant::cli {
namespace {

constexpr std::size_t kAnswerMax = 1024;
// How often a waiting question looks whether it was stopped.
constexpr int kLookMs = 50;

// The controlling terminal with its echo off, put right again at the end.
class QuietTerminal {
 public:
  QuietTerminal() : fd_(open("/dev/tty", O_RDWR | O_CLOEXEC)) {
    if (fd_ < 0 || tcgetattr(fd_, &before_) != 0) return;
    termios quiet = before_;
    quiet.c_lflag &= ~static_cast<tcflag_t>(ECHO);
    is_ready_ = tcsetattr(fd_, TCSAFLUSH, &quiet) == 0;
  }
  QuietTerminal(const QuietTerminal&) = delete;
  QuietTerminal& operator=(const QuietTerminal&) = delete;
  ~QuietTerminal() {
    if (is_ready_) tcsetattr(fd_, TCSAFLUSH, &before_);
    if (fd_ >= 0) close(fd_);
  }
  bool is_ready() const { return is_ready_; }
  void show(const std::string& text) const {
    [[maybe_unused]] const ssize_t shown = write(fd_, text.data(), text.size());
  }
  // Up to the end of the line; empty after a stop.
  std::string read_line(const std::stop_token& stop) const {
    std::string line;
    while (line.size() < kAnswerMax) {
      if (stop.stop_requested()) return "";
      pollfd ready{fd_, POLLIN, 0};
      if (poll(&ready, 1, kLookMs) <= 0) continue;
      char c = 0;
      const ssize_t got = read(fd_, &c, 1);
      if (got < 0 && errno == EINTR) continue;
      if (got <= 0 || c == '\n' || c == '\r') break;
      line += c;
    }
    return line;
  }

 private:
  int fd_;
  termios before_{};
  bool is_ready_ = false;
};

}  // namespace

std::optional<Secret> ask_secret(const std::string& question, const std::stop_token& stop) {
  const QuietTerminal terminal;
  if (!terminal.is_ready()) return std::nullopt;
  terminal.show(question);
  Secret answer(terminal.read_line(stop));
  terminal.show("\n");
  if (answer.empty()) return std::nullopt;
  return answer;
}

}  // namespace sextant::cli
