// The parts of an assessment, each with the one thing changed that it is about.
#include <algorithm>

#include "gtest/gtest.h"
#include "tests/golden/case_builder.h"
#include "tests/golden/overridden_policy.h"
#include "tests/golden/run_case.h"
#include "worker/assessment/assess.h"

namespace dm::golden {
namespace {

Assessment AssessShipped(const CaseInput& input) {
  return Assess(input, *ShippedPolicies());
}

const CalculationRow* FindRow(const Assessment& assessment, const std::string& code) {
  const auto found = std::find_if(assessment.rows.begin(),
                                  assessment.rows.end(),
                                  [&](const CalculationRow& row) { return row.code == code; });
  return found == assessment.rows.end() ? nullptr : &*found;
}

bool IsUndetermined(const Assessment& assessment, const std::string& what) {
  return std::find(assessment.undetermined.begin(), assessment.undetermined.end(), what) !=
         assessment.undetermined.end();
}

Cost Extra(const std::string& code, Money amount) {
  Cost cost = ProvenCost(CostType::kOtherLivingCost, amount);
  cost.other_code = code;
  return cost;
}

TEST(CostsTest, ProofBelowWhatIsAppliedForLimitsTheRow) {
  CaseInput input = StableBenefitCase();
  input.application.costs[1].proven = Kr(250);
  const Assessment result = AssessShipped(input);
  EXPECT_EQ(FindRow(result, "cost.hushallsel")->amount, Kr(250));
  EXPECT_EQ(FindRow(result, "cost.hushallsel")->reason, "COST.PROVEN_LOWER");
  EXPECT_EQ(result.outcome, Outcome::kDelavslag);
  EXPECT_TRUE(HasFinding(result, "GATE.G08.FAIL.PROVEN_LOWER"));
}

TEST(CostsTest, ACostAtTheLevelIsNotAboveIt) {
  CaseInput input = StableBenefitCase();
  input.application.costs[0] = ProvenCost(CostType::kBoende, Kr(7600));
  AlignFrameAndHistory(&input, Kr(4140));
  EXPECT_FALSE(HasFindingLike(AssessShipped(input), "GATE.G08"));
  input.application.costs[0] = ProvenCost(CostType::kBoende, Money::FromOre(760'001));
  EXPECT_TRUE(HasFinding(AssessShipped(input), "GATE.G08.FAIL.ABOVE_CAP"));
}

TEST(CostsTest, TwoRowsOfOneTypeShareTheLevel) {
  CaseInput input = StableBenefitCase();
  input.application.costs[1] = ProvenCost(CostType::kHushallsel, Kr(300));
  input.application.costs.push_back(ProvenCost(CostType::kHushallsel, Kr(300)));
  const Assessment result = AssessShipped(input);
  EXPECT_EQ(result.costs, Kr(6500 + 500 + 120));
  EXPECT_TRUE(HasFinding(result, "GATE.G08.FAIL.TWICE"));
}

TEST(CostsTest, ACostThatIsMissingSinceLastMonthIsAskedAboutNeverAdded) {
  CaseInput input = StableBenefitCase();
  input.application.costs.pop_back();
  const Assessment result = AssessShipped(input);
  EXPECT_EQ(result.costs, Kr(6800));
  EXPECT_TRUE(HasFinding(result, "GATE.G08.FAIL.MISSING_COST"));
}

TEST(CostsTest, ACostOutsideTheFrameIsForAHuman) {
  CaseInput input = StableBenefitCase();
  input.application.costs.push_back(ProvenCost(CostType::kArbetsresor, Kr(800)));
  EXPECT_TRUE(HasFinding(AssessShipped(input), "GATE.G08.FAIL.NOT_IN_FRAME"));
}

TEST(CostsTest, AnOtherLivingCostThatTheMunicipalityListsIsComputedUnderItsCeiling) {
  CaseInput input = StableBenefitCase();
  input.application.costs.push_back(Extra("medicine_prescription", Kr(300)));
  AlignFrameAndHistory(&input, Kr(3340));
  const Assessment result = AssessShipped(input);
  EXPECT_EQ(result.extra_costs, Kr(300));
  EXPECT_EQ(FindRow(result, "extra.medicine_prescription")->kind, RowKind::kExtraCost);
  EXPECT_EQ(result.grant, Kr(3340));
  EXPECT_EQ(result.outcome, Outcome::kBifall);
  // It is no cost of SoL 12:7, so the typfall does not fit.
  EXPECT_NE(AsEscalate(DecideOn(input, result, *ShippedPolicies())), nullptr);
}

TEST(CostsTest, AnOtherLivingCostAboveItsCeilingOrUnlistedIsAssessedByAHuman) {
  CaseInput input = StableBenefitCase();
  input.application.costs.push_back(Extra("glasses", Kr(900)));
  Assessment result = AssessShipped(input);
  EXPECT_EQ(result.outcome, Outcome::kNone);
  EXPECT_TRUE(IsUndetermined(result, "application.costs[3]"));
  EXPECT_TRUE(HasFinding(result, "TRIG.X15"));
  input.application.costs.back() = Extra("medicine_prescription", Kr(5000));
  result = AssessShipped(input);
  EXPECT_EQ(result.outcome, Outcome::kNone);
  EXPECT_TRUE(HasFinding(result, "TRIG.X17"));
}

TEST(IncomesTest, ABenefitThatIsNotCountedShowsAsZero) {
  CaseInput input = StableBenefitCase();
  AddPayment(&input, Source::kFk, Paid("MEK", Kr(1400), "2026-11-19"));
  const Assessment result = AssessShipped(input);
  EXPECT_EQ(result.incomes, Kr(9100));
  EXPECT_EQ(FindRow(result, "income.merkostnadsersattning")->amount, Money());
  EXPECT_EQ(FindRow(result, "income.merkostnadsersattning")->reason, "INCOME.NOT_COUNTED");
}

TEST(IncomesTest, StudentAidIsForAHuman) {
  CaseInput input = StableBenefitCase();
  Payment payment = Paid("Studiemedel", Kr(3000), "2026-11-25");
  payment.rows = {
      {.benefit = "GRUND", .amount_type = "GRUNDB", .text = "Bidrag", .amount = Kr(3000)}};
  AddPayment(&input, Source::kCsn, payment);
  const Assessment result = AssessShipped(input);
  EXPECT_TRUE(HasFinding(result, "TRIG.X18"));
  EXPECT_EQ(FindRow(result, "income.studiemedel")->reason, "INCOME.ASSESSED");
}

TEST(IncomesTest, APaymentOfSeveralKindsIsForAHuman) {
  CaseInput input = StableBenefitCase();
  Payment payment = Paid("PM:AP", Kr(6000), "2026-11-18");
  payment.rows = {{.benefit = "AP", .amount_type = "PM:IP", .text = "", .amount = Kr(4000)},
                  {.benefit = "BTI", .amount_type = "PM:BTP", .text = "", .amount = Kr(2000)}};
  AddPayment(&input, Source::kPm, payment);
  EXPECT_TRUE(HasFinding(AssessShipped(input), "GATE.G07.FAIL.MIXED"));
}

TEST(IncomesTest, ADecidedPaymentThatIsNotCarriedOutIsNoIncomeYet) {
  CaseInput input = StableBenefitCase();
  Payment payment = Paid("BOB", Kr(900), "2026-11-27");
  payment.status = PaymentStatus::kPreliminary;
  AddPayment(&input, Source::kFk, payment);
  const Assessment result = AssessShipped(input);
  EXPECT_EQ(result.incomes, Kr(9100));
  EXPECT_TRUE(HasFinding(result, "GATE.G07.FAIL.NOT_EXECUTED"));
}

TEST(IncomesTest, APaymentWithoutADateLeavesTheResultOpen) {
  CaseInput input = StableBenefitCase();
  Payment payment = Paid("BOB", Kr(900), "2026-11-27");
  payment.pay_date.reset();
  AddPayment(&input, Source::kFk, payment);
  const Assessment result = AssessShipped(input);
  EXPECT_FALSE(result.computable);
  EXPECT_TRUE(IsUndetermined(result, "evidence.p1.FK.payments[2].pay_date"));
}

TEST(IncomesTest, ANegativePaymentIsNeverSubtractedFromIncome) {
  CaseInput input = StableBenefitCase();
  AddPayment(&input, Source::kFk, Paid("BOB", Kr(-900), "2026-11-20"));
  const Assessment result = AssessShipped(input);
  EXPECT_FALSE(result.computable);
  EXPECT_EQ(FindRow(result, "income.bostadsbidrag")->amount, Money());
}

TEST(IncomesTest, ARegularBenefitThatStoppedIsForAHuman) {
  CaseInput input = StableBenefitCase();
  AnswerOf(&input, Source::kFk).payments.pop_back();
  input.application.incomes.clear();
  const Assessment result = AssessShipped(input);
  EXPECT_TRUE(HasFinding(result, "GATE.G07.FAIL.REGULAR_MISSING"));
  EXPECT_TRUE(HasFinding(result, "GATE.G07.FAIL.EXPECTED_MISSING"));
  EXPECT_TRUE(HasFinding(result, "TRIG.X23"));
}

TEST(IncomesTest, AChangeAboveTwelvePercentSinceTheMonthBeforeIsForAHuman) {
  CaseInput input = StableBenefitCase();
  AnswerOf(&input, Source::kFk).payments[0].net = Kr(8125);  // 12 percent of it is 975
  EXPECT_FALSE(HasFindingLike(AssessShipped(input), "GATE.G07"));
  AnswerOf(&input, Source::kFk).payments[0].net = Kr(8124);
  EXPECT_TRUE(HasFinding(AssessShipped(input), "GATE.G07.FAIL.CHANGED"));
}

TEST(IncomesTest, AChildsOwnIncomeIsForAHuman) {
  CaseInput input = EmptyCase("2026-12", {Adult("p1", "1985-03-14"), Child("p2", "2010-02-01")});
  DeclaredIncome wage;
  wage.person = Key("p2");
  wage.kind = "lon";
  wage.net = Kr(2000);
  input.application.incomes = {wage};
  const Assessment result = AssessShipped(input);
  EXPECT_TRUE(HasFinding(result, "GATE.G07.FAIL.CHILD_INCOME"));
  EXPECT_TRUE(HasFinding(result, "TRIG.X07"));
  EXPECT_TRUE(IsUndetermined(result, "application.youth_work"));
}

TEST(AssetsTest, MoneyInTheBankAboveTheFreeAmountIsForAHuman) {
  CaseInput input = StableBenefitCase();
  Asset bank;
  bank.person = Key("p1");
  bank.type = AssetType::kBank;
  bank.value = Kr(9100 + 4500);  // the month's income stands there too, and is counted already
  input.application.assets = {bank};
  const OverriddenPolicy strict =
      OverriddenPolicy(ShippedPolicies()).With("asset.bank_free", Kr(4499).ore());
  const Assessment above = Assess(input, strict);
  EXPECT_TRUE(HasFinding(above, "GATE.G09.FAIL.BANK"));
  EXPECT_TRUE(HasFinding(above, "TRIG.X20"));
  EXPECT_EQ(above.outcome, Outcome::kNone);
  const OverriddenPolicy loose =
      OverriddenPolicy(ShippedPolicies()).With("asset.bank_free", Kr(4500).ore());
  EXPECT_FALSE(HasFindingLike(Assess(input, loose), "GATE.G09"));
}

TEST(AssetsTest, AVehicleThatAHumanAcceptedIsNoReasonUntilItsDate) {
  CaseInput input = StableBenefitCase();
  AnswerOf(&input, Source::kTns).state = AnswerState::kData;
  AnswerOf(&input, Source::kTns).vehicles.push_back({"PB", "okänd", "2012"});
  AcceptedAsset accepted;
  accepted.type = AssetType::kVehicle;
  accepted.count = 1;
  accepted.until = Day("2026-12-31");
  input.frame->accepted_assets = {accepted};
  EXPECT_FALSE(HasFindingLike(AssessShipped(input), "GATE.G09"));
  input.frame->accepted_assets[0].until = Day("2026-12-30");
  EXPECT_TRUE(HasFinding(AssessShipped(input), "GATE.G09.FAIL.VEHICLE"));
}

TEST(AssetsTest, AnOwnedHomeIsForAHuman) {
  CaseInput input = StableBenefitCase();
  input.application.home.tenure = Tenure::kBostadsratt;
  input.frame->housing.tenure = Tenure::kBostadsratt;
  EXPECT_TRUE(HasFinding(AssessShipped(input), "GATE.G09.FAIL.OWN_HOME"));
}

TEST(HouseholdTest, ABirthdayDuringTheMonthIsForAHuman) {
  const auto turns = [](const std::string& born) {
    CaseInput input = EmptyCase("2026-12", {Adult("p1", "1985-03-14"), Child("p2", born)});
    return HasFinding(AssessShipped(input), "GATE.G04.FAIL.AGE");
  };
  EXPECT_TRUE(turns("2008-12-01"));
  EXPECT_TRUE(turns("2008-12-31"));
  EXPECT_FALSE(turns("2009-01-01"));
  EXPECT_TRUE(turns("2026-12-05"));
}

TEST(HouseholdTest, AChildsRecordHoldsToItsLastDay) {
  CaseInput input = EmptyCase("2026-12", {Adult("p1", "1985-03-14"), Child("p2", "2016-02-01")});
  AlignFrameAndHistory(&input, Kr(9000));
  input.frame->child_records[0].valid_until = input.assessed_on;
  EXPECT_FALSE(HasFindingLike(AssessShipped(input), "GATE.G16"));
  input.frame->child_records[0].valid_until = input.assessed_on.PlusDays(-1);
  EXPECT_TRUE(HasFinding(AssessShipped(input), "GATE.G16.FAIL.RECORD_EXPIRED"));
  input.frame->child_records[0].valid_until = input.assessed_on;
  input.frame->child_records[0].reviewed_on = Day("2026-05-25");
  EXPECT_TRUE(HasFinding(AssessShipped(input), "GATE.G16.FAIL.RECORD_EXPIRED"));
}

TEST(HouseholdTest, EveryAdultSignsAtTheSubstantialLevel) {
  CaseInput input = StableBenefitCase();
  input.application.signatures[0].level = AssuranceLevel::kLow;
  EXPECT_TRUE(HasFinding(AssessShipped(input), "GATE.G01.FAIL.ASSURANCE_LEVEL"));
  CaseInput couple =
      EmptyCase("2026-12", {Adult("p1", "1985-03-14"), CoApplicant("p2", "1986-03-14")});
  EXPECT_FALSE(HasFindingLike(AssessShipped(couple), "GATE.G01"));
  couple.application.signatures.pop_back();
  const Assessment result = AssessShipped(couple);
  EXPECT_TRUE(HasFinding(result, "GATE.G01.FAIL.NOT_SIGNED"));
  ASSERT_EQ(result.missing_items.size(), 1U);
  EXPECT_EQ(result.missing_items[0].person, Key("p2"));
}

TEST(HouseholdTest, LunchThatIsNotStatedLeavesTheGateUnknown) {
  Person child = Child("p2", "2022-02-01");
  child.free_lunch = Answer::kUnknown;
  const Assessment result = AssessShipped(EmptyCase("2026-12", {Adult("p1", "1985-03-14"), child}));
  EXPECT_TRUE(HasFinding(result, "GATE.G04.UNKNOWN.FREE_LUNCH"));
}

TEST(HouseholdTest, HomelessAndSecondHandGoToHousing) {
  CaseInput input = StableBenefitCase();
  input.application.home.tenure = Tenure::kHomeless;
  EXPECT_TRUE(HasFinding(AssessShipped(input), "TRIG.X14"));
  input.application.home.tenure = Tenure::kAndrahand;
  input.frame->housing.tenure = Tenure::kAndrahand;
  EXPECT_TRUE(HasFinding(AssessShipped(input), "TRIG.X13"));
  input.application.home.second_hand_permission = Answer::kYes;
  EXPECT_FALSE(HasFinding(AssessShipped(input), "TRIG.X13"));
}

TEST(WorkTest, ACertificateThatCoversTheWholeMonthIsInOrder) {
  CaseInput input = StableBenefitCase();
  input.application.plans[0].has_plan = Answer::kNo;
  input.application.plans[0].sick = Answer::kYes;
  input.application.plans[0].certificate_valid = {.from = Day("2026-11-15"),
                                                  .to = Day("2026-12-31")};
  EXPECT_FALSE(HasFindingLike(AssessShipped(input), "GATE.G10"));
  input.application.plans[0].certificate_valid.to = Day("2026-12-30");
  EXPECT_TRUE(HasFinding(AssessShipped(input), "GATE.G10.FAIL.CERTIFICATE"));
  EXPECT_TRUE(HasFinding(AssessShipped(input), "TRIG.X25"));
}

TEST(WorkTest, AReportThatIsNotHandedInIsAskedForAndATechnicalErrorIsUnknown) {
  CaseInput input = NoIncomeCase();
  AnswerOf(&input, Source::kAf).job_seeker->activity_report_code = "501";
  Assessment result = AssessShipped(input);
  EXPECT_TRUE(HasFinding(result, "GATE.G10.FAIL.ACTIVITY_REPORT"));
  ASSERT_EQ(result.missing_items.size(), 1U);
  EXPECT_EQ(result.missing_items[0].code, "activity_report");
  AnswerOf(&input, Source::kAf).job_seeker->activity_report_code = "502";
  result = AssessShipped(input);
  EXPECT_TRUE(HasFinding(result, "GATE.G10.UNKNOWN.ACTIVITY_REPORT"));
  EXPECT_TRUE(result.missing_items.empty());
}

TEST(RegistersTest, AnAnswerThatDoesNotCoverTheIncomeMonthIsUnknown) {
  CaseInput input = StableBenefitCase();
  AnswerOf(&input, Source::kSo).asked = {.from = Day("2026-11-02"), .to = Day("2026-11-30")};
  EXPECT_TRUE(HasFinding(AssessShipped(input), "GATE.G06.UNKNOWN.SO.PERIOD"));
}

TEST(RegistersTest, AnAnswerIsFreshForTwentyFourHours) {
  CaseInput input = StableBenefitCase();
  constexpr std::int64_t kDayMs = 24LL * 3'600'000;
  AnswerOf(&input, Source::kSo).fetched_at = input.assessed_at.PlusMs(-kDayMs);
  EXPECT_FALSE(HasFindingLike(AssessShipped(input), "GATE.G06"));
  AnswerOf(&input, Source::kSo).fetched_at = input.assessed_at.PlusMs(-kDayMs - 1);
  EXPECT_TRUE(HasFinding(AssessShipped(input), "GATE.G06.UNKNOWN.SO.STALE"));
}

TEST(RegistersTest, NoStateButDataAndConfirmedEmptyIsKnown) {
  for (const AnswerState state : {AnswerState::kNotAsked,
                                  AnswerState::kNotGranted,
                                  AnswerState::kSupplierDown,
                                  AnswerState::kDeviation,
                                  AnswerState::kError,
                                  AnswerState::kTimeout,
                                  AnswerState::kStale,
                                  AnswerState::kSchemaMismatch}) {
    CaseInput input = StableBenefitCase();
    AnswerOf(&input, Source::kCsn).state = state;
    const Assessment result = AssessShipped(input);
    EXPECT_TRUE(HasFindingLike(result, "GATE.G06.UNKNOWN.CSN")) << AnswerStateCode(state);
    EXPECT_EQ(result.outcome, Outcome::kNone) << AnswerStateCode(state);
  }
}

}  // namespace
}  // namespace dm::golden
