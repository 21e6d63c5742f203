#include <fmt/core.h>

#include <algorithm>
#include <boost/json/array.hpp>

#include "sim/billing/cost_explorer.h"

namespace sextant::sim {

namespace {

constexpr int kMonthsBack = 13;
constexpr std::string_view kCompute = "Amazon Elastic Compute Cloud - Compute";

Checked<DateInterval> read_past(const json::object& input, Date today) {
  SEXTANT_TRY(const DateInterval interval, read_interval(input));
  if (interval.end > today) {
    return invalid(fmt::format("end date should NOT be after {}", format_date(today)));
  }
  const Date earliest = add_months(today, -kMonthsBack);
  if (interval.start < earliest) {
    return invalid(fmt::format("start date should NOT be before {}", format_date(earliest)));
  }
  return interval;
}

// The parts of the interval that a report has rows for: one, unless a granularity is asked for.
Checked<std::vector<DateInterval>> read_periods(const json::object& input, DateInterval interval) {
  SEXTANT_TRY(const auto granularity, read_granularity(input));
  if (granularity == Granularity::kHourly) return invalid("Granularity HOURLY is not supported");
  if (!granularity) return std::vector{interval};
  return periods_of(interval, *granularity);
}

// The key of the only group that a request may have; "" where it has none.
Checked<std::string> read_single_group(const json::object& input) {
  const json::value* groups = input.if_contains("GroupBy");
  if (groups == nullptr || groups->is_null()) return std::string();
  if (!groups->is_array() || groups->get_array().empty()) return std::string();
  if (groups->get_array().size() > 1) return invalid("Only one value for GroupBy is allowed");
  const json::value& group = groups->get_array().front();
  if (!group.is_object()) return malformed_request();
  return read_text(group.get_object(), "Key");
}

std::vector<const Commitment*> visible(const Books::Reading& reading, Commitment::Kind kind,
                                       DateInterval interval) {
  std::vector<const Commitment*> out;
  for (const Commitment& commitment : reading.ledger->commitments()) {
    const bool is_own = commitment.account == reading.perspective.account;
    const bool overlaps = commitment.first < interval.end && commitment.last > interval.start;
    if (commitment.kind == kind && overlaps && (is_own || reading.perspective.is_payer)) {
      out.push_back(&commitment);
    }
  }
  return out;
}

PicoSum days_within(const Commitment& commitment, DateInterval period) {
  const Date start = std::max(commitment.first, period.start);
  const Date end = std::min(commitment.last, period.end);
  return std::max<std::int64_t>(0, (end - start).count());
}

// Commitments over some days, added up.
struct Tally {
  PicoSum upfront = 0;
  PicoSum recurring = 0;
  PicoSum used = 0;
  PicoSum on_demand = 0;
  PicoSum hours = 0;
  PicoSum hours_used = 0;

  PicoSum whole() const { return upfront + recurring; }
};

Tally tally(const std::vector<const Commitment*>& commitments, DateInterval period) {
  Tally out;
  for (const Commitment* commitment : commitments) {
    const PicoSum days = days_within(*commitment, period);
    out.upfront += commitment->upfront * days;
    out.recurring += commitment->recurring * days;
    out.used += commitment->used * days;
    out.on_demand += commitment->on_demand * days;
    out.hours += commitment->hours * days;
    out.hours_used += commitment->hours_used * days;
  }
  return out;
}

json::object plan_json(const Tally& sums) {
  return {{"Utilization",
           {{"TotalCommitment", amount_text(sums.whole())},
            {"UsedCommitment", amount_text(sums.used)},
            {"UnusedCommitment", amount_text(sums.whole() - sums.used)},
            {"UtilizationPercentage", percentage_text(sums.used, sums.whole())}}},
          {"Savings",
           {{"NetSavings", amount_text(sums.on_demand - sums.whole())},
            {"OnDemandCostEquivalent", amount_text(sums.on_demand)}}},
          {"AmortizedCommitment",
           {{"AmortizedRecurringCommitment", amount_text(sums.recurring)},
            {"AmortizedUpfrontCommitment", amount_text(sums.upfront)},
            {"TotalAmortizedCommitment", amount_text(sums.whole())}}}};
}

json::object reservation_json(const Tally& sums) {
  constexpr PicoSum kUnitsOfHour = 4;  // a "large" instance counts as four normalized units
  const PicoSum unused_cost = sums.whole() - sums.used;
  const std::string percentage = percentage_text(sums.hours_used, sums.hours);
  return {{"UtilizationPercentage", percentage},
          {"UtilizationPercentageInUnits", percentage},
          {"PurchasedHours", amount_text(sums.hours)},
          {"PurchasedUnits", amount_text(sums.hours * kUnitsOfHour)},
          {"TotalActualHours", amount_text(sums.hours_used)},
          {"TotalActualUnits", amount_text(sums.hours_used * kUnitsOfHour)},
          {"UnusedHours", amount_text(sums.hours - sums.hours_used)},
          {"UnusedUnits", amount_text((sums.hours - sums.hours_used) * kUnitsOfHour)},
          {"OnDemandCostOfRIHoursUsed", amount_text(sums.on_demand)},
          {"NetRISavings", amount_text(sums.on_demand - sums.whole())},
          {"TotalPotentialRISavings", amount_text(sums.on_demand - sums.used)},
          {"AmortizedUpfrontFee", amount_text(sums.upfront)},
          {"AmortizedRecurringFee", amount_text(sums.recurring)},
          {"TotalAmortizedFee", amount_text(sums.whole())},
          {"RICostForUnusedHours", amount_text(unused_cost)},
          {"RealizedSavings", amount_text(sums.on_demand - sums.used)},
          {"UnrealizedSavings", amount_text(unused_cost)}};
}

// What lines of this service came to that no commitment covers.
PicoSum on_demand_sum(const Books::Reading& reading, std::string_view service, Metric metric,
                      bool of_instances, DateInterval period) {
  const Ledger& ledger = *reading.ledger;
  PicoSum sum = 0;
  Amounts amounts;
  for (const ChargeLine& line : ledger.lines(reading.fresh.refreshes)) {
    if (ledger.text_of(line, Dimension::kService) != service) continue;
    if (ledger.text_of(line, Dimension::kRecordType) != "Usage") continue;
    if (of_instances && line.value(Dimension::kInstanceType) == 0) continue;
    const DateInterval span = ledger.span_of(line, reading.perspective);
    for (Date day = std::max(span.start, period.start); day < std::min(span.end, period.end);
         day += std::chrono::days(1)) {
      if (ledger.amounts_on(line, day, reading.fresh, amounts)) {
        sum += amounts[static_cast<std::size_t>(metric)];
      }
    }
  }
  return sum;
}

json::object coverage_json(PicoSum on_demand_hours, PicoSum reserved_hours, PicoSum cost) {
  constexpr PicoSum kUnitsOfHour = 4;
  const PicoSum total = on_demand_hours + reserved_hours;
  const std::string percentage = percentage_text(reserved_hours, total);
  return {{"CoverageHours",
           {{"OnDemandHours", amount_text(on_demand_hours)},
            {"ReservedHours", amount_text(reserved_hours)},
            {"TotalRunningHours", amount_text(total)},
            {"CoverageHoursPercentage", percentage}}},
          {"CoverageNormalizedUnits",
           {{"OnDemandNormalizedUnits", amount_text(on_demand_hours * kUnitsOfHour)},
            {"ReservedNormalizedUnits", amount_text(reserved_hours * kUnitsOfHour)},
            {"TotalRunningNormalizedUnits", amount_text(total * kUnitsOfHour)},
            {"CoverageNormalizedUnitsPercentage", percentage}}},
          {"CoverageCost", {{"OnDemandCost", amount_text(cost)}}}};
}

// The one service that a reservation report is about.
Checked<std::string> read_service(const Filter& filter) {
  const std::vector<std::string> services = filter.values_of(Dimension::kService);
  if (services.size() > 1) {
    return invalid(
        "Values are invalid. The number of values for Service Filter should not exceed 1");
  }
  return services.empty() ? std::string(kCompute) : services.front();
}

Checked<std::vector<const Commitment*>> reservations_of(const Books::Reading& reading,
                                                        const std::string& service,
                                                        DateInterval interval) {
  auto out = visible(reading, Commitment::Kind::kReservation, interval);
  std::erase_if(out, [&](const Commitment* held) { return held->service != service; });
  if (out.empty()) return data_unavailable();
  return out;
}

json::object held_group_json(const Commitment& held, DateInterval interval) {
  return {{"Key", "SUBSCRIPTION_ID"},
          {"Value", held.id.substr(0, 8)},
          {"Attributes",
           {{"reservationARN", held.id},
            {"service", held.service},
            {"region", held.region},
            {"instanceType", held.instance_type},
            {"startDateTime", format_date(held.first) + "T00:00:00.000Z"},
            {"endDateTime", format_date(held.last) + "T00:00:00.000Z"},
            {"numberOfInstances", "1"},
            {"subscriptionStatus", "Active"}}},
          {"Utilization", reservation_json(tally({&held}, interval))}};
}

}  // namespace

Outcome CostExplorer::get_reservation_utilization(const Caller& caller, const json::object& input) {
  SEXTANT_TRY(const Books::Reading reading, open(caller, input));
  SEXTANT_TRY(const DateInterval interval, read_past(input, books_.today()));
  SEXTANT_TRY(const std::string group, read_single_group(input));
  SEXTANT_TRY(const auto granularity, read_granularity(input));
  if (!group.empty() && granularity) {
    return invalid("Granularity and GroupBy can not be set at the same time");
  }
  if (!group.empty() && group != "SUBSCRIPTION_ID") {
    return invalid("Group Definition dimension is invalid. Valid values are SUBSCRIPTION_ID");
  }
  SEXTANT_TRY(const Filter filter, read_filter(input));
  SEXTANT_TRY(const std::string service, read_service(filter));
  SEXTANT_TRY(const auto held, reservations_of(reading, service, interval));
  SEXTANT_TRY(const auto periods, read_periods(input, interval));

  json::array results;
  for (const DateInterval period : periods) {
    json::array groups;
    if (!group.empty()) {
      for (const Commitment* one : held) groups.emplace_back(held_group_json(*one, period));
    }
    results.push_back({{"TimePeriod", interval_json(period)},
                       {"Groups", std::move(groups)},
                       {"Total", reservation_json(tally(held, period))}});
  }
  return json::object{{"UtilizationsByTime", std::move(results)},
                      {"Total", reservation_json(tally(held, interval))}};
}

Outcome CostExplorer::get_reservation_coverage(const Caller& caller, const json::object& input) {
  SEXTANT_TRY(const Books::Reading reading, open(caller, input));
  SEXTANT_TRY(const DateInterval interval, read_past(input, books_.today()));
  SEXTANT_TRY(const Filter filter, read_filter(input));
  SEXTANT_TRY(const std::string service, read_service(filter));
  SEXTANT_TRY(const auto held, reservations_of(reading, service, interval));
  SEXTANT_TRY(const auto periods, read_periods(input, interval));
  const auto covered = [&](DateInterval period) {
    return coverage_json(on_demand_sum(reading, service, Metric::kUsageQuantity, true, period),
                         tally(held, period).hours_used,
                         on_demand_sum(reading, service, Metric::kUnblendedCost, true, period));
  };
  json::array results;
  for (const DateInterval period : periods) {
    results.push_back({{"TimePeriod", interval_json(period)},
                       {"Groups", json::array()},
                       {"Total", covered(period)}});
  }
  return json::object{{"CoveragesByTime", std::move(results)}, {"Total", covered(interval)}};
}

Outcome CostExplorer::get_savings_plans_utilization(const Caller& caller,
                                                    const json::object& input) {
  SEXTANT_TRY(const Books::Reading reading, open(caller, input));
  SEXTANT_TRY(const DateInterval interval, read_past(input, books_.today()));
  SEXTANT_TRY(const auto periods, read_periods(input, interval));
  const auto plans = visible(reading, Commitment::Kind::kSavingsPlan, interval);
  if (plans.empty()) return data_unavailable();
  json::array results;
  for (const DateInterval period : periods) {
    json::object result = plan_json(tally(plans, period));
    result["TimePeriod"] = interval_json(period);
    results.emplace_back(std::move(result));
  }
  return json::object{{"SavingsPlansUtilizationsByTime", std::move(results)},
                      {"Total", plan_json(tally(plans, interval))}};
}

Outcome CostExplorer::get_savings_plans_utilization_details(const Caller& caller,
                                                            const json::object& input) {
  SEXTANT_TRY(const Books::Reading reading, open(caller, input));
  SEXTANT_TRY(const DateInterval interval, read_past(input, books_.today()));
  const auto plans = visible(reading, Commitment::Kind::kSavingsPlan, interval);
  if (plans.empty()) return data_unavailable();
  json::object answer;
  json::array details;
  const auto pick = [&](std::size_t i) {
    json::object detail = plan_json(tally({plans[i]}, interval));
    detail["SavingsPlanArn"] = plans[i]->arn;
    detail["Attributes"] = {{"AccountId", reading.ledger->accounts()[plans[i]->account].id},
                            {"SavingsPlansType", "ComputeSavingsPlans"},
                            {"PaymentOption", "Partial Upfront"},
                            {"Status", "Active"},
                            {"StartDateTime", format_date(plans[i]->first) + "T00:00:00.000Z"},
                            {"EndDateTime", format_date(plans[i]->last) + "T00:00:00.000Z"}};
    details.emplace_back(std::move(detail));
  };
  SEXTANT_TRY_VOID(page_through(caller, "GetSavingsPlansUtilizationDetails", input, "NextToken",
                                reading, plans.size(), answer, pick));
  answer["SavingsPlansUtilizationDetails"] = std::move(details);
  answer["Total"] = plan_json(tally(plans, interval));
  answer["TimePeriod"] = interval_json(interval);
  return answer;
}

Outcome CostExplorer::get_savings_plans_coverage(const Caller& caller, const json::object& input) {
  SEXTANT_TRY(const Books::Reading reading, open(caller, input));
  SEXTANT_TRY(const DateInterval interval, read_past(input, books_.today()));
  SEXTANT_TRY(const std::string group, read_single_group(input));
  if (!group.empty() && group != "SERVICE") {
    return invalid("Group Definition dimension is invalid. Valid values are SERVICE");
  }
  SEXTANT_TRY(const auto periods, read_periods(input, interval));
  const auto plans = visible(reading, Commitment::Kind::kSavingsPlan, interval);
  if (plans.empty()) return data_unavailable();
  json::object answer;
  json::array coverages;
  const auto pick = [&](std::size_t i) {
    const PicoSum covered = tally(plans, periods[i]).used;
    const PicoSum on_demand =
        on_demand_sum(reading, kCompute, Metric::kUnblendedCost, false, periods[i]);
    json::object attributes;
    if (!group.empty()) attributes["SERVICE"] = kCompute;
    coverages.push_back({{"Attributes", std::move(attributes)},
                         {"Coverage",
                          {{"SpendCoveredBySavingsPlans", amount_text(covered)},
                           {"OnDemandCost", amount_text(on_demand)},
                           {"TotalCost", amount_text(covered + on_demand)},
                           {"CoveragePercentage", percentage_text(covered, covered + on_demand)}}},
                         {"TimePeriod", interval_json(periods[i])}});
  };
  SEXTANT_TRY_VOID(page_through(caller, "GetSavingsPlansCoverage", input, "NextToken", reading,
                                periods.size(), answer, pick));
  answer["SavingsPlansCoverages"] = std::move(coverages);
  return answer;
}

}  // namespace sextant::sim
