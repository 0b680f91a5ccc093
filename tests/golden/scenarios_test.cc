// Scenarios that a caseworker would ask about first, each told as given, when, then.
#include <tuple>

#include "gtest/gtest.h"
#include "tests/golden/case_builder.h"
#include "tests/golden/overridden_policy.h"
#include "tests/golden/run_case.h"
#include "worker/assessment/assess.h"
#include "worker/assessment/evidence_needs.h"

namespace dm::golden {
namespace {

DeclaredIncome Declared(const std::string& kind, Money net, const std::string& pay_date) {
  DeclaredIncome income;
  income.person = Key("p1");
  income.kind = kind;
  income.net = net;
  income.pay_date = Day(pay_date);
  income.proven = true;
  return income;
}

Money SumOfIncomeRows(const Assessment& assessment) {
  Money sum;
  for (const CalculationRow& row : assessment.rows) {
    if (row.kind == RowKind::kIncome) sum += row.amount;
  }
  return sum;
}

// One pension, reported by both agencies during the transition.
CaseInput PensionAtBothAgencies(Money at_fk, Money at_pm) {
  CaseInput input = NoIncomeCase();
  input.application.incomes = {Declared("allman_pension", at_pm, "2026-11-18")};
  AlignFrameAndHistory(&input, Kr(12140) - at_pm);
  for (const char* pay_date : {"2026-10-19", "2026-11-18"}) {
    AddPayment(&input, Source::kFk, Paid("AP", at_fk, pay_date));
    Payment payment = Paid("PM:AP", at_pm, pay_date);
    payment.rows = {
        {.benefit = "PM:AP", .amount_type = "PM:IP", .text = "Inkomstpension", .amount = at_pm}};
    AddPayment(&input, Source::kPm, payment);
  }
  return input;
}

TEST(ScenariosTest, Scenario04OnePensionAtTwoAgenciesIsCountedOnce) {
  const CaseInput input = PensionAtBothAgencies(Kr(7000), Kr(7000));
  const Assessment result = Assess(input, *ShippedPolicies());
  EXPECT_EQ(result.incomes, Kr(7000));
  EXPECT_EQ(SumOfIncomeRows(result), Kr(7000));
  EXPECT_FALSE(HasFinding(result, "GATE.G07.FAIL.TWICE"));
  EXPECT_FALSE(HasFinding(result, "GATE.G07.FAIL.REGISTERS_DIFFER"));
  EXPECT_FALSE(HasFinding(result, "GATE.G07.FAIL.CHANGED"));  // nor twice in the month before
}

TEST(ScenariosTest, Scenario04TwoAgenciesThatDisagreeAreForAHuman) {
  const CaseInput input = PensionAtBothAgencies(Kr(6500), Kr(7000));
  const Assessment result = Assess(input, *ShippedPolicies());
  EXPECT_EQ(result.incomes, Kr(7000));
  EXPECT_TRUE(HasFinding(result, "GATE.G07.FAIL.REGISTERS_DIFFER"));
  EXPECT_TRUE(HasFinding(result, "TRIG.X22"));
  EXPECT_NE(AsEscalate(DecideOn(input, result, *ShippedPolicies())), nullptr);
}

TEST(ScenariosTest, Scenario02AShiftedPaymentGivesTwoInOneMonth) {
  CaseInput input = UnemploymentBenefitCase();
  AddPayment(&input, Source::kSo, Paid("A-kassan", Kr(3000), "2026-11-02"));
  const Assessment result = Assess(input, *ShippedPolicies());
  EXPECT_TRUE(HasFinding(result, "TRIG.X23"));
  EXPECT_NE(AsEscalate(DecideOn(input, result, *ShippedPolicies())), nullptr);
}

TEST(ScenariosTest, APaymentOutsideTheIncomeMonthIsNotCounted) {
  CaseInput input = StableBenefitCase();
  AddPayment(&input, Source::kFk, Paid("SA", Kr(9100), "2026-12-01"));
  AddPayment(&input, Source::kFk, Paid("SA", Kr(9100), "2026-09-30"));
  EXPECT_EQ(Assess(input, *ShippedPolicies()).incomes, Kr(9100));
}

TEST(ScenariosTest, Scenario05ANewNormAtNewYearIsNoChange) {
  CaseInput input = EmptyCase("2026-01", {Adult("p1", "1990-03-14")});
  input.application.costs = {ProvenCost(CostType::kBoende, Kr(6500))};
  // What December was granted under the norm of 2025.
  AlignFrameAndHistory(&input, Kr(3910 + 1270 + 6500));
  const Assessment result = Assess(input, *ShippedPolicies());
  EXPECT_EQ(result.grant, Kr(3940 + 1280 + 6500));
  EXPECT_EQ(result.previous_recomputed, result.grant);
  EXPECT_FALSE(HasFindingLike(result, "GATE.G13"));
}

TEST(ScenariosTest, AChangeOfFifteenPercentPassesAndOneMoreKronaDoesNot) {
  CaseInput input = StableBenefitCase();
  input.history[0].incomes[0].counted = Kr(8640);  // 3 500 last month: 15 percent is 525
  input.frame->incomes[0].expected_net = Kr(9100);
  EXPECT_FALSE(HasFindingLike(Assess(input, *ShippedPolicies()), "GATE.G13"));
  input.history[0].incomes[0].counted = Kr(8563);  // 3 577, of which 537 is more than 15 percent
  EXPECT_TRUE(HasFinding(Assess(input, *ShippedPolicies()), "GATE.G13.FAIL.CHANGE"));
}

TEST(ScenariosTest, Scenario08AChildThatMovesInIsForTheChildrensQueueEvenWhenTheAmountRises) {
  CaseInput input = StableBenefitCase();
  input.application.persons.push_back(Child("p2", "2016-02-01"));
  input.application.home.persons_in_home = 2;
  input.evidence.persons.push_back(
      EmptyCase("2026-12", {Child("p2", "2016-02-01")}).evidence.persons[0]);
  const Assessment result = Assess(input, *ShippedPolicies());
  EXPECT_GT(result.grant, Kr(3040));
  EXPECT_TRUE(HasFinding(result, "TRIG.X05"));
  EXPECT_TRUE(HasFinding(result, "GATE.G16.FAIL.NO_RECORD"));
  const DecisionOutcome outcome = DecideOn(input, result, *ShippedPolicies());
  ASSERT_NE(AsEscalate(outcome), nullptr);
  EXPECT_EQ(AsEscalate(outcome)->routing.queue, "Q-03");
  EXPECT_TRUE(AsEscalate(outcome)->routing.has_children);
}

TEST(ScenariosTest, AStatementThatIsNotMadeIsNotANo) {
  CaseInput input = StableBenefitCase();
  input.application.circumstances.violence = Answer::kUnknown;
  input.application.persons[0].protected_identity = Answer::kUnknown;
  const Assessment result = Assess(input, *ShippedPolicies());
  EXPECT_TRUE(HasFinding(result, "GATE.G11.UNKNOWN.VIOLENCE"));
  EXPECT_TRUE(HasFinding(result, "GATE.G05.UNKNOWN.PROTECTED"));
  EXPECT_NE(AsEscalate(DecideOn(input, result, *ShippedPolicies())), nullptr);
}

TEST(ScenariosTest, ANormThatTheMunicipalityHasNotApprovedIsMarkedAndNeverDecidedOn) {
  const OverriddenPolicy policy =
      OverriddenPolicy(ShippedPolicies()).Unapproved("riksnorm.personal");
  const CaseInput input = StableBenefitCase();
  const Assessment result = Assess(input, policy);
  EXPECT_FALSE(result.policy_approved);
  EXPECT_EQ(result.unapproved, std::vector<std::string>{"riksnorm.personal@2026-12"});
  EXPECT_EQ(result.grant, Kr(3040));
  EXPECT_TRUE(HasFinding(result, "GATE.G15.FAIL.NOT_APPROVED"));
  EXPECT_NE(AsEscalate(DecideOn(input, result, policy)), nullptr);
}

TEST(ScenariosTest, AnAmountAboveTheLimitIsForAttestBeforeThePaymentRun) {
  for (const char* limit : {"gate.max_grant", "attest.amount_kr"}) {
    const CaseInput input = StableBenefitCase();
    const OverriddenPolicy at = OverriddenPolicy(ShippedPolicies()).With(limit, Kr(3040).ore());
    EXPECT_NE(AsApproval(DecideOn(input, Assess(input, at), at)), nullptr) << limit;
    const OverriddenPolicy below = OverriddenPolicy(ShippedPolicies()).With(limit, Kr(3039).ore());
    const Assessment result = Assess(input, below);
    EXPECT_TRUE(HasFinding(result, "GATE.G13.FAIL.ABOVE_CEILING")) << limit;
    const DecisionOutcome outcome = DecideOn(input, result, below);
    ASSERT_NE(AsEscalate(outcome), nullptr) << limit;
    EXPECT_EQ(AsEscalate(outcome)->routing.queue, "Q-18") << limit;
  }
}

TEST(ScenariosTest, ACapThatIsNotSetSendsTheRowToAHuman) {
  const OverriddenPolicy policy = OverriddenPolicy(ShippedPolicies()).Without("cap.housing");
  const Assessment result = Assess(StableBenefitCase(), policy);
  EXPECT_TRUE(HasFinding(result, "GATE.G08.UNKNOWN.CAP_NOT_SET"));
  EXPECT_TRUE(HasFinding(result, "TRIG.X13"));
}

TEST(ScenariosTest, AGraceThatAHumanGaveHoldsToItsLastDay) {
  CaseInput input = StableBenefitCase();
  input.application.costs[0] = ProvenCost(CostType::kBoende, Kr(9000));
  AlignFrameAndHistory(&input, Kr(5540));
  input.frame->housing.cap_grace_until = Day("2026-12-31");
  EXPECT_EQ(Assess(input, *ShippedPolicies()).costs, Kr(9420));
  EXPECT_FALSE(HasFindingLike(Assess(input, *ShippedPolicies()), "GATE.G08"));
  input.frame->housing.cap_grace_until = Day("2026-12-30");
  EXPECT_EQ(Assess(input, *ShippedPolicies()).costs, Kr(8020));
  EXPECT_TRUE(HasFinding(Assess(input, *ShippedPolicies()), "TRIG.X13"));
}

TEST(ScenariosTest, AFeeToAUnionIsCalledByItsNeutralNameOnly) {
  CaseInput input = StableBenefitCase();
  input.application.costs.push_back(ProvenCost(CostType::kFackforening, Kr(150)));
  input.application.costs.push_back(ProvenCost(CostType::kArbetsloshetskassa, Kr(140)));
  const Assessment result = Assess(input, *ShippedPolicies());
  int fees = 0;
  for (const CalculationRow& row : result.rows) {
    if (row.code == "cost.fee") ++fees;
    EXPECT_EQ(row.label.find("ack"), std::string::npos) << row.label;
    EXPECT_EQ(row.code.find("fack"), std::string::npos);
  }
  EXPECT_EQ(fees, 2);
}

TEST(ScenariosTest, OfAChildNoMoreIsAskedThanAChildCanHave) {
  const CaseInput family = EmptyCase(
      "2026-12", {Adult("p1", "1990-03-14"), Child("p2", "2016-02-01"), Child("p3", "2010-12-31")});
  const auto& [parent, child, youth] = std::tie(
      family.application.persons[0], family.application.persons[1], family.application.persons[2]);
  const Month month = family.application.month;
  for (const EvidenceNeed& need :
       EvidenceNeededFor(family.application, family.frame, *ShippedPolicies())) {
    EXPECT_TRUE(IsAskedAbout(need, parent, month)) << SourceCode(need.source);
    const bool lefi = need.source == Source::kFk || need.source == Source::kPm;
    EXPECT_EQ(IsAskedAbout(need, child, month), lefi) << SourceCode(need.source);
    // From 16, on any day of the month, there may be study aid.
    EXPECT_EQ(IsAskedAbout(need, youth, month), lefi || need.source == Source::kCsn);
    if (need.source == Source::kFk) {
      EXPECT_EQ(GroupsAbout(need, child), (std::vector<std::string>{"FK:GEPI", "FK:US"}));
      EXPECT_GT(GroupsAbout(need, parent).size(), 20U);
    }
    if (need.source == Source::kPm) {
      EXPECT_EQ(GroupsAbout(need, child), std::vector<std::string>{"PM:EF"});
    }
  }
}

TEST(ScenariosTest, AsksOnlyWhatTheHouseholdCouldNeed) {
  const CaseInput single = StableBenefitCase();
  const auto needs = EvidenceNeededFor(single.application, single.frame, *ShippedPolicies());
  EXPECT_EQ(needs.size(), 8U);
  // No typfall fits who shares a home: the minimum alone.
  CaseInput couple =
      EmptyCase("2026-12", {Adult("p1", "1990-03-14"), CoApplicant("p2", "1991-03-14")});
  couple.application.home.persons_in_home = 3;
  const auto minimum = EvidenceNeededFor(couple.application, std::nullopt, *ShippedPolicies());
  ASSERT_EQ(minimum.size(), 5U);
  for (const EvidenceNeed& need : minimum) {
    EXPECT_NE(need.source, Source::kTns);
    const bool lefi = need.source == Source::kFk || need.source == Source::kPm;
    EXPECT_EQ(need.groups.empty(), !lefi) << SourceCode(need.source);
  }
  const Period period = PeriodOf(minimum[2], MonthOf("2026-12"));
  EXPECT_EQ(period.from, Day("2026-10-01"));
  EXPECT_EQ(period.to, Day("2026-11-30"));
}

}  // namespace
}  // namespace dm::golden
