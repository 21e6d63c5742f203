#pragma once

#include <boost/json/object.hpp>

#include <filesystem>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "cli/context.h"
#include "lake/engine.h"

namespace sextant::cli {

enum class AnswerFormat { kTable, kJson, kCsv, kParquet };
AnswerFormat parse_answer_format(std::string_view text);  // one of answer_formats()
const std::vector<std::string>& answer_formats();

// Where an answer goes: standard output, or the file of --output, which is replaced as a whole.
// Error: file.*.
Result<void> put_answer(Context& context, const std::string& output, std::string_view text);
// The same for CSV and JSON, which keep names as they are: on a terminal these are made safe for
// it.
Result<void> put_data(Context& context, const std::string& output, std::string_view text);

// The bytes of JSON for programs: one line for a pipe, several for a terminal.
std::string json_text(const Context& context, const boost::json::object& object);

// A table of our own making as a Parquet file: columns with DuckDB types, and key-value pairs for
// its footer. Replaced as a whole. Errors: lake.*, file.*.
struct ParquetTable {
  std::vector<std::pair<std::string, std::string>> columns;  // name, type
  std::vector<std::vector<lake::Parameter>> rows;
  std::vector<std::pair<std::string, std::string>> footer;
};
Result<void> write_parquet(Context& context, lake::Engine& engine,
                           const std::filesystem::path& output, const ParquetTable& table);

// --output is needed for Parquet, and makes no sense without a value. Error: `code` (usage.*).
Result<void> check_output(AnswerFormat format, const std::string& output, const std::string& code);

}  // namespace sextant::cli
