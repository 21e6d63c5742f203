#pragma once

#include <string>
#include <vector>

namespace sextant::cli {

// The command tree as texts, for scripts and pages that are drawn from it. Plain values.
struct HelpOption {
  std::vector<std::string> names;  // "--format", "-b"; a positional's is its bare name
  bool is_positional = false;
  bool takes_value = false;
  std::string value_name;            // "FILE"
  std::vector<std::string> choices;  // the values there are, where they are few
  std::string default_text;
  std::string meaning;
};

struct HelpCommand {
  std::vector<std::string> path;  // {"sextant", "sso", "login"}
  std::string meaning;
  std::string footer;  // examples
  std::vector<HelpOption> options;
  std::vector<HelpCommand> commands;

  std::string joined() const;  // "sextant sso login"
};

// Scripts for `source <(sextant completion bash)` and for a file _sextant in zsh's fpath.
std::string bash_completion(const HelpCommand& root);
std::string zsh_completion(const HelpCommand& root);
// A page for man(1), in roff.
std::string man_page(const HelpCommand& root, const std::string& version);

}  // namespace sextant::cli
