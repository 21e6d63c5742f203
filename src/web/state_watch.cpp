#include "web/state_watch.h"

#include <array>
#include <string_view>

namespace sextant::web {
namespace {

struct Subject {
  std::string_view what;
  std::string_view sql;  // one row of one text that differs where the subject has changed
};
constexpr auto kSubjects = std::to_array<Subject>({
    {"accounts",
     "SELECT group_concat(name || '/' || state || '/' || is_on || '/' || note || '/' || regions || "
     "'/' || last_check_at, '|') FROM connections"},
    {"costs",
     "SELECT count(*) || '/' || coalesce(max(updated_at), '') FROM cells WHERE status = 'done'"},
    {"schedule",
     "SELECT (SELECT coalesce(max(id) || max(ended_at), '') FROM runs) || '/' || "
     "coalesce((SELECT value FROM settings WHERE name = 'schedule'), '')"},
    {"tokens", "SELECT coalesce(group_concat(id, '|'), '') FROM tokens"},
});

}  // namespace

StateWatch::StateWatch(state::Database& database, Changes& changes)
    : database_(database), changes_(changes) {}

Result<std::string> StateWatch::fingerprint(const std::string& sql) const {
  std::string out;
  SEXTANT_TRY_VOID(database_.run(sql, {}, [&](const state::Row& row) { out = row.text(0); }));
  return out;
}

Result<void> StateWatch::look() {
  std::int64_t version = 0;
  // Differs from the last answer where another connection has written since.
  SEXTANT_TRY_VOID(database_.run("PRAGMA data_version", {},
                                 [&](const state::Row& row) { version = row.integer(0); }));
  if (version == version_) return {};
  const bool is_first = version_ < 0;
  version_ = version;
  for (const Subject& subject : kSubjects) {
    SEXTANT_TRY(std::string now, fingerprint(std::string(subject.sql)));
    std::string& before = seen_[std::string(subject.what)];
    if (!is_first && now != before) changes_.publish(subject.what);
    before = std::move(now);
  }
  return {};
}

}  // namespace sextant::web
