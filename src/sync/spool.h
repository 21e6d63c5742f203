#pragma once

#include <boost/json/value.hpp>

#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "base/files.h"
#include "sync/cell_spec.h"

namespace sextant::sync {

// What is known of a cell whose pages are being pulled. A plain value.
struct SpooledCell {
  CellSpec spec;
  std::string connection;
  WallTime started_at{};
  int pages = 0;
  boost::json::value next_token;  // of the last page; null where that was the last of all, or where
                                  // there is none yet
  bool is_whole = false;          // its last page has come
};

// Pages that were paid for and are not published yet, in `$SEXTANT_HOME/spool`: a folder for each
// cell with `cell.json` and one file for each page, that holds the page and the token of the next
// one. Each file is written at once or not at all, so that after a crash the pull goes on behind
// the last page that is there.
//
// Thread-safe as long as each cell is written by one thread. Errors: file.*, sync.spool_unreadable.
class Spool {
 public:
  static constexpr int kPagesMax = 5000;
  static constexpr std::uint64_t kPageBytesMax = 64ULL << 20U;

  Spool(Files& files, std::filesystem::path root) : files_(files), root_(std::move(root)) {}

  // All cells that are there. What cannot be read is removed: it has to be pulled anew in any case.
  Result<std::vector<SpooledCell>> list();
  // Starts a cell from nothing; drops what was there of it.
  Result<void> begin(const CellSpec& spec, const std::string& connection, WallTime now);
  // Makes page `number` (from 1) durable.
  Result<void> append(const CellSpec& spec, int number, const boost::json::value& result,
                      const boost::json::value& next_token);
  // Hands out the pages of a cell in order.
  Result<void> read(const CellSpec& spec, int pages,
                    const std::function<Result<void>(const boost::json::value&)>& on_page);
  Result<void> remove(const CellSpec& spec);
  std::filesystem::path folder(const CellSpec& spec) const;

 private:
  Result<SpooledCell> open(const std::filesystem::path& folder);
  Files& files_;
  const std::filesystem::path root_;
};

}  // namespace sextant::sync
