#include <fmt/core.h>

#include <algorithm>
#include <boost/json/array.hpp>
#include <set>

#include "base/text.h"
#include "sim/billing/cost_explorer.h"

namespace sextant::sim {

namespace {

constexpr std::size_t kGroupKeysMax = 2;
constexpr std::size_t kMetricsMax = 20;
constexpr int kHourlyDays = 14;

template <std::size_t N>
std::size_t index_of(const std::array<std::string_view, N>& keys, std::string_view key) {
  return static_cast<std::size_t>(std::ranges::find(keys, key) - keys.begin());
}

Checked<GroupKey> read_group_key(const json::value& value) {
  if (!value.is_object()) return malformed_request();
  SEXTANT_TRY(const std::string type, read_text(value.get_object(), "Type"));
  GroupKey out;
  SEXTANT_TRY(out.key, read_text(value.get_object(), "Key"));
  if (type.empty() || out.key.empty()) {
    return invalid(
        "Group Definition is invalid. Both type an key need to be set to a non-empty value.");
  }
  if (type == "TAG") {
    out.kind = GroupKey::Kind::kTag;
    out.index = index_of(kTagKeys, out.key);
    return out;
  }
  if (type == "COST_CATEGORY") {
    out.kind = GroupKey::Kind::kCategory;
    out.index = index_of(kCategoryNames, out.key);
    return out;
  }
  if (type != "DIMENSION") return invalid("Group Definition type is invalid.");
  const auto dimension = find_dimension(out.key);
  if (!dimension || static_cast<std::size_t>(*dimension) >= kGroupableDimensionCount) {
    std::vector<std::string> known;
    for (std::size_t i = 0; i < kGroupableDimensionCount; ++i) {
      known.emplace_back(dimension_name(static_cast<Dimension>(i)));
    }
    return invalid("Group Definition dimension is invalid. Valid values are " + join(known, ", "));
  }
  out.dimension = *dimension;
  return out;
}

Checked<std::vector<GroupKey>> read_groups(const json::object& input) {
  std::vector<GroupKey> out;
  const json::value* groups = input.if_contains("GroupBy");
  if (groups == nullptr || groups->is_null()) return out;
  if (!groups->is_array()) return malformed_request();
  if (groups->get_array().size() > kGroupKeysMax) {
    return invalid("Only two values for GroupBy are allowed");
  }
  for (const json::value& group : groups->get_array()) {
    SEXTANT_TRY(GroupKey key, read_group_key(group));
    out.push_back(std::move(key));
  }
  return out;
}

Checked<std::vector<Metric>> read_metrics(const json::object& input) {
  if (!input.contains("Metrics")) return missing("metrics");
  SEXTANT_TRY(const std::vector<std::string> names, read_texts(input, "Metrics", kMetricsMax));
  if (names.empty()) return invalid("Metrics cannot be empty");
  std::vector<Metric> out;
  for (const std::string& name : names) {
    const auto metric = find_metric(name);
    if (!metric) {
      return invalid(
          "Metric not valid. Valid values are BLENDED_COST, UNBLENDED_COST, AMORTIZED_COST, "
          "NET_UNBLENDED_COST, NET_AMORTIZED_COST, USAGE_QUANTITY, NORMALIZED_USAGE_AMOUNT");
    }
    out.push_back(*metric);
  }
  return out;
}

Checked<Granularity> read_offered_granularity(const json::object& input, DateInterval interval,
                                              Date today) {
  SEXTANT_TRY(const auto granularity, read_granularity(input));
  if (!granularity) return missing("granularity");
  if (*granularity != Granularity::kHourly) return *granularity;
  if (interval.start < today - std::chrono::days(kHourlyDays)) {
    return invalid(
        "start date is too old for hourly, the max supported days for hourly granularity is 14 "
        "days");
  }
  return refuse("AccessDeniedException",
                "Hourly data granularity is an opt-in only feature. Enable it from the Cost "
                "Explorer Preferences page.");
}

json::object metrics_json(const Ledger& ledger, const CostRow& row,
                          const std::vector<Metric>& metrics) {
  json::object out;
  for (const Metric metric : metrics) {
    if (is_net(metric) && !ledger.has_net_metrics()) continue;
    const auto index = static_cast<std::size_t>(metric);
    const bool is_cost = index < kCostMetricCount;
    const std::string& unit = ledger.names().text(row.unit);
    out[metric_name(metric)] = {
        {"Amount", amount_text(row.sums[index])},
        {"Unit", is_cost ? ledger.currency() : (unit.empty() ? std::string("N/A") : unit)}};
  }
  return out;
}

json::object group_json(const Ledger& ledger, const CostQuery& query, const CostRow& row,
                        const std::vector<Metric>& metrics) {
  json::array keys;
  for (std::size_t k = 0; k < query.groups.size(); ++k) keys.emplace_back(row.keys[k]);
  return {{"Keys", std::move(keys)}, {"Metrics", metrics_json(ledger, row, metrics)}};
}

// One page while it is filled.
struct Page {
  json::array results;
  std::set<std::string> accounts;  // that its groups name
  std::size_t rows_left = 0;
  std::optional<PagePlace> next;
};

void fill_page(CostQueryEngine& engine, const Books::Reading& reading, const CostQuery& query,
               const std::vector<Metric>& metrics, const std::string& key, PagePlace place,
               Page& page) {
  const Ledger& ledger = *reading.ledger;
  const Date estimated_from = first_estimated(reading.fresh.today);
  for (; place.period < query.periods.size(); ++place.period, place.row = 0) {
    if (page.rows_left == 0) {
      page.next = place;
      return;
    }
    const auto chunk = engine.chunk_with(reading, query, key, place.period);
    const std::vector<CostRow>& rows = chunk->rows[place.period - chunk->first_period];
    json::object total;
    json::array groups;
    if (query.groups.empty()) {
      total = metrics_json(ledger, rows.front(), metrics);
      --page.rows_left;
    } else if (rows.empty()) {
      --page.rows_left;
    }
    for (; !query.groups.empty() && place.row < rows.size() && page.rows_left > 0; ++place.row) {
      groups.emplace_back(group_json(ledger, query, rows[place.row], metrics));
      for (std::size_t k = 0; k < query.groups.size(); ++k) {
        const GroupKey& group = query.groups[k];
        if (group.kind == GroupKey::Kind::kDimension &&
            group.dimension == Dimension::kLinkedAccount) {
          page.accounts.insert(rows[place.row].keys[k]);
        }
      }
      --page.rows_left;
    }
    const DateInterval period = query.periods[place.period];
    page.results.push_back({{"TimePeriod", interval_json(period)},
                            {"Total", std::move(total)},
                            {"Groups", std::move(groups)},
                            {"Estimated", period.end > estimated_from}});
    if (!query.groups.empty() && place.row < rows.size()) {
      page.next = place;
      return;
    }
  }
}

json::array attributes_json(const Ledger& ledger, const std::set<std::string>& accounts) {
  json::array out;
  for (const std::string& id : accounts) {
    const auto perspective = ledger.perspective_of(id);
    if (!perspective) continue;
    out.push_back(
        {{"Value", id},
         {"Attributes", {{"description", ledger.accounts()[perspective->account].name}}}});
  }
  return out;
}

}  // namespace

Outcome CostExplorer::get_cost_and_usage(const Caller& caller, const json::object& input) {
  SEXTANT_TRY(Books::Reading reading, open(caller, input));
  SEXTANT_TRY(const DateInterval interval, read_interval(input));
  SEXTANT_TRY(const Granularity granularity,
              read_offered_granularity(input, interval, books_.today()));
  SEXTANT_TRY(const std::vector<Metric> metrics, read_metrics(input));
  CostQuery query;
  SEXTANT_TRY(query.groups, read_groups(input));
  SEXTANT_TRY(query.filter, read_filter(input));
  SEXTANT_TRY_VOID(check_history(interval, granularity, history()));
  query.periods = periods_of(interval, granularity);

  const std::string print = PageTokens::fingerprint(caller.account_id, "GetCostAndUsage", input);
  SEXTANT_TRY(const auto token, tokens_.read(input, "NextPageToken", print));
  PagePlace place;
  place.fresh = reading.fresh;
  if (token) place = *token;
  reading.fresh = place.fresh;

  Page page;
  page.rows_left = static_cast<std::size_t>(faults_.page_rows());
  const std::string key =
      fmt::format("{} {} {} {}", print, place.fresh.today.time_since_epoch().count(),
                  place.fresh.hours, place.fresh.refreshes);
  fill_page(engine_, reading, query, metrics, key, place, page);

  json::object answer;
  if (page.next) answer["NextPageToken"] = tokens_.make(*page.next, print);
  if (!query.groups.empty()) {
    json::array definitions;
    for (const GroupKey& group : query.groups) {
      definitions.push_back({{"Type", group.type()}, {"Key", group.key}});
    }
    answer["GroupDefinitions"] = std::move(definitions);
  }
  answer["ResultsByTime"] = std::move(page.results);
  answer["DimensionValueAttributes"] = attributes_json(*reading.ledger, page.accounts);
  reading.lock.unlock();
  books_.count_answer();
  return answer;
}

Outcome CostExplorer::get_cost_and_usage_with_resources(const Caller& caller,
                                                        const json::object& input) {
  SEXTANT_TRY_VOID(open(caller, input));
  return refuse(
      "AccessDeniedException",
      "This is an opt-in only feature. Enable it from the Cost Explorer Preferences page.");
}

}  // namespace sextant::sim
