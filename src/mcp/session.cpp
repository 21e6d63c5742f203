#include "mcp/session.h"

#include <algorithm>
#include <array>

namespace sextant::mcp {

namespace json = boost::json;

namespace {

constexpr std::size_t kTextMax = 100;

constexpr auto kLevels = std::to_array<std::string_view>(
    {"debug", "info", "notice", "warning", "error", "critical", "alert", "emergency"});

}  // namespace

json::object capability_for(std::string_view method) {
  if (method == "elicitation/create") return {{"elicitation", json::object()}};
  if (method == "sampling/createMessage") return {{"sampling", json::object()}};
  if (method == "roots/list") return {{"roots", json::object()}};
  return {};
}

bool ClientFacts::can(std::string_view method) const {
  const json::object needed = capability_for(method);
  if (needed.empty()) return false;
  const json::value* declared = capabilities.if_contains(needed.begin()->key());
  if (declared == nullptr || !declared->is_object()) return false;
  const json::object& details = declared->get_object();
  // Before there was another way to ask than by a form, none was named.
  return method != "elicitation/create" || details.empty() || details.contains("form") ||
         !details.contains("url");
}

void read_client_info(const json::object* info, ClientFacts& facts) {
  if (info == nullptr) return;
  const auto text = [&](std::string_view name) {
    const json::string* value = text_member(*info, name);
    return value == nullptr ? std::string() : clipped(*value, kTextMax);
  };
  facts.name = text("name");
  facts.program_version = text("version");
}

std::optional<int> log_level(std::string_view name) {
  const auto found = std::ranges::find(kLevels, name);
  if (found == kLevels.end()) return std::nullopt;
  return static_cast<int>(found - kLevels.begin());
}

ClientFacts Session::facts() const {
  const std::lock_guard lock(mutex_);
  return facts_;
}

void Session::introduce(ClientFacts facts) {
  const std::lock_guard lock(mutex_);
  facts_ = std::move(facts);
}

int Session::level() const {
  const std::lock_guard lock(mutex_);
  return level_;
}

void Session::set_level(int level) {
  const std::lock_guard lock(mutex_);
  level_ = level;
}

}  // namespace sextant::mcp
