#include "sim/sts/validate.h"

#include <fmt/core.h>

#include <algorithm>
#include <cctype>
#include <charconv>

#include "base/text.h"
#include "sim/protocol/form_tree.h"

namespace sextant::sim {

namespace {

constexpr std::size_t kExternalIdMax = 1224;

std::unexpected<Fault> invalid(std::string message) {
  return refuse("ValidationError", std::move(message), 400);
}

std::unexpected<Fault> constraint(std::string_view value, std::string_view member,
                                  std::string_view wanted) {
  return invalid(
      fmt::format("1 validation error detected: Value '{}' at '{}' failed to satisfy constraint: "
                  "Member must {}",
                  value, member, wanted));
}

bool consists_of(std::string_view text, std::string_view extra) {
  return std::ranges::all_of(text, [&](char c) {
    return std::isalnum(static_cast<unsigned char>(c)) != 0 || extra.find(c) != std::string::npos;
  });
}

std::expected<void, Fault> read_arn(AssumeInput& out) {
  if (out.role_arn.size() < 20) {
    return constraint(out.role_arn, "roleArn", "have length greater than or equal to 20");
  }
  const std::vector<std::string> parts = split(out.role_arn, ':');
  const bool is_role = parts.size() == 6 && parts[0] == "arn" && parts[2] == "iam" &&
                       parts[4].size() == 12 && parts[5].starts_with("role/");
  if (!is_role) return invalid(out.role_arn + " is invalid");
  out.role_account = parts[4];
  out.role_name = parts[5].substr(parts[5].rfind('/') + 1);
  return {};
}

std::expected<void, Fault> read_names(AssumeInput& out) {
  if (out.session_name.size() < 2) {
    return constraint(out.session_name, "roleSessionName",
                      "have length greater than or equal to 2");
  }
  if (out.session_name.size() > 64) {
    return constraint(out.session_name, "roleSessionName", "have length less than or equal to 64");
  }
  if (!consists_of(out.session_name, "_+=,.@-")) {
    return constraint(out.session_name, "roleSessionName",
                      "satisfy regular expression pattern: [\\w+=,.@-]*");
  }
  if (!out.has_external_id) return {};
  if (out.external_id.size() < 2) {
    return constraint(out.external_id, "externalId", "have length greater than or equal to 2");
  }
  if (out.external_id.size() > kExternalIdMax) {
    return constraint(out.external_id, "externalId", "have length less than or equal to 1224");
  }
  if (!consists_of(out.external_id, "_+=,.@:/-")) {
    return constraint(out.external_id, "externalId",
                      "satisfy regular expression pattern: [\\w+=,.@:\\/-]*");
  }
  return {};
}

std::expected<void, Fault> read_duration(AssumeInput& out, const json::object& input) {
  const std::string text = text_at(input, "DurationSeconds");
  if (text.empty()) return {};
  int seconds = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), seconds);
  if (error != std::errc() || end != text.data() + text.size()) {
    return refuse("MalformedInput", "Invalid Argument", 400);
  }
  if (seconds < 900) {
    return constraint(text, "durationSeconds", "have value greater than or equal to 900");
  }
  if (seconds > 43'200) {
    return constraint(text, "durationSeconds", "have value less than or equal to 43200");
  }
  out.duration = std::chrono::seconds(seconds);
  return {};
}

}  // namespace

std::expected<AssumeInput, Fault> read_assume_input(const json::object& input) {
  AssumeInput out;
  out.role_arn = text_at(input, "RoleArn");
  out.session_name = text_at(input, "RoleSessionName");
  out.external_id = text_at(input, "ExternalId");
  out.has_external_id = input.contains("ExternalId");
  out.policy = text_at(input, "Policy");
  for (const json::value& item : form_list(input, "PolicyArns")) {
    if (item.is_object()) out.policy_arns.push_back(text_at(item.get_object(), "arn"));
  }
  if (auto done = read_arn(out); !done) return std::unexpected(done.error());
  if (auto done = read_names(out); !done) return std::unexpected(done.error());
  if (auto done = read_duration(out, input); !done) return std::unexpected(done.error());
  return out;
}

}  // namespace sextant::sim
