#pragma once

#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>

#include "base/clock.h"
#include "base/random.h"
#include "mcp/session.h"

namespace sextant::mcp {

// Legacy clients over HTTP: each session belongs to the caller who began it. Bounded in number; one
// that rests for an hour is forgotten, and its client begins anew. Thread-safe.
class HttpSessions {
 public:
  static constexpr std::size_t kSessionsMax = 256;

  // References outlive it.
  HttpSessions(const Clock& clock, Random& random) : clock_(clock), random_(random) {}

  // Keeps a session; its id, which nobody can guess.
  std::string add(const std::string& caller, std::shared_ptr<Session> session);
  // nullptr where there is none of this id that is the caller's.
  std::shared_ptr<Session> find(std::string_view id, const std::string& caller);
  // True where there was one.
  bool remove(std::string_view id, const std::string& caller);

 private:
  struct Kept {
    std::string caller;
    std::shared_ptr<Session> session;
    SteadyTime used_at{};
  };
  void make_room(SteadyTime now);

  const Clock& clock_;
  Random& random_;
  std::mutex mutex_;
  std::map<std::string, Kept, std::less<>> sessions_;  // guarded by mutex_
};

}  // namespace sextant::mcp
