#include <fmt/core.h>

#include <algorithm>
#include <boost/json/array.hpp>
#include <map>

#include "sim/billing/cost_explorer.h"
#include "sim/derive.h"

namespace sextant::sim {

namespace {

constexpr int kAnomalyDays = 90;

struct AllocationTag {
  std::string_view key;
  bool is_active;
};
// The keys of the ledger, and one that nobody has activated: Cost Explorer knows nothing of it.
constexpr std::array<AllocationTag, kTagKeys.size() + 1> kAllocationTags = {
    {{kTagKeys[0], true},
     {kTagKeys[1], true},
     {kTagKeys[2], true},
     {kTagKeys[3], true},
     {"legacy-app", false}}};

std::string_view type_of(const AllocationTag& tag) {
  return tag.key.starts_with("aws:") ? "AWSGenerated" : "UserDefined";
}
std::string_view status_of(const AllocationTag& tag) {
  return tag.is_active ? "Active" : "Inactive";
}

std::string start_of(Date day) {
  return format_date(day) + "T00:00:00Z";
}

std::string monitor_arn(const Books::Reading& reading) {
  return fmt::format("arn:aws:ce::{}:anomalymonitor/{}", reading.account().id,
                     derive_uuid(0, "anomaly-monitor/" + reading.account().id));
}

Checked<Date> read_date(const json::object& input, std::string_view member) {
  SEXTANT_TRY(const std::string text, read_text(input, member));
  const auto day = parse_date(text);
  if (!day) {
    return invalid(fmt::format("{} {} is invalid. Valid format is: yyyy-MM-dd.", member, text));
  }
  return *day;
}

double approximately(PicoSum amount) {
  return static_cast<double>(amount) / 1e12;
}

// What a line cost over its spike, and what it would have cost without.
struct Spike {
  PicoSum actual = 0;
  PicoSum expected = 0;
};

Spike spike_of(const Books::Reading& reading, const ChargeLine& line) {
  Spike out;
  ChargeLine calm = line;
  calm.spike_percent = 100;
  Amounts amounts;
  for (Date day = line.spike_first; day < line.spike_last; day += std::chrono::days(1)) {
    if (reading.ledger->amounts_on(line, day, reading.fresh, amounts)) out.actual += amounts[0];
    if (reading.ledger->amounts_on(calm, day, reading.fresh, amounts)) out.expected += amounts[0];
  }
  return out;
}

json::object anomaly_json(const Books::Reading& reading, const ChargeLine& line) {
  const Ledger& ledger = *reading.ledger;
  const auto text = [&](Dimension dimension) { return ledger.text_of(line, dimension); };
  const Spike spike = spike_of(reading, line);
  const double impact = approximately(spike.actual - spike.expected);
  const auto days = static_cast<double>((line.spike_last - line.spike_first).count());
  return {{"AnomalyId", derive_uuid(line.noise_seed, "anomaly")},
          {"AnomalyStartDate", start_of(line.spike_first)},
          {"AnomalyEndDate", start_of(line.spike_last - std::chrono::days(1))},
          {"DimensionValue", text(Dimension::kService)},
          {"RootCauses", json::array{{{"Service", text(Dimension::kService)},
                                      {"Region", text(Dimension::kRegion)},
                                      {"LinkedAccount", text(Dimension::kLinkedAccount)},
                                      {"LinkedAccountName", text(Dimension::kLinkedAccountName)},
                                      {"UsageType", text(Dimension::kUsageType)},
                                      {"Impact", {{"Contribution", impact}}}}}},
          {"AnomalyScore", {{"MaxScore", 0.94}, {"CurrentScore", 0.71}}},
          {"Impact",
           {{"MaxImpact", impact / days},
            {"TotalImpact", impact},
            {"TotalActualSpend", approximately(spike.actual)},
            {"TotalExpectedSpend", approximately(spike.expected)},
            {"TotalImpactPercentage",
             spike.expected == 0 ? 0.0 : impact * 100 / approximately(spike.expected)}}},
          {"MonitorArn", monitor_arn(reading)}};
}

}  // namespace

Outcome CostExplorer::list_cost_allocation_tags(const Caller& caller, const json::object& input) {
  SEXTANT_TRY(const Books::Reading reading, open(caller, input));
  if (!reading.perspective.is_payer) {
    return refuse("AccessDeniedException",
                  "Failed to list Cost Allocation Tags: Linked account doesn't have access to cost "
                  "allocation tags.");
  }
  SEXTANT_TRY(const std::string status, read_text(input, "Status"));
  SEXTANT_TRY(const std::string type, read_text(input, "Type"));
  SEXTANT_TRY(const std::vector<std::string> keys, read_texts(input, "TagKeys", 100));
  std::vector<AllocationTag> tags(kAllocationTags.begin(), kAllocationTags.end());
  std::erase_if(tags, [&](const AllocationTag& tag) {
    return (!status.empty() && status != status_of(tag)) ||
           (!type.empty() && type != type_of(tag)) ||
           (!keys.empty() && std::ranges::find(keys, tag.key) == keys.end());
  });
  json::object answer;
  json::array items;
  const auto pick = [&](std::size_t i) {
    items.push_back({{"TagKey", tags[i].key},
                     {"Type", type_of(tags[i])},
                     {"Status", status_of(tags[i])},
                     {"LastUpdatedDate", start_of(reading.ledger->begin())},
                     {"LastUsedDate", start_of(first_of_month(reading.fresh.today))}});
  };
  SEXTANT_TRY_VOID(page_through(caller, "ListCostAllocationTags", input, "NextToken", reading,
                                tags.size(), answer, pick));
  answer["CostAllocationTags"] = std::move(items);
  return answer;
}

Outcome CostExplorer::list_backfill_history(const Caller& caller, const json::object& input) {
  SEXTANT_TRY_VOID(open(caller, input));
  return json::object{{"BackfillRequests", json::array()}};
}

Outcome CostExplorer::list_cost_category_definitions(const Caller& caller,
                                                     const json::object& input) {
  SEXTANT_TRY(const Books::Reading reading, open(caller, input));
  if (!reading.perspective.is_payer) {
    return refuse("AccessDeniedException",
                  "Failed to list Cost Categories: Linked account doesn't have access to cost "
                  "category.");
  }
  json::object answer;
  json::array items;
  const auto pick = [&](std::size_t i) {
    const std::string id = derive_uuid(i, "category/" + reading.account().id);
    items.push_back({{"CostCategoryArn",
                      fmt::format("arn:aws:ce::{}:costcategory/{}", reading.account().id, id)},
                     {"Name", kCategoryNames[i]},
                     {"EffectiveStart", start_of(reading.ledger->begin())},
                     {"NumberOfRules", 3},
                     {"ProcessingStatus",
                      json::array{{{"Component", "COST_EXPLORER"}, {"Status", "APPLIED"}}}}});
  };
  SEXTANT_TRY_VOID(page_through(caller, "ListCostCategoryDefinitions", input, "NextToken", reading,
                                kCategoryNames.size(), answer, pick));
  answer["CostCategoryReferences"] = std::move(items);
  return answer;
}

Outcome CostExplorer::get_anomalies(const Caller& caller, const json::object& input) {
  SEXTANT_TRY(const Books::Reading reading, open(caller, input));
  const json::value* member = input.if_contains("DateInterval");
  if (member == nullptr) return missing("dateInterval");
  if (!member->is_object()) return malformed_request();
  const json::object& dates = member->get_object();
  SEXTANT_TRY(const Date start, read_date(dates, "StartDate"));
  Date end = books_.today();
  if (dates.contains("EndDate")) {
    SEXTANT_TRY(end, read_date(dates, "EndDate"));
  }
  if (start < books_.today() - std::chrono::days(kAnomalyDays)) {
    return invalid("StartDate is too old, the max supported days is 90");
  }
  SEXTANT_TRY(const std::string monitor, read_text(input, "MonitorArn"));
  std::vector<const ChargeLine*> found;
  for (const ChargeLine& line : reading.ledger->lines(reading.fresh.refreshes)) {
    const DateInterval span = reading.ledger->span_of(line, reading.perspective);
    const Date last = line.spike_last - std::chrono::days(1);
    const bool has_spike =
        line.spike_percent != 100 && line.spike_first >= span.start && line.spike_last <= span.end;
    // AWS selects by the day on which an anomaly ended.
    if (has_spike && last >= start && last <= end &&
        (monitor.empty() || monitor == monitor_arn(reading))) {
      found.push_back(&line);
    }
  }
  json::object answer;
  json::array items;
  SEXTANT_TRY_VOID(
      page_through(caller, "GetAnomalies", input, "NextPageToken", reading, found.size(), answer,
                   [&](std::size_t i) { items.emplace_back(anomaly_json(reading, *found[i])); }));
  answer["Anomalies"] = std::move(items);
  return answer;
}

Outcome CostExplorer::get_anomaly_monitors(const Caller& caller, const json::object& input) {
  SEXTANT_TRY(const Books::Reading reading, open(caller, input));
  const std::string created = format_date(reading.ledger->begin());
  return json::object{
      {"AnomalyMonitors", json::array{{{"MonitorArn", monitor_arn(reading)},
                                       {"MonitorName", "Default-Services-Monitor"},
                                       {"CreationDate", created},
                                       {"LastUpdatedDate", created},
                                       {"LastEvaluatedDate", format_date(reading.fresh.today)},
                                       {"MonitorType", "DIMENSIONAL"},
                                       {"MonitorDimension", "SERVICE"},
                                       {"DimensionalValueCount", books_.options().services}}}}};
}

Outcome CostExplorer::get_approximate_usage_records(const Caller& caller,
                                                    const json::object& input) {
  SEXTANT_TRY(const Books::Reading reading, open(caller, input));
  SEXTANT_TRY(const auto granularity, read_granularity(input));
  if (!granularity) return missing("granularity");
  SEXTANT_TRY(const std::string by, read_text(input, "ApproximationDimension"));
  if (by != "SERVICE" && by != "RESOURCE") {
    return not_in_enum(by, "approximationDimension", "SERVICE, RESOURCE");
  }
  const Date end = first_of_month(reading.fresh.today);
  const DateInterval month{add_months(end, -1), end};
  std::map<std::string, std::int64_t> counts;
  std::int64_t total = 0;
  for (const ChargeLine& line : reading.ledger->lines(reading.fresh.refreshes)) {
    const DateInterval span = reading.ledger->span_of(line, reading.perspective);
    const Date first = std::max(span.start, month.start);
    const Date last = std::min(span.end, month.end);
    if (first >= last) continue;
    const std::int64_t days = line.cadence == Cadence::kDaily ? (last - first).count() : 1;
    counts[std::string(reading.ledger->text_of(line, Dimension::kService))] += days;
    total += days;
  }
  json::object services;
  for (const auto& [service, count] : counts) services[service] = count;
  return json::object{{"Services", std::move(services)},
                      {"TotalRecords", total},
                      {"LookbackPeriod", interval_json(month)}};
}

}  // namespace sextant::sim
