#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "insight/testing/crafted_lake.h"

namespace sextant::insight {
namespace {

using testing::Charge;
using testing::CraftedLake;

rc::Gen<Charge> arbitrary_charge() {
  using rc::gen::element;
  const auto amount = rc::gen::map(rc::gen::arbitrary<std::int64_t>(), [](std::int64_t units) {
    return Decimal::from_units(static_cast<Decimal::Units>(units) * 1009).to_string();
  });
  return rc::gen::construct<Charge>(
      element<std::string>("2026-08-03", "2026-09-11", "2026-09-30", "2026-10-01", "2026-10-14"),
      element<std::string>("111111111111", "222222222222", "333333333333"),
      element<std::string>("Amazon S3", "AmazonEC2", "Tax", "", "it's; \"quoted\" — 日本"),
      element<lake::Datum>("eu-west-1", "global", std::nullopt),
      element<std::string>("Usage", "Credit", "Tax", "New?"), amount);
}

Decimal sum_of(const CostAnswer& answer) {
  Decimal sum;
  for (const CostRow& row : answer.rows) sum = *sum.plus(row.amount);
  return sum;
}

// Whatever is stored, an answer's rows add up to the total, by whatever keys they are cut and
// whichever face answers.
RC_GTEST_PROP(CostAnswerProperty, GroupsSumToTheTotal, ()) {
  const auto charges =
      *rc::gen::resize(40, rc::gen::container<std::vector<Charge>>(arbitrary_charge()));
  CraftedLake lake;
  CraftedLake::Cut cut;
  cut.has_days = false;
  cut.unallocated = *rc::gen::element<std::string>("0", "0.000000000000000001", "-3.5");
  lake.add(charges, "2026-08", "2026-10", cut);
  Decimal expected;
  for (const Charge& charge : charges) expected = *expected.plus(*Decimal::parse(charge.amount));
  expected = *expected.plus(*Decimal::parse(cut.unallocated)->times(3));

  const WindowWords words{"2026-08", "", ""};
  const std::vector<std::vector<Key>> cuts = {{},
                                              {Key::kMonth},
                                              {Key::kService},
                                              {Key::kMonth, Key::kAccount, Key::kService},
                                              {Key::kRegion, Key::kService},
                                              {Key::kChargeType, Key::kMonth}};
  for (const auto& groups : cuts) {
    auto question = lake.question(groups, words);
    question.limit = *rc::gen::inRange<std::size_t>(0, 4);
    const auto answer = lake.ask(question);
    RC_ASSERT(answer.has_value());
    RC_ASSERT(sum_of(*answer) == expected);
    // Nothing stored has no total and no currency.
    const auto& totals = answer->provenance.totals;
    if (totals.empty())
      RC_ASSERT(answer->rows.empty() && expected.is_zero());
    else
      RC_ASSERT(totals.at(0).amount == expected);
  }
}

}  // namespace
}  // namespace sextant::insight
