#include "cli/check_view.h"

#include <fmt/format.h>

#include <ostream>
#include <utility>

#include "base/text.h"

namespace sextant::cli {
namespace {

using connect::CheckStep;
using connect::StepStatus;

constexpr std::size_t kIndent = 4;

Tone tone_of(StepStatus status) {
  switch (status) {
    case StepStatus::kFine:
      return Tone::kGood;
    case StepStatus::kWarning:
      return Tone::kWarning;
    case StepStatus::kFailed:
      return Tone::kBad;
    case StepStatus::kNotTested:
    case StepStatus::kSkipped:
      return Tone::kDim;
  }
  std::unreachable();
}

// Words, so that the verdict does not hang on color.
std::string_view mark_of(StepStatus status) {
  switch (status) {
    case StepStatus::kFine:
      return "ok  ";
    case StepStatus::kWarning:
      return "warn";
    case StepStatus::kFailed:
      return "FAIL";
    case StepStatus::kNotTested:
      return "?   ";
    case StepStatus::kSkipped:
      return "-   ";
  }
  std::unreachable();
}

std::string time_text(std::chrono::milliseconds elapsed) {
  return elapsed.count() < 1000
             ? fmt::format("{} ms", elapsed.count())
             : fmt::format("{:.1f} s", static_cast<double>(elapsed.count()) / 1000);
}

void print_lines(std::ostream& out, std::string_view lead, const std::string& text,
                 const TextStyle& style) {
  bool first = true;
  for (const std::string& line : split(text, '\n')) {
    const std::string safe = for_terminal(line);
    // Commands and JSON keep their lines; prose is broken.
    const bool verbatim = line.starts_with(" ") || line.starts_with("{") || line.starts_with("}");
    out << std::string(kIndent, ' ') << (first ? std::string(lead) : std::string(lead.size(), ' '));
    out << (verbatim ? safe : wrapped(safe, style, kIndent + lead.size())) << "\n";
    first = false;
  }
}

void print_trouble(std::ostream& out, const CheckStep& step, const TextStyle& style) {
  const bool proven = step.cause_is_proven;
  for (std::size_t i = 0; i < step.causes.size(); ++i) {
    print_lines(out,
                i == 0 ? (proven ? "cause: " : "likely cause: ") : "or:           ", step.causes[i],
                style);
  }
  if (!step.fix.empty()) print_lines(out, "fix: ", step.fix, style);
}

}  // namespace

void print_step(std::ostream& out, const CheckStep& step, const TextStyle& style) {
  const std::string evidence =
      step.id.starts_with("permission.") || step.id == "trust" || step.id == "write"
          ? fmt::format(", {}", connect::to_text(step.evidence))
          : "";
  out << toned(mark_of(step.status), tone_of(step.status), style) << " "
      << toned(for_terminal(step.title), Tone::kStrong, style) << ": " << for_terminal(step.said)
      << " " << toned(fmt::format("({}{})", time_text(step.elapsed), evidence), Tone::kDim, style);
  if (!step.code.empty()) out << " " << toned(fmt::format("[{}]", step.code), Tone::kDim, style);
  out << "\n";
  for (const std::string& alarm : step.alarms) {
    out << std::string(kIndent, ' ') << toned(for_terminal(alarm), Tone::kBad, style) << "\n";
  }
  for (const std::string& detail : step.details) print_lines(out, "", detail, style);
  if (step.status != StepStatus::kFine) print_trouble(out, step, style);
  out.flush();
}

void print_verdict(std::ostream& out, const connect::CheckReport& report, const TextStyle& style) {
  std::size_t failed = 0;
  std::size_t warned = 0;
  for (const CheckStep& step : report.steps) {
    if (step.status == StepStatus::kFailed) ++failed;
    if (step.counts &&
        (step.status == StepStatus::kWarning || step.status == StepStatus::kNotTested))
      ++warned;
  }
  switch (report.status()) {
    case connect::ReportStatus::kGreen:
      out << toned(fmt::format("green: {} works", for_terminal(report.connection)), Tone::kGood,
                   style);
      break;
    case connect::ReportStatus::kAmber:
      out << toned(fmt::format("amber: {} works, with {} thing{} to look at",
                               for_terminal(report.connection), warned, warned == 1 ? "" : "s"),
                   Tone::kWarning, style);
      break;
    case connect::ReportStatus::kRed:
      out << toned(
          fmt::format("red: {} of {}'s steps failed", failed, for_terminal(report.connection)),
          Tone::kBad, style);
      break;
  }
  out << toned(fmt::format("  ({}, {} paid call{})", time_text(report.elapsed), report.paid_calls,
                           report.paid_calls == 1 ? "" : "s"),
               Tone::kDim, style)
      << "\n";
}

}  // namespace sextant::cli
