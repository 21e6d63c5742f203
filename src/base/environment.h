#pragma once

#include <filesystem>
#include <map>
#include <optional>
#include <string>

namespace sextant {

// The variables and the home folder that this process was given: the one way to read them. Tests
// build their own. A plain value; never changes after it is built, so it may be shared by threads.
class Environment {
 public:
  explicit Environment(std::map<std::string, std::string> variables)
      : variables_(std::move(variables)) {}
  static Environment from_process();

  // nullopt where unset; a variable set to "" is an empty string.
  std::optional<std::string> get(const std::string& name) const;
  // Unset and "" are the same for most AWS variables.
  std::optional<std::string> get_non_empty(const std::string& name) const;
  const std::map<std::string, std::string>& all() const { return variables_; }

  // $HOME, else the password database's; "/" where there is neither.
  std::filesystem::path home() const;
  // Where Sextant keeps state and lake: $SEXTANT_HOME, else $XDG_STATE_HOME/sextant, else
  // ~/.local/state/sextant.
  std::filesystem::path sextant_home() const;
  // `text` with a leading "~" replaced by the home folder.
  std::filesystem::path expand(const std::string& text) const;

 private:
  std::map<std::string, std::string> variables_;
};

}  // namespace sextant
