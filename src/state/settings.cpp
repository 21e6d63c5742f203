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

Result<bool> SettingStore::remove(std::string_view name) {
  bool was_there = false;
  SEXTANT_TRY_VOID(database_.run("DELETE FROM settings WHERE name = ? RETURNING name",
                                 {std::string(name)}, [&](const Row&) { was_there = true; }));
  return was_there;
}

Result<std::map<std::string, std::string>> SettingStore::list(std::string_view prefix) const {
  std::map<std::string, std::string> out;
  SEXTANT_TRY_VOID(database_.run(
      "SELECT name, value FROM settings WHERE substr(name, 1, length(?1)) = ?1 ORDER BY name",
      {std::string(prefix)}, [&](const Row& row) { out.emplace(row.text(0), row.text(1)); }));
  return out;
}

}  // namespace sextant::state
