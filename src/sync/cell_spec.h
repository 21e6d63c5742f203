#pragma once

#include <boost/json/object.hpp>

#include <compare>
#include <string>

#include "base/civil_time.h"
#include "base/result.h"
#include "lake/layout.h"

namespace sextant::sync {

enum class Subject { kAccounts, kCosts, kForecast };

// What is asked again and again of one account: one face of its costs, its members, or AWS's
// forecast. A plain value.
struct Stream {
  std::string account_id;
  std::string view = "primary";
  Subject subject = Subject::kCosts;
  lake::Face face = lake::Face::kTotal;       // kCosts only
  lake::Grain grain = lake::Grain::kMonthly;  // kCosts only

  auto operator<=>(const Stream&) const = default;
  std::string face_name() const;   // "account_service", "accounts", "forecast"
  std::string grain_name() const;  // "monthly", "daily", "-"
  bool is_control() const { return subject == Subject::kCosts && face == lake::Face::kTotal; }
};

// One query of one sync. A plain value.
struct CellSpec {
  Stream stream;
  DateInterval window;
  bool is_full = false;  // the window is the whole history that is kept
  bool is_second_look = false;

  bool operator==(const CellSpec&) const = default;
  // "123456789012/primary/total/monthly/2025-09-01..2026-11-01", with "/again" for a second look.
  // Also names its spool.
  std::string key() const;
};

// The paths of days at which Cost Explorer is asked on `today`. All ends are exclusive. Monthly
// ones cover whole months, since a month that is cut would be answered as if it were whole.
DateInterval monthly_window(Date today);   // 13 months back and the current one
DateInterval daily_window(Date today);     // 35 days, today included, and all of last month
DateInterval forecast_window(Date today);  // to the end of the twelfth month

// The call that a cell makes.
struct Request {
  std::string service;    // "ce"
  std::string operation;  // "GetCostAndUsage"
  boost::json::object input;
  bool has_pages = true;
  bool is_paid = true;
};
Request request_of(const CellSpec& spec);

// What a cell looks like in a spool, and back. Error: sync.spool_unreadable.
boost::json::object to_json(const CellSpec& spec);
Result<CellSpec> cell_spec_from_json(const boost::json::value& json);

}  // namespace sextant::sync
