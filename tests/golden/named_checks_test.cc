// The named checks of an application: each one is done, not applicable, skipped or missing, says
// why, and what it found.
#include <string>

#include "gtest/gtest.h"
#include "tests/golden/case_builder.h"
#include "tests/golden/overridden_policy.h"
#include "tests/golden/run_case.h"
#include "worker/assessment/assess.h"

namespace dm::golden {
namespace {

std::string State(const CaseInput& input, const std::string& check, const PolicySet& policy) {
  for (const CheckResult& result : Assess(input, policy).checks) {
    if (result.check != check) continue;
    std::string state = CheckStateCode(result.state);
    if (!result.reason.empty()) state += ":" + result.reason;
    return result.verdict ? state + " " + VerdictCode(*result.verdict) : state;
  }
  return "none";
}

std::string State(const CaseInput& input, const std::string& check) {
  return State(input, check, *ShippedPolicies());
}

Document Of(const CaseInput& input, const std::string& kind) {
  Document document;
  document.kind = kind;
  document.received_at = input.application.received_at;
  document.readable = true;
  return document;
}

CaseInput FirstApplication() {
  CaseInput input = StableBenefitCase();
  input.application.kind = ApplicationKind::kFirst;
  return input;
}

TEST(NamedChecks, EveryOneIsReportedAndOnlyWhatIsLeftOutHasAReason) {
  const Assessment result = Assess(StableBenefitCase(), *ShippedPolicies());
  ASSERT_EQ(result.checks.size(), 17U);
  for (const CheckResult& check : result.checks) {
    const bool made = check.state == CheckState::kDone || check.state == CheckState::kMissing;
    EXPECT_EQ(made, check.reason.empty()) << check.check;
    EXPECT_EQ(made, check.verdict.has_value()) << check.check;
    EXPECT_NE(ShippedPolicies()->Text("CHECK." + check.reason), "CHECK." + check.reason + "x");
  }
  EXPECT_EQ(State(StableBenefitCase(), "NC-06"), "NOT_APPLICABLE:OTHER_KIND");
  EXPECT_EQ(State(StableBenefitCase(), "RC-02"), "DONE PASS");
  EXPECT_EQ(State(StableBenefitCase(), "RC-04"), "DONE PASS");
}

TEST(NamedChecks, AFirstApplicationHasItsOwn) {
  CaseInput input = FirstApplication();
  EXPECT_EQ(State(input, "RC-01"), "NOT_APPLICABLE:OTHER_KIND");
  EXPECT_EQ(State(input, "NC-01"), "DONE PASS");
  EXPECT_EQ(State(input, "NC-03"), "MISSING UNKNOWN");
  EXPECT_EQ(State(input, "NC-04"), "SKIPPED:NOT_CONNECTED");
  EXPECT_EQ(State(input, "NC-05"), "NOT_APPLICABLE:NO_CHILDREN");
  EXPECT_EQ(State(input, "NC-06"), "DONE PASS");
  EXPECT_EQ(State(input, "NC-08"), "MISSING UNKNOWN");
  EXPECT_EQ(State(input, "NC-13"), "NOT_APPLICABLE:NOT_SICK");
  for (const char* kind : {"hyresavi", "ekonomisk_oversikt", "kontoutdrag"})
    input.application.documents.push_back(Of(input, kind));
  EXPECT_EQ(State(input, "NC-03"), "DONE PASS");
  EXPECT_EQ(State(input, "NC-08"), "DONE PASS");
  EXPECT_EQ(State(input, "NC-09"), "DONE PASS");
  input.application.documents.back().readable = false;
  EXPECT_EQ(State(input, "NC-09"), "MISSING UNKNOWN");
}

TEST(NamedChecks, ARegisterThatDidNotAnswerLeavesTheCheckMissing) {
  CaseInput input = FirstApplication();
  AnswerOf(&input, Source::kFk).state = AnswerState::kTimeout;
  input.application.signatures.clear();
  EXPECT_EQ(State(input, "NC-06"), "MISSING UNKNOWN");
  EXPECT_EQ(State(input, "NC-11"), "DONE PASS");
  EXPECT_EQ(State(input, "NC-01"), "MISSING UNKNOWN");
}

TEST(NamedChecks, WhatACheckFindsIsItsVerdict) {
  CaseInput input = FirstApplication();
  AddPayment(&input, Source::kFk, Paid("BOB", Kr(800), "2026-11-25"));
  EXPECT_EQ(State(input, "NC-06"), "DONE FAIL");
  AnswerOf(&input, Source::kMiv).state = AnswerState::kData;
  AnswerOf(&input, Source::kMiv).permits.push_back({});
  AnswerOf(&input, Source::kMiv).permits.back().open_application = true;
  EXPECT_EQ(State(input, "NC-02"), "DONE FAIL");
}

TEST(NamedChecks, ChildrenHaveTheirOwn) {
  CaseInput input = EmptyCase("2026-12", {Adult("p1", "1985-03-14"), Child("p2", "2016-02-01")});
  input.application.kind = ApplicationKind::kFirst;
  EXPECT_EQ(State(input, "NC-10"), "MISSING UNKNOWN");
  input.application.documents.push_back(Of(input, "kontoutdrag_barn"));
  EXPECT_EQ(State(input, "NC-10"), "DONE PASS");
  EXPECT_EQ(State(input, "NC-05"), "SKIPPED:NOT_CONNECTED");
}

TEST(NamedChecks, StatementsFollowTheMunicipalitysMode) {
  CaseInput input = StableBenefitCase();
  EXPECT_EQ(State(input, "RC-01"), "SKIPPED:NOT_DRAWN");
  EXPECT_FALSE(HasFindingLike(Assess(input, *ShippedPolicies()), "GATE.G11"));
  OverriddenPolicy off(ShippedPolicies());
  off.With("rc01.mode", std::string("off"));
  EXPECT_EQ(State(input, "RC-01", off), "SKIPPED:SWITCHED_OFF");
  OverriddenPolicy always(ShippedPolicies());
  always.With("rc01.mode", std::string("always"));
  EXPECT_EQ(State(input, "RC-01", always), "MISSING UNKNOWN");
  EXPECT_TRUE(HasFindingLike(Assess(input, always), "GATE.G11.FAIL.STATEMENTS"));
  input.application.documents.push_back(Of(input, "kontoutdrag"));
  EXPECT_EQ(State(input, "RC-01", always), "DONE PASS");
  EXPECT_FALSE(HasFindingLike(Assess(input, always), "GATE.G11"));
}

TEST(NamedChecks, ACertificateMustCoverTheMonth) {
  CaseInput input = StableBenefitCase();
  EXPECT_EQ(State(input, "RC-03"), "NOT_APPLICABLE:NOT_SICK");
  PlanStatus& plan = input.application.plans.front();
  plan.sick = Answer::kUnknown;
  EXPECT_EQ(State(input, "RC-03"), "MISSING UNKNOWN");
  plan.sick = Answer::kYes;
  EXPECT_EQ(State(input, "RC-03"), "MISSING UNKNOWN");
  plan.certificate_valid = {.from = Day("2026-12-01"), .to = Day("2026-12-30")};
  EXPECT_EQ(State(input, "RC-03"), "MISSING UNKNOWN");
  plan.certificate_valid.to = Day("2026-12-31");
  EXPECT_EQ(State(input, "RC-03"), "DONE PASS");
  plan.work_ability_unclear = true;
  EXPECT_EQ(State(input, "RC-03"), "DONE FAIL");
  OverriddenPolicy before(ShippedPolicies());
  before.With("medical_certificate.required", false);
  EXPECT_EQ(State(input, "RC-03", before), "NOT_APPLICABLE:NOT_REQUIRED");
}

TEST(NamedChecks, AttendanceIsKnownMissedOrMissing) {
  CaseInput input = StableBenefitCase();
  PlanStatus& plan = input.application.plans.front();
  plan.missed_activity = Answer::kYes;
  EXPECT_EQ(State(input, "RC-04"), "DONE FAIL");
  plan.missed_activity = Answer::kUnknown;
  EXPECT_EQ(State(input, "RC-04"), "MISSING UNKNOWN");
  plan.has_plan = Answer::kNo;
  EXPECT_EQ(State(input, "RC-04"), "NOT_APPLICABLE:NO_ACTIVITY");
}

}  // namespace
}  // namespace dm::golden
