// A higher or lower norm that a person has decided: what its row says, and what follows for last
// month, the steps and the letters. The amounts are in policies/cases/checks/norm_*.variants.json.
#include <algorithm>
#include <string>

#include "gtest/gtest.h"
#include "tests/golden/case_builder.h"
#include "tests/golden/overridden_policy.h"
#include "tests/golden/run_case.h"
#include "worker/assessment/assess.h"

namespace dm::golden {
namespace {

CaseInput WithHigherNorm(Money amount) {
  CaseInput input = StableBenefitCase();
  input.frame->norm_adjustments.push_back({.person = Key("p1"),
                                           .kind = NormAdjustmentKind::kHigher,
                                           .amount = amount,
                                           .factor_permille = std::nullopt,
                                           .reason = "special_diet",
                                           .valid_to = Day("2027-01-31")});
  return input;
}

const CalculationRow& PersonalRow(const Assessment& assessment) {
  return *std::find_if(
      assessment.rows.begin(), assessment.rows.end(), [](const CalculationRow& row) {
        return row.kind == RowKind::kNormPersonal;
      });
}

bool Has(const std::vector<std::string>& list, const std::string& what) {
  return std::find(list.begin(), list.end(), what) != list.end();
}

TEST(NormAdjustments, TheRowSaysWhoDecidedWhyAndHowLong) {
  const Assessment found = Assess(WithHigherNorm(Kr(500)), *ShippedPolicies());
  const CalculationRow& row = PersonalRow(found);
  EXPECT_EQ(row.amount, Kr(4440));
  EXPECT_EQ(row.label,
            "Personliga kostnader, ensamstående vuxen, högre norm enligt beslut av handläggare");
  EXPECT_NE(row.why.find("högre norm till och med 2027-01-31 (specialkost av medicinska skäl): "),
            std::string::npos)
      << row.why;
  EXPECT_TRUE(Has(row.inputs, "frame.norm_adjustments[0]"));
  EXPECT_TRUE(Has(row.inputs, "policy:norm_adjustments/NA-DIET"));
  EXPECT_TRUE(std::any_of(row.sources.begin(), row.sources.end(), [](const SourceRef& source) {
    return source.id == "sol-12-7";
  }));
}

TEST(NormAdjustments, LastMonthIsComputedWithTheDecisionThatHeldThen) {
  CaseInput input = WithHigherNorm(Kr(5000));
  EXPECT_EQ(*Assess(input, *ShippedPolicies()).previous_recomputed, Kr(8040));
  // The decision came with a frame that began with the month: last month was without it.
  input.frame->valid_from = input.application.month.first_day();
  const Assessment found = Assess(input, *ShippedPolicies());
  EXPECT_EQ(*found.previous_recomputed, Kr(3040));
  EXPECT_TRUE(HasFindingLike(found, "GATE.G13.FAIL.CHANGE"));
}

TEST(NormAdjustments, TheStepShowsTheDecisionAndTheExactShare) {
  CaseInput input = WithHigherNorm(Kr(500));
  NormAdjustment& decided = input.frame->norm_adjustments.front();
  decided.amount.reset();
  decided.factor_permille = 1125;
  const Assessment found = Assess(input, *ShippedPolicies());
  EXPECT_EQ(PersonalRow(found).amount, Kr(4433));
  EXPECT_EQ(PersonalRow(found).exact, Rational(Money::FromOre(443250)));
  EXPECT_NE(PersonalRow(found).why.find("räknas med 112,5 procent"), std::string::npos);
}

TEST(NormAdjustments, WhatWouldAlterARefusedCostIsTheSame) {
  CaseInput input = WithHigherNorm(Kr(500));
  input.application.costs.front().applied = Kr(9000);
  input.application.costs.front().proven = Kr(9000);
  CaseInput plain = input;
  plain.frame->norm_adjustments.clear();
  const Assessment with = Assess(input, *ShippedPolicies());
  const Assessment without = Assess(plain, *ShippedPolicies());
  EXPECT_EQ(with.costs, without.costs);
  EXPECT_EQ(with.grant - without.grant, Kr(500));
}

}  // namespace
}  // namespace dm::golden
