#include "cli/profiles_command.h"

#include <fmt/format.h>

#include <ostream>

#include "base/civil_time.h"
#include "base/json_text.h"
#include "base/text.h"
#include "cli/table.h"
#include "operations/profiles.h"

namespace sextant::cli {
namespace {

using aws::ProfileProblem;
using aws::ProfileReport;
using aws::ProfilesReport;
using aws::Severity;

TableCell session_cell(const ProfileReport& profile, WallTime now) {
  if (!operations::has_session(profile)) return "";
  const std::string_view status = operations::session_status(profile, now);
  if (status == "signed_in") {
    const auto left = std::chrono::floor<std::chrono::seconds>(*profile.session_ends_at - now);
    return {fmt::format("ends in {}", describe_age(left)), Tone::kGood};
  }
  if (status == "renewable") return {"ended, renews itself", Tone::kWarning};
  return {status == "expired" ? "expired" : "not signed in", Tone::kWarning};
}

TableCell problems_cell(const ProfileReport& profile) {
  std::size_t errors = 0;
  std::size_t warnings = 0;
  for (const ProfileProblem& problem : profile.problems) {
    errors += problem.severity == Severity::kError ? 1 : 0;
    warnings += problem.severity == Severity::kWarning ? 1 : 0;
  }
  if (errors + warnings == 0) return "";
  return {std::to_string(errors + warnings), errors > 0 ? Tone::kBad : Tone::kWarning};
}

Tone tone_of(Severity severity) {
  if (severity == Severity::kError) return Tone::kBad;
  return severity == Severity::kWarning ? Tone::kWarning : Tone::kDim;
}

void print_problem(std::ostream& out, const TextStyle& style, const std::string& name,
                   const ProfileProblem& problem) {
  std::string where;
  if (problem.line > 0) where = fmt::format("  ({} line {})", problem.file.string(), problem.line);
  out << "  " << toned(aws::severity_name(problem.severity), tone_of(problem.severity), style)
      << "  " << for_terminal(name.empty() ? "" : name + ": ")
      << for_terminal(problem.text + where);
  if (!problem.code.empty()) out << "  [" << problem.code << "]";
  out << "\n";
  const std::string fix(trim(problem.fix));
  if (!fix.empty())
    out << "         " << toned(replace_all(fix, "\n", "\n         "), Tone::kDim, style) << "\n";
}

void print_problems(std::ostream& out, const TextStyle& style, const ProfilesReport& report) {
  bool any = !report.problems.empty();
  for (const ProfileReport& profile : report.profiles) any = any || !profile.problems.empty();
  if (!any) return;
  out << "\nProblems\n";
  for (const ProfileProblem& problem : report.problems) print_problem(out, style, "", problem);
  for (const ProfileReport& profile : report.profiles) {
    for (const ProfileProblem& problem : profile.problems)
      print_problem(out, style, profile.name, problem);
  }
}

void print_endpoints(std::ostream& out, const TextStyle& style, const ProfilesReport& report) {
  bool is_first = true;
  for (const ProfileReport& profile : report.profiles) {
    for (const aws::ReportedEndpoint& endpoint : profile.endpoints) {
      if (is_first) out << "\nCustom endpoints\n";
      is_first = false;
      const std::string url = for_terminal(endpoint.endpoint.url);
      out << "  " << for_terminal(profile.name) << ": "
          << (endpoint.is_aws ? url : toned(url + " (not AWS's)", Tone::kBad, style)) << "  ("
          << for_terminal(endpoint.endpoint.origin) << ")\n";
    }
  }
}

void print_sources(std::ostream& out, const ProfilesReport& report) {
  out << "\nFiles read\n";
  for (const aws::ProfileFileStatus* file : {&report.files.config, &report.files.credentials}) {
    out << "  " << for_terminal(file->path.string());
    if (!file->variable.empty()) out << "  (from " << file->variable << ")";
    if (!file->was_read) out << (file->exists ? "  (could not be read)" : "  (does not exist)");
    out << "\n";
  }
  out << "Variables set\n";
  for (const aws::ReportedVariable& variable : report.variables) {
    out << "  " << for_terminal(variable.name);
    if (!variable.is_secret) out << " = " << for_terminal(variable.value);
    out << "\n";
  }
}

void print_table(std::ostream& out, const TextStyle& style, const ProfilesReport& report,
                 WallTime now) {
  Table table({{"profile", Align::kLeft, 12},
               {"method"},
               {"account"},
               {"region"},
               {"session"},
               {"problems", Align::kRight}});
  for (const ProfileReport& profile : report.profiles) {
    table.add_row({TableCell(profile.name, profile.is_chosen ? Tone::kStrong : Tone::kPlain),
                   std::string(aws::method_name(profile.method)), profile.account_id,
                   profile.region, session_cell(profile, now), problems_cell(profile)});
  }
  out << table.render(style);
}

constexpr const char* kEmpty =
    "No AWS profiles were found.\n\n"
    "Sign in with SSO, and choose an account and role:\n"
    "  sextant sso login --start-url https://YOUR_ORG.awsapps.com/start --region REGION\n"
    "  sextant sso accounts\n"
    "Or keep access keys in ~/.aws/credentials:\n"
    "  aws configure --profile dev\n"
    "Or let Sextant assume a role:\n"
    "  sextant connect aws --setup role --name NAME\n";

}  // namespace

int run_profiles(Context& context, const ProfilesCommand& command) {
  std::ostream& out = context.terminal.out;
  if (command.format == "json") {
    const auto view = operations::view_profiles(context);
    if (!view) return fail(context, view.error());
    out << pretty_json(operations::to_json(*view)) << "\n";
    return kFine;
  }
  const ProfilesReport report = aws::report_profiles(context.outside);
  const WallTime now = context.outside.clock.wall();
  const TextStyle style = style_of(context.terminal, context.outside.environment);
  if (report.profiles.empty()) {
    out << kEmpty;
  } else {
    print_table(out, style, report, now);
  }
  if (context.terminal.quiet) return kFine;
  print_endpoints(out, style, report);
  print_problems(out, style, report);
  print_sources(out, report);
  return kFine;
}

}  // namespace sextant::cli
