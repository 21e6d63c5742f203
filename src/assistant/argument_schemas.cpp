#include <boost/json/parse.hpp>

#include "assistant/schemas.h"

namespace sextant::assistant {

namespace json = boost::json;

json::object parse_schema(std::string_view text) {
  return json::parse(text).as_object();
}

namespace {

// Properties of every question about costs.
constexpr std::string_view kCostProperties = R"({
  "group_by": {
    "type": ["array", "string"], "maxItems": 6, "items": {"type": "string", "maxLength": 40},
    "description": "What to group by: service, account, region, charge_type, day, month; one or two of the first four. \"total\" alone: no groups."},
  "metric": {
    "type": "string", "maxLength": 40, "default": "unblended",
    "description": "unblended (what AWS bills), amortized (commitments spread over their time), net-unblended, net-amortized, blended, billed, effective. AWS's names (UnblendedCost) are taken too."},
  "filters": {
    "type": ["object", "array", "string"],
    "description": "Only costs of these values, in any case: {\"service\": [\"Amazon S3\"], \"region\": \"eu-west-1\", \"account\": \"Acme Production\"}. Keys: service, account (id or name), region, charge_type. The value \"none\": costs that have none. Also as a list of texts: [\"service=Amazon S3\", \"region!=us-east-1\"]."},
  "exclude": {
    "type": ["object", "array", "string"],
    "description": "In the same form: costs to leave out, such as {\"charge_type\": [\"Tax\", \"Credit\"]}."},
  "connections": {
    "type": ["array", "string"], "maxItems": 100, "items": {"type": "string", "maxLength": 128},
    "description": "Only what these connections of Sextant see, by name. Leave it out for all."},
  "limit": {
    "type": "integer", "minimum": 0, "maximum": 10000,
    "description": "Show this many of the largest rows, and the rest added up as one row \"others\". 0: every row."},
  "cursor": {
    "type": "string", "maxLength": 100, "default": "",
    "description": "next_cursor of an answer that did not fit, with the same other arguments: the rows that follow."}})";

constexpr std::string_view kPeriodProperties = R"({
  "period": {
    "type": "string", "maxLength": 60,
    "description": "this-month, last-month, 2026-09, 2026-Q3, 2026, last-quarter, year-to-date, 30d, 4w, 3mo, 2026-09-14, yesterday. Months are calendar months, days are UTC. Left out: last month and this one so far."},
  "from": {
    "type": "string", "maxLength": 10,
    "description": "First day or month (2026-09-01 or 2026-09); instead of period."},
  "to": {
    "type": "string", "maxLength": 10,
    "description": "The day or month after the last: excluded. Left out: up to today."}})";

json::object object_of(json::object properties) {
  return {
      {"type", "object"}, {"properties", std::move(properties)}, {"additionalProperties", false}};
}

json::object merged(json::object into, const json::object& more) {
  for (const auto& [name, value] : more) into[name] = value;
  return into;
}

}  // namespace

json::object query_arguments() {
  json::object properties = merged(parse_schema(kPeriodProperties), parse_schema(kCostProperties));
  properties["granularity"] = parse_schema(R"({
    "type": "string", "maxLength": 20,
    "description": "daily or monthly: the same as day or month in group_by."})");
  return object_of(std::move(properties));
}

json::object compare_arguments() {
  json::object properties = parse_schema(kPeriodProperties);
  properties["period"].as_object()["description"] =
      "The later of the two: this-month, last-month, 2026-09, 2026-Q3, 30d, ... Left out: this "
      "month so far, against the same days of last month.";
  properties["compare_to"] = parse_schema(R"({
    "type": "string", "maxLength": 60,
    "description": "The earlier one: a period, or previous (the same length just before; the default), or last-year (the same days a year before)."})");
  return object_of(merged(std::move(properties), parse_schema(kCostProperties)));
}

json::object forecast_arguments() {
  return object_of(parse_schema(R"({
    "months": {"type": "integer", "minimum": 1, "maximum": 18,
      "description": "How many months; left out: all that AWS gave."},
    "metric": {"type": "string", "maxLength": 40, "default": "unblended",
      "description": "unblended, or another that AWS forecasts."},
    "connections": {"type": ["array", "string"], "maxItems": 100,
      "items": {"type": "string", "maxLength": 128},
      "description": "Only what these connections see. Leave it out for all."}})"));
}

json::object accounts_arguments() {
  return object_of(parse_schema(R"({
    "status": {"type": "string", "maxLength": 10,
      "description": "Only accounts of this status: green, amber, red or off."},
    "search": {"type": "string", "maxLength": 100,
      "description": "Only accounts whose id or name holds this text, in any case."},
    "cursor": {"type": "string", "maxLength": 100, "default": "",
      "description": "next_cursor of an answer that did not fit."}})"));
}

json::object coverage_arguments() {
  return object_of(parse_schema(R"({
    "account": {"type": "string", "maxLength": 100,
      "description": "Only this account: its id or its name. Leave it out for all."},
    "cursor": {"type": "string", "maxLength": 100, "default": "",
      "description": "next_cursor of an answer that did not fit."}})"));
}

json::object schema_arguments() {
  return object_of(parse_schema(R"({
    "table": {"type": "string", "maxLength": 100,
      "description": "Only this table. Leave it out for all."}})"));
}

json::object sql_arguments() {
  json::object out = object_of(parse_schema(R"({
    "sql": {"type": "string", "minLength": 1, "maxLength": 65536,
      "description": "One SELECT in DuckDB's dialect over the tables of describe_lake."},
    "limit": {"type": "integer", "minimum": 1, "maximum": 10000, "default": 500,
      "description": "At most this many rows; there is no cursor, so add up in SQL instead."},
    "timeout_s": {"type": "integer", "minimum": 1, "maximum": 60, "default": 30,
      "description": "Give up after this many seconds."}})"));
  out["required"] = json::array{"sql"};
  return out;
}

json::object check_arguments() {
  json::object out = object_of(parse_schema(R"({
    "connection": {"type": "string", "minLength": 1, "maxLength": 128,
      "description": "Its name, as list_cloud_accounts shows it under connections."}})"));
  out["required"] = json::array{"connection"};
  return out;
}

json::object sync_arguments() {
  return object_of(parse_schema(R"({
    "connections": {"type": ["array", "string"], "maxItems": 100,
      "items": {"type": "string", "maxLength": 128},
      "description": "Names; left out: all that are on."},
    "price_only": {"type": "boolean", "default": false,
      "description": "Say what it would cost and do nothing."},
    "force": {"type": "boolean", "default": false,
      "description": "Also what was read less than 8 hours ago."},
    "max_cost_usd": {"type": ["string", "number"], "maxLength": 20,
      "description": "Stop rather than spend more than this."}})"));
}

}  // namespace sextant::assistant
