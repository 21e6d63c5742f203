#include "cli/context.h"

#include <fmt/format.h>

#include <istream>
#include <ostream>

#include "base/error_catalog.h"
#include "base/text.h"

namespace sextant::cli {

bool Terminal::confirm(const std::string& question, bool assume_yes) const {
  if (assume_yes) return true;
  if (!in_is_terminal) return false;
  err << question << " [y/N] " << std::flush;
  std::string answer;
  if (!std::getline(in, answer)) return false;
  const std::string word = to_lower(trim(answer));
  return word == "y" || word == "yes";
}

void print_error(const Context& context, const Error& error) {
  const ExplainedError shown = explain(error);
  std::ostream& err = context.terminal.err;
  const auto bold = [&](const std::string& text) {
    return context.terminal.use_color ? "\x1b[1;31m" + text + "\x1b[0m" : text;
  };
  err << bold("error: " + shown.title) << "  [" << shown.code << "]\n";
  if (!shown.detail.empty()) err << "  what happened: " << shown.detail << "\n";
  if (error.remote && !error.remote->request_id.empty()) {
    err << "  request id:    " << for_terminal(error.remote->request_id) << "\n";
  }
  for (std::size_t i = 0; i < shown.causes.size(); ++i) {
    err << (i == 0 ? "  likely cause:  " : "  or:            ") << shown.causes[i] << "\n";
  }
  if (!shown.fix.empty())
    err << "  fix:           " << replace_all(shown.fix, "\n", "\n                 ") << "\n";
}

int fail(const Context& context, const Error& error) {
  print_error(context, error);
  if (error.code == "connection.none") return kNoConnection;
  if (error.code.starts_with("usage.")) return kUsage;
  return kFailed;
}

}  // namespace sextant::cli
