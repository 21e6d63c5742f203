#include "web/handlers/answer_cache.h"

#include <algorithm>

namespace sextant::web {

// Says that an answer is being made, for as long as this object lives, whatever ends it.
class AnswerCache::Making {
 public:
  Making(AnswerCache& cache, const std::string& key) : cache_(cache), key_(key) {
    cache_.entries_[key_].is_being_made = true;
  }
  Making(const Making&) = delete;
  Making& operator=(const Making&) = delete;
  ~Making() {
    {
      const std::lock_guard lock(cache_.mutex_);
      const auto entry = cache_.entries_.find(key_);
      entry->second.is_being_made = false;
      if (!entry->second.reply) cache_.entries_.erase(entry);
    }
    cache_.made_.notify_all();
  }

  void keep(std::shared_ptr<const Reply> reply, const std::string& version) {
    const std::lock_guard lock(cache_.mutex_);
    Entry& entry = cache_.entries_.at(key_);
    entry.reply = std::move(reply);
    entry.version = version;
    entry.made_at = cache_.clock_.steady();
    cache_.make_room();
  }

 private:
  AnswerCache& cache_;
  const std::string& key_;
};

bool AnswerCache::is_good(const Entry& entry, const std::string& version) const {
  return entry.reply && entry.version == version && clock_.steady() - entry.made_at < kAgeMax;
}

// What was made longest ago goes first.
void AnswerCache::make_room() {
  while (entries_.size() > kEntriesMax) {
    const auto oldest = std::ranges::min_element(entries_, {}, [](const auto& one) {
      return std::pair(one.second.is_being_made, one.second.made_at);
    });
    if (oldest->second.is_being_made) return;
    entries_.erase(oldest);
  }
}

Outcome<Reply> AnswerCache::get(const std::string& key, const std::string& version,
                                const std::stop_token& stop,
                                const std::function<Outcome<Reply>()>& make) {
  std::unique_lock lock(mutex_);
  while (true) {
    const Entry& entry = entries_[key];
    if (is_good(entry, version)) {
      const bool is_fresh = clock_.steady() - entry.made_at < kFreshFor;
      if (is_fresh || entry.is_being_made) return *std::shared_ptr<const Reply>(entry.reply);
    }
    if (!entry.is_being_made) break;
    const bool is_free = made_.wait(lock, stop, [&] {
      const auto found = entries_.find(key);
      return found == entries_.end() || !found->second.is_being_made;
    });
    if (!is_free) return std::unexpected(Error{"http.cancelled", "the client has gone"});
  }
  Making making(*this, key);
  lock.unlock();
  auto made = make();
  const std::size_t bytes =
      made ? made->json.size() + (made->file ? made->file->bytes.size() : 0) : 0;
  if (made && bytes <= kBytesMax) making.keep(std::make_shared<const Reply>(*made), version);
  return made;
}

}  // namespace sextant::web
