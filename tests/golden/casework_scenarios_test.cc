// The scenarios of casework that every build should pass, by their numbers; 2, 4, 5 and 8 stand in
// scenarios_test.cc, 9, 11 and 12 in tests/integration/scenarios.
#include <algorithm>
#include <map>
#include <string>

#include "gtest/gtest.h"
#include "tests/golden/case_builder.h"
#include "tests/golden/overridden_policy.h"
#include "tests/golden/run_case.h"
#include "worker/assessment/assess.h"

namespace dm::golden {
namespace {

const TypfallMatch& MatchOf(const Assessment& assessment, const std::string& code) {
  static const TypfallMatch none;
  for (const TypfallMatch& match : assessment.typfall) {
    if (match.typfall == code) return match;
  }
  ADD_FAILURE() << code;
  return none;
}

// Where a case goes under `policy`: to which queue, and why.
Escalate HumanOf(const CaseInput& input, const PolicySet& policy) {
  const DecisionOutcome outcome = DecideOn(input, Assess(input, policy), policy);
  const Escalate* escalate = AsEscalate(outcome);
  EXPECT_NE(escalate, nullptr);
  return escalate == nullptr ? Escalate() : *escalate;
}

TEST(CaseworkScenarios, Scenario01ASilentAKassaIsAskedAgainAndNeverZero) {
  CaseInput input = UnemploymentBenefitCase();
  SourceAnswer& fund = AnswerOf(&input, Source::kSo);
  fund.state = AnswerState::kTimeout;
  fund.payments.clear();
  EXPECT_TRUE(MayHelpToAskAgain(fund.state));
  const Assessment result = Assess(input, *ShippedPolicies());
  EXPECT_FALSE(MatchOf(result, "TF-03").matched);
  EXPECT_FALSE(result.computable);
  for (const CalculationRow& row : result.rows) {
    EXPECT_FALSE(row.kind == RowKind::kIncome && row.amount.is_zero()) << row.code;
  }
  EXPECT_EQ(HumanOf(input, *ShippedPolicies()).routing.queue, "Q-20");
}

TEST(CaseworkScenarios, Scenario03ASupplierThatIsDownIsUnknownAndNotNoBenefit) {
  CaseInput input = StableBenefitCase();
  SourceAnswer& fk = AnswerOf(&input, Source::kFk);
  fk.state = AnswerState::kSupplierDown;
  fk.payments.clear();
  const Assessment result = Assess(input, *ShippedPolicies());
  EXPECT_TRUE(HasFinding(result, "GATE.G06.UNKNOWN.FK.SUPPLIER_DOWN"));
  EXPECT_FALSE(HasFindingLike(result, "GATE.G07.FAIL"));
  EXPECT_EQ(result.outcome, Outcome::kNone);
  EXPECT_EQ(MatchOf(result, "TF-02").verdict, Verdict::kUnknown);
}

TEST(CaseworkScenarios, Scenario06AQuestionInTheFreeTextStopsTheMachineAndChangesNothingElse) {
  const Assessment before = Assess(StableBenefitCase(), *ShippedPolicies());
  CaseInput input = StableBenefitCase();
  input.application.free_text = "kan någon ringa mig?";
  const Assessment result = Assess(input, *ShippedPolicies());
  EXPECT_EQ(HumanOf(input, *ShippedPolicies()).routing.queue, "Q-20");
  EXPECT_TRUE(HasFinding(result, "GATE.G12.FAIL.FREE_TEXT"));
  EXPECT_EQ(result.grant, before.grant);
  EXPECT_EQ(result.rows.size(), before.rows.size());
  for (const GateResult& gate : result.gates) {
    if (gate.gate != "G-12") {
      EXPECT_EQ(gate.verdict, Verdict::kPass) << gate.gate;
    }
  }
}

TEST(CaseworkScenarios, Scenario07AnEvictionIsForTodayAndNoMissingPaperBlocksIt) {
  CaseInput input = StableBenefitCase();
  input.application.circumstances.eviction_or_rent_debt = Answer::kYes;
  input.application.circumstances.critical_date = input.assessed_on.PlusDays(4);
  input.application.plans[0].sick = Answer::kYes;
  const OverriddenPolicy policy =
      OverriddenPolicy(ShippedPolicies()).WithMode("TF-14", Mode::kDecide);
  const Assessment result = Assess(input, policy);
  ASSERT_EQ(result.missing_items.size(), 1U);
  EXPECT_EQ(result.missing_items[0].code, "certificate");
  const Escalate escalate = HumanOf(input, policy);
  EXPECT_EQ(escalate.routing.queue, "Q-02");
  EXPECT_EQ(escalate.routing.critical_date, input.application.circumstances.critical_date);
}

TEST(CaseworkScenarios, Scenario10ADelegationThatEndsAtMidnightEndsWithIt) {
  const CaseInput input = StableBenefitCase();
  Delegation delegation = ShippedPolicies()->delegations().at(0);
  delegation.valid.to = input.assessed_on;
  const OverriddenPolicy policy = OverriddenPolicy(ShippedPolicies()).WithDelegations({delegation});
  DecisionInput decision = DecisionInputFor(input, Assess(input, policy));
  EXPECT_NE(AsApproval(Decide(decision, policy)), nullptr);
  decision.today = input.assessed_on.PlusDays(1);
  decision.now = StartOfSwedishDay(decision.today).PlusMs(60'000);
  const DecisionOutcome outcome = Decide(decision, policy);
  ASSERT_NE(AsEscalate(outcome), nullptr);
  EXPECT_EQ(AsEscalate(outcome)->mode, Mode::kPropose);
  EXPECT_TRUE(AsEscalate(outcome)->suggested.has_value());
  EXPECT_TRUE(HasReason(*AsEscalate(outcome), "GATE.G15.FAIL.MANDATE"));
}

TEST(CaseworkScenarios, Scenario13AMarkerInOneAnswerAloneRestrictsTheCaseEverywhere) {
  CaseInput input = StableBenefitCase();
  AnswerOf(&input, Source::kCsn).protected_identity = true;
  const Escalate escalate = HumanOf(input, *ShippedPolicies());
  EXPECT_EQ(escalate.routing.queue, "Q-05");
  EXPECT_EQ(escalate.routing.access, AccessClass::kRestricted);
  // Before any decision, as soon as the answer is there.
  CaseRecord record;
  record.application = input.application;
  record.evidence = input.evidence;
  EXPECT_TRUE(IsRestricted(record));
}

TEST(CaseworkScenarios, Scenario14ASampledCaseThatNobodyReviewsIsPaidOnTime) {
  const CaseInput input = StableBenefitCase();
  const PolicySet& policy = *ShippedPolicies();
  DecisionInput decision = DecisionInputFor(input, Assess(input, policy));
  const auto on = [&](const char* day) {
    decision.today = Day(day);
    decision.now = StartOfSwedishDay(decision.today).PlusMs(36'000'000);
    decision.assessment.assessed_on = decision.today;
    return Decide(decision, policy);
  };
  decision.sample = {.drawn = true, .reviewed = false};
  // Paid on Friday 27 November; the last day for it is Wednesday 25.
  for (const char* day : {"2026-11-19", "2026-11-24"}) {
    const DecisionOutcome held = on(day);
    ASSERT_NE(AsEscalate(held), nullptr) << day;
    // From two working days before the cut-off it lies with the generalists.
    EXPECT_EQ(AsEscalate(held)->routing.queue, day < std::string("2026-11-23") ? "Q-17" : "Q-20")
        << day;
    EXPECT_TRUE(HasReason(*AsEscalate(held), "TRIG.X36")) << day;
  }
  const DecisionOutcome at_cut_off = on("2026-11-25");
  ASSERT_NE(AsApproval(at_cut_off), nullptr);
  EXPECT_EQ(AsApproval(at_cut_off)->decision().pay_date, Day("2026-11-27"));
  // Late already: a review would delay it further.
  ASSERT_NE(AsApproval(on("2026-11-26")), nullptr);
  decision.sample.reviewed = true;
  EXPECT_NE(AsApproval(on("2026-11-19")), nullptr);
}

// A household by its amounts and findings alone.
std::string ToldOf(const Assessment& result) {
  std::string told = result.grant.ToString() + "/" + result.norm.ToString();
  for (const CalculationRow& row : result.rows)
    told += " " + row.code + "=" + row.amount.ToString();
  for (const GateResult& gate : result.gates) {
    for (const Finding& finding : gate.findings) told += " " + finding.code;
  }
  for (const TriggerResult& trigger : result.triggers) told += " " + trigger.trigger;
  for (const TypfallMatch& match : result.typfall) {
    told += " " + match.typfall;
    for (const std::string& id : match.unmet) told += "," + id;
  }
  return told;
}

TEST(CaseworkScenarios, Scenario15NamesSexAndPostcodeChangeNothing) {
  for (const CaseInput& one : {StableBenefitCase(), NoIncomeCase(), UnemploymentBenefitCase()}) {
    const std::string before = ToldOf(Assess(one, *ShippedPolicies()));
    CaseInput other = one;
    other.application.persons[0].name = "Någon Annan";
    // The ninth digit tells the sex: 239 for 238, with its own check digit.
    const std::string nine = "900314239";
    const Personnummer number =
        *Personnummer::Parse("19" + nine + std::to_string(LuhnCheckDigit(nine)));
    other.application.persons[0].personnummer = number;
    other.frame->persons[0].personnummer = number;
    other.history[0].persons[0].personnummer = number;
    SourceAnswer& folk = AnswerOf(&other, Source::kFolk);
    folk.state = AnswerState::kData;
    folk.registered.emplace();
    folk.registered->municipality = "0000";
    for (const char* postal_code : {"12345", "98765"}) {
      folk.registered->postal_code = postal_code;
      EXPECT_EQ(ToldOf(Assess(other, *ShippedPolicies())), before);
    }
  }
}

}  // namespace
}  // namespace dm::golden
