#include "operations/removal.h"

#include <fmt/format.h>

#include <algorithm>
#include <boost/json/array.hpp>

#include "base/file_lock.h"
#include "base/text.h"
#include "sync/spool.h"

namespace sextant::operations {
namespace {

namespace json = boost::json;

// Pages of a sync that was interrupted, which a later connection would go on from.
Result<void> drop_spooled_pages(const Context& context, const connect::Removal& removal) {
  sync::Spool spool(context.outside.files, context.home / "spool");
  SEXTANT_TRY(const auto cells, spool.list());
  for (const sync::SpooledCell& cell : cells) {
    const auto& gone = removal.account_ids;
    if (std::ranges::find(gone, cell.spec.stream.account_id) == gone.end()) continue;
    SEXTANT_TRY_VOID(spool.remove(cell.spec));
  }
  return {};
}

}  // namespace

Result<connect::Removal> plan_removal(Context& context, const std::string& name, bool keep_data) {
  SEXTANT_TRY(auto* database, context.database());
  return connect::plan_removal(*database, context.outside.files, context.lake_folder(), name,
                               keep_data);
}

Result<connect::Removal> remove_connection(
    Context& context, const std::string& name, bool keep_data,
    const std::function<Result<void>(const connect::Removal&)>& agree) {
  SEXTANT_TRY(auto* database, context.database());
  // A sync that runs would write what is being deleted.
  SEXTANT_TRY(const FileLock lock, FileLock::acquire(context.home / "sync.lock"));
  SEXTANT_TRY(const auto removal, plan_removal(context, name, keep_data));
  SEXTANT_TRY_VOID(agree(removal));
  SEXTANT_TRY_VOID(drop_spooled_pages(context, removal));
  SEXTANT_TRY_VOID(connect::remove(*database, context.outside.files, removal));
  return removal;
}

std::string describe(const connect::Removal& removal, bool keep_data,
                     std::string_view how_to_keep) {
  std::string out =
      fmt::format("This removes the connection {}.\n", for_terminal(removal.connection.name));
  if (!removal.reached_by.empty()) {
    out += fmt::format("The data of account {} stay: it is also reached by {}.\n",
                       removal.connection.account_id, for_terminal(join(removal.reached_by, ", ")));
  } else if (keep_data) {
    out += "The data that it has pulled stay.\n";
  } else if (removal.deletes_data()) {
    out += fmt::format("With it go the data of account {}, which no other connection reaches:\n",
                       join(removal.account_ids, ", "));
    for (const auto& folder : removal.folders)
      out += fmt::format("  {}\n", for_terminal(folder.string()));
    out += fmt::format("  and what is known of {} past queries ({})\n", removal.cells, how_to_keep);
  } else {
    out += "It has pulled no data.\n";
  }
  if (removal.connection.method == connect::Method::kRole && !removal.connection.role_arn.empty()) {
    out += fmt::format("The role {} in AWS stays until its owner deletes it.\n",
                       for_terminal(removal.connection.role_arn));
  }
  return out + "What its calls have cost stays in the ledger. Nothing changes in AWS.\n";
}

json::object to_json(const connect::Removal& removal, bool keep_data) {
  json::array folders;
  for (const auto& folder : removal.folders) folders.emplace_back(folder.string());
  return {{"name", removal.connection.name},
          {"deletes_data", removal.deletes_data()},
          {"account_ids", json::array(removal.account_ids.begin(), removal.account_ids.end())},
          {"folders", std::move(folders)},
          {"cells", removal.cells},
          {"reached_by", json::array(removal.reached_by.begin(), removal.reached_by.end())},
          {"words", describe(removal, keep_data, "“Keep the data” leaves all of this")}};
}

}  // namespace sextant::operations
