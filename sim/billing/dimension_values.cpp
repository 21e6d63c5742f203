#include <algorithm>
#include <boost/json/array.hpp>
#include <set>

#include "base/text.h"
#include "sim/billing/cost_explorer.h"

namespace sextant::sim {

namespace {

// What lines that cost something in the interval say, without doubles, in order.
template <typename ValueOf>
std::set<std::string> collect(const Books::Reading& reading, const Filter& filter,
                              DateInterval interval, const ValueOf& value_of) {
  const Ledger& ledger = *reading.ledger;
  const Date end = std::min(interval.end, reading.fresh.today + std::chrono::days(1));
  std::set<std::string> out;
  for (const ChargeLine& line : ledger.lines(reading.fresh.refreshes)) {
    const DateInterval span = ledger.span_of(line, reading.perspective);
    if (span.empty() || span.end <= interval.start || span.start >= end) continue;
    if (filter.matches(ledger, line)) value_of(line, out);
  }
  return out;
}

// Those that hold the text, whatever its case.
Checked<std::vector<std::string>> search(const json::object& input,
                                         const std::set<std::string>& values) {
  SEXTANT_TRY(const std::string wanted, read_text(input, "SearchString"));
  std::vector<std::string> out;
  for (const std::string& value : values) {
    if (to_lower(value).find(to_lower(wanted)) != std::string::npos) out.push_back(value);
  }
  return out;
}

template <std::size_t N>
void collect_keyed(const Ledger& ledger, const std::array<std::string_view, N>& keys,
                   const std::array<std::uint32_t, N>& ids, const std::string& key,
                   std::set<std::string>& out) {
  for (std::size_t i = 0; i < N; ++i) {
    if (key.empty() && ids[i] != 0) out.emplace(keys[i]);
    if (key == keys[i]) out.insert(ledger.names().text(ids[i]));
  }
}

void add_sizes(json::object& answer, std::size_t returned, std::size_t total) {
  answer["ReturnSize"] = returned;
  answer["TotalSize"] = total;
}

}  // namespace

Outcome CostExplorer::get_dimension_values(const Caller& caller, const json::object& input) {
  SEXTANT_TRY(const Books::Reading reading, open(caller, input));
  SEXTANT_TRY(const DateInterval interval, read_interval(input));
  SEXTANT_TRY_VOID(check_history(interval, Granularity::kMonthly, history()));
  SEXTANT_TRY(const std::string name, read_text(input, "Dimension"));
  if (name.empty()) return missing("dimension");
  const auto dimension = find_dimension(name);
  if (!dimension) return invalid("Dimension " + name + " is not allowed.");
  SEXTANT_TRY(const Filter filter, read_filter(input));
  const std::set<std::string> found =
      collect(reading, filter, interval, [&](const ChargeLine& line, std::set<std::string>& out) {
        out.emplace(reading.ledger->text_of(line, *dimension));
      });
  SEXTANT_TRY(const std::vector<std::string> values, search(input, found));

  json::object answer;
  json::array items;
  const auto pick = [&](std::size_t i) {
    json::object attributes;
    if (*dimension == Dimension::kLinkedAccount) {
      const auto perspective = reading.ledger->perspective_of(values[i]);
      attributes["description"] = reading.ledger->accounts()[perspective->account].name;
    }
    items.push_back({{"Value", values[i]}, {"Attributes", std::move(attributes)}});
  };
  SEXTANT_TRY(const std::size_t returned,
              page_through(caller, "GetDimensionValues", input, "NextPageToken", reading,
                           values.size(), answer, pick));
  answer["DimensionValues"] = std::move(items);
  add_sizes(answer, returned, values.size());
  return answer;
}

Outcome CostExplorer::get_tags(const Caller& caller, const json::object& input) {
  SEXTANT_TRY(const Books::Reading reading, open(caller, input));
  SEXTANT_TRY(const DateInterval interval, read_interval(input));
  SEXTANT_TRY_VOID(check_history(interval, Granularity::kMonthly, history()));
  SEXTANT_TRY(const std::string key, read_text(input, "TagKey"));
  SEXTANT_TRY(const Filter filter, read_filter(input));
  const std::set<std::string> found =
      collect(reading, filter, interval, [&](const ChargeLine& line, std::set<std::string>& out) {
        collect_keyed(*reading.ledger, kTagKeys, line.tags, key, out);
      });
  SEXTANT_TRY(const std::vector<std::string> values, search(input, found));

  json::object answer;
  json::array items;
  SEXTANT_TRY(const std::size_t returned,
              page_through(caller, "GetTags", input, "NextPageToken", reading, values.size(),
                           answer, [&](std::size_t i) { items.emplace_back(values[i]); }));
  answer["Tags"] = std::move(items);
  add_sizes(answer, returned, values.size());
  return answer;
}

Outcome CostExplorer::get_cost_categories(const Caller& caller, const json::object& input) {
  SEXTANT_TRY(const Books::Reading reading, open(caller, input));
  SEXTANT_TRY(const DateInterval interval, read_interval(input));
  SEXTANT_TRY_VOID(check_history(interval, Granularity::kMonthly, history()));
  SEXTANT_TRY(const std::string name, read_text(input, "CostCategoryName"));
  SEXTANT_TRY(const Filter filter, read_filter(input));
  const std::set<std::string> found =
      collect(reading, filter, interval, [&](const ChargeLine& line, std::set<std::string>& out) {
        collect_keyed(*reading.ledger, kCategoryNames, line.categories, name, out);
      });
  SEXTANT_TRY(const std::vector<std::string> values, search(input, found));

  json::object answer;
  json::array items;
  SEXTANT_TRY(
      const std::size_t returned,
      page_through(caller, "GetCostCategories", input, "NextPageToken", reading, values.size(),
                   answer, [&](std::size_t i) { items.emplace_back(values[i]); }));
  answer[name.empty() ? "CostCategoryNames" : "CostCategoryValues"] = std::move(items);
  add_sizes(answer, returned, values.size());
  return answer;
}

}  // namespace sextant::sim
