#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "base/files.h"
#include "connect/connection.h"

namespace sextant::connect {

// What goes when a connection is removed. A plain value.
struct Removal {
  Connection connection;
  // Accounts whose stored data go with it, since no other connection reaches them; empty where the
  // data stay.
  std::vector<std::string> account_ids;
  std::vector<std::filesystem::path> folders;  // of the lake, that are there
  std::int64_t cells = 0;                      // what is known of past syncs
  std::vector<std::string> reached_by;         // other connections of the account

  bool deletes_data() const { return !folders.empty() || cells > 0; }
};

// Looks what would go; changes nothing. `keep_data` leaves lake and cells as they are. Errors:
// connection.*, state.*, file.*.
Result<Removal> plan_removal(state::Database& database, Files& files,
                             const std::filesystem::path& lake, const std::string& name,
                             bool keep_data);

// Does it: the lake's folders first and the connection last, so that a crash leaves the connection
// to repeat it with. The ledger of what was spent stays. To be called by the holder of the sync
// lock.
Result<void> remove(state::Database& database, Files& files, const Removal& removal);

}  // namespace sextant::connect
