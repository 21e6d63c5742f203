#pragma once

#include <boost/json/object.hpp>

#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/civil_time.h"
#include "base/result.h"
#include "connect/check/api.h"

namespace sextant::connect {

enum class StepStatus { kFine, kWarning, kFailed, kNotTested, kSkipped };

// One operation that a purpose needs, as far as its permission is known.
struct PermissionFinding {
  std::string service;
  std::string operation;
  std::vector<std::string> actions;  // IAM's names
  Outcome outcome = Outcome::kUnknown;
  Evidence evidence = Evidence::kNotTested;
  std::string said;
  std::chrono::milliseconds elapsed{0};  // of the call that proved it
};

// One thing that was looked at. Texts may hold what a cloud sent: make them fit for a terminal
// before printing.
struct CheckStep {
  std::string id;     // "credentials", "permission.costs"
  std::string title;  // "Credentials"
  StepStatus status = StepStatus::kFine;
  bool counts = true;  // towards the color of the whole; advice does not
  Evidence evidence = Evidence::kNotTested;
  std::string said;                  // what was found, in a line
  std::vector<std::string> details;  // more of it
  std::vector<std::string> alarms;   // what must not be overlooked; shown in red
  std::string code;                  // of the error catalog; "" where nothing is wrong
  std::vector<std::string> causes;   // proven: one; else the likeliest first
  bool cause_is_proven = false;
  std::string fix;  // commands or JSON, several lines
  std::vector<PermissionFinding> permissions;
  std::chrono::milliseconds elapsed{0};
};

// Takes an error's words from the catalog.
void describe_error(CheckStep& step, const Error& error);
// Of a step whose calls AWS has throttled to the end: it says nothing about the connection.
void describe_throttled(CheckStep& step, const Error& error);

// "yes", "none found", "not allowed to look".
enum class WriteAccess { kNotAllowedToLook, kNoneFound, kYes };

enum class ReportStatus { kGreen, kAmber, kRed };

// What a check found. A plain value; no secret is in it.
struct CheckReport {
  std::string connection;
  WallTime started_at{};
  std::chrono::milliseconds elapsed{0};
  std::vector<CheckStep> steps;
  std::string account_id;
  std::string account_alias;
  std::string principal_arn;
  std::string account_kind;  // "payer", "member", "standalone" or ""
  std::string organization_id;
  std::string payer_id;  // the organization's management account, or ""
  WriteAccess write_access = WriteAccess::kNotAllowedToLook;
  std::optional<Date> costs_until;  // the last day with costs
  int paid_calls = 0;

  ReportStatus status() const;
  // Nothing that a sync needs has failed.
  bool can_read() const { return status() != ReportStatus::kRed; }
  const CheckStep* find(std::string_view id) const;
};

boost::json::object to_json(const CheckStep& step);
boost::json::object to_json(const CheckReport& report);

// What is read back of a stored report.
struct ReportSummary {
  ReportStatus status = ReportStatus::kRed;
  std::vector<std::string>
      problems;                // title and words of steps that failed, then of those that warned
  bool trust_is_open = false;  // the role lets in who does not know its external ID
  std::string account_kind;
  std::string payer_id;
  std::string costs_until;
};
// Error: connection.unreadable_report.
Result<ReportSummary> read_summary(const std::string& stored);

std::string_view to_text(
    StepStatus status);  // "fine", "warning", "failed", "not tested", "skipped"
std::string_view to_text(Evidence evidence);  // "proved", "simulated", "not tested"
std::string_view to_text(Outcome outcome);    // "allowed", "denied", "not enabled", "unknown"
std::string_view to_text(WriteAccess access);
std::string_view to_text(ReportStatus status);  // "green", "amber", "red"

}  // namespace sextant::connect
