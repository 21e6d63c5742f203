#include <CLI/CLI.hpp>

#include "base/text.h"
#include "cli/answer_output.h"
#include "cli/bind.h"
#include "cli/cost_command.h"
#include "cli/forecast_command.h"
#include "cli/query_command.h"
#include "cli/sql_process_command.h"
#include "insight/cost_question.h"
#include "operations/sql_process.h"

namespace sextant::cli {
namespace {

constexpr const char* kCostHelp =
    R"(Intervals: --from is included, --to is not, as AWS counts: --from 2026-09 --to 2026-10 is September.
  Without any, last month and this month to date. --last counts whole periods: 30d ends with yesterday, 3mo
  with last month. Parts of months are answered from days, which are kept of this month and last.

Examples:
  sextant cost                                          last month and this month by service
  sextant cost --by service --by month --last 6mo       a column for each month
  sextant cost --by account --plot --limit 10           the ten dearest accounts, with bars
  sextant cost --by day --last 30d --where "service=Amazon Simple Storage Service"
  sextant cost --from 2026-09 --to 2026-10 --before-from 2026-08 --before-to 2026-09 --limit 10
  sextant cost --by total --last last-month --metric amortized --format json)";

constexpr const char* kForecastHelp = R"(Examples:
  sextant forecast
  sextant forecast --months 3 --format json)";

constexpr const char* kQueryHelp =
    R"(Costs are one table for each cut (cost_account_service_monthly, ...): never add two of them up, since each
holds all costs. One SELECT is run; nothing but the lake can be read, and nothing written.

Examples:
  sextant query --tables
  sextant query "SELECT ServiceName, sum(BilledCost) FROM cost_account_service_monthly GROUP BY 1 ORDER BY 2 DESC"
  sextant query --format csv - < question.sql)";

// One value for each time that the option is given.
CLI::Option* add_repeatable(CLI::App& command, const std::string& name,
                            std::vector<std::string>& values, const std::string& meaning) {
  return command.add_option(name, values, meaning)->allow_extra_args(false);
}

void add_output(CLI::App& command, std::string& format, std::string& output,
                const std::vector<std::string>& formats) {
  command.add_option("--format", format, "Form of the answer")
      ->check(CLI::IsMember(formats))
      ->capture_default_str();
  command.add_option("--output", output, "Write the answer to this file")->type_name("FILE");
}

void bind_cost(CLI::App& app, Chosen& chosen) {
  auto options = std::make_shared<CostCommand>();
  CLI::App* command = app.add_subcommand(
      "cost", "What was spent, by service, account, region, charge type, day or month");
  add_repeatable(*command, "-b,--by", options->by,
                 "Group by this; repeat for more. 'total' for none. Default: service")
      ->type_name("service|account|region|charge_type|day|month");
  command->add_option("--from", options->window.from, "First day or month")->type_name("DATE");
  command->add_option("--to", options->window.to, "Day or month after the last one (not included)")
      ->type_name("DATE");
  command->add_option("--last", options->window.last, "Whole days, weeks or months before now")
      ->type_name("30d|2w|3mo|this-month|last-month");
  command
      ->add_option("--before-from", options->before.from,
                   "Compare with the interval that begins here")
      ->type_name("DATE");
  command->add_option("--before-to", options->before.to, "Its end (not included)")
      ->type_name("DATE");
  command->add_option("-m,--metric", options->metric, "Which amount")
      ->type_name(join(insight::metric_names(), "|"))
      ->capture_default_str();
  add_repeatable(*command, "-w,--where", options->where,
                 "Only costs whose KEY is VALUE; repeat for more, != for not")
      ->type_name("KEY=VALUE");
  add_repeatable(*command, "--account", options->accounts,
                 "Only this account, by id or name; repeat for more");
  add_repeatable(*command, "--connection", options->connections,
                 "Only what this connection sees; repeat for more");
  command->add_option("--limit", options->limit, "Show the N largest and the rest as one row")
      ->check(CLI::PositiveNumber)
      ->type_name("N");
  command->add_flag("--plot", options->plot, "Draw bars too");
  command->add_flag("--ascii", options->ascii, "Draw with ASCII characters alone");
  add_output(*command, options->format, options->output, answer_formats());
  command->footer(kCostHelp);
  command->callback([options, &chosen] {
    chosen.run = [options](Context& context) { return run_cost(context, *options); };
  });
}

void bind_forecast(CLI::App& app, Chosen& chosen) {
  auto options = std::make_shared<ForecastCommand>();
  CLI::App* command = app.add_subcommand("forecast", "What AWS expects the coming months to cost");
  command->add_option("-m,--metric", options->metric, "Which amount")
      ->type_name("METRIC")
      ->capture_default_str();
  command->add_option("--months", options->months, "At most so many months")
      ->check(CLI::PositiveNumber)
      ->type_name("N");
  add_repeatable(*command, "--connection", options->connections,
                 "Only what this connection sees; repeat for more");
  add_output(*command, options->format, options->output, {"table", "json", "csv"});
  command->footer(kForecastHelp);
  command->callback([options, &chosen] {
    chosen.run = [options](Context& context) { return run_forecast(context, *options); };
  });
}

void bind_query(CLI::App& app, Chosen& chosen) {
  auto options = std::make_shared<QueryCommand>();
  CLI::App* command = app.add_subcommand("query", "Ask the stored costs by SQL");
  command->add_option("sql", options->sql, "One SELECT; '-' reads it from standard input")
      ->type_name("SQL");
  command->add_flag("--tables", options->tables, "List the tables and their columns");
  command->add_option("--max-rows", options->max_rows, "Cut the answer after so many rows")
      ->check(CLI::Range(std::size_t{1}, lake::AnswerLimits().rows_max))
      ->type_name("N")
      ->capture_default_str();
  command->add_option("--timeout", options->timeout_s, "Give up after so many seconds")
      ->check(CLI::Range(1, 3600))
      ->type_name("S")
      ->capture_default_str();
  add_output(*command, options->format, options->output, answer_formats());
  command->footer(kQueryHelp);
  command->callback([options, &chosen] {
    chosen.run = [options](Context& context) { return run_query(context, *options); };
  });
}

// Named in no help: it is what a server of ours starts.
void bind_sql_process(CLI::App& app, Chosen& chosen) {
  CLI::App* command = app.add_subcommand(std::string(operations::kSqlCommand), "");
  command->group("");
  command->callback([&chosen] { chosen.run = run_sql_process; });
}

}  // namespace

void bind_answers(CLI::App& app, Chosen& chosen) {
  bind_cost(app, chosen);
  bind_forecast(app, chosen);
  bind_query(app, chosen);
  bind_sql_process(app, chosen);
}

}  // namespace sextant::cli
