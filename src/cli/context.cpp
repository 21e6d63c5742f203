#include "cli/context.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
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
  const bool is_answered = (!wait_for_line || wait_for_line()) && std::getline(in, answer);
  if (!is_answered) {
    err << "\n";
    return false;
  }
  const std::string word = to_lower(trim(answer));
  return word == "y" || word == "yes";
}

namespace {

// Lines below each other, beside the word that begins the first.
std::string indented(const std::string& text) {
  return replace_all(text, "\n", "\n                 ");
}

}  // namespace

void print_error(const Context& context, const Error& error) {
  const ExplainedError shown = explain(error);
  std::ostream& err = context.terminal.err;
  const auto bold = [&](const std::string& text) {
    return context.terminal.use_color ? "\x1b[1;31m" + text + "\x1b[0m" : text;
  };
  err << bold("error: " + shown.title) << "  [" << shown.code << "]\n";
  if (!shown.detail.empty()) err << "  what happened: " << indented(shown.detail) << "\n";
  if (error.remote && !error.remote->request_id.empty()) {
    err << "  request id:    " << for_terminal(error.remote->request_id) << "\n";
  }
  for (std::size_t i = 0; i < shown.causes.size(); ++i) {
    err << (i == 0 ? "  likely cause:  " : "  or:            ") << shown.causes[i] << "\n";
  }
  if (!shown.fix.empty()) err << "  fix:           " << indented(shown.fix) << "\n";
}

int fail(const Context& context, const Error& error) {
  // What was said on the command line, and is wrong whatever is stored.
  constexpr std::array<std::string_view, 9> kWrongWords = {
      "cost.bad_window",       "cost.unknown_key",        "cost.unknown_metric",
      "cost.bad_filter",       "connection.bad_name",     "connection.bad_note",
      "connection.bad_region", "connection.bad_role_arn", "connection.bad_role_name"};
  print_error(context, error);
  if (error.code == "connection.none") return kNoConnection;
  const bool is_usage = error.code.starts_with("usage.") ||
                        std::ranges::find(kWrongWords, error.code) != kWrongWords.end();
  return is_usage ? kUsage : kFailed;
}

}  // namespace sextant::cli
