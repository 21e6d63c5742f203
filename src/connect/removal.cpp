#include "connect/removal.h"

#include "connect/onboarding.h"
#include "lake/layout.h"

namespace sextant::connect {
namespace {

// Every folder of the lake that holds what this account answered: the lake's layout puts
// "payer=<id>" into each path.
Result<void> find_folders(Files& files, const std::filesystem::path& folder,
                          const std::string& wanted, int depth,
                          std::vector<std::filesystem::path>& out) {
  constexpr int kDepthMax = 4;  // costs / face / grain / payer
  SEXTANT_TRY(const auto names, files.list(folder));
  for (const std::string& name : names) {
    if (name == wanted) {
      out.push_back(folder / name);
    } else if (depth < kDepthMax && (depth == 0 || name.find('=') != std::string::npos) &&
               !name.starts_with("payer=")) {
      SEXTANT_TRY_VOID(find_folders(files, folder / name, wanted, depth + 1, out));
    }
  }
  return {};
}

}  // namespace

Result<Removal> plan_removal(state::Database& database, Files& files,
                             const std::filesystem::path& lake, const std::string& name,
                             bool keep_data) {
  const ConnectionStore store(database);
  Removal out;
  SEXTANT_TRY(out.connection, find_connection(store, name));
  const std::string& account = out.connection.account_id;
  if (account.empty()) return out;
  SEXTANT_TRY(const auto all, store.list());
  for (const Connection& other : all) {
    if (other.name != name && other.account_id == account &&
        other.state == ConnectionState::kConnected) {
      out.reached_by.push_back(other.name);
    }
  }
  if (keep_data || !out.reached_by.empty() || !lake::is_account_id(account)) return out;
  out.account_ids.push_back(account);
  SEXTANT_TRY_VOID(find_folders(files, lake, "payer=" + account, 0, out.folders));
  SEXTANT_TRY_VOID(database.run("SELECT count(*) FROM cells WHERE account_id = ?", {account},
                                [&](const state::Row& row) { out.cells = row.integer(0); }));
  return out;
}

Result<void> remove(state::Database& database, Files& files, const Removal& removal) {
  for (const std::filesystem::path& folder : removal.folders) {
    SEXTANT_TRY_VOID(files.remove(folder));
  }
  for (const std::string& account : removal.account_ids) {
    SEXTANT_TRY_VOID(database.run("DELETE FROM cells WHERE account_id = ?", {account}));
  }
  return ConnectionStore(database).remove(removal.connection.name);
}

}  // namespace sextant::connect
