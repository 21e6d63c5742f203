#include "cli/cost_command.h"

#include <ostream>

#include "cli/answer_output.h"
#include "cli/comparison_table.h"
#include "cli/cost_footnotes.h"
#include "cli/cost_table.h"
#include "insight/answer_json.h"
#include "operations/cost_files.h"

namespace sextant::cli {
namespace {

using insight::CostAnswer;

std::string to_text(const Context& context, const CostCommand& command, const CostAnswer& answer,
                    TextStyle style) {
  style.use_unicode = style.use_unicode && !command.ascii;
  const bool is_quiet = context.terminal.quiet;
  std::string out;
  if (!is_quiet) out += toned(wrapped(cost_title(answer), style), Tone::kStrong, style) + "\n\n";
  out += cost_table(answer, style);
  if (command.plot && !answer.rows.empty()) out += "\n" + cost_bars(answer, style);
  if (!is_quiet) out += (answer.rows.empty() ? "" : "\n") + cost_footnotes(answer, style);
  return out;
}

// The provenance has no place in a CSV file; people see it beside.
void show_footnotes(const Context& context, const CostAnswer& answer, TextStyle style) {
  if (context.terminal.quiet) return;
  style.use_color = false;
  context.terminal.err << cost_title(answer) << "\n" << cost_footnotes(answer, style);
}

Result<void> write_parquet(Context& context, const CostCommand& command, const CostAnswer& answer) {
  SEXTANT_TRY(const auto engine, context.engine());
  return operations::write_parquet(context.outside.files, *engine, command.output,
                                   operations::to_parquet(answer), context.call);
}

std::string to_text(const Context& context, const CostCommand& command,
                    const insight::CostComparison& comparison, TextStyle style) {
  style.use_unicode = style.use_unicode && !command.ascii;
  if (context.terminal.quiet) return comparison_table(comparison, style);
  return toned(wrapped(comparison_title(comparison), style), Tone::kStrong, style) + "\n\n" +
         comparison_table(comparison, style) + "\n" + comparison_footnotes(comparison, style);
}

Result<int> compare(Context& context, const CostCommand& command) {
  SEXTANT_TRY(const auto compared, operations::compare_costs(context, command, context.call));
  const insight::CostComparison& comparison = compared.comparison;
  TextStyle style = style_of(context.terminal, context.outside.environment);
  if (!command.output.empty()) style = {0, false, style.use_unicode};
  switch (parse_answer_format(command.format)) {
    case AnswerFormat::kJson:
      SEXTANT_TRY_VOID(
          put_data(context, command.output, json_text(context, insight::to_json(comparison))));
      break;
    case AnswerFormat::kCsv:
      SEXTANT_TRY_VOID(put_data(context, command.output, operations::to_csv(comparison)));
      break;
    case AnswerFormat::kParquet:
      return failure("usage.cost", "a comparison has the forms table, json and csv");
    case AnswerFormat::kTable:
      SEXTANT_TRY_VOID(
          put_answer(context, command.output, to_text(context, command, comparison, style)));
  }
  const bool is_complete =
      comparison.now.coverage.is_complete() && comparison.before.coverage.is_complete();
  return is_complete ? kFine : kPartly;
}

Result<int> answer(Context& context, const CostCommand& command) {
  const AnswerFormat format = parse_answer_format(command.format);
  SEXTANT_TRY_VOID(check_output(context, format, command.output, "usage.cost"));
  SEXTANT_TRY(const auto answered, operations::ask_costs(context, command, context.call));
  const CostAnswer& answer = answered.answer;
  TextStyle style = style_of(context.terminal, context.outside.environment);
  if (!command.output.empty()) style = {0, false, style.use_unicode};
  switch (format) {
    case AnswerFormat::kTable:
      SEXTANT_TRY_VOID(
          put_answer(context, command.output, to_text(context, command, answer, style)));
      break;
    case AnswerFormat::kJson:
      SEXTANT_TRY_VOID(
          put_data(context, command.output, json_text(context, insight::to_json(answer))));
      break;
    case AnswerFormat::kCsv:
      SEXTANT_TRY_VOID(put_data(context, command.output, operations::to_csv(answer)));
      show_footnotes(context, answer, style);
      break;
    case AnswerFormat::kParquet:
      SEXTANT_TRY_VOID(write_parquet(context, command, answer));
      show_footnotes(context, answer, style);
      break;
  }
  return answer.provenance.coverage.is_complete() ? kFine : kPartly;
}

}  // namespace

int run_cost(Context& context, const CostCommand& command) {
  const bool compares = !command.before.from.empty() || !command.before.to.empty();
  const auto status = compares ? compare(context, command) : answer(context, command);
  return status ? *status : fail(context, status.error());
}

}  // namespace sextant::cli
