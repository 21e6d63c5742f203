#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "aws/credentials/ini_file.h"
#include "base/environment.h"
#include "base/files.h"
#include "base/result.h"

namespace sextant::aws {

enum class ProfileFile { kConfig, kCredentials };

struct ProfileValue {
  std::string text;
  std::map<std::string, std::string> nested;  // see IniValue
  ProfileFile file = ProfileFile::kConfig;
  int line = 0;
};

// Keys (lower case) and values of a profile, an sso-session or a services section.
class ProfileSection {
 public:
  std::string name;

  // The value's text; nullopt where the key is not there.
  std::optional<std::string> get(const std::string& key) const;
  // Unset and "" are the same.
  std::optional<std::string> get_non_empty(const std::string& key) const;
  bool has(const std::string& key) const { return values.contains(key); }

  std::map<std::string, ProfileValue> values;
};

// Something wrong in one of the files. `line` is 0 where the file as a whole is meant.
struct ProfileFileProblem {
  std::filesystem::path file;
  int line = 0;
  std::string section;  // as written, "profile dev"; may be empty
  std::string text;     // for people; not yet fit for a terminal
};

// What became of one of the two files.
struct ProfileFileStatus {
  ProfileFile kind = ProfileFile::kConfig;
  std::filesystem::path path;
  std::string variable;  // "AWS_CONFIG_FILE" where that moved it; else empty
  bool exists = false;
  bool was_read = false;
};

// ~/.aws/config and ~/.aws/credentials (or where AWS_CONFIG_FILE and AWS_SHARED_CREDENTIALS_FILE
// point) as they stood when `load` read them, with the meaning that botocore gives them. A plain
// value; never changes after `load`.
class ProfileFiles {
 public:
  static constexpr std::uint64_t kFileBytesMax = 16ULL << 20U;

  // Never fails: what cannot be read is told in `problems`, and missing files are empty ones.
  static ProfileFiles load(const Environment& environment, Files& files);

  // Profiles of both files by name; for a key that both give the credentials file's value stands.
  std::map<std::string, ProfileSection> profiles;
  // What each file alone says, since some sources of credentials look into one file only.
  std::map<std::string, ProfileSection> config_profiles;
  std::map<std::string, ProfileSection> credentials_profiles;
  std::map<std::string, ProfileSection> sso_sessions;
  std::map<std::string, ProfileSection> services;
  std::vector<ProfileFileProblem> problems;
  ProfileFileStatus config;
  ProfileFileStatus credentials;

  std::vector<std::string> names() const;  // of profiles, sorted
  const ProfileSection* find(const std::string& profile) const;
  // The profile. Error: profile.not_found with the nearest names, the names that exist and the
  // files that were read.
  Result<const ProfileSection*> get(const std::string& profile) const;
  const ProfileFileStatus& status(ProfileFile file) const {
    return file == ProfileFile::kConfig ? config : credentials;
  }
  // "~/.aws/config and ~/.aws/credentials (does not exist)", for messages.
  std::string describe_files() const;
};

// The profile that the environment asks for (AWS_DEFAULT_PROFILE, else AWS_PROFILE, as botocore has
// it); nullopt where it asks for none.
std::optional<std::string> profile_of_environment(const Environment& environment);

}  // namespace sextant::aws
