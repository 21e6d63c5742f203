#include "state/settings.h"

namespace sextant::state {

Result<std::optional<std::string>> SettingStore::get(std::string_view name) const {
  std::optional<std::string> out;
  SEXTANT_TRY_VOID(database_.run("SELECT value FROM settings WHERE name = ?", {std::string(name)},
                                 [&](const Row& row) { out = row.text(0); }));
  return out;
}

Result<void> SettingStore::set(std::string_view name, std::string_view value) {
  return database_.run(
      "INSERT INTO settings(name, value) VALUES (?, ?) "
      "ON CONFLICT(name) DO UPDATE SET value = excluded.value",
      {std::string(name), std::string(value)});
}

}  // namespace sextant::state
