#include "cli/profiles_command.h"

#include <fmt/format.h>

#include <boost/json/array.hpp>
#include <ostream>

#include "base/civil_time.h"
#include "base/json_text.h"
#include "base/text.h"
#include "cli/table.h"

namespace sextant::cli {
namespace {

using aws::ProfileProblem;
using aws::ProfileReport;
using aws::ProfilesReport;
using aws::Severity;

boost::json::value or_null(const std::string& text) {
  return text.empty() ? boost::json::value(nullptr) : boost::json::value(text);
}

std::string_view session_status(const ProfileReport& profile, WallTime now) {
  if (!profile.session_ends_at) return "not_signed_in";
  if (*profile.session_ends_at > now) return "signed_in";
  return profile.can_renew ? "renewable" : "expired";
}

bool has_session(const ProfileReport& profile) {
  return profile.sso.has_value() || profile.method == aws::ProfileMethod::kLogin;
}

boost::json::value session_json(const ProfileReport& profile, WallTime now) {
  if (!has_session(profile)) return nullptr;
  boost::json::object out = {{"status", session_status(profile, now)}};
  out["ends_at"] = profile.session_ends_at
                       ? boost::json::value(format_rfc3339(*profile.session_ends_at))
                       : nullptr;
  out["sso_session"] = profile.sso ? or_null(profile.sso->name) : nullptr;
  out["sso_start_url"] = profile.sso ? or_null(profile.sso->start_url) : nullptr;
  out["sso_region"] = profile.sso ? or_null(profile.sso->region) : nullptr;
  return out;
}

boost::json::object problem_json(const ProfileProblem& problem) {
  return {
      {"severity", aws::severity_name(problem.severity)},
      {"code", or_null(problem.code)},
      {"text", problem.text},
      {"file", or_null(problem.file.string())},
      {"line", problem.line == 0 ? boost::json::value(nullptr) : boost::json::value(problem.line)}};
}

boost::json::array problems_json(const std::vector<ProfileProblem>& problems) {
  boost::json::array out;
  for (const ProfileProblem& problem : problems) out.push_back(problem_json(problem));
  return out;
}

boost::json::object profile_json(const ProfileReport& profile, WallTime now) {
  boost::json::array endpoints;
  for (const aws::ReportedEndpoint& endpoint : profile.endpoints) {
    endpoints.push_back({{"service", or_null(endpoint.endpoint.service)},
                         {"url", endpoint.endpoint.url},
                         {"origin", endpoint.endpoint.origin},
                         {"is_aws", endpoint.is_aws},
                         {"is_allowed", endpoint.is_allowed}});
  }
  boost::json::array files;
  if (profile.is_in_config) files.emplace_back("config");
  if (profile.is_in_credentials) files.emplace_back("credentials");
  return {{"name", profile.name},
          {"is_default", profile.is_chosen},
          {"method", aws::method_name(profile.method)},
          {"account_id", or_null(profile.account_id)},
          {"region", or_null(profile.region)},
          {"role_arn", or_null(profile.role_arn)},
          {"source", or_null(profile.source)},
          {"session", session_json(profile, now)},
          {"files", std::move(files)},
          {"endpoints", std::move(endpoints)},
          {"problems", problems_json(profile.problems)}};
}

boost::json::object file_json(const aws::ProfileFileStatus& file) {
  return {{"path", file.path.string()},
          {"variable", or_null(file.variable)},
          {"exists", file.exists},
          {"was_read", file.was_read}};
}

TableCell session_cell(const ProfileReport& profile, WallTime now) {
  if (!has_session(profile)) return "";
  const std::string_view status = session_status(profile, now);
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

boost::json::object profiles_json(const ProfilesReport& report, WallTime now) {
  boost::json::array profiles;
  for (const ProfileReport& profile : report.profiles)
    profiles.push_back(profile_json(profile, now));
  boost::json::array variables;
  for (const aws::ReportedVariable& variable : report.variables) {
    variables.push_back({{"name", variable.name},
                         {"value", variable.is_secret ? boost::json::value(nullptr)
                                                      : boost::json::value(variable.value)}});
  }
  return {{"profiles", std::move(profiles)},
          {"problems", problems_json(report.problems)},
          {"files",
           boost::json::array{file_json(report.files.config), file_json(report.files.credentials)}},
          {"variables", std::move(variables)}};
}

int run_profiles(Context& context, const ProfilesCommand& command) {
  const ProfilesReport report = aws::report_profiles(context.outside);
  const WallTime now = context.outside.clock.wall();
  std::ostream& out = context.terminal.out;
  if (command.format == "json") {
    out << pretty_json(profiles_json(report, now)) << "\n";
    return kFine;
  }
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
