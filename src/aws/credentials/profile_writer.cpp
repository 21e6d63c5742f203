#include "aws/credentials/profile_writer.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "aws/credentials/profile_settings.h"
#include "base/text.h"

namespace sextant::aws {
namespace {

constexpr std::size_t kNameMax = 100;
constexpr unsigned kModeOfNew = 0600;

bool is_made_of(std::string_view text, std::string_view more, std::size_t longest) {
  return !text.empty() && text.size() <= longest && std::ranges::all_of(text, [&](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
           more.find(c) != std::string_view::npos;
  });
}

Result<void> check_name(const std::string& name) {
  if (is_made_of(name, "._@+-", kNameMax)) return {};
  return failure("profile.malformed_name", fmt::format("\"{}\"", name));
}

Error malformed(const NewSsoProfile& profile, const std::string& key, const std::string& value) {
  return Error{"profile.malformed_value", fmt::format("\"{}\" cannot be {}", value, key)}
      .with("profile", profile.name)
      .with("key", key)
      .with("file", "what was asked for");
}

Result<void> check(const ProfileFiles& files, const NewSsoProfile& profile) {
  if (files.config.exists && !files.config.was_read) {
    return failure(Error{"file.unreadable", files.config.path.string()}.with(
        "path", files.config.path.string()));
  }
  SEXTANT_TRY_VOID(check_name(profile.name));
  if (!profile.session.name.empty()) SEXTANT_TRY_VOID(check_name(profile.session.name));
  if (files.find(profile.name) != nullptr) {
    return failure(
        Error{"profile.exists", fmt::format("it stands in {}", files.describe_files())}.with(
            "profile", profile.name));
  }
  const bool is_account = profile.account_id.size() == 12 &&
                          profile.account_id.find_first_not_of("0123456789") == std::string::npos;
  if (!is_account) return failure(malformed(profile, "sso_account_id", profile.account_id));
  if (!is_made_of(profile.role, "_+=,.@-", 64))
    return failure(malformed(profile, "sso_role_name", profile.role));
  if (profile.region && !is_region_name(*profile.region))
    return failure(malformed(profile, "region", *profile.region));
  return {};
}

bool uses_crlf(std::string_view text) {
  return text.find("\r\n") != std::string_view::npos;
}

std::string lines_of(const NewSsoProfile& profile) {
  const SsoSession& session = profile.session;
  std::string lines =
      profile.name == "default" ? "[default]\n" : fmt::format("[profile {}]\n", profile.name);
  if (session.name.empty()) {
    lines +=
        fmt::format("sso_start_url = {}\nsso_region = {}\n", session.start_url, session.region);
  } else {
    lines += fmt::format("sso_session = {}\n", session.name);
  }
  lines +=
      fmt::format("sso_account_id = {}\nsso_role_name = {}\n", profile.account_id, profile.role);
  if (profile.region) lines += fmt::format("region = {}\n", *profile.region);
  return lines;
}

std::string lines_of(const SsoSession& session) {
  return fmt::format(
      "[sso-session {}]\nsso_start_url = {}\nsso_region = {}\nsso_registration_scopes = {}\n",
      session.name, session.start_url, session.region,
      session.scopes.empty() ? "sso:account:access" : join(session.scopes, ", "));
}

}  // namespace

Result<std::string> lines_to_add(const ProfileFiles& files,
                                 const std::vector<NewSsoProfile>& profiles) {
  std::set<std::string> names;
  std::set<std::string> sessions;  // that stand there, or will
  for (const auto& [name, section] : files.sso_sessions) sessions.insert(name);
  std::vector<std::string> parts;
  for (const NewSsoProfile& profile : profiles) {
    SEXTANT_TRY_VOID(check(files, profile));
    if (!names.insert(profile.name).second) {
      return failure(
          Error{"profile.exists", "it was asked for twice"}.with("profile", profile.name));
    }
    parts.push_back(lines_of(profile));
    const std::string& session = profile.session.name;
    if (!session.empty() && sessions.insert(session).second)
      parts.push_back(lines_of(profile.session));
  }
  return join(parts, "\n");
}

Result<void> add_profiles(const Outside& outside, const std::vector<NewSsoProfile>& profiles,
                          const std::string& agreed) {
  const ProfileFiles files = ProfileFiles::load(outside.environment, outside.files);
  SEXTANT_TRY(std::string lines, lines_to_add(files, profiles));
  if (lines != agreed) {
    return failure(Error{"profile.lines_changed", files.config.path.string()}.with(
        "file", files.config.path.string()));
  }
  std::string text;
  unsigned mode = kModeOfNew;
  std::filesystem::path path = files.config.path;
  if (files.config.exists) {
    SEXTANT_TRY(text, outside.files.read(path, ProfileFiles::kFileBytesMax));
    std::error_code error;
    const auto target = std::filesystem::canonical(path, error);
    if (!error) path = target;
    const auto status = std::filesystem::status(path, error);
    if (!error) mode = static_cast<unsigned>(status.permissions() & std::filesystem::perms::all);
  } else {
    SEXTANT_TRY_VOID(outside.files.make_folders(path.parent_path()));
  }
  if (!text.empty()) lines = (text.ends_with('\n') ? "\n" : "\n\n") + lines;
  if (uses_crlf(text)) lines = replace_all(lines, "\n", "\r\n");
  return outside.files.write_atomically(path, text + lines, mode);
}

}  // namespace sextant::aws
