#include "base/environment.h"

#include <pwd.h>
#include <unistd.h>

namespace sextant {

Environment Environment::from_process() {
  std::map<std::string, std::string> variables;
  for (char** entry = environ; entry != nullptr && *entry != nullptr; ++entry) {
    const std::string text = *entry;
    const std::size_t equals = text.find('=');
    if (equals != std::string::npos) variables[text.substr(0, equals)] = text.substr(equals + 1);
  }
  return Environment(std::move(variables));
}

std::optional<std::string> Environment::get(const std::string& name) const {
  const auto found = variables_.find(name);
  if (found == variables_.end()) return std::nullopt;
  return found->second;
}

std::optional<std::string> Environment::get_non_empty(const std::string& name) const {
  auto value = get(name);
  if (value && value->empty()) return std::nullopt;
  return value;
}

std::filesystem::path Environment::home() const {
  if (const auto home = get_non_empty("HOME")) return *home;
  if (const passwd* entry = getpwuid(getuid()); entry != nullptr && entry->pw_dir != nullptr)
    return entry->pw_dir;
  return "/";
}

std::filesystem::path Environment::sextant_home() const {
  if (const auto own = get_non_empty("SEXTANT_HOME")) return expand(*own);
  if (const auto state = get_non_empty("XDG_STATE_HOME"))
    return std::filesystem::path(*state) / "sextant";
  return home() / ".local" / "state" / "sextant";
}

std::filesystem::path Environment::expand(const std::string& text) const {
  if (text == "~") return home();
  if (text.starts_with("~/")) return home() / text.substr(2);
  return text;
}

}  // namespace sextant
