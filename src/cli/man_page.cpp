#include <fmt/format.h>

#include "base/text.h"
#include "cli/help_tree.h"

namespace sextant::cli {
namespace {

// Text that roff shows as it is: no line is taken for a request.
std::string plain(const std::string& text) {
  const std::string escaped = replace_all(replace_all(text, "\\", "\\e"), "-", "\\-");
  std::string out;
  for (const std::string& line : split(escaped, '\n')) {
    if (!out.empty()) out += "\n";
    if (line.starts_with('.') || line.starts_with('\'')) out += "\\&";
    out += line;
  }
  return out;
}

std::string option_entry(const HelpOption& option) {
  std::vector<std::string> names;
  for (const std::string& name : option.names) names.push_back("\\fB" + plain(name) + "\\fR");
  std::string head = join(names, ", ");
  if (option.takes_value && !option.is_positional) {
    const std::string value =
        option.choices.empty() ? option.value_name : join(option.choices, "|");
    head += " \\fI" + plain(value) + "\\fR";
  }
  std::string meaning = option.meaning;
  if (!option.default_text.empty()) meaning += " (default: " + option.default_text + ")";
  return ".TP\n" + head + "\n" + plain(meaning) + "\n";
}

std::string command_section(const HelpCommand& command) {
  std::string out;
  if (command.commands.empty()) {
    out += ".SS " + plain(command.joined()) + "\n" + plain(command.meaning) + "\n";
    for (const HelpOption& option : command.options) out += option_entry(option);
    if (!command.footer.empty()) out += ".PP\n.nf\n" + plain(command.footer) + "\n.fi\n";
  }
  for (const HelpCommand& child : command.commands) out += command_section(child);
  return out;
}

constexpr std::string_view kEnd = R"(.SH EXIT STATUS
.TP
.B 0
All went well.
.TP
.B 1
It failed; standard error says why and what to do.
.TP
.B 2
The command line was wrong.
.TP
.B 3
Done in part: something that should be there is missing, and the answer says what.
.TP
.B 4
Nothing is connected yet.
.SH ENVIRONMENT
.TP
.B SEXTANT_HOME
Where state and costs are kept, instead of $XDG_STATE_HOME/sextant or ~/.local/state/sextant.
.TP
.B NO_COLOR
No colors, whatever the terminal can do.
.TP
.B AWS_PROFILE, AWS_REGION, AWS_CONFIG_FILE, AWS_SHARED_CREDENTIALS_FILE, AWS_CA_BUNDLE, AWS_ENDPOINT_URL, ...
As the aws program reads them.
.TP
.B HTTPS_PROXY, HTTP_PROXY, NO_PROXY
Proxies, and what goes around them.
.SH FILES
.TP
.I ~/.aws/config, ~/.aws/credentials
Profiles; read, and written only after a question.
.TP
.I $SEXTANT_HOME/lake
The costs, as Parquet files that any reader of Parquet may open.
.TP
.I $SEXTANT_HOME/state.db
Connections and what became of the syncs. No secret is in it.
)";

}  // namespace

std::string man_page(const HelpCommand& root, const std::string& version) {
  const std::string& name = root.path.front();
  std::string synopsis;
  for (const HelpCommand& child : root.commands) {
    synopsis += fmt::format(".br\n.B {} {}\n[\\fIoptions\\fR]\n", name, plain(child.path.back()));
  }
  std::string general;
  for (const HelpOption& option : root.options) general += option_entry(option);
  std::string commands;
  for (const HelpCommand& child : root.commands) commands += command_section(child);
  return fmt::format(
      ".TH {} 1 \"\" \"{} {}\" \"User Commands\"\n.SH NAME\n{} \\- {}\n.SH SYNOPSIS\n{}.SH "
      "OPTIONS\n{}.SH COMMANDS\n{}{}",
      to_upper(name), name, version, name, "what your clouds cost, on your own machine", synopsis,
      general, commands, kEnd);
}

}  // namespace sextant::cli
