#pragma once

#include <boost/json/object.hpp>

#include <string>
#include <string_view>
#include <vector>

#include "cli/context.h"

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

// --output is needed for Parquet, and makes no sense without a value. Error: `code` (usage.*).
Result<void> check_output(const Context& context, AnswerFormat format, const std::string& output,
                          const std::string& code);

}  // namespace sextant::cli
