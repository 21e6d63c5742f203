#include <boost/json/array.hpp>

#include <vector>

#include "assistant/schemas.h"

namespace sextant::assistant {

namespace json = boost::json;

namespace {

constexpr std::string_view kText = R"({"type": "string"})";
constexpr std::string_view kTextOrNull = R"({"type": ["string", "null"]})";
constexpr std::string_view kCount = R"({"type": "integer", "minimum": 0})";
constexpr std::string_view kFlag = R"({"type": "boolean"})";
constexpr std::string_view kTexts = R"({"type": "array", "items": {"type": "string"}})";
constexpr std::string_view kMoney =
    R"({"type": "string", "description": "An exact decimal.", "pattern": "^-?[0-9]+(\\.[0-9]+)?$"})";

struct Member {
  std::string_view name;
  json::object schema;
  bool is_required = true;
};

Member needed(std::string_view name, std::string_view schema) {
  return {name, parse_schema(schema)};
}
Member optional(std::string_view name, std::string_view schema) {
  return {name, parse_schema(schema), false};
}

json::object object_of(const std::vector<Member>& members) {
  json::object properties;
  json::array required;
  for (const Member& member : members) {
    properties[member.name] = member.schema;
    if (member.is_required) required.push_back(json::value(member.name));
  }
  return {{"type", "object"},
          {"properties", std::move(properties)},
          {"required", std::move(required)},
          {"additionalProperties", false}};
}

json::object list_of(json::object items) {
  return {{"type", "array"}, {"items", std::move(items)}};
}

json::object money_of() {
  return object_of({needed("currency", kText), needed("amount", kMoney)});
}

// What each row of costs may be keyed by.
std::vector<Member> row_keys() {
  return {optional("service", kTextOrNull),     optional("account", kTextOrNull),
          optional("account_name", kText),      optional("region", kTextOrNull),
          optional("charge_type", kTextOrNull), optional("day", kTextOrNull),
          optional("month", kTextOrNull),       optional("currency", kText),
          optional("unallocated", kFlag),       optional("others", kCount)};
}

json::object coverage_of() {
  const auto gap =
      object_of({needed("account", kText), needed("account_name", kText), needed("from", kText),
                 needed("to", kText), needed("status", kText), needed("reason", kText)});
  const auto left_out =
      object_of({needed("account", kText), needed("account_name", kText), needed("reason", kText)});
  return object_of({needed("complete", kFlag),
                    needed("sources_held", kCount),
                    needed("sources_expected", kCount),
                    needed("periods_held", kCount),
                    needed("periods_expected", kCount),
                    {"missing", list_of(gap)},
                    {"left_out", list_of(left_out)}});
}

json::object provenance_of() {
  const auto source =
      object_of({needed("provider", kText), needed("account", kText), needed("account_name", kText),
                 needed("view", kText), needed("face", kText), needed("grain", kText),
                 needed("oldest_snapshot", kText), needed("newest_snapshot", kText)});
  return object_of(
      {needed("metric", kText),
       needed("currency", kTextOrNull),
       needed("currencies", kTexts),
       needed("from", kText),
       needed("to", kText),
       needed("interval", kText),
       needed("charge_types", R"({"type": ["string", "array"], "items": {"type": "string"}})"),
       needed("filters", kTexts),
       needed("estimated", kFlag),
       needed("estimated_since", kTextOrNull),
       needed("source", kText),
       {"sources", list_of(source)},
       needed("age_s", R"({"type": "integer"})"),
       {"coverage", coverage_of()},
       {"totals", list_of(money_of())},
       {"unallocated", list_of(money_of())},
       needed("notes", kTexts)});
}

json::object repeat_of() {
  return object_of({needed("command", kText), needed("sql", kTextOrNull)});
}

json::object sql_provenance_of() {
  const auto table = object_of({needed("name", kText), needed("meaning", kText),
                                needed("oldest", kTextOrNull), needed("newest", kTextOrNull),
                                needed("age_s", R"({"type": ["integer", "null"]})")});
  const auto missing = object_of({needed("account_id", kText), needed("table", kText),
                                  needed("status", kText), needed("code", kTextOrNull)});
  return object_of({{"tables", list_of(table)},
                    needed("complete", kFlag),
                    {"missing", list_of(missing)},
                    needed("notes", kTexts)});
}

// What every answer begins with, and those that come in pages.
std::vector<Member> with_head(std::vector<Member> members) {
  members.insert(members.begin(), {needed("notice", kText), needed("summary", kText)});
  members.push_back(needed("notes", kTexts));
  return members;
}
std::vector<Member> with_pages(std::vector<Member> members) {
  members.push_back(needed("row_count", kCount));
  members.push_back(needed("next_cursor", kTextOrNull));
  return with_head(std::move(members));
}

}  // namespace

json::object query_answer() {
  std::vector<Member> row = row_keys();
  row.push_back(needed("amount", kMoney));
  return object_of(with_pages({{"rows", list_of(object_of(row))},
                               {"provenance", provenance_of()},
                               {"repeat", repeat_of()}}));
}

json::object compare_answer() {
  std::vector<Member> row = row_keys();
  for (const char* name : {"now", "before", "change"}) row.push_back(needed(name, kMoney));
  row.push_back(needed("change_percent", kTextOrNull));
  const auto total =
      object_of({needed("currency", kText), needed("now", kMoney), needed("before", kMoney),
                 needed("change", kMoney), needed("change_percent", kTextOrNull)});
  return object_of(with_pages({{"totals", list_of(total)},
                               {"rows", list_of(object_of(row))},
                               {"now", provenance_of()},
                               {"before", provenance_of()},
                               {"repeat", repeat_of()}}));
}

json::object forecast_answer() {
  const auto row = object_of({needed("month", kText), needed("from", kText), needed("to", kText),
                              needed("currency", kText), needed("amount", kMoney),
                              needed("lower", kTextOrNull), needed("upper", kTextOrNull)});
  const auto month =
      object_of({needed("month", kText), needed("currency", kText), needed("spent", kMoney),
                 needed("spent_from", kText), needed("spent_to", kText),
                 needed("forecast_rest", kMoney), needed("expected", kMoney)});
  const auto coverage = object_of({needed("complete", kFlag), needed("sources_held", kCount),
                                   needed("sources_expected", kCount)});
  const auto provenance = object_of({needed("metric", kText),
                                     needed("currency", kTextOrNull),
                                     needed("from", kText),
                                     needed("to", kText),
                                     needed("estimated", kFlag),
                                     needed("charge_types", kText),
                                     needed("source", kText),
                                     needed("accounts", kTexts),
                                     {"coverage", coverage},
                                     needed("level_percent", R"({"type": "integer"})"),
                                     needed("age_s", R"({"type": "integer"})"),
                                     needed("notes", kTexts)});
  return object_of(with_head({{"rows", list_of(row)},
                              {"this_month", list_of(month)},
                              {"provenance", provenance},
                              {"repeat", repeat_of()}}));
}

json::object accounts_answer() {
  const auto row = object_of(
      {needed("account_id", kText), needed("name", kText), needed("kind", kText),
       needed("organization_id", kText), needed("payer_id", kText), needed("cloud_state", kText),
       needed("status", kText), needed("words", kText), needed("connections", kTexts),
       needed("last_sync_at", kTextOrNull), needed("next_sync_at", kTextOrNull),
       needed("fresh_until", kTextOrNull), needed("next_sync", kText),
       needed("costs_until", kTextOrNull), needed("api_cost_usd", kMoney)});
  const auto pending = object_of({needed("name", kText), needed("expires_at", kTextOrNull)});
  const auto counts = object_of({needed("green", kCount), needed("amber", kCount),
                                 needed("red", kCount), needed("off", kCount)});
  return object_of(with_pages({{"rows", list_of(row)},
                               {"pending", list_of(pending)},
                               {"counts", counts},
                               {"repeat", repeat_of()}}));
}

json::object coverage_answer() {
  const auto row =
      object_of({needed("account_id", kText),
                 needed("name", kText),
                 needed("status", kText),
                 needed("words", kText),
                 needed("last_sync_at", kTextOrNull),
                 needed("next_sync_at", kTextOrNull),
                 needed("fresh_until", kTextOrNull),
                 needed("next_sync", kText),
                 needed("costs_until", kTextOrNull),
                 {"queries",
                  {{"type", "object"},
                   {"description", "How many queries of the syncs ended how: {\"done\": 12}."},
                   {"additionalProperties", parse_schema(kCount)}}}});
  const auto problem = object_of(
      {needed("account_id", kText), needed("connection", kText), needed("face", kText),
       needed("grain", kText), needed("from", kText), needed("to", kText), needed("status", kText),
       needed("code", kTextOrNull), needed("title", kTextOrNull)});
  return object_of(with_pages(
      {{"rows", list_of(row)}, {"problems", list_of(problem)}, {"repeat", repeat_of()}}));
}

json::object schema_answer() {
  const auto column =
      object_of({needed("name", kText), needed("type", kText), needed("meaning", kText)});
  const auto table =
      object_of({needed("name", kText), needed("meaning", kText), {"columns", list_of(column)}});
  return object_of(
      with_head({{"tables", list_of(table)}, needed("examples", kTexts), {"repeat", repeat_of()}}));
}

json::object sql_answer() {
  const auto column = object_of({needed("name", kText), needed("kind", kText)});
  return object_of(with_head({{"columns", list_of(column)},
                              needed("rows", R"({"type": "array", "items": {"type": "array",
                         "items": {"type": ["string", "number", "boolean", "null"]}}})"),
                              needed("is_cut", kFlag),
                              {"provenance", sql_provenance_of()},
                              needed("elapsed_ms", kCount),
                              {"repeat", repeat_of()}}));
}

json::object check_answer() {
  const auto step =
      object_of({needed("title", kText), needed("status", kText), needed("said", kText),
                 needed("details", kTexts), needed("alarms", kTexts), needed("code", kText),
                 needed("causes", kTexts), needed("fix", kText), needed("elapsed_ms", kCount)});
  return object_of(with_head({needed("connection", kText),
                              needed("status", kText),
                              needed("account_id", kText),
                              needed("principal_arn", kText),
                              needed("account_kind", kText),
                              needed("write_access", kText),
                              needed("costs_until", kTextOrNull),
                              needed("elapsed_ms", kCount),
                              {"steps", list_of(step)},
                              {"repeat", repeat_of()}}));
}

json::object sync_answer() {
  const auto account =
      object_of({needed("account_id", kText), needed("kind", kText), needed("connection", kText),
                 needed("queries", kCount), needed("requests_min", kCount),
                 needed("fresh_until", kTextOrNull), needed("blocked", kTextOrNull)});
  const auto failed =
      object_of({needed("account_id", kText), needed("face", kText), needed("grain", kText),
                 needed("status", kText), needed("error", kTextOrNull)});
  return object_of(with_head({needed("was_run", kFlag),
                              needed("status", kText),
                              needed("price_min_usd", kMoney),
                              needed("price_max_usd", kMoney),
                              needed("may_spend_usd", kMoney),
                              needed("spent_usd", kMoney),
                              {"accounts", list_of(account)},
                              needed("skipped", kTexts),
                              needed("queries_done", kCount),
                              {"failed", list_of(failed)},
                              {"repeat", repeat_of()}}));
}

}  // namespace sextant::assistant
