#include "aws/credentials/profile_files.h"

#include <fmt/format.h>

#include <utility>

#include "base/process.h"
#include "base/text.h"

namespace sextant::aws {
namespace {

constexpr std::size_t kNamesShownMax = 30;

bool is_name_character(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
}

// $NAME and ${NAME} as Python's expandvars has them: unknown ones stay as they are.
std::string expand_variables(const std::string& text, const Environment& environment) {
  std::string out;
  for (std::size_t i = 0; i < text.size();) {
    if (text[i] != '$') {
      out += text[i++];
      continue;
    }
    const bool braced = i + 1 < text.size() && text[i + 1] == '{';
    const std::size_t begin = i + (braced ? 2 : 1);
    std::size_t end = begin;
    while (end < text.size() && (braced ? text[end] != '}' : is_name_character(text[end]))) ++end;
    const bool is_whole = end > begin && (!braced || end < text.size());
    const std::size_t next = end + (braced && is_whole ? 1 : 0);
    const auto value = is_whole ? environment.get(text.substr(begin, end - begin)) : std::nullopt;
    out += value ? *value : text.substr(i, next - i);
    i = next;
  }
  return out;
}

ProfileFileStatus locate(ProfileFile kind, const Environment& environment) {
  const bool is_config = kind == ProfileFile::kConfig;
  const std::string variable = is_config ? "AWS_CONFIG_FILE" : "AWS_SHARED_CREDENTIALS_FILE";
  ProfileFileStatus status;
  status.kind = kind;
  if (const auto moved = environment.get_non_empty(variable)) {
    status.variable = variable;
    status.path = environment.expand(expand_variables(*moved, environment));
  } else {
    status.path = environment.home() / ".aws" / (is_config ? "config" : "credentials");
  }
  return status;
}

IniFile read(ProfileFileStatus& status, Files& files, std::vector<ProfileFileProblem>& problems) {
  auto bytes = files.read(status.path, ProfileFiles::kFileBytesMax);
  if (!bytes) {
    status.exists = bytes.error().code != "file.not_found";
    if (status.exists) problems.push_back({status.path, 0, "", bytes.error().detail});
    return {};
  }
  status.exists = true;
  status.was_read = true;
  IniFile parsed = parse_ini(*bytes);
  for (IniProblem& problem : parsed.problems) {
    problems.push_back(
        {status.path, problem.line, std::move(problem.section), std::move(problem.text)});
  }
  return parsed;
}

ProfileSection section_of(std::string name, IniSection&& values, ProfileFile file) {
  ProfileSection section;
  section.name = std::move(name);
  for (auto& [key, value] : values) {
    section.values[key] = {std::move(value.text), std::move(value.nested), file, value.line};
  }
  return section;
}

// Sorts the sections of ~/.aws/config by what their headers say.
class ConfigSorter {
 public:
  explicit ConfigSorter(ProfileFiles& out) : out_(out) {}

  void sort(IniFile&& file) {
    for (IniNamedSection& section : file.sections) place(std::move(section));
  }

 private:
  void place(IniNamedSection&& section) {
    const std::string& header = section.name;
    if (header == "default") {
      put(out_.config_profiles, header, std::move(section));
    } else if (header.starts_with("profile")) {
      put_named(out_.config_profiles, std::move(section));
    } else if (header.starts_with("sso-session")) {
      put_named(out_.sso_sessions, std::move(section));
    } else if (header.starts_with("services")) {
      put_named(out_.services, std::move(section));
    } else if (header != "preview" && header != "plugins" && !header.starts_with("plugins ")) {
      problem(section,
              fmt::format("[{0}] is not a profile here: in this file its header is [profile {0}]",
                          header));
    }
  }

  void put_named(std::map<std::string, ProfileSection>& where, IniNamedSection&& section) {
    const auto words = split_command_line(section.name);
    if (!words || words->size() != 2 || (*words)[1].empty()) {
      problem(
          section,
          "this header was skipped: it needs exactly one name, in quotes where it holds spaces");
      return;
    }
    put(where, (*words)[1], std::move(section));
  }

  void put(std::map<std::string, ProfileSection>& where, std::string name,
           IniNamedSection&& section) {
    if (where.contains(name)) {
      problem(section,
              fmt::format("{} is described by two sections, of which the later is used", name));
    }
    where[name] = section_of(name, std::move(section.values), ProfileFile::kConfig);
  }

  void problem(const IniNamedSection& section, std::string text) {
    out_.problems.push_back({out_.config.path, section.line, section.name, std::move(text)});
  }

  ProfileFiles& out_;
};

void sort_credentials(ProfileFiles& out, IniFile&& file) {
  for (IniNamedSection& section : file.sections) {
    if (section.name.starts_with("profile ")) {
      out.problems.push_back(
          {out.credentials.path, section.line, section.name,
           fmt::format("in this file the header is [{}], without the word profile",
                       trim(std::string_view(section.name).substr(8)))});
    }
    out.credentials_profiles[section.name] =
        section_of(section.name, std::move(section.values), ProfileFile::kCredentials);
  }
}

std::string shown_names(const std::vector<std::string>& names) {
  if (names.empty()) return "none";
  std::vector<std::string> shown(
      names.begin(),
      names.begin() + static_cast<std::ptrdiff_t>(std::min(names.size(), kNamesShownMax)));
  std::string text = join(shown, ", ");
  if (names.size() > shown.size()) text += fmt::format(" and {} more", names.size() - shown.size());
  return text;
}

}  // namespace

std::optional<std::string> ProfileSection::get(const std::string& key) const {
  const auto found = values.find(key);
  if (found == values.end()) return std::nullopt;
  return found->second.text;
}

std::optional<std::string> ProfileSection::get_non_empty(const std::string& key) const {
  auto value = get(key);
  if (value && value->empty()) return std::nullopt;
  return value;
}

ProfileFiles ProfileFiles::load(const Environment& environment, Files& files) {
  ProfileFiles out;
  out.config = locate(ProfileFile::kConfig, environment);
  out.credentials = locate(ProfileFile::kCredentials, environment);
  ConfigSorter(out).sort(read(out.config, files, out.problems));
  sort_credentials(out, read(out.credentials, files, out.problems));
  out.profiles = out.config_profiles;
  for (const auto& [name, section] : out.credentials_profiles) {
    ProfileSection& merged = out.profiles[name];
    merged.name = name;
    for (const auto& [key, value] : section.values) merged.values[key] = value;
  }
  return out;
}

std::vector<std::string> ProfileFiles::names() const {
  std::vector<std::string> out;
  for (const auto& [name, section] : profiles) out.push_back(name);
  return out;
}

const ProfileSection* ProfileFiles::find(const std::string& profile) const {
  const auto found = profiles.find(profile);
  return found == profiles.end() ? nullptr : &found->second;
}

Result<const ProfileSection*> ProfileFiles::get(const std::string& profile) const {
  if (const ProfileSection* found = find(profile)) return found;
  const std::vector<std::string> all = names();
  const std::vector<std::string> close = nearest(profile, all);
  std::string detail = fmt::format("no profile \"{}\" in {}", profile, describe_files());
  if (!close.empty()) detail += fmt::format("; did you mean {}?", join(close, " or "));
  return failure(Error{"profile.not_found", std::move(detail)}
                     .with("profile", profile)
                     .with("nearest", close.empty() ? "none" : join(close, ", "))
                     .with("profiles", shown_names(all))
                     .with("files", describe_files()));
}

std::string ProfileFiles::describe_files() const {
  const auto describe = [](const ProfileFileStatus& status) {
    std::string text = status.path.string();
    if (!status.variable.empty()) text += fmt::format(" (from {})", status.variable);
    if (!status.exists) {
      text += " (does not exist)";
    } else if (!status.was_read) {
      text += " (could not be read)";
    }
    return text;
  };
  return describe(config) + " and " + describe(credentials);
}

std::optional<std::string> profile_of_environment(const Environment& environment) {
  if (auto name = environment.get_non_empty("AWS_DEFAULT_PROFILE")) return name;
  return environment.get_non_empty("AWS_PROFILE");
}

}  // namespace sextant::aws
