#include <poll.h>
#include <sys/ioctl.h>
#include <sys/resource.h>
#include <unistd.h>
#include <CLI/CLI.hpp>
#include <csignal>
#include <iostream>
#include <thread>

#include "base/civil_time.h"
#include "base/log.h"
#include "base/redact.h"
#include "base/text.h"
#include "cli/ask_secret.h"
#include "cli/bind.h"

namespace sextant::cli {
namespace {

// Waits for Ctrl-C or a termination on a thread of its own, so that nothing runs inside a signal
// handler. A second one ends the process.
void watch_signals(std::stop_source stop) {
  sigset_t signals;
  sigemptyset(&signals);
  sigaddset(&signals, SIGINT);
  sigaddset(&signals, SIGTERM);
  pthread_sigmask(SIG_BLOCK, &signals, nullptr);
  std::thread([stop, signals]() mutable {
    int signal = 0;
    sigwait(&signals, &signal);
    stop.request_stop();
    sigwait(&signals, &signal);
    _exit(128 + signal);
  }).detach();
}

// Ctrl-C is no character of a line, so a read would go on; this sees it. False at a stop.
bool wait_for_line(const std::stop_token& stop) {
  constexpr int kPollMs = 50;
  pollfd input{STDIN_FILENO, POLLIN, 0};
  while (!stop.stop_requested()) {
    if (poll(&input, 1, kPollMs) > 0) return true;
  }
  return false;
}

Terminal process_terminal(const Environment& environment, const std::stop_token& stop) {
  Terminal terminal{std::cout, std::cerr, std::cin};
  terminal.wait_for_line = [stop] { return wait_for_line(stop); };
  terminal.out_is_terminal = isatty(STDOUT_FILENO) != 0;
  terminal.in_is_terminal = isatty(STDIN_FILENO) != 0 && isatty(STDERR_FILENO) != 0;
  terminal.use_color = terminal.out_is_terminal && isatty(STDERR_FILENO) != 0 &&
                       !environment.get_non_empty("NO_COLOR") &&
                       environment.get("TERM").value_or("") != "dumb";
  winsize size{};
  if (terminal.out_is_terminal && ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0) {
    terminal.width = size.ws_col;
  }
  return terminal;
}

Result<SystemClock> process_clock(const Environment& environment) {
  const auto now = environment.get_non_empty("SEXTANT_NOW");
  if (!now) return SystemClock();
  SEXTANT_TRY(const WallTime start, parse_rfc3339(*now));
  return SystemClock::starting_at(start);
}

struct GlobalOptions {
  bool quiet = false;
  bool debug = false;
  std::string log_file;
};

// The innermost command that was given.
const CLI::App& innermost(const CLI::App& app) {
  const auto given = app.get_subcommands();
  return given.empty() ? app : innermost(*given.front());
}

// "A subcommand is required" is no help to somebody who gave one, but one that does not exist.
bool explain_unknown_command(const CLI::App& app) {
  const CLI::App& command = innermost(app);
  std::vector<std::string> names;
  for (const CLI::App* one :
       command.get_subcommands([](const CLI::App* each) { return !each->get_group().empty(); }))
    names.push_back(one->get_name());
  const std::vector<std::string> rest = app.remaining(true);
  if (names.empty() || rest.empty()) return false;
  const auto near = nearest(rest.front(), names);
  std::cerr << "error: there is no command '" << for_terminal(rest.front()) << "'; "
            << (near.empty() ? "those that exist: " + join(names, ", ")
                             : "did you mean " + join(near, " or ") + "?")
            << "\n";
  return true;
}

// A crash must not write what is in memory: no core file, and a last message without secrets.
void guard_secrets() {
  const rlimit none{0, 0};
  setrlimit(RLIMIT_CORE, &none);
  std::set_terminate([] {
    std::string words = "unknown";
    try {
      if (const auto thrown = std::current_exception()) std::rethrow_exception(thrown);
    } catch (const std::exception& exception) {
      words = exception.what();
    } catch (...) {
      words = "not a std::exception";
    }
    std::cerr << "sextant: internal error, please report it: " << for_terminal(redact(words))
              << std::endl;
    std::abort();
  });
}

// The exit code, once all that was printed is out: on a full disk it is not. A reader that has gone
// (`sextant cost | head`) has what it wants, and is told nothing.
int with_output(const Context& context, int status) {
  std::cout.flush();
  pollfd output{STDOUT_FILENO, POLLOUT, 0};
  const bool has_reader = poll(&output, 1, 0) < 0 || (output.revents & POLLERR) == 0;
  if (std::cout || !has_reader) return status;
  return fail(context, Error{"file.unwritable", "what was printed did not all arrive"}.with(
                           "path", "standard output"));
}

int run_process(int argc, char** argv) {
  guard_secrets();
  Chosen chosen;
  GlobalOptions global;
  const auto app = make_app(chosen);
  app->add_flag("-q,--quiet", global.quiet, "Print nothing but the answer itself")
      ->group("Everywhere");
  app->add_flag("--debug", global.debug, "Log what is done, to standard error")
      ->group("Everywhere");
  app->add_option("--log-file", global.log_file, "Log to this file instead")->group("Everywhere");
  try {
    app->parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    const bool lacks_command = dynamic_cast<const CLI::RequiredError*>(&error) != nullptr;
    if (lacks_command && explain_unknown_command(*app)) return kUsage;
    const int status = app->exit(error);
    return status == 0 ? kFine : kUsage;
  }
  log::configure(global.debug ? log::Level::kDebug : log::Level::kWarning, global.log_file);

  std::stop_source stop;
  signal(SIGPIPE, SIG_IGN);
  signal(SIGXFSZ, SIG_IGN);
  watch_signals(stop);
  const Environment environment = Environment::from_process();
  Terminal terminal = process_terminal(environment, stop.get_token());
  terminal.quiet = global.quiet;
  const auto clock = process_clock(environment);
  if (!clock) {
    std::cerr << "error: SEXTANT_NOW: " << clock.error().detail << "\n";
    return kUsage;
  }
  SystemFiles files;
  SystemProcesses processes;
  SystemRandom random;
  http::CurlClient http(http::ClientOptions::from(environment));
  aws::Outside outside{environment, files, processes, http, *clock, random};
  if (terminal.in_is_terminal) {
    outside.ask_secret = [token = stop.get_token()](const std::string& question) {
      return ask_secret(question, token);
    };
  }
  Context context(outside, terminal, CallContext{SteadyTime::max(), stop.get_token()},
                  environment.sextant_home());
  return with_output(context, chosen.run ? chosen.run(context) : kUsage);
}

}  // namespace
}  // namespace sextant::cli

int main(int argc, char** argv) {
  return sextant::cli::run_process(argc, argv);
}
