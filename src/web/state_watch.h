#pragma once

#include <cstdint>
#include <map>
#include <string>

#include "base/result.h"
#include "state/database.h"
#include "web/changes.h"

namespace sextant::web {

// Sees what other processes change in the state (a connection made in a terminal, a sync that runs
// there) and tells the open pages. Use from one thread.
class StateWatch {
 public:
  // References outlive it.
  StateWatch(state::Database& database, Changes& changes);
  // Looks once; cheap where nothing has changed. Errors: state.*.
  Result<void> look();

 private:
  Result<std::string> fingerprint(const std::string& sql) const;

  state::Database& database_;
  Changes& changes_;
  std::int64_t version_ = -1;
  std::map<std::string, std::string> seen_;  // by subject
};

}  // namespace sextant::web
