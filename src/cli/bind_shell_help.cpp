#include <CLI/CLI.hpp>

#include <ostream>

#include "base/text.h"
#include "cli/bind.h"
#include "cli/help_tree.h"

namespace sextant::cli {
namespace {

// CLI11 writes the values of IsMember as "TEXT:{a,b}"; ours write few words as "a|b".
std::vector<std::string> choices_of(const std::string& type_name) {
  const std::size_t open = type_name.find('{');
  const std::size_t close = type_name.rfind('}');
  if (open != std::string::npos && close != std::string::npos && open < close) {
    return split(type_name.substr(open + 1, close - open - 1), ',');
  }
  const bool is_words =
      type_name.find('|') != std::string::npos && type_name.find(' ') == std::string::npos;
  return is_words ? split(type_name, '|') : std::vector<std::string>();
}

HelpOption describe(const CLI::Option& option) {
  HelpOption out;
  for (const std::string& name : option.get_snames()) out.names.push_back("-" + name);
  for (const std::string& name : option.get_lnames()) out.names.push_back("--" + name);
  out.is_positional = out.names.empty();
  if (out.is_positional) out.names.push_back(option.get_name(true));
  out.takes_value = option.get_items_expected_max() > 0;
  const std::string type_name = option.get_type_name();
  if (out.takes_value) {
    out.choices = choices_of(type_name);
    out.value_name = type_name.substr(0, type_name.find(':'));
    out.default_text = option.get_default_str();
  }
  out.meaning = option.get_description();
  return out;
}

HelpCommand describe(const CLI::App& app, std::vector<std::string> path) {
  HelpCommand out{std::move(path), app.get_description(), app.get_footer(), {}, {}};
  for (const CLI::Option* option :
       app.get_options([](const CLI::Option* one) { return !one->get_group().empty(); })) {
    out.options.push_back(describe(*option));
  }
  for (const CLI::App* child :
       app.get_subcommands([](const CLI::App* one) { return !one->get_group().empty(); })) {
    std::vector<std::string> child_path = out.path;
    child_path.push_back(child->get_name());
    out.commands.push_back(describe(*child, std::move(child_path)));
  }
  return out;
}

constexpr const char* kCompletionHelp = R"(Examples:
  source <(sextant completion bash)                               in ~/.bashrc
  sextant completion zsh > ~/.zfunc/_sextant                      with ~/.zfunc in fpath)";

constexpr const char* kManHelp = R"(Examples:
  sextant man | man -l -
  sextant man > ~/.local/share/man/man1/sextant.1)";

}  // namespace

void bind_shell_help(CLI::App& app, Chosen& chosen) {
  auto shell = std::make_shared<std::string>();
  CLI::App* completion = app.add_subcommand("completion", "A completion script for your shell");
  completion->add_option("shell", *shell, "bash or zsh")
      ->required()
      ->check(CLI::IsMember({"bash", "zsh"}));
  completion->footer(kCompletionHelp);
  completion->callback([&app, &chosen, shell] {
    chosen.run = [&app, shell](Context& context) {
      const HelpCommand root = describe(app, {app.get_name()});
      context.terminal.out << (*shell == "bash" ? bash_completion(root) : zsh_completion(root));
      return static_cast<int>(kFine);
    };
  });
  CLI::App* man = app.add_subcommand("man", "The manual page, for man(1)");
  man->footer(kManHelp);
  man->callback([&app, &chosen] {
    chosen.run = [&app](Context& context) {
      context.terminal.out << man_page(describe(app, {app.get_name()}), SEXTANT_VERSION);
      return static_cast<int>(kFine);
    };
  });
}

}  // namespace sextant::cli
