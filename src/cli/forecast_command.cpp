#include "cli/forecast_command.h"

#include <fmt/format.h>

#include "base/text.h"
#include "cli/answer_output.h"
#include "cli/money_text.h"
#include "cli/table.h"
#include "insight/forecast.h"
#include "operations/cost_files.h"

namespace sextant::cli {
namespace {

using insight::ForecastAnswer;
using insight::ForecastPeriod;
using insight::ThisMonth;

std::string bound_text(const std::optional<Decimal>& bound) {
  return bound ? money_text(*bound) : "-";
}

std::string to_text(const ForecastAnswer& answer, const TextStyle& style, bool is_quiet) {
  const std::string interval = answer.level > 0 ? fmt::format(" ({}%)", answer.level) : "";
  Table table({{"Period"},
               {"Currency"},
               {"Expected", Align::kRight},
               {"Lower" + interval, Align::kRight},
               {"Upper" + interval, Align::kRight}},
              2);
  for (const ForecastPeriod& period : answer.periods) {
    table.add_row({insight::describe(period.days), period.currency, money_text(period.mean),
                   bound_text(period.lower), bound_text(period.upper)});
  }
  std::string out;
  if (!is_quiet) {
    out += toned(fmt::format("AWS's forecast of {} costs", insight::name_of(answer.metric)),
                 Tone::kStrong, style) +
           "\n\n";
  }
  out += table.render(style);
  for (const ThisMonth& month : answer.this_month) {
    const std::string spent =
        month.spent_days.empty() ? "nothing is over yet"
                                 : fmt::format("{} {} spent in {}", money_text(month.spent),
                                               month.currency, insight::describe(month.spent_days));
    out += "\n" +
           wrapped(
               fmt::format("This month: {}, {} more expected: {} {} by its end", spent,
                           money_text(month.rest.mean), money_text(month.expected), month.currency),
               style, 2) +
           "\n";
  }
  if (is_quiet) return out;
  std::vector<std::string> notes = {fmt::format(
      "Source: AWS Cost Explorer's forecast for {}, made {} ago; all charge types; {} of {} {}",
      join(answer.accounts, ", "), describe_age(answer.age), answer.accounts.size(),
      answer.accounts_expected, answer.accounts_expected == 1 ? "account" : "accounts")};
  notes.insert(notes.end(), answer.notes.begin(), answer.notes.end());
  out += "\n";
  for (const std::string& note : notes) {
    for (const std::string& line : split(wrapped(for_terminal(note), style, 2), '\n'))
      out += toned(line, Tone::kDim, style) + "\n";
  }
  return out;
}

Result<int> answer(Context& context, const ForecastCommand& command) {
  SEXTANT_TRY(const ForecastAnswer answer,
              operations::ask_forecast(context, command, context.call));
  TextStyle style = style_of(context.terminal, context.outside.environment);
  if (!command.output.empty()) style = {0, false, style.use_unicode};
  switch (parse_answer_format(command.format)) {
    case AnswerFormat::kJson:
      SEXTANT_TRY_VOID(
          put_data(context, command.output, json_text(context, insight::to_json(answer))));
      break;
    case AnswerFormat::kCsv:
      SEXTANT_TRY_VOID(put_data(context, command.output, operations::to_csv(answer)));
      break;
    default:
      SEXTANT_TRY_VOID(
          put_answer(context, command.output, to_text(answer, style, context.terminal.quiet)));
  }
  return answer.accounts.size() < answer.accounts_expected ? kPartly : kFine;
}

}  // namespace

int run_forecast(Context& context, const ForecastCommand& command) {
  const auto status = answer(context, command);
  return status ? *status : fail(context, status.error());
}

}  // namespace sextant::cli
