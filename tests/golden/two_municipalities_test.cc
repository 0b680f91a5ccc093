// One household under two municipalities: the same program, the same national rules, other
// decisions of their own.
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/golden/case_builder.h"
#include "tests/golden/overridden_policy.h"
#include "tests/golden/run_case.h"
#include "worker/assessment/assess.h"

namespace dm::golden {
namespace {

constexpr char kFirst[] = "0000-exempelkommun";
constexpr char kSecond[] = "0001-provkommun";

struct Result {
  Assessment assessment;
  DecisionOutcome outcome;
};

Result Under(const char* municipality, const CaseInput& input) {
  const auto policy = ShippedPolicies(municipality);
  Result result = {.assessment = Assess(input, *policy), .outcome = RequestCompletion()};
  result.outcome = DecideOn(input, result.assessment, *policy);
  return result;
}

CaseInput WithRent(std::int64_t kronor) {
  CaseInput input = StableBenefitCase();
  input.application.costs[0] = ProvenCost(CostType::kBoende, Kr(kronor));
  AlignFrameAndHistory(&input, Kr(12140 - 9100 + kronor - 6500));
  return input;
}

TEST(TwoMunicipalitiesTest, TheLevelIsThatOfEach) {
  const CaseInput input = WithRent(7200);
  EXPECT_EQ(Under(kFirst, input).assessment.outcome, Outcome::kBifall);
  const Assessment second = Under(kSecond, input).assessment;
  EXPECT_EQ(second.outcome, Outcome::kDelavslag);
  EXPECT_TRUE(HasFinding(second, "TRIG.X13"));
  EXPECT_EQ(second.costs, Kr(6900 + 300 + 120));
}

TEST(TwoMunicipalitiesTest, ALevelMayBeABaseAndAnAmountForEachFurtherPerson) {
  const auto level = [](const char* municipality, int persons) {
    const Keys keys = {{"adults", FactValue(std::int64_t{1})},
                       {"children", FactValue(std::int64_t{persons - 1})},
                       {"persons", FactValue(std::int64_t{persons})},
                       {"oldest_adult_age", FactValue(std::int64_t{40})}};
    return ShippedPolicies(municipality)->Lookup("cap.housing", keys, Day("2026-12-01"))->money();
  };
  EXPECT_EQ(level(kFirst, 3), Kr(10200));
  EXPECT_EQ(level(kSecond, 1), Kr(6900));
  EXPECT_EQ(level(kSecond, 3), Kr(6900 + 2 * 1250));
}

TEST(TwoMunicipalitiesTest, TheModeAndTheDelegationAreThoseOfEach) {
  const CaseInput input = StableBenefitCase();
  EXPECT_NE(AsApproval(Under(kFirst, input).outcome), nullptr);
  const Result second = Under(kSecond, input);
  EXPECT_EQ(second.assessment.grant, Under(kFirst, input).assessment.grant);
  ASSERT_NE(AsEscalate(second.outcome), nullptr);
  EXPECT_EQ(AsEscalate(second.outcome)->mode, Mode::kPropose);
}

TEST(TwoMunicipalitiesTest, AToleranceOfOneIsAChangeForTheOther) {
  CaseInput input = StableBenefitCase();
  input.application.costs[0] = ProvenCost(CostType::kBoende, Kr(6540));
  EXPECT_FALSE(HasFindingLike(Under(kFirst, input).assessment, "GATE.G08"));
  EXPECT_TRUE(HasFinding(Under(kSecond, input).assessment, "GATE.G08.FAIL.HOUSING_CHANGED"));
}

TEST(TwoMunicipalitiesTest, ACaseGoesToTheQueueThatEachHasSaid) {
  // New rent above both levels: the first has someone for housing, the second one who does it all.
  const CaseInput input = WithRent(8000);
  const Result first = Under(kFirst, input);
  const Result second = Under(kSecond, input);
  ASSERT_NE(AsEscalate(first.outcome), nullptr);
  ASSERT_NE(AsEscalate(second.outcome), nullptr);
  EXPECT_TRUE(HasFinding(first.assessment, "TRIG.X13"));
  EXPECT_TRUE(HasFinding(second.assessment, "TRIG.X13"));
  EXPECT_EQ(AsEscalate(first.outcome)->routing.queue, "Q-07");
  // Without it what comes next takes the case: more is applied for than last month's level gave.
  EXPECT_EQ(AsEscalate(second.outcome)->routing.queue, "Q-18");
  for (const TriggerPolicy& trigger : ShippedPolicies(kSecond)->triggers()) {
    EXPECT_NE(trigger.queue, "Q-07") << trigger.code;
    if (trigger.code == "X-13") {
      EXPECT_EQ(trigger.queue, "Q-20");
    }
  }
}

TEST(TwoMunicipalitiesTest, AQueueIsHandledInTheTimeThatEachHasSaid) {
  const auto target = [](const char* municipality) {
    for (const QueuePolicy& queue : ShippedPolicies(municipality)->queues())
      if (queue.code == "Q-20") return queue.target;
    return std::string();
  };
  EXPECT_EQ(target(kFirst), "3 arbetsdagar");
  EXPECT_EQ(target(kSecond), "två arbetsdagar");
}

TEST(TwoMunicipalitiesTest, WhatTheLawSaysIsTheSameForBoth) {
  const CaseInput input = WithRent(7200);
  const Assessment first = Under(kFirst, input).assessment;
  const Assessment second = Under(kSecond, input).assessment;
  EXPECT_EQ(first.norm, second.norm);
  EXPECT_EQ(first.incomes, second.incomes);
  EXPECT_NE(first.policy_sha256, second.policy_sha256);
  // Row by row: only what a municipality has a level for differs, and names its own row.
  ASSERT_EQ(first.rows.size(), second.rows.size());
  std::vector<std::string> differ;
  for (std::size_t i = 0; i < first.rows.size(); ++i) {
    EXPECT_EQ(first.rows[i].code, second.rows[i].code);
    if (first.rows[i].amount != second.rows[i].amount) differ.push_back(first.rows[i].code);
  }
  EXPECT_THAT(differ, ::testing::ElementsAre("cost.boende"));
}

TEST(TwoMunicipalitiesTest, TheLettersSpeakForTheirOwnBoard) {
  const auto first = ShippedPolicies(kFirst);
  const auto second = ShippedPolicies(kSecond);
  EXPECT_NE(first->Text("municipality.board"), second->Text("municipality.board"));
  EXPECT_EQ(first->Letter("beslut_bifall", "sv")->body,
            second->Letter("beslut_bifall", "sv")->body);
  EXPECT_NE(first->Letter("komplettering", "sv")->body,
            second->Letter("komplettering", "sv")->body);
}

}  // namespace
}  // namespace dm::golden
