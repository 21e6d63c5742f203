#include "connect/arn.h"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>

#include "base/text.h"

namespace sextant::connect {
namespace {

constexpr std::size_t kArnMax = 2048;
constexpr std::size_t kRoleNameMax = 64;
constexpr std::size_t kNameMax = 64;

bool is_alphanumeric(char c) {
  return std::isalnum(static_cast<unsigned char>(c)) != 0;
}

bool all_of(std::string_view text, std::string_view more) {
  return std::ranges::all_of(
      text, [&](char c) { return is_alphanumeric(c) || more.find(c) != std::string_view::npos; });
}

std::unexpected<Error> bad_role(std::string_view text, std::string why) {
  return failure("connection.bad_role_arn", fmt::format("\"{}\": {}", text.substr(0, 200), why));
}

// A path and a name, as in "role/team/Reader".
std::pair<std::string, std::string> split_path(std::string_view resource) {
  const std::size_t slash = resource.rfind('/');
  if (slash == std::string_view::npos) return {"/", std::string(resource)};
  return {fmt::format("/{}/", resource.substr(0, slash)), std::string(resource.substr(slash + 1))};
}

}  // namespace

Result<Arn> parse_arn(std::string_view text) {
  if (text.size() > kArnMax) return failure("connection.bad_arn", "longer than 2048 characters");
  const auto parts = split(text, ':');
  if (parts.size() < 6 || parts[0] != "arn" || parts[1].empty() || parts[2].empty()) {
    return failure("connection.bad_arn", fmt::format("\"{}\"", text.substr(0, 200)));
  }
  return Arn{parts[1], parts[2], parts[3], parts[4], join({parts.begin() + 5, parts.end()}, ":")};
}

std::string RoleArn::text() const {
  return fmt::format("arn:{}:iam::{}:role{}{}", partition, account_id, path, name);
}

Result<RoleArn> parse_role_arn(std::string_view text) {
  const auto arn = parse_arn(text);
  if (!arn) {
    return bad_role(text, "an ARN has six parts, as in arn:aws:iam::111122223333:role/Name");
  }
  if (!arn->partition.starts_with("aws") || !all_of(arn->partition, "-")) {
    return bad_role(text, fmt::format("there is no partition \"{}\"", arn->partition));
  }
  if (arn->service == "sts" && arn->resource.starts_with("assumed-role/")) {
    return bad_role(text, "this is a session of a role (assumed-role), not the role itself");
  }
  if (arn->service != "iam") return bad_role(text, "its third part has to be \"iam\"");
  if (!arn->region.empty()) return bad_role(text, "the part before the account has to be empty");
  if (!is_account_id(arn->account_id)) return bad_role(text, "an account has 12 digits");
  if (!arn->resource.starts_with("role/")) {
    return bad_role(text, "it names no role: its last part has to begin with \"role/\"");
  }
  const auto [path, name] = split_path(std::string_view(arn->resource).substr(5));
  if (!is_role_name(name)) return bad_role(text, "the role's name is empty or malformed");
  if (!all_of(path, "/_+=,.@-")) return bad_role(text, "the role's path is malformed");
  return RoleArn{arn->partition, arn->account_id, path, name};
}

bool Principal::is_identity_center_role() const {
  return kind == PrincipalKind::kAssumedRole && name.starts_with("AWSReservedSSO_");
}

Result<Principal> parse_principal(std::string_view text) {
  SEXTANT_TRY(const Arn arn, parse_arn(text));
  Principal out;
  out.arn = std::string(text);
  out.partition = arn.partition;
  out.account_id = arn.account_id;
  const std::string& resource = arn.resource;
  if (resource == "root") {
    out.kind = PrincipalKind::kRoot;
    out.name = "root";
  } else if (resource.starts_with("user/")) {
    out.kind = PrincipalKind::kUser;
    out.name = split_path(resource).second;
  } else if (resource.starts_with("assumed-role/")) {
    const auto parts = split(resource, '/');
    out.kind = PrincipalKind::kAssumedRole;
    out.name = parts[1];
    if (parts.size() > 2) out.session = parts[2];
  } else if (resource.starts_with("federated-user/")) {
    out.kind = PrincipalKind::kFederatedUser;
    out.name = split_path(resource).second;
  }
  return out;
}

bool is_account_id(std::string_view text) {
  return text.size() == 12 && text.find_first_not_of("0123456789") == std::string_view::npos;
}

bool is_role_name(std::string_view text) {
  return !text.empty() && text.size() <= kRoleNameMax && all_of(text, "_+=,.@-");
}

bool is_region_name(std::string_view text) {
  const auto parts = split(text, '-');
  if (parts.size() < 3 || text.size() > 32) return false;
  return std::ranges::all_of(parts, [](const std::string& part) { return !part.empty(); }) &&
         text.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789-") ==
             std::string_view::npos &&
         std::isdigit(static_cast<unsigned char>(text.back())) != 0;
}

bool is_connection_name(std::string_view text) {
  return !text.empty() && text.size() <= kNameMax && is_alphanumeric(text.front()) &&
         all_of(text, "._@-");
}

std::string to_connection_name(std::string_view text) {
  std::string out;
  for (const char c : text.substr(0, kNameMax)) {
    out += all_of(std::string_view(&c, 1), "._@-") ? c : '-';
  }
  if (out.empty() || !is_alphanumeric(out.front())) out = "aws" + out;
  return out.substr(0, kNameMax);
}

}  // namespace sextant::connect
