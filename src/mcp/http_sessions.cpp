#include "mcp/http_sessions.h"

#include <algorithm>

#include "base/text.h"

namespace sextant::mcp {
namespace {

constexpr std::chrono::hours kIdleMax{1};
constexpr std::size_t kIdBytes = 24;

}  // namespace

void HttpSessions::make_room(SteadyTime now) {
  std::erase_if(sessions_,
                [&](const auto& entry) { return entry.second.used_at + kIdleMax <= now; });
  if (sessions_.size() < kSessionsMax) return;
  sessions_.erase(std::ranges::min_element(sessions_, {},
                                           [](const auto& entry) { return entry.second.used_at; }));
}

std::string HttpSessions::add(const std::string& caller, std::shared_ptr<Session> session) {
  std::string id = to_base64_url(random_.bytes(kIdBytes));
  const SteadyTime now = clock_.steady();
  const std::lock_guard lock(mutex_);
  make_room(now);
  sessions_.emplace(id, Kept{caller, std::move(session), now});
  return id;
}

std::shared_ptr<Session> HttpSessions::find(std::string_view id, const std::string& caller) {
  const std::lock_guard lock(mutex_);
  const auto found = sessions_.find(id);
  if (found == sessions_.end() || found->second.caller != caller) return nullptr;
  const SteadyTime now = clock_.steady();
  if (found->second.used_at + kIdleMax <= now) return nullptr;
  found->second.used_at = now;
  return found->second.session;
}

bool HttpSessions::remove(std::string_view id, const std::string& caller) {
  const std::lock_guard lock(mutex_);
  const auto found = sessions_.find(id);
  if (found == sessions_.end() || found->second.caller != caller) return false;
  sessions_.erase(found);
  return true;
}

}  // namespace sextant::mcp
