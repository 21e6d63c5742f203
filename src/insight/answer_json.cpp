#include "insight/answer_json.h"

#include <fmt/format.h>
#include <boost/json/array.hpp>
#include <boost/json/value.hpp>

#include "base/text.h"

namespace sextant::insight {
namespace {

namespace json = boost::json;

json::value text_or_null(const std::optional<std::string>& text) {
  return text ? json::value(*text) : json::value(nullptr);
}

json::array to_array(const std::vector<std::string>& texts) {
  json::array out;
  for (const std::string& text : texts) out.emplace_back(text);
  return out;
}

json::array to_json(const std::vector<Money>& amounts) {
  json::array out;
  for (const Money& money : amounts) {
    out.push_back({{"currency", money.currency}, {"amount", money.amount.to_string()}});
  }
  return out;
}

json::object to_json(const CostAnswer& answer, const CostRow& row) {
  json::object out;
  for (std::size_t i = 0; i < answer.groups.size(); ++i) {
    out[name_of(answer.groups[i])] = text_or_null(row.values[i]);
    if (answer.groups[i] == Key::kAccount && row.values[i]) out["account_name"] = row.account_name;
  }
  if (answer.provenance.currencies.size() > 1) out["currency"] = row.currency;
  out["amount"] = row.amount.to_string();
  if (row.kind == RowKind::kUnallocated) out["unallocated"] = true;
  if (row.kind == RowKind::kOthers) out["others"] = row.others;
  return out;
}

json::object to_json(const Coverage& coverage) {
  json::array missing;
  for (const Missing& gap : coverage.missing) {
    missing.push_back({{"account", gap.account},
                       {"account_name", gap.name},
                       {"from", format_date(gap.days.start)},
                       {"to", format_date(gap.days.end)},
                       {"status", gap.status},
                       {"reason", gap.reason}});
  }
  json::array left_out;
  for (const LeftOut& one : coverage.left_out) {
    left_out.push_back(
        {{"account", one.account}, {"account_name", one.name}, {"reason", one.reason}});
  }
  return {{"complete", coverage.is_complete()},
          {"sources_held", coverage.sources_held},
          {"sources_expected", coverage.sources_expected},
          {"periods_held", coverage.periods_held},
          {"periods_expected", coverage.periods_expected},
          {"missing", std::move(missing)},
          {"left_out", std::move(left_out)}};
}

json::object to_json(const Part& part) {
  return {{"provider", "aws"},
          {"account", part.payer},
          {"account_name", part.name},
          {"view", part.perspective},
          {"face", lake::name_of(part.face->face)},
          {"grain", lake::name_of(part.grain)},
          {"oldest_snapshot", format_rfc3339(part.snapshot_oldest)},
          {"newest_snapshot", format_rfc3339(part.snapshot_newest)}};
}

}  // namespace

std::string describe(const Part& part) {
  const std::string who =
      part.name.empty() ? part.payer : fmt::format("{} ({})", part.payer, part.name);
  return fmt::format("AWS Cost Explorer, {} view of {}, {} by {}",
                     part.perspective == "standalone" ? "the account's"
                                                      : fmt::format("the {}'s", part.perspective),
                     who, describe(*part.face), part.grain == Grain::kDaily ? "day" : "month");
}

std::string describe(const Coverage& coverage) {
  if (coverage.is_complete()) {
    return fmt::format("complete: {} {}, {} {}", coverage.sources_held,
                       coverage.sources_held == 1 ? "source" : "sources", coverage.periods_held,
                       coverage.periods_held == 1 ? "period" : "periods");
  }
  return fmt::format("{} of {} sources, {} of {} periods", coverage.sources_held,
                     coverage.sources_expected, coverage.periods_held, coverage.periods_expected);
}

std::string describe(const Filter& filter) {
  return fmt::format("{}{}{}", name_of(filter.key), filter.is_negated ? "!=" : "=",
                     join(filter.values, " or "));
}

json::object to_json(const Provenance& from) {
  json::object out;
  out["metric"] = name_of(from.metric);
  // One currency is the rule; where there are several, each row names its own.
  out["currency"] =
      from.currencies.size() == 1 ? json::value(from.currencies.front()) : json::value(nullptr);
  out["currencies"] = to_array(from.currencies);
  out["from"] = format_date(from.days.start);
  out["to"] = format_date(from.days.end);
  out["interval"] = describe(from.days);
  out["charge_types"] =
      from.charge_types.empty() ? json::value("all") : json::value(to_array(from.charge_types));
  json::array filters;
  for (const Filter& filter : from.filters) filters.push_back(json::value(describe(filter)));
  out["filters"] = std::move(filters);
  out["estimated"] = from.estimated_since.has_value();
  out["estimated_since"] =
      from.estimated_since ? json::value(format_date(*from.estimated_since)) : json::value(nullptr);
  std::vector<std::string> sources;
  json::array parts;
  for (const Part& part : from.parts) {
    sources.push_back(describe(part));
    parts.push_back(to_json(part));
  }
  out["source"] = join(sources, "; ");
  out["sources"] = std::move(parts);
  out["age_s"] = from.age.count();
  out["coverage"] = to_json(from.coverage);
  out["totals"] = to_json(from.totals);
  out["unallocated"] = to_json(from.unallocated);
  out["notes"] = to_array(from.notes);
  return out;
}

json::object to_json(const CostAnswer& answer) {
  json::array rows;
  for (const CostRow& row : answer.rows) rows.push_back(to_json(answer, row));
  json::object out;
  out["rows"] = std::move(rows);
  out["provenance"] = to_json(answer.provenance);
  return out;
}

}  // namespace sextant::insight
