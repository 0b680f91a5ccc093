// What the registers say of the household itself, and what they tell twice.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/golden/case_builder.h"
#include "tests/golden/overridden_policy.h"
#include "tests/golden/run_case.h"
#include "worker/assessment/assess.h"

namespace dm::golden {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::Field;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

constexpr char kStranger[] = "198502022398";
constexpr char kChildNumber[] = "201503032383";

SourceAnswer& Folk(CaseInput* input, const std::string& person = "p1") {
  SourceAnswer& answer = AnswerOf(input, Source::kFolk, person);
  answer.state = AnswerState::kData;
  answer.registered.emplace();
  answer.registered->municipality = "0000";
  return answer;
}

Person RegisteredAs(Person person, const std::string& number) {
  person.personnummer = *Personnummer::Parse(number);
  return person;
}

// The applicant with a child of eleven, registered together.
CaseInput ParentAndChild() {
  CaseInput input =
      EmptyCase("2026-12",
                {Adult("p1", "1990-03-14"), RegisteredAs(Child("p2", "2015-03-03"), kChildNumber)});
  Folk(&input).registered->children = {
      {.personnummer = kChildNumber, .custody = true, .same_address = true, .born = std::nullopt}};
  return input;
}

bool Has(const CaseInput& input, const std::string& finding) {
  return HasFinding(Assess(input, *ShippedPolicies()), finding);
}

TEST(PopulationRegister, AnAdultWhomNobodyNamesIsForAHuman) {
  CaseInput input = StableBenefitCase();
  Folk(&input);
  EXPECT_FALSE(Has(input, "GATE.G04.FAIL.REGISTERED_ADULT"));
  EXPECT_FALSE(Has(input, "TRIG.X12"));
  Folk(&input).registered->same_address = {kStranger};
  EXPECT_TRUE(Has(input, "GATE.G04.FAIL.REGISTERED_ADULT"));
  EXPECT_TRUE(Has(input, "TRIG.X12"));
  const Assessment result = Assess(input, *ShippedPolicies());
  EXPECT_NE(AsEscalate(DecideOn(input, result, *ShippedPolicies())), nullptr);
  for (const TriggerResult& trigger : result.triggers)
    for (const Finding& finding : trigger.findings)
      EXPECT_THAT(finding.text, Not(HasSubstr(kStranger)));
}

TEST(PopulationRegister, WhomTheFrameNamesIsNoNews) {
  CaseInput input = StableBenefitCase();
  Folk(&input).registered->same_address = {kStranger};
  FramePerson lodger;
  lodger.key = Key("p7");
  lodger.personnummer = *Personnummer::Parse(kStranger);
  lodger.role = PersonRole::kOtherAdult;
  input.frame->persons.push_back(lodger);
  EXPECT_FALSE(Has(input, "GATE.G04.FAIL.REGISTERED_ADULT"));
}

TEST(PopulationRegister, AnAdultWithoutNumberMayBeTheOneRegistered) {
  CaseInput input = EmptyCase("2026-12", {Adult("p1", "1990-03-14"), OtherAdult("p2")});
  Folk(&input).registered->same_address = {kStranger};
  EXPECT_FALSE(Has(input, "GATE.G04.FAIL.REGISTERED_ADULT"));
  Folk(&input).registered->same_address = {kStranger, "198805052381"};
  EXPECT_TRUE(Has(input, "GATE.G04.FAIL.REGISTERED_ADULT"));
}

TEST(PopulationRegister, TwoAdultsOfTheCaseShareTheAddress) {
  CaseInput input = EmptyCase(
      "2026-12",
      {Adult("p1", "1990-03-14"), RegisteredAs(CoApplicant("p2", "1985-02-02"), kStranger)});
  Folk(&input).registered->same_address = {kStranger};
  EXPECT_FALSE(Has(input, "GATE.G04.FAIL.OTHER_ADDRESS"));
  Folk(&input).registered->same_address.clear();
  EXPECT_TRUE(Has(input, "GATE.G04.FAIL.OTHER_ADDRESS"));
  EXPECT_TRUE(Has(input, "TRIG.X12"));
}

TEST(PopulationRegister, AChildRegisteredWithACustodianRaisesNothing) {
  const CaseInput input = ParentAndChild();
  EXPECT_FALSE(Has(input, "GATE.G04.FAIL.CUSTODY"));
  EXPECT_FALSE(Has(input, "GATE.G04.FAIL.CHILD_ADDRESS"));
  EXPECT_FALSE(Has(input, "GATE.G04.FAIL.REGISTERED_CHILD"));
}

TEST(PopulationRegister, AChildWithoutACustodianInTheCaseIsForAHuman) {
  CaseInput input = ParentAndChild();
  Folk(&input).registered->children = {
      {.personnummer = kChildNumber, .custody = false, .same_address = true, .born = std::nullopt}};
  EXPECT_TRUE(Has(input, "GATE.G04.FAIL.CUSTODY"));
  EXPECT_TRUE(Has(input, "TRIG.X05"));
  Folk(&input).registered->children.clear();
  EXPECT_TRUE(Has(input, "GATE.G04.FAIL.CUSTODY"));
}

TEST(PopulationRegister, AChildRegisteredElsewhereIsForAHumanUnlessItLivesInTwoHomes) {
  CaseInput input = ParentAndChild();
  Folk(&input).registered->children = {
      {.personnummer = kChildNumber, .custody = true, .same_address = false, .born = std::nullopt}};
  EXPECT_TRUE(Has(input, "GATE.G04.FAIL.CHILD_ADDRESS"));
  EXPECT_TRUE(Has(input, "TRIG.X05"));
  input.application.persons[1].presence = {.kind = PresenceKind::kVaxelvis, .days = 15};
  EXPECT_FALSE(Has(input, "GATE.G04.FAIL.CHILD_ADDRESS"));
}

TEST(PopulationRegister, AChildWhomNobodyNamesIsForAHuman) {
  CaseInput input = StableBenefitCase();
  Folk(&input).registered->children = {
      {.personnummer = kChildNumber, .custody = true, .same_address = false, .born = std::nullopt}};
  EXPECT_FALSE(Has(input, "GATE.G04.FAIL.REGISTERED_CHILD"));  // lives with someone else
  Folk(&input).registered->children = {
      {.personnummer = kChildNumber, .custody = true, .same_address = true, .born = std::nullopt}};
  EXPECT_TRUE(Has(input, "GATE.G04.FAIL.REGISTERED_CHILD"));
  EXPECT_TRUE(Has(input, "TRIG.X05"));
}

TEST(PopulationRegister, ComparesNothingWithAnAnswerThatIsNotKnown) {
  CaseInput input = ParentAndChild();
  SourceAnswer& answer = Folk(&input);
  answer.registered->same_address = {kStranger};
  answer.state = AnswerState::kDeviation;
  EXPECT_FALSE(Has(input, "GATE.G04.FAIL.REGISTERED_ADULT"));
  EXPECT_FALSE(Has(input, "GATE.G04.FAIL.CUSTODY"));
  EXPECT_TRUE(Has(input, "GATE.G06.UNKNOWN.FOLK.DEVIATION"));
  EXPECT_TRUE(Has(input, "TRIG.X24"));
}

TEST(PopulationRegister, NeverAskedBlocksNothing) {
  const Assessment result = Assess(StableBenefitCase(), *ShippedPolicies());
  EXPECT_FALSE(HasFindingLike(result, "GATE.G06"));
  EXPECT_FALSE(HasFindingLike(result, "GATE.G04"));
}

TEST(PopulationRegister, DeathAndEmigrationAreForAHumanWhoeverSaysSo) {
  CaseInput emigrated = StableBenefitCase();
  Folk(&emigrated).registered->deregistered = "emigrated";
  EXPECT_TRUE(Has(emigrated, "GATE.G05.FAIL.DEREGISTERED"));
  EXPECT_TRUE(Has(emigrated, "TRIG.X38"));
  CaseInput died = StableBenefitCase();
  AnswerOf(&died, Source::kFk).registered.emplace();
  EXPECT_FALSE(Has(died, "GATE.G05.FAIL.DEREGISTERED"));
  AnswerOf(&died, Source::kFk).registered->died_on = Day("2026-11-20");
  EXPECT_TRUE(Has(died, "GATE.G05.FAIL.DEREGISTERED"));
}

TEST(PopulationRegister, AMarkerThereIsAMarker) {
  CaseInput input = StableBenefitCase();
  SourceAnswer& answer = AnswerOf(&input, Source::kFolk);
  answer.state = AnswerState::kDeviation;
  answer.protected_identity = true;
  EXPECT_TRUE(Has(input, "TRIG.X09"));
  EXPECT_TRUE(Has(input, "GATE.G05.FAIL.PROTECTED"));
}

TEST(PopulationRegister, AnotherMunicipalityIsForAHuman) {
  CaseInput input = StableBenefitCase();
  Folk(&input);
  EXPECT_FALSE(Has(input, "GATE.G02.FAIL.MUNICIPALITY"));
  Folk(&input).registered->municipality = "0999";
  EXPECT_TRUE(Has(input, "GATE.G02.FAIL.MUNICIPALITY"));
  EXPECT_TRUE(Has(input, "TRIG.X44"));
  Folk(&input).registered->municipality = "Exempelstad";  // a name cannot be compared exactly
  EXPECT_FALSE(Has(input, "GATE.G02.FAIL.MUNICIPALITY"));
}

TEST(Information, ProgrammeDaysThatAreUsedUpAreToldAndDecideNothing) {
  CaseInput input = StableBenefitCase();
  AnswerOf(&input, Source::kFk).programme_days = ProgrammeDays{.used = 450, .exhausted = false};
  EXPECT_THAT(Assess(input, *ShippedPolicies()).information, IsEmpty());
  AnswerOf(&input, Source::kFk).programme_days->exhausted = true;
  const Assessment result = Assess(input, *ShippedPolicies());
  EXPECT_THAT(result.information, ElementsAre(Field(&Finding::code, "INFO.PROGRAMME_DAYS")));
  EXPECT_THAT(result.triggers, IsEmpty());
}

// A pension of 7 000 kr in one month, which each agency's reading says stands at the other too.
CaseInput TwinPension(const std::string& fk_family, const std::string& pm_family) {
  CaseInput input = NoIncomeCase();
  Payment at_fk = Paid(fk_family, Kr(7000), "2026-11-18");
  at_fk.locator = "FK/utbetalning[0]";
  at_fk.also_at = "PM/utbetalning[0]";
  Payment at_pm = Paid(pm_family, Kr(7000), "2026-11-18");
  at_pm.locator = "PM/utbetalning[0]";
  at_pm.also_at = "FK/utbetalning[0]";
  AddPayment(&input, Source::kFk, at_fk);
  AddPayment(&input, Source::kPm, at_pm);
  return input;
}

TEST(TwinPayment, IsCountedOnceShownTwiceAndForAHuman) {
  const Assessment result = Assess(TwinPension("AP", "PM:AP"), *ShippedPolicies());
  EXPECT_EQ(result.incomes, Kr(7000));
  int lines = 0;
  for (const CalculationRow& row : result.rows)
    if (row.kind == RowKind::kIncome) ++lines;
  EXPECT_EQ(lines, 2);
  EXPECT_TRUE(HasFinding(result, "GATE.G07.FAIL.AT_TWO_AGENCIES"));
  for (const TriggerResult& trigger : result.triggers) {
    if (trigger.trigger != "X-23") continue;
    ASSERT_EQ(trigger.findings.size(), 1U);
    EXPECT_EQ(trigger.findings[0].inputs.size(), 2U);
  }
  EXPECT_THAT(result.triggers, Contains(Field(&TriggerResult::trigger, "X-23")));
}

TEST(TwinPayment, OfAKindThatNobodyKnowsIsCountedOnceToo) {
  const Assessment result = Assess(TwinPension("ZZ", "PM:YY"), *ShippedPolicies());
  EXPECT_EQ(result.incomes, Kr(7000));
  EXPECT_TRUE(HasFinding(result, "GATE.G07.FAIL.AT_TWO_AGENCIES"));
}

TEST(TwinPayment, IsNotLostWhenTheOtherAnswerIsMissing) {
  CaseInput input = TwinPension("AP", "PM:AP");
  AnswerOf(&input, Source::kPm).payments.clear();
  const Assessment result = Assess(input, *ShippedPolicies());
  EXPECT_EQ(result.incomes, Kr(7000));
  EXPECT_TRUE(HasFinding(result, "TRIG.X23"));
}

TEST(OddPayment, ARetroactiveOneIsForAHuman) {
  CaseInput input = StableBenefitCase();
  AnswerOf(&input, Source::kFk).payments.back().kind = PaymentKind::kMonthly;
  EXPECT_FALSE(Has(input, "TRIG.X23"));
  AnswerOf(&input, Source::kFk).payments.back().kind = PaymentKind::kRetroactive;
  EXPECT_TRUE(Has(input, "GATE.G07.FAIL.RETROACTIVE"));
  EXPECT_TRUE(Has(input, "TRIG.X23"));
}

TEST(OddPayment, ACodeThatNoTableListsIsForAHuman) {
  CaseInput payment = StableBenefitCase();
  AnswerOf(&payment, Source::kFk).payments.back().unclear = "typ";
  EXPECT_TRUE(Has(payment, "GATE.G07.FAIL.UNLISTED_CODE"));
  EXPECT_TRUE(Has(payment, "TRIG.X44"));
  CaseInput claim = StableBenefitCase();
  BenefitCase decided;
  decided.benefit = "SA";
  decided.unclear = "status";
  AnswerOf(&claim, Source::kFk).benefit_cases.push_back(decided);
  EXPECT_TRUE(Has(claim, "TRIG.X44"));
}

TEST(SchemaDeviation, AloneChangesNothing) {
  CaseInput input = StableBenefitCase();
  const Assessment before = Assess(input, *ShippedPolicies());
  AnswerOf(&input, Source::kFk).schema_deviations = 3;
  AnswerOf(&input, Source::kFk).deviations = {{"FK/data/x", "UNEXPECTED"}};
  const Assessment after = Assess(input, *ShippedPolicies());
  EXPECT_EQ(after.grant, before.grant);
  EXPECT_THAT(after.triggers, IsEmpty());
}

}  // namespace
}  // namespace dm::golden
