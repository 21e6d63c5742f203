#include "cli/answer_output.h"

#include <boost/json/serialize.hpp>

#include <algorithm>
#include <filesystem>
#include <ostream>

#include "base/json_text.h"
#include "base/text.h"

namespace sextant::cli {

namespace fs = std::filesystem;

const std::vector<std::string>& answer_formats() {
  static const auto* names = new std::vector<std::string>{"table", "json", "csv", "parquet"};
  return *names;
}

AnswerFormat parse_answer_format(std::string_view text) {
  const auto& names = answer_formats();
  const auto found = std::ranges::find(names, text);
  return found == names.end() ? AnswerFormat::kTable
                              : static_cast<AnswerFormat>(found - names.begin());
}

Result<void> check_output(const Context& context, AnswerFormat format, const std::string& output,
                          const std::string& code) {
  if (format == AnswerFormat::kParquet && output.empty()) {
    return failure(code, "--format parquet needs --output FILE");
  }
  if (output.empty()) return {};
  const fs::path folder = fs::absolute(output).parent_path();
  if (!context.outside.files.exists(folder))
    return failure(Error{"file.not_found", ""}.with("path", folder.string()));
  return {};
}

Result<void> put_answer(Context& context, const std::string& output, std::string_view text) {
  if (!output.empty())
    return context.outside.files.write_atomically(fs::absolute(output), text, 0644);
  context.terminal.out << text << std::flush;
  return {};
}

Result<void> put_data(Context& context, const std::string& output, std::string_view text) {
  if (!output.empty() || !context.terminal.out_is_terminal)
    return put_answer(context, output, text);
  std::vector<std::string> lines = split(text, '\n');
  for (std::string& line : lines) line = for_terminal(line);
  return put_answer(context, output, join(lines, "\n"));
}

std::string json_text(const Context& context, const boost::json::object& object) {
  if (context.terminal.out_is_terminal) return pretty_json(object) + "\n";
  return boost::json::serialize(object) + "\n";
}

}  // namespace sextant::cli
