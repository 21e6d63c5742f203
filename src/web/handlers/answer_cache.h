#pragma once

#include <condition_variable>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <stop_token>
#include <string>

#include "base/clock.h"
#include "web/api.h"

namespace sextant::web {

// Answers drawn from the lake, which many may ask for at once: every open page asks again when
// something has changed. Each is made once for what it was made of; while it is made again because
// it is some seconds old, others get the one that is there. Thread-safe.
//
// An answer is good for one `version`, a text that changes with everything that an answer is
// made of, and no longer than kAgeMax, since it also says how old its figures are.
class AnswerCache {
 public:
  static constexpr std::chrono::seconds kFreshFor{2};
  static constexpr std::chrono::seconds kAgeMax{15};
  static constexpr std::size_t kEntriesMax = 64;
  static constexpr std::size_t kBytesMax = 1U << 20U;  // of one answer; a longer one is not kept

  // `clock` outlives it.
  explicit AnswerCache(const Clock& clock) : clock_(clock) {}

  // The answer that is kept under `key`, or what `make` gives; failures are not kept. Where another
  // makes it at this moment, waits for that one. Errors: those of `make`; http.cancelled at a stop.
  Outcome<Reply> get(const std::string& key, const std::string& version,
                     const std::stop_token& stop, const std::function<Outcome<Reply>()>& make);

 private:
  struct Entry {
    std::shared_ptr<const Reply> reply;  // nullptr: none is kept
    std::string version;
    SteadyTime made_at{};
    bool is_being_made = false;
  };
  class Making;

  bool is_good(const Entry& entry, const std::string& version) const;
  void make_room();

  const Clock& clock_;
  std::mutex mutex_;
  std::condition_variable_any made_;
  std::map<std::string, Entry> entries_;  // guarded by mutex_
};

}  // namespace sextant::web
