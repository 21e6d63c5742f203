#include "operations/repeat.h"

#include <fmt/format.h>
#include <boost/json/value.hpp>

#include "base/text.h"
#include "insight/repeat_sql.h"
#include "operations/open_lake.h"

namespace sextant::operations {
namespace {

void add_option(std::string& command, std::string_view name, const std::string& value) {
  if (value.empty()) return;
  // A value that looks like an option is tied to its own.
  const char* tie = value.starts_with('-') ? "=" : " ";
  command += fmt::format(" {}{}{}", name, tie, shell_quote(value));
}

void add_options(std::string& command, std::string_view name,
                 const std::vector<std::string>& values) {
  for (const std::string& value : values) add_option(command, name, value);
}

void add_window(std::string& command, const insight::WindowWords& window) {
  add_option(command, "--from", window.from);
  add_option(command, "--to", window.to);
  add_option(command, "--last", window.last);
}

std::string begin(const CostWords& words) {
  std::string command = "sextant cost";
  add_options(command, "--by", words.by);
  add_window(command, words.window);
  return command;
}

std::string finish(std::string command, const CostWords& words) {
  if (words.metric != CostWords().metric) add_option(command, "--metric", words.metric);
  add_options(command, "--where", words.where);
  add_options(command, "--account", words.accounts);
  add_options(command, "--connection", words.connections);
  if (words.limit > 0) add_option(command, "--limit", std::to_string(words.limit));
  return command;
}

}  // namespace

std::string cost_command(const CostWords& words) {
  return finish(begin(words), words);
}

std::string forecast_command(const ForecastWords& words) {
  std::string command = "sextant forecast";
  if (words.months > 0) add_option(command, "--months", std::to_string(words.months));
  if (words.metric != ForecastWords().metric) add_option(command, "--metric", words.metric);
  add_options(command, "--connection", words.connections);
  return command;
}

Result<Repeat> repeat_of(Context& context, const CostWords& words, const AnsweredCosts& answered,
                         const CallContext& call) {
  Repeat out{cost_command(words), std::nullopt};
  SEXTANT_TRY(const OpenLake lake, open_lake(context));
  SEXTANT_TRY(out.sql, insight::repeat_as_sql(answered.question, answered.answer,
                                              sources_of(context, lake), call));
  return out;
}

Result<Repeat> repeat_of(Context& context, const CompareWords& words, const ComparedCosts& compared,
                         const CallContext& call) {
  std::string command = begin(words);
  add_option(command, "--before-from", words.before.from);
  add_option(command, "--before-to", words.before.to);
  Repeat out{finish(std::move(command), words), std::nullopt};
  SEXTANT_TRY(const OpenLake lake, open_lake(context));
  SEXTANT_TRY(out.sql, insight::repeat_as_sql(compared.question, compared.comparison,
                                              sources_of(context, lake), call));
  return out;
}

boost::json::object to_json(const Repeat& repeat) {
  return {{"command", repeat.command},
          {"sql", repeat.sql ? boost::json::value(*repeat.sql) : boost::json::value(nullptr)}};
}

}  // namespace sextant::operations
