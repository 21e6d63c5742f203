#include "connect/check/report.h"

#include <algorithm>
#include <boost/json/array.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/value.hpp>
#include <utility>

#include "base/error_catalog.h"
#include "connect/json_access.h"

namespace sextant::connect {
namespace {

namespace json = boost::json;

constexpr std::size_t kStoredMax = 4U << 20U;

json::array to_array(const std::vector<std::string>& texts) {
  json::array out;
  for (const std::string& text : texts) out.emplace_back(text);
  return out;
}

json::object to_json(const PermissionFinding& finding) {
  return {{"service", finding.service},
          {"operation", finding.operation},
          {"actions", to_array(finding.actions)},
          {"outcome", to_text(finding.outcome)},
          {"evidence", to_text(finding.evidence)},
          {"said", finding.said}};
}

}  // namespace

void describe_error(CheckStep& step, const Error& error) {
  const ExplainedError shown = explain(error);
  step.code = shown.code;
  step.said = shown.title;
  if (!shown.detail.empty()) step.details.push_back(shown.detail);
  if (error.remote && !error.remote->request_id.empty()) {
    step.details.push_back("request id " + error.remote->request_id);
  }
  step.causes = shown.causes;
  step.fix = shown.fix;
}

void describe_throttled(CheckStep& step, const Error& error) {
  describe_error(step, Error{"check.throttled", words_of(error), {}, error.remote});
  step.status = StepStatus::kNotTested;
  step.evidence = Evidence::kNotTested;
}

ReportStatus CheckReport::status() const {
  const auto any = [&](StepStatus wanted) {
    return std::ranges::any_of(
        steps, [&](const CheckStep& step) { return step.counts && step.status == wanted; });
  };
  if (steps.empty() || any(StepStatus::kFailed)) return ReportStatus::kRed;
  return any(StepStatus::kWarning) || any(StepStatus::kNotTested) ? ReportStatus::kAmber
                                                                  : ReportStatus::kGreen;
}

const CheckStep* CheckReport::find(std::string_view id) const {
  const auto found = std::ranges::find(steps, id, &CheckStep::id);
  return found == steps.end() ? nullptr : &*found;
}

json::object to_json(const CheckStep& step) {
  json::array permissions;
  for (const PermissionFinding& finding : step.permissions) permissions.push_back(to_json(finding));
  return {{"id", step.id},
          {"title", step.title},
          {"status", to_text(step.status)},
          {"counts", step.counts},
          {"evidence", to_text(step.evidence)},
          {"said", step.said},
          {"details", to_array(step.details)},
          {"alarms", to_array(step.alarms)},
          {"code", step.code},
          {"causes", to_array(step.causes)},
          {"cause_is_proven", step.cause_is_proven},
          {"fix", step.fix},
          {"permissions", std::move(permissions)},
          {"elapsed_ms", step.elapsed.count()}};
}

json::object to_json(const CheckReport& report) {
  json::array steps;
  for (const CheckStep& step : report.steps) steps.push_back(to_json(step));
  json::object out = {{"connection", report.connection},
                      {"status", to_text(report.status())},
                      {"started_at", format_rfc3339(report.started_at)},
                      {"elapsed_ms", report.elapsed.count()},
                      {"account_id", report.account_id},
                      {"account_alias", report.account_alias},
                      {"principal_arn", report.principal_arn},
                      {"account_kind", report.account_kind},
                      {"organization_id", report.organization_id},
                      {"payer_id", report.payer_id},
                      {"write_access", to_text(report.write_access)},
                      {"costs_until", nullptr},
                      {"paid_calls", report.paid_calls},
                      {"steps", std::move(steps)}};
  if (report.costs_until) out["costs_until"] = format_date(*report.costs_until);
  return out;
}

Result<ReportSummary> read_summary(const std::string& stored) {
  boost::system::error_code error;
  const json::value root = stored.size() > kStoredMax ? json::value() : json::parse(stored, error);
  const auto* report = error ? nullptr : root.if_object();
  if (report == nullptr) return failure("connection.unreadable_report", "it is no JSON object");
  ReportSummary out;
  const std::string status = text_at(*report, {"status"});
  out.status = status == "green"   ? ReportStatus::kGreen
               : status == "amber" ? ReportStatus::kAmber
                                   : ReportStatus::kRed;
  out.account_kind = text_at(*report, {"account_kind"});
  out.payer_id = text_at(*report, {"payer_id"});
  out.costs_until = text_at(*report, {"costs_until"});
  for (const std::string_view wanted : {"failed", "warning", "not tested"}) {
    for (const json::object* step : objects_at(root, "steps")) {
      const auto* counts = step->if_contains("counts");
      if (text_at(*step, {"status"}) != wanted ||
          (counts != nullptr && counts->is_bool() && !counts->get_bool()))
        continue;
      out.problems.push_back(text_at(*step, {"title"}) + ": " + text_at(*step, {"said"}));
      out.trust_is_open = out.trust_is_open || text_at(*step, {"code"}) == "check.trust_open";
    }
  }
  return out;
}

std::string_view to_text(StepStatus status) {
  switch (status) {
    case StepStatus::kFine:
      return "fine";
    case StepStatus::kWarning:
      return "warning";
    case StepStatus::kFailed:
      return "failed";
    case StepStatus::kNotTested:
      return "not tested";
    case StepStatus::kSkipped:
      return "skipped";
  }
  std::unreachable();
}

std::string_view to_text(Evidence evidence) {
  switch (evidence) {
    case Evidence::kNotTested:
      return "not tested";
    case Evidence::kProved:
      return "proved";
    case Evidence::kSimulated:
      return "simulated";
  }
  std::unreachable();
}

std::string_view to_text(Outcome outcome) {
  switch (outcome) {
    case Outcome::kUnknown:
      return "unknown";
    case Outcome::kAllowed:
      return "allowed";
    case Outcome::kDenied:
      return "denied";
    case Outcome::kNotEnabled:
      return "not enabled";
  }
  std::unreachable();
}

std::string_view to_text(WriteAccess access) {
  switch (access) {
    case WriteAccess::kNotAllowedToLook:
      return "not allowed to look";
    case WriteAccess::kNoneFound:
      return "none found";
    case WriteAccess::kYes:
      return "yes";
  }
  std::unreachable();
}

std::string_view to_text(ReportStatus status) {
  switch (status) {
    case ReportStatus::kGreen:
      return "green";
    case ReportStatus::kAmber:
      return "amber";
    case ReportStatus::kRed:
      return "red";
  }
  std::unreachable();
}

}  // namespace sextant::connect
