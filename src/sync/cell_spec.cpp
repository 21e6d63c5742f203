#include "sync/cell_spec.h"

#include <fmt/format.h>

#include <algorithm>
#include <boost/json/array.hpp>
#include <boost/json/value.hpp>

#include <array>
#include <vector>

namespace sextant::sync {
namespace {

namespace json = boost::json;
using std::chrono::days;

constexpr int kMonthsBack = 13;
constexpr int kDaysHeld = 35;
constexpr int kForecastMonths = 12;
constexpr int kForecastLevel = 80;
constexpr std::array kFaces = {lake::Face::kTotal, lake::Face::kAccountService,
                               lake::Face::kServiceRegion, lake::Face::kServiceChargeType};

std::vector<std::string_view> dimensions_of(lake::Face face) {
  switch (face) {
    case lake::Face::kTotal:
      return {};
    case lake::Face::kAccountService:
      return {"LINKED_ACCOUNT", "SERVICE"};
    case lake::Face::kServiceRegion:
      return {"SERVICE", "REGION"};
    case lake::Face::kServiceChargeType:
      return {"SERVICE", "RECORD_TYPE"};
  }
  return {};
}

json::object period_of(const DateInterval& window) {
  return {{"Start", format_date(window.start)}, {"End", format_date(window.end)}};
}

Request costs_request(const CellSpec& spec) {
  json::object input = {
      {"TimePeriod", period_of(spec.window)},
      {"Granularity", spec.stream.grain == lake::Grain::kMonthly ? "MONTHLY" : "DAILY"},
      {"Metrics",
       {"UnblendedCost", "BlendedCost", "AmortizedCost", "NetUnblendedCost", "NetAmortizedCost"}}};
  json::array groups;
  for (const std::string_view key : dimensions_of(spec.stream.face)) {
    groups.push_back(json::object{{"Type", "DIMENSION"}, {"Key", key}});
  }
  if (!groups.empty()) input["GroupBy"] = std::move(groups);
  return {"ce", "GetCostAndUsage", std::move(input)};
}

std::string text_at(const json::object& object, std::string_view name) {
  const json::value* value = object.if_contains(name);
  return value != nullptr && value->is_string() ? std::string(value->get_string()) : "";
}

bool flag_at(const json::object& object, std::string_view name) {
  const json::value* value = object.if_contains(name);
  return value != nullptr && value->is_bool() && value->get_bool();
}

std::unexpected<Error> unreadable(std::string_view what) {
  return failure("sync.spool_unreadable",
                 fmt::format("what was spooled names no {} that is known", what));
}

Result<void> read_face(const json::object& object, Stream& stream) {
  const std::string name = text_at(object, "face");
  if (name == "accounts") {
    stream.subject = Subject::kAccounts;
    return {};
  }
  if (name == "forecast") {
    stream.subject = Subject::kForecast;
    return {};
  }
  for (const lake::Face face : kFaces) {
    if (name != lake::name_of(face)) continue;
    stream.face = face;
    stream.grain =
        text_at(object, "grain") == "daily" ? lake::Grain::kDaily : lake::Grain::kMonthly;
    return {};
  }
  return unreadable("face");
}

}  // namespace

std::string Stream::face_name() const {
  switch (subject) {
    case Subject::kAccounts:
      return "accounts";
    case Subject::kForecast:
      return "forecast";
    case Subject::kCosts:
      break;
  }
  return std::string(lake::name_of(face));
}

std::string Stream::grain_name() const {
  if (subject == Subject::kAccounts) return "-";
  return std::string(lake::name_of(subject == Subject::kForecast ? lake::Grain::kMonthly : grain));
}

std::string CellSpec::key() const {
  return fmt::format("{}/{}/{}/{}/{}..{}{}", stream.account_id, stream.view, stream.face_name(),
                     stream.grain_name(), format_date(window.start), format_date(window.end),
                     is_second_look ? "/again" : "");
}

DateInterval monthly_window(Date today) {
  return {add_months(today, -kMonthsBack), add_months(today, 1)};
}
DateInterval daily_window(Date today) {
  // All of last month, with whose days this month is compared.
  return {std::min(today - days(kDaysHeld - 1), add_months(today, -1)), today + days(1)};
}
DateInterval forecast_window(Date today) {
  return {today, add_months(today, kForecastMonths)};
}

Request request_of(const CellSpec& spec) {
  switch (spec.stream.subject) {
    case Subject::kAccounts:
      return {"organizations", "ListAccounts", {}, true, false};
    case Subject::kForecast:
      return {"ce",
              "GetCostForecast",
              {{"TimePeriod", period_of(spec.window)},
               {"Granularity", "MONTHLY"},
               {"Metric", "UNBLENDED_COST"},
               {"PredictionIntervalLevel", kForecastLevel}},
              false,
              true};
    case Subject::kCosts:
      break;
  }
  return costs_request(spec);
}

json::object to_json(const CellSpec& spec) {
  return {{"account", spec.stream.account_id},
          {"view", spec.stream.view},
          {"face", spec.stream.face_name()},
          {"grain", spec.stream.grain_name()},
          {"start", format_date(spec.window.start)},
          {"end", format_date(spec.window.end)},
          {"full", spec.is_full},
          {"second_look", spec.is_second_look}};
}

Result<CellSpec> cell_spec_from_json(const json::value& value) {
  if (!value.is_object()) return unreadable("cell");
  const json::object& object = value.get_object();
  CellSpec spec;
  spec.stream.account_id = text_at(object, "account");
  spec.stream.view = text_at(object, "view");
  if (!lake::is_account_id(spec.stream.account_id)) return unreadable("account");
  if (!lake::is_safe_name(spec.stream.view)) return unreadable("view");
  SEXTANT_TRY_VOID(read_face(object, spec.stream));
  const auto start = parse_date(text_at(object, "start"));
  const auto end = parse_date(text_at(object, "end"));
  if (!start || !end || *start >= *end) return unreadable("window");
  spec.window = {*start, *end};
  spec.is_full = flag_at(object, "full");
  spec.is_second_look = flag_at(object, "second_look");
  return spec;
}

}  // namespace sextant::sync
