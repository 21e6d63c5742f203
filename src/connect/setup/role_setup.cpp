#include "connect/setup/role_setup.h"

#include <fmt/format.h>

#include <utility>

#include "base/text.h"
#include "connect/setup/formats.h"
#include "connect/trust_policy.h"

namespace sextant::connect {

boost::json::object RoleSetup::trust() const {
  return trust_policy(principal, patterns, external_id);
}

boost::json::object RoleSetup::own_statement() const {
  return assume_role_statement(
      is_organization ? fmt::format("arn:{}:iam::*:role/{}", principal.partition, role_name)
                      : role_arn_pattern());
}

std::string RoleSetup::description() const {
  return fmt::format("Lets Sextant read costs (connection {}), only with its external ID", name);
}

std::string RoleSetup::role_arn_pattern() const {
  return fmt::format("arn:{}:iam::ACCOUNT_ID:role/{}", principal.partition, role_name);
}

std::string RoleSetup::next_command() const {
  std::string out = fmt::format("sextant connect aws --name {} --role-arn {}", shell_quote(name),
                                role_arn_pattern());
  if (!base_profile.empty()) out += " --base-profile " + shell_quote(base_profile);
  return out;
}

std::optional<SetupFormat> parse_setup_format(std::string_view text) {
  constexpr std::pair<std::string_view, SetupFormat> kNames[] = {
      {"text", SetupFormat::kText},
      {"console", SetupFormat::kConsole},
      {"json", SetupFormat::kJson},
      {"cloudformation", SetupFormat::kCloudFormation},
      {"stackset", SetupFormat::kStackSet},
      {"terraform", SetupFormat::kTerraform},
      {"cli", SetupFormat::kCli}};
  for (const auto& [name, format] : kNames) {
    if (name == text) return format;
  }
  return std::nullopt;
}

std::string render(const RoleSetup& setup, SetupFormat format) {
  switch (format) {
    case SetupFormat::kText:
      return setup_as_text(setup);
    case SetupFormat::kConsole:
      return setup_as_console_steps(setup);
    case SetupFormat::kJson:
      return setup_as_json(setup);
    case SetupFormat::kCloudFormation:
      return setup_as_cloudformation(setup);
    case SetupFormat::kStackSet:
      return setup_as_stackset(setup);
    case SetupFormat::kTerraform:
      return setup_as_terraform(setup);
    case SetupFormat::kCli:
      return setup_as_commands(setup);
  }
  std::unreachable();
}

}  // namespace sextant::connect
