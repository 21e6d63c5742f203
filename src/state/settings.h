#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "base/result.h"
#include "state/database.h"

namespace sextant::state {

// Small things to remember, by name: whether the schedule is on, where the server listens.
// Thread-safe as the database is. Errors: those of the database.
class SettingStore {
 public:
  explicit SettingStore(Database& database) : database_(database) {}
  Result<std::optional<std::string>> get(std::string_view name) const;
  Result<void> set(std::string_view name, std::string_view value);
  // Whether it was there.
  Result<bool> remove(std::string_view name);
  // Those whose names begin so, by name.
  Result<std::map<std::string, std::string>> list(std::string_view prefix) const;

 private:
  Database& database_;
};

}  // namespace sextant::state
