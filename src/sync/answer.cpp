#include "sync/answer.h"

#include <fmt/format.h>
#include <boost/json/array.hpp>
#include <boost/json/object.hpp>

#include <array>

#include "sync/charge_category.h"

namespace sextant::sync {
namespace {

namespace json = boost::json;

constexpr std::size_t kNameBytesMax = 1024;
constexpr std::int64_t kForecastLevel = 80;

std::unexpected<Error> unexpected(std::string detail) {
  return failure("sync.unexpected_answer", std::move(detail));
}

const json::object* object_at(const json::object& object, std::string_view name) {
  const json::value* value = object.if_contains(name);
  return value == nullptr ? nullptr : value->if_object();
}

const json::array* array_at(const json::object& object, std::string_view name) {
  const json::value* value = object.if_contains(name);
  return value == nullptr ? nullptr : value->if_array();
}

// Lives as long as the object.
std::string_view text_at(const json::object& object, std::string_view name) {
  const json::value* value = object.if_contains(name);
  return value != nullptr && value->is_string() ? std::string_view(value->get_string()) : "";
}

Result<DateInterval> read_period(const json::object& result, const DateInterval& window) {
  const json::object* period = object_at(result, "TimePeriod");
  if (period == nullptr) return unexpected("a result has no TimePeriod");
  SEXTANT_TRY(const Date start, parse_date(text_at(*period, "Start")));
  SEXTANT_TRY(const Date end, parse_date(text_at(*period, "End")));
  if (start >= end || start < window.start || end > window.end) {
    return unexpected(fmt::format("asked for {} to {}, got a result of {} to {}",
                                  format_date(window.start), format_date(window.end),
                                  format_date(start), format_date(end)));
  }
  return DateInterval{start, end};
}

// One metric's amount; nullopt where the API gave none. The unit goes to `currency`.
Result<std::optional<Decimal>> read_amount(const json::object& metrics, std::string_view metric,
                                           lake::Datum& currency) {
  const json::object* value = object_at(metrics, metric);
  if (value == nullptr) return std::nullopt;
  SEXTANT_TRY(const Decimal amount, Decimal::parse(text_at(*value, "Amount")));
  const std::string_view unit = text_at(*value, "Unit");
  if (unit.empty() || unit == "N/A") {
    if (!amount.is_zero())
      return unexpected(fmt::format("an amount of {} has no currency", metric));
    return amount;
  }
  if (unit.size() > kNameBytesMax) return unexpected("a currency has a name that is too long");
  if (currency && *currency != unit)
    return unexpected(fmt::format("one row has amounts in {} and in {}", *currency, unit));
  if (!currency) currency = std::string(unit);
  return amount;
}

Result<Decimal> read_needed_amount(const json::object& metrics, std::string_view metric,
                                   lake::Datum& currency) {
  SEXTANT_TRY(const auto amount, read_amount(metrics, metric, currency));
  if (!amount) return unexpected(fmt::format("a row has no {}", metric));
  return *amount;
}

Result<void> read_amounts(const json::object& metrics, lake::CostRow& row) {
  SEXTANT_TRY(row.amounts.unblended, read_needed_amount(metrics, "UnblendedCost", row.currency));
  SEXTANT_TRY(row.amounts.blended, read_needed_amount(metrics, "BlendedCost", row.currency));
  SEXTANT_TRY(row.amounts.amortized, read_needed_amount(metrics, "AmortizedCost", row.currency));
  SEXTANT_TRY(row.amounts.net_unblended, read_amount(metrics, "NetUnblendedCost", row.currency));
  SEXTANT_TRY(row.amounts.net_amortized, read_amount(metrics, "NetAmortizedCost", row.currency));
  return {};
}

Result<std::array<std::string_view, 2>> read_keys(const json::object& group) {
  std::array<std::string_view, 2> out;
  const json::array* keys = array_at(group, "Keys");
  if (keys == nullptr || keys->size() != out.size())
    return unexpected("a group does not have the two keys that were asked for");
  for (std::size_t i = 0; i < out.size(); ++i) {
    const json::string* key = keys->at(i).if_string();
    if (key == nullptr || key->size() > kNameBytesMax)
      return unexpected("a group has a key that is no name");
    out[i] = *key;
  }
  return out;
}

lake::Datum region_of(std::string_view name) {
  if (name.empty() || name == "NoRegion") return std::nullopt;
  return std::string(name);
}

void set_keys(lake::Face face, const std::array<std::string_view, 2>& keys, lake::CostRow& row) {
  switch (face) {
    case lake::Face::kTotal:
      break;
    case lake::Face::kAccountService:
      row.sub_account_id = keys[0];
      row.service = keys[1];
      break;
    case lake::Face::kServiceRegion:
      row.service = keys[0];
      row.region = region_of(keys[1]);
      break;
    case lake::Face::kServiceChargeType:
      row.service = keys[0];
      row.charge_category = charge_category_of(keys[1]);
      row.charge_type = keys[1];
      break;
  }
}

Result<void> read_group(const json::object& group, lake::Face face, lake::CostRow& row) {
  SEXTANT_TRY(const auto keys, read_keys(group));
  const json::object* metrics = object_at(group, "Metrics");
  if (metrics == nullptr) return unexpected("a group has no Metrics");
  SEXTANT_TRY_VOID(read_amounts(*metrics, row));
  set_keys(face, keys, row);
  return {};
}

// A forecast's numbers may have more digits than are held.
Result<Decimal> read_estimate(std::string_view text) {
  const std::size_t point = text.find('.');
  const bool is_plain = text.find_first_of("eE") == std::string::npos;
  if (is_plain && point != std::string::npos && text.size() > point + 1 + Decimal::kScale) {
    text = text.substr(0, point + 1 + Decimal::kScale);
  }
  return Decimal::parse(text);
}

Result<std::optional<Decimal>> read_bound(const json::object& object, std::string_view name) {
  const std::string_view text = text_at(object, name);
  if (text.empty()) return std::nullopt;
  SEXTANT_TRY(const Decimal bound, read_estimate(text));
  return bound;
}

}  // namespace

Result<void> CostAnswer::add_page(const json::value& page, std::vector<lake::CostRow>& rows) {
  if (!page.is_object()) return unexpected("the answer is no object");
  const json::array* results = array_at(page.get_object(), "ResultsByTime");
  if (results == nullptr) return unexpected("the answer has no ResultsByTime");
  for (const json::value& result : *results) {
    if (!result.is_object()) return unexpected("a result is no object");
    SEXTANT_TRY_VOID(add_period(result.get_object(), rows));
  }
  learn_names(page.get_object());
  return {};
}

Result<void> CostAnswer::add_period(const json::object& result, std::vector<lake::CostRow>& rows) {
  SEXTANT_TRY(const DateInterval period, read_period(result, spec_.window));
  const json::value* estimated = result.if_contains("Estimated");
  const bool is_estimated = estimated != nullptr && estimated->is_bool() && estimated->get_bool();
  const auto [known, is_new] = facts_.estimated.try_emplace(period.start, is_estimated);
  known->second = known->second || is_estimated;
  lake::CostRow row;
  row.start = period.start;
  row.end = period.end;
  if (spec_.stream.face == lake::Face::kTotal) {
    const json::object* total = object_at(result, "Total");
    if (total == nullptr) return unexpected("a result has no Total");
    if (!is_new) return unexpected("the total of one period came twice");
    SEXTANT_TRY_VOID(read_amounts(*total, row));
    return add_row(std::move(row), rows);
  }
  const json::array* groups = array_at(result, "Groups");
  if (groups == nullptr) return {};  // an empty period
  for (const json::value& group : *groups) {
    if (!group.is_object()) return unexpected("a group is no object");
    lake::CostRow of_group = row;
    SEXTANT_TRY_VOID(read_group(group.get_object(), spec_.stream.face, of_group));
    SEXTANT_TRY_VOID(add_row(std::move(of_group), rows));
  }
  return {};
}

Result<void> CostAnswer::add_row(lake::CostRow row, std::vector<lake::CostRow>& rows) {
  if (facts_.rows >= kRowsMax) {
    return failure("sync.too_many_rows", fmt::format("one query gave more than {} rows", kRowsMax));
  }
  ++facts_.rows;
  if (row.currency) facts_.currency = row.currency;
  rows.push_back(std::move(row));
  return {};
}

void CostAnswer::learn_names(const json::object& page) {
  const json::array* values = array_at(page, "DimensionValueAttributes");
  if (values == nullptr) return;
  for (const json::value& value : *values) {
    if (!value.is_object()) continue;
    const json::object* attributes = object_at(value.get_object(), "Attributes");
    if (attributes == nullptr) continue;
    const std::string_view name = text_at(*attributes, "description");
    if (!name.empty() && name.size() <= kNameBytesMax)
      facts_.account_names.insert_or_assign(std::string(text_at(value.get_object(), "Value")),
                                            name);
  }
}

Result<void> add_accounts(const json::value& page, std::vector<lake::AccountRow>& rows) {
  constexpr std::size_t kAccountsMax = 100'000;
  const json::array* accounts =
      page.is_object() ? array_at(page.get_object(), "Accounts") : nullptr;
  if (accounts == nullptr) return unexpected("the answer has no Accounts");
  for (const json::value& value : *accounts) {
    if (!value.is_object()) return unexpected("an account is no object");
    const json::object& account = value.get_object();
    lake::AccountRow row;
    row.sub_account_id = text_at(account, "Id");
    if (!lake::is_account_id(row.sub_account_id))
      return unexpected("an account has no id of 12 digits");
    if (rows.size() >= kAccountsMax)
      return failure("sync.too_many_rows", "an organization has more than 100000 accounts");
    row.name = text_at(account, "Name");
    row.email = text_at(account, "Email");
    row.state = text_at(account, "State");
    if (row.state.empty()) row.state = text_at(account, "Status");  // what older answers have
    if (const auto joined = parse_rfc3339(text_at(account, "JoinedTimestamp")))
      row.joined_at = *joined;
    rows.push_back(std::move(row));
  }
  return {};
}

Result<std::vector<lake::ForecastRow>> read_forecast(const json::value& result) {
  const json::array* periods =
      result.is_object() ? array_at(result.get_object(), "ForecastResultsByTime") : nullptr;
  if (periods == nullptr) return unexpected("the answer has no ForecastResultsByTime");
  const json::object* total = object_at(result.get_object(), "Total");
  const std::string_view currency = total == nullptr ? "" : text_at(*total, "Unit");
  std::vector<lake::ForecastRow> rows;
  for (const json::value& value : *periods) {
    if (!value.is_object()) return unexpected("a period of the forecast is no object");
    const json::object& period = value.get_object();
    constexpr DateInterval kAnyTime = {Date::min(), Date::max()};
    lake::ForecastRow row;
    SEXTANT_TRY(const DateInterval interval, read_period(period, kAnyTime));
    row.start = interval.start;
    row.end = interval.end;
    row.metric = "UNBLENDED_COST";
    row.grain = "monthly";
    row.currency = currency;
    row.level = kForecastLevel;
    SEXTANT_TRY(row.mean, read_estimate(text_at(period, "MeanValue")));
    SEXTANT_TRY(row.lower, read_bound(period, "PredictionIntervalLowerBound"));
    SEXTANT_TRY(row.upper, read_bound(period, "PredictionIntervalUpperBound"));
    rows.push_back(std::move(row));
  }
  return rows;
}

}  // namespace sextant::sync
