#include <fmt/format.h>

#include <algorithm>
#include <functional>

#include "base/text.h"
#include "cli/help_tree.h"

namespace sextant::cli {
namespace {

void for_each(const HelpCommand& command, const std::function<void(const HelpCommand&)>& visit) {
  visit(command);
  for (const HelpCommand& child : command.commands) for_each(child, visit);
}

// In single quotes of a POSIX shell.
std::string quoted(const std::string& text) {
  return "'" + replace_all(text, "'", "'\\''") + "'";
}

bool takes_file(const HelpOption& option) {
  const auto names_file = [](const std::string& name) {
    return name.ends_with("-file") || name == "--output";
  };
  return std::ranges::any_of(option.names, names_file);
}
bool takes_profile(const HelpOption& option) {
  return std::ranges::any_of(option.names,
                             [](const std::string& name) { return name.ends_with("profile"); });
}

// Prints the names of the profiles in ~/.aws/config.
constexpr std::string_view kProfiles =
    R"(sed -n 's/^\[profile \(.*\)\]$/\1/p; s/^\[default\]$/default/p' "${AWS_CONFIG_FILE:-$HOME/.aws/config}" 2>/dev/null)";

// One branch of a `case` for each command that `word` leads to: "sextant sso") → "sextant sso".
std::string descent(const HelpCommand& root, const std::string& indent) {
  std::string out;
  for_each(root, [&](const HelpCommand& command) {
    if (command.path.size() > 1)
      out += fmt::format("{0}{1}) path={1} ;;\n", indent, quoted(command.joined()));
  });
  return out;
}

// The options of a command and those of the program, which may stand anywhere.
std::vector<HelpOption> all_options(const HelpCommand& root, const HelpCommand& command) {
  std::vector<HelpOption> options = command.options;
  if (&root == &command) return options;
  for (const HelpOption& option : root.options) {
    const bool is_everywhere = option.names != std::vector<std::string>{"-h", "--help"} &&
                               option.names != std::vector<std::string>{"--version"};
    if (is_everywhere) options.push_back(option);
  }
  return options;
}

// A pattern for a `case` on "$path $previous" that an option's value follows.
std::string value_pattern(const HelpCommand& command, const HelpOption& option) {
  std::vector<std::string> patterns;
  for (const std::string& name : option.names)
    patterns.push_back(quoted(command.joined() + " " + name));
  return join(patterns, "|");
}

std::vector<std::string> option_names(const std::vector<HelpOption>& options) {
  std::vector<std::string> names;
  for (const HelpOption& option : options) {
    if (!option.is_positional) names.insert(names.end(), option.names.begin(), option.names.end());
  }
  return names;
}

// What a bare word may be: a subcommand or one of a positional's few values.
std::vector<std::string> words(const HelpCommand& command) {
  std::vector<std::string> names;
  for (const HelpCommand& child : command.commands) names.push_back(child.path.back());
  for (const HelpOption& option : command.options) {
    if (option.is_positional)
      names.insert(names.end(), option.choices.begin(), option.choices.end());
  }
  return names;
}

// Fills COMPREPLY with what may follow an option.
std::string bash_reply(const HelpOption& option) {
  if (takes_file(option)) return "COMPREPLY=($(compgen -f -- \"$word\"))";
  const std::string list = takes_profile(option) && option.choices.empty()
                               ? fmt::format("\"$({})\"", kProfiles)
                               : quoted(join(option.choices, " "));
  return fmt::format("COMPREPLY=($(compgen -W {} -- \"$word\"))", list);
}

std::string zsh_reply(const HelpOption& option) {
  if (takes_file(option)) return "_files";
  if (takes_profile(option) && option.choices.empty())
    return fmt::format("compadd -- ${{(f)\"$({})\"}}", kProfiles);
  std::vector<std::string> choices;
  for (const std::string& choice : option.choices) choices.push_back(quoted(choice));
  return "compadd -- " + join(choices, " ");
}

std::string zsh_entry(const std::string& name, const std::string& meaning) {
  return quoted(replace_all(name, ":", "\\:") + ":" + meaning);
}

}  // namespace

std::string HelpCommand::joined() const {
  return join(path, " ");
}

std::string bash_completion(const HelpCommand& root) {
  std::string values;
  std::string candidates;
  for_each(root, [&](const HelpCommand& command) {
    const auto options = all_options(root, command);
    for (const HelpOption& option : options) {
      if (option.is_positional || !option.takes_value) continue;
      const std::string reply = bash_reply(option);
      values += fmt::format("    {}) {}; return ;;\n", value_pattern(command, option), reply);
    }
    candidates +=
        fmt::format("    {}) words={}; options={} ;;\n", quoted(command.joined()),
                    quoted(join(words(command), " ")), quoted(join(option_names(options), " ")));
  });
  return fmt::format(R"(# bash completion for {0}; made by: {0} completion bash
_{0}() {{
  local word=${{COMP_WORDS[COMP_CWORD]}} previous=${{COMP_WORDS[COMP_CWORD-1]}}
  local path={0} words='' options='' i
  for ((i = 1; i < COMP_CWORD; i++)); do
    case "$path ${{COMP_WORDS[i]}}" in
{1}    esac
  done
  case "$path $previous" in
{2}  esac
  case "$path" in
{3}  esac
  if [[ $word == -* ]]; then
    COMPREPLY=($(compgen -W "$options" -- "$word"))
  else
    COMPREPLY=($(compgen -W "$words" -- "$word"))
  fi
}}
complete -F _{0} {0}
)",
                     root.path.front(), descent(root, "      "), values, candidates);
}

std::string zsh_completion(const HelpCommand& root) {
  std::string values;
  std::string candidates;
  for_each(root, [&](const HelpCommand& command) {
    std::string entries;
    std::string options;
    for (const HelpCommand& child : command.commands)
      entries += " " + zsh_entry(child.path.back(), child.meaning);
    for (const HelpOption& option : all_options(root, command)) {
      if (option.is_positional) {
        for (const std::string& choice : option.choices)
          entries += " " + zsh_entry(choice, option.meaning);
        continue;
      }
      for (const std::string& name : option.names) options += " " + zsh_entry(name, option.meaning);
      if (!option.takes_value) continue;
      values +=
          fmt::format("    {}) {}; return ;;\n", value_pattern(command, option), zsh_reply(option));
    }
    candidates += fmt::format("    {}) entries=({}); options=({}) ;;\n", quoted(command.joined()),
                              entries, options);
  });
  return fmt::format(R"(#compdef {0}
# zsh completion for {0}; made by: {0} completion zsh
_{0}() {{
  local path={0} i
  local -a entries options
  for ((i = 2; i < CURRENT; i++)); do
    case "$path ${{words[i]}}" in
{1}    esac
  done
  case "$path ${{words[CURRENT-1]}}" in
{2}  esac
  case "$path" in
{3}  esac
  if [[ ${{words[CURRENT]}} == -* ]]; then
    _describe -o option options
  else
    _describe command entries
  fi
}}
compdef _{0} {0}
)",
                     root.path.front(), descent(root, "      "), values, candidates);
}

}  // namespace sextant::cli
