// The month before, computed again under today's rules (G-13), as far as the history tells it.
#include "worker/assessment/previous.h"

#include <optional>

#include "gtest/gtest.h"
#include "tests/golden/case_builder.h"
#include "tests/golden/overridden_policy.h"
#include "tests/golden/run_case.h"
#include "worker/assessment/assess.h"

namespace dm::golden {
namespace {

// One adult in January 2026; the norm is 5 220 kr, the level of housing 7 600 kr, 7 400 kr the
// year before.
CaseInput January(const ApprovedCost& rent) {
  CaseInput input = EmptyCase("2026-01", {Adult("p1", "1985-03-14")});
  HistoryMonth december;
  december.month = MonthOf("2025-12");
  december.outcome = Outcome::kDelavslag;
  december.granted = Kr(12'000);
  december.persons = input.application.persons;
  december.persons_in_home = 1;
  december.costs = {rent};
  input.history = {december};
  return input;
}

ApprovedCost Rent(std::optional<Money> applied) {
  ApprovedCost rent;
  rent.type = CostType::kBoende;
  rent.approved = Kr(7400);
  rent.applied = applied;
  rent.proven = applied;
  return rent;
}

std::optional<Money> Recomputed(const CaseInput& input) {
  return Assess(input, *ShippedPolicies()).previous_recomputed;
}

TEST(PreviousTest, ARentAboveLastYearsLevelIsHeldToTodays) {
  EXPECT_EQ(Recomputed(January(Rent(Kr(7900)))), Kr(5220 + 7600));
  EXPECT_EQ(Recomputed(January(Rent(Kr(7500)))), Kr(5220 + 7500));
}

TEST(PreviousTest, WithoutWhatWasAppliedForTheApprovedAmountStands) {
  EXPECT_EQ(Recomputed(January(Rent(std::nullopt))), Kr(5220 + 7400));
}

TEST(PreviousTest, AWageCountsAsTodaysRuleSaysForTheMonthThen) {
  CaseInput input = January(Rent(std::nullopt));
  CountedIncome wage;
  wage.person = Key("p1");
  wage.kind = "lon";
  wage.counted = Kr(3000);
  input.history.front().incomes = {wage};
  EXPECT_EQ(Recomputed(input), Kr(5220 + 7400 - 3000));  // not known what was paid
  input.history.front().incomes.front().net = Kr(4000);
  EXPECT_EQ(Recomputed(input), Kr(5220 + 7400 - 4000));  // no window: all of it
  for (int i = 2; i <= 7; ++i) {
    HistoryMonth month = input.history.front();
    month.month = input.application.month.PlusMonths(-i);
    input.history.push_back(month);
  }
  EXPECT_EQ(Recomputed(input), Kr(5220 + 7400 - 3000));  // the window began in December
}

TEST(PreviousTest, EachRowIsExplainedAsItIsNowAndAsItWas) {
  CaseInput input = January(Rent(Kr(7900)));
  CountedIncome wage;
  wage.person = Key("p1");
  wage.kind = "lon";
  wage.counted = Kr(3000);
  input.history.front().incomes = {wage};
  const auto month = assessment::ExplainPrevious(input, *ShippedPolicies());
  ASSERT_TRUE(month.has_value());
  EXPECT_EQ(month->month, MonthOf("2025-12"));
  EXPECT_EQ(month->granted, Kr(12'000));
  EXPECT_EQ(month->recomputed, *Recomputed(input));
  ASSERT_EQ(month->rows.size(), 4U);
  EXPECT_EQ(month->rows[0].now, Rational(Kr(3940)));
  EXPECT_EQ(month->rows[1].now, Rational(Kr(1280)));
  EXPECT_EQ(month->rows[2].code, "cost.boende");
  EXPECT_EQ(month->rows[2].decided, Kr(7400));
  EXPECT_EQ(month->rows[2].now, Rational(Kr(7600)));
  EXPECT_EQ(month->rows[3].now, Rational(-Kr(3000)));
  Rational sum;
  for (const assessment::PreviousRow& row : month->rows) sum = sum + row.now;
  EXPECT_EQ(sum, Rational(month->recomputed));
}

TEST(PreviousTest, ANeedThatRoundsToNothingIsForAHuman) {
  CaseInput input = StableBenefitCase();
  // Need 12 140 kr; 40 öre is left, which is no whole krona.
  input.application.incomes.front().net = Money::FromOre(1'213'960);
  AnswerOf(&input, Source::kFk).payments.back().net = Money::FromOre(1'213'960);
  const Assessment found = Assess(input, *ShippedPolicies());
  EXPECT_EQ(found.outcome, Outcome::kBifall);
  EXPECT_EQ(found.grant, Money());
  EXPECT_TRUE(HasFindingLike(found, "GATE.G13.FAIL.BELOW_MINIMUM"));
}

}  // namespace
}  // namespace dm::golden
