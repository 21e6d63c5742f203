#include "insight/testing/crafted_lake.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/text.h"

// Named *_test.cpp so that it is built into the tests alone.
namespace sextant::insight::testing {
namespace {

using std::chrono::days;

lake::Amounts amounts_of(Decimal amount, bool has_net) {
  // Each metric another amount, so that a mix-up shows.
  lake::Amounts out{amount, *amount.times(2), *amount.times(3), std::nullopt, std::nullopt};
  if (has_net) {
    out.net_unblended = *amount.times(4);
    out.net_amortized = *amount.times(5);
  }
  return out;
}

// The keys of the face, the others NULL.
lake::CostRow keyed(lake::Face face, const Charge& charge) {
  lake::CostRow row;
  if (face != lake::Face::kTotal) row.service = charge.service;
  if (face == lake::Face::kAccountService) row.sub_account_id = charge.account;
  if (face == lake::Face::kAccountService) row.sub_account_name = "was " + charge.account;
  if (face == lake::Face::kServiceRegion) row.region = charge.region;
  if (face == lake::Face::kServiceChargeType) row.charge_type = charge.type;
  return row;
}

}  // namespace

void CraftedLake::add(const std::vector<Charge>& charges, const std::string& first,
                      const std::string& last, const Cut& cut) {
  for (Date month = *parse_month(first); month <= *parse_month(last);
       month = add_months(month, 1)) {
    for (const lake::Face face : cut.faces) {
      write(face, lake::Grain::kMonthly, month, charges, cut);
      const bool keeps_days = face == lake::Face::kTotal || face == lake::Face::kAccountService;
      const bool in_days = add_months(month, 1) > day(cut.days_from);
      if (cut.has_days && keeps_days && in_days)
        write(face, lake::Grain::kDaily, month, charges, cut);
    }
  }
}

void CraftedLake::write(lake::Face face, lake::Grain grain, Date month,
                        const std::vector<Charge>& charges, const Cut& cut) {
  const WallTime snapshot = moment(cut.snapshot);
  std::map<std::tuple<Date, lake::Datum, lake::Datum, lake::Datum, lake::Datum, bool>,
           lake::CostRow>
      rows;
  const auto put = [&](lake::CostRow row, Date start, Decimal amount) {
    row.billing_account_id = cut.payer;
    row.perspective = cut.perspective;
    row.start = start;
    row.end = grain == lake::Grain::kDaily ? start + days(1) : add_months(month, 1);
    row.currency = cut.currency;
    row.is_estimated = row.start >= day(cut.estimated_from);
    row.snapshot_at = snapshot;
    row.amounts = amounts_of(amount, cut.has_net);
    const auto [place, is_new] = rows.try_emplace(
        {start, row.sub_account_id, row.service, row.region, row.charge_type, row.is_unallocated},
        row);
    if (!is_new) place->second.amounts = *place->second.amounts.plus(row.amounts);
  };
  const Date known_to = std::min(add_months(month, 1), date_of(snapshot) + days(1));
  const Date known_from =
      grain == lake::Grain::kDaily ? std::max(month, day(cut.days_from)) : month;
  if (face == lake::Face::kTotal) {
    put({}, known_from, Decimal());
    for (Date at = known_from; grain == lake::Grain::kDaily && at < known_to; at += days(1))
      put({}, at, Decimal());
  }
  for (const Charge& charge : charges) {
    const Date at = day(charge.day);
    if (at < known_from || at >= known_to) continue;
    put(keyed(face, charge), grain == lake::Grain::kDaily ? at : month,
        *Decimal::parse(charge.amount));
  }
  const Decimal gap = *Decimal::parse(cut.unallocated);
  if (!gap.is_zero()) {
    lake::CostRow row;
    row.is_unallocated = face != lake::Face::kTotal;
    put(row, known_from, gap);
  }
  std::vector<lake::CostRow> all;
  for (auto& [key, row] : rows) all.push_back(std::move(row));
  const auto done = publisher().costs({face, grain, cut.payer, "primary", month}, all, {});
  ASSERT_TRUE(done) << done.error().detail;
}

void CraftedLake::name_accounts(const std::string& payer,
                                const std::map<std::string, std::string>& names) {
  std::vector<lake::AccountRow> rows;
  for (const auto& [id, name] : names) {
    rows.push_back(
        {payer, id, name, "", "ACTIVE", std::nullopt, "o-1", moment("2026-10-15T10:00:00Z")});
  }
  ASSERT_TRUE(publisher().accounts(payer, rows, {}));
}

void CraftedLake::remove(lake::Face face, lake::Grain grain, const std::string& payer,
                         const std::string& month) {
  const auto path =
      lake::Layout(folder()).costs({face, grain, payer, "primary", *parse_month(month)});
  const auto removed = files_.remove(path);
  ASSERT_TRUE(removed && *removed) << path;
}

CostQuestion CraftedLake::question(const std::vector<Key>& groups, const WindowWords& words) const {
  CostQuestion out;
  out.groups = groups;
  out.window = *parse_window(words, date_of(clock_.wall()));
  return out;
}

std::string CraftedLake::code_of(const CostQuestion& question) {
  const auto answer = ask(question);
  return answer ? "" : answer.error().code;
}

std::vector<std::string> lines(const CostAnswer& answer) {
  std::vector<std::string> out;
  for (const CostRow& row : answer.rows) {
    std::string line;
    for (const auto& value : row.values) line += value.value_or("-") + "|";
    if (row.kind == RowKind::kUnallocated) line += "unallocated|";
    if (row.kind == RowKind::kOthers) line += fmt::format("others {}|", row.others);
    out.push_back(fmt::format("{}{} {}", line, row.amount.to_string(), row.currency));
  }
  return out;
}

}  // namespace sextant::insight::testing
