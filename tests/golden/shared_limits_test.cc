// Limits that several rows share, and money of somebody who is away: what the second computation
// (tests/oracle) found.
#include <algorithm>

#include "gtest/gtest.h"
#include "tests/golden/case_builder.h"
#include "tests/golden/overridden_policy.h"
#include "worker/assessment/assess.h"

namespace dm::golden {
namespace {

Cost Medicine(Money amount) {
  Cost cost = ProvenCost(CostType::kOtherLivingCost, amount);
  cost.other_code = "medicine_prescription";
  cost.cap_remaining = Kr(3000);
  return cost;
}

Money CountedOf(const Assessment& assessment, const std::string& code) {
  Money sum;
  for (const CalculationRow& row : assessment.rows) {
    if (row.code == code) sum += row.amount;
  }
  return sum;
}

TEST(SharedLimitsTest, TwoReceiptsShareTheMonthsLevelOfAnOtherLivingCost) {
  CaseInput input = StableBenefitCase();
  input.application.costs.push_back(Medicine(Kr(250)));
  input.application.costs.push_back(Medicine(Kr(250)));
  EXPECT_NE(Assess(input, *ShippedPolicies()).outcome, Outcome::kNone) << "500 kr is the level";
  input.application.costs.back().applied = Kr(251);
  input.application.costs.back().proven = Kr(251);
  const Assessment above = Assess(input, *ShippedPolicies());
  EXPECT_EQ(above.outcome, Outcome::kNone) << "above it a person weighs the need";
  EXPECT_EQ(CountedOf(above, "extra.medicine_prescription"), Kr(250));
}

TEST(SharedLimitsTest, TwoRowsOfRentDoNotGiveTheShareOfTheRentTwice) {
  CaseInput input = StableBenefitCase();
  input.application.home.rent = Kr(10'000);
  input.application.home.share_of_rent_permille = 400;
  input.application.costs.push_back(ProvenCost(CostType::kBoende, Kr(3000)));
  EXPECT_EQ(CountedOf(Assess(input, *ShippedPolicies()), "cost.boende"), Kr(4000));
}

TEST(SharedLimitsTest, MoneyOfAChildWhoIsAwayPaysForNobodyElse) {
  CaseInput input = EmptyCase("2026-12", {Adult("p1", "1990-03-14"), Child("p2", "2010-05-01")});
  DeclaredIncome& pension = input.application.incomes.emplace_back();
  pension.person = Key("p2");
  pension.kind = "barnpension";
  pension.net = Kr(900);
  EXPECT_EQ(CountedOf(Assess(input, *ShippedPolicies()), "income.barnpension"), Kr(900));
  input.application.persons[1].presence.kind = PresenceKind::kAbsent;
  EXPECT_EQ(CountedOf(Assess(input, *ShippedPolicies()), "income.barnpension"), Money());
}

}  // namespace
}  // namespace dm::golden
