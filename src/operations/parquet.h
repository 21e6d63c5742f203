#pragma once

#include <filesystem>
#include <functional>
#include <string>
#include <utility>
#include <vector>

#include "base/call_context.h"
#include "operations/context.h"

namespace sextant::operations {

// A table of our own making as a Parquet file: columns with DuckDB types, and key-value pairs for
// its footer. A plain value.
struct ParquetTable {
  std::vector<std::pair<std::string, std::string>> columns;  // name, type
  std::vector<std::vector<lake::Parameter>> rows;
  std::vector<std::pair<std::string, std::string>> footer;
};

// Writes it to `output`, which is replaced as a whole. Errors: lake.*, file.*.
Result<void> write_parquet(Files& files, lake::Engine& engine, const std::filesystem::path& output,
                           const ParquetTable& table, const CallContext& call);

// The bytes of the file that `write` makes at the path which it is given, for a face that hands
// files on: it lies in the home folder until then. Errors: those of `write`, file.*.
Result<std::string> bytes_of_file(
    Context& context, const std::function<Result<void>(const std::filesystem::path&)>& write);

}  // namespace sextant::operations
