#include "worker/sweep/sweep.h"

#include "gtest/gtest.h"
#include "worker/policy/policy_loader.h"

namespace dm::sweep {
namespace {

DecidedCase Decided(const std::string& id, const std::string& rule) {
  DecidedCase decided;
  decided.id = CaseId::FromTrusted(id);
  decided.assessment.policy_sha256 = "abcdef0123456789";
  CalculationRow row;
  row.rule = rule;
  row.inputs = {"application.costs[0]", "policy:cap.electricity/EL-1"};
  decided.assessment.rows = {row};
  decided.decision.typfall = "TF-02";
  decided.decision.granted = Money::FromKronor(4000);
  return decided;
}

bool Found(const WrongRule& wrong) {
  return WasDecidedUnder(Decided("c-1", "cap.housing/BO26-1"), wrong);
}

TEST(WasDecidedUnderTest, ARowIsFoundByItsTableByItselfAndByWhatItRestsOn) {
  EXPECT_TRUE(Found({.policy_sha256 = {}, .rule = "cap.housing", .typfall = ""}));
  EXPECT_TRUE(Found({.policy_sha256 = {}, .rule = "cap.housing/BO26-1", .typfall = ""}));
  EXPECT_TRUE(Found({.policy_sha256 = {}, .rule = "cap.electricity", .typfall = ""}));
  EXPECT_FALSE(Found({.policy_sha256 = {}, .rule = "cap.hous", .typfall = ""}));
  EXPECT_FALSE(Found({.policy_sha256 = {}, .rule = "cap.housing/BO26-2", .typfall = ""}));
}

TEST(WasDecidedUnderTest, AllThatIsGivenMustFit) {
  EXPECT_TRUE(Found({.policy_sha256 = {"abcdef01"}, .rule = "cap.housing", .typfall = "TF-02"}));
  EXPECT_FALSE(Found({.policy_sha256 = {"bbcdef01"}, .rule = "cap.housing", .typfall = "TF-02"}));
  EXPECT_FALSE(Found({.policy_sha256 = {"abcdef01"}, .rule = "cap.housing", .typfall = "TF-01"}));
  EXPECT_TRUE(Found({.policy_sha256 = {"bbcdef01", "abcdef01"}, .rule = "", .typfall = ""}));
}

// What the mended rules cannot compute is listed and never taken for a zero.
TEST(SweepTest, WhatCannotBeComputedIsNeitherTooLittleNorTooMuch) {
  const PolicyLoad load = LoadPolicies(DM_SOURCE_DIR "/policies", "0000-exempelkommun");
  ASSERT_NE(load.set, nullptr);
  Sweep sweep({.policy_sha256 = {}, .rule = "cap.housing", .typfall = ""}, *load.set);
  EXPECT_TRUE(sweep.Add(Decided("c-1", "cap.housing/BO26-1")));
  EXPECT_FALSE(sweep.Add(Decided("c-2", "cap.travel/R-1")));
  const SweepResult result = sweep.Take();
  ASSERT_EQ(result.rows.size(), 1U);
  EXPECT_EQ(result.not_computable, 1);
  EXPECT_EQ(result.underpaid + result.overpaid + result.unchanged, 0);
  EXPECT_FALSE(result.rows.front().underpaid().has_value());
}

}  // namespace
}  // namespace dm::sweep
