// Triggers and gates that watch the rules, the sequence and the household's situation: each one
// happens in a case that would otherwise be decided.
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "gtest/gtest.h"
#include "tests/golden/case_builder.h"
#include "tests/golden/overridden_policy.h"
#include "tests/golden/run_case.h"
#include "worker/assessment/assess.h"

namespace dm::golden {
namespace {

const TriggerResult* Trigger(const Assessment& result, const std::string& code) {
  for (const TriggerResult& trigger : result.triggers) {
    if (trigger.trigger == code) return &trigger;
  }
  return nullptr;
}

bool IsTold(const Assessment& result, const std::string& code) {
  for (const Finding& finding : result.information) {
    if (finding.code == code) return true;
  }
  return false;
}

Assessment Assessed(const CaseInput& input) {
  return Assess(input, *ShippedPolicies());
}

// The shipped set, released on a day and with an incident.
class WatchedPolicy final : public ForwardingPolicy {
 public:
  using ForwardingPolicy::ForwardingPolicy;

  std::optional<Date> released_on() const override { return released; }

  const std::vector<RuleIncident>& incidents() const override { return list; }

  std::optional<Date> released;
  std::vector<RuleIncident> list;
};

TEST(RuleWatch, NewRulesProposeUntilTheirWatchIsOver) {
  const CaseInput input = StableBenefitCase();
  WatchedPolicy policy(ShippedPolicies());
  policy.released = input.assessed_on.PlusDays(-4);
  const Assessment watched = Assess(input, policy);
  EXPECT_TRUE(HasFindingLike(watched, "GATE.G15.FAIL.FREEZE"));
  EXPECT_NE(Trigger(watched, "X-41"), nullptr);
  const DecisionOutcome outcome = DecideOn(input, watched, policy);
  ASSERT_NE(AsEscalate(outcome), nullptr);
  EXPECT_EQ(AsEscalate(outcome)->mode, Mode::kPropose);
  EXPECT_TRUE(AsEscalate(outcome)->suggested.has_value());
  policy.released = input.assessed_on.PlusDays(-5);
  EXPECT_FALSE(HasFindingLike(Assess(input, policy), "GATE.G15"));
}

TEST(RuleWatch, AnOpenIncidentHoldsWhatRestsOnTheRule) {
  const CaseInput input = StableBenefitCase();
  WatchedPolicy policy(ShippedPolicies());
  policy.list = {{"AV-1", "riksnorm.personal", Day("2026-11-01"), std::nullopt}};
  EXPECT_TRUE(HasFindingLike(Assess(input, policy), "GATE.G15.FAIL.INCIDENT"));
  policy.list[0].rule = "cap.travel";  // no cost of the case
  EXPECT_FALSE(HasFindingLike(Assess(input, policy), "GATE.G15.FAIL.INCIDENT"));
  policy.list[0].rule = "*";
  EXPECT_TRUE(HasFindingLike(Assess(input, policy), "TRIG.X41"));
  policy.list[0].closed = input.assessed_on;
  EXPECT_FALSE(HasFindingLike(Assess(input, policy), "TRIG.X41"));
}

// Without words a row names its places only where an incident may be on one of them.
TEST(RuleWatch, AnIncidentIsSeenWithoutWordsToo) {
  const CaseInput input = StableBenefitCase();
  WatchedPolicy policy(ShippedPolicies());
  EXPECT_TRUE(Assessor(policy, Wording::kLeftOut).Assess(input).rows.at(0).inputs.empty());
  policy.list = {{"AV-1", "riksnorm.personal", Day("2026-11-01"), std::nullopt}};
  const Assessment told = Assess(input, policy);
  const Assessment silent = Assessor(policy, Wording::kLeftOut).Assess(input);
  EXPECT_TRUE(HasFindingLike(silent, "GATE.G15.FAIL.INCIDENT"));
  ASSERT_EQ(silent.rows.size(), told.rows.size());
  for (std::size_t i = 0; i < told.rows.size(); ++i) {
    EXPECT_FALSE(told.rows[i].inputs.empty()) << told.rows[i].code;
    EXPECT_EQ(silent.rows[i].inputs, told.rows[i].inputs) << told.rows[i].code;
  }
}

TEST(Sequence, AnApplicationThatWaitsIsToldAndNotHeld) {
  CaseInput input = StableBenefitCase();
  input.application.received_at = input.application.received_at.PlusMs(-60LL * 24 * 3'600'000);
  const Assessment result = Assessed(input);
  EXPECT_TRUE(IsTold(result, "INFO.LATENCY"));
}

TEST(Sequence, TenOfTwelveMonthsWithoutAPersonAreTooMany) {
  CaseInput input = StableBenefitCase();
  const HistoryMonth one = input.history.front();
  input.history.clear();
  for (int i = 1; i <= 11; ++i) {
    HistoryMonth month = one;
    month.month = input.application.month.PlusMonths(-i);
    month.decided_by = i == 4 || i == 9 ? ActorKind::kPerson : ActorKind::kWorker;
    input.history.push_back(month);
  }
  const Assessment result = Assessed(input);
  EXPECT_TRUE(HasFindingLike(result, "GATE.G14.FAIL.CADENCE"));
  EXPECT_NE(Trigger(result, "X-37"), nullptr);
  input.history[6].decided_by = ActorKind::kPerson;
  EXPECT_EQ(Trigger(Assessed(input), "X-37"), nullptr);
}

TEST(Sequence, TheMunicipalitySaysHowLongABreakMakesAFirstApplication) {
  CaseInput input = StableBenefitCase();
  input.history.front().month = input.application.month.PlusMonths(-3);
  EXPECT_TRUE(HasFindingLike(Assessed(input), "GATE.G02.FAIL.NOT_REAPPLICATION"));
  OverriddenPolicy longer(ShippedPolicies());
  longer.With("gate.break_months", std::int64_t{3});
  EXPECT_FALSE(HasFindingLike(Assess(input, longer), "GATE.G02.FAIL.NOT_REAPPLICATION"));
}

TEST(Sequence, ACorrectedOrHalfWithdrawnApplicationIsForAHuman) {
  CaseInput corrected = StableBenefitCase();
  corrected.application.circumstances.corrects_earlier = true;
  EXPECT_TRUE(HasFindingLike(Assessed(corrected), "GATE.G17.FAIL.CORRECTED"));
  CaseInput withdrawn = StableBenefitCase();
  withdrawn.application.withdrawal.emplace();
  EXPECT_NE(Trigger(Assessed(withdrawn), "X-40"), nullptr);
  withdrawn.application.withdrawal->signatures = withdrawn.application.signatures;
  EXPECT_EQ(Trigger(Assessed(withdrawn), "X-40"), nullptr);
}

TEST(Sickness, LongOrUnclearIsForThoseWhoKnowWorkAbility) {
  CaseInput input = StableBenefitCase();
  PlanStatus& plan = input.application.plans[0];
  plan.sick = Answer::kYes;
  plan.certificate_valid = {.from = Day("2026-11-01"), .to = Day("2027-01-31")};
  plan.sick_since = Day("2026-11-01");
  EXPECT_EQ(Trigger(Assessed(input), "X-31"), nullptr);
  plan.sick_since = Day("2026-06-01");
  ASSERT_NE(Trigger(Assessed(input), "X-31"), nullptr);
  EXPECT_EQ(Trigger(Assessed(input), "X-31")->queue, "Q-12");
  plan.sick_since.reset();
  plan.work_ability_unclear = true;
  EXPECT_TRUE(HasFindingLike(Assessed(input), "GATE.G10.FAIL.WORK_ABILITY"));
}

TEST(Sickness, AMissingCertificateLeadsElsewhereThanAnUnreadableDocument) {
  CaseInput input = StableBenefitCase();
  input.application.plans[0].sick = Answer::kYes;
  ASSERT_NE(Trigger(Assessed(input), "X-25"), nullptr);
  EXPECT_EQ(Trigger(Assessed(input), "X-25")->queue, "Q-12");
}

TEST(Activity, APlanIsAskedForOneMonthBeforeItIsNeeded) {
  CaseInput input = StableBenefitCase();
  input.application.plans[0].has_plan = Answer::kNo;
  HistoryMonth before = input.history.front();
  before.month = input.application.month.PlusMonths(-2);
  input.history.push_back(before);
  const Assessment second = Assessed(input);
  EXPECT_TRUE(IsTold(second, "WORK.PLAN_NEEDED"));
  EXPECT_FALSE(HasFindingLike(second, "GATE.G10.FAIL.ACTIVITY_REQUIREMENT"));
  before.month = input.application.month.PlusMonths(-3);
  input.history.push_back(before);
  const Assessment third = Assessed(input);
  EXPECT_FALSE(IsTold(third, "WORK.PLAN_NEEDED"));
  EXPECT_TRUE(HasFindingLike(third, "GATE.G10.FAIL.ACTIVITY_REQUIREMENT"));
}

TEST(Activity, OnlyAListedGroundThatHoldsAllMonthExempts) {
  CaseInput input = StableBenefitCase();
  PlanStatus& plan = input.application.plans[0];
  plan.has_plan = Answer::kNo;
  plan.activity_exempt = true;
  EXPECT_TRUE(HasFindingLike(Assessed(input), "GATE.G10.FAIL.EXEMPT_GROUND"));
  plan.exempt_ground = "ground.sjukersattning";
  plan.exempt_valid = {.from = Day("2026-01-01"), .to = Day("2026-12-15")};
  EXPECT_TRUE(HasFindingLike(Assessed(input), "GATE.G10.FAIL.EXEMPT_GROUND"));
  plan.exempt_valid.to = Day("2026-12-31");
  EXPECT_FALSE(HasFindingLike(Assessed(input), "GATE.G10"));
  EXPECT_TRUE(IsTold(Assessed(input), "WORK.EXEMPT"));
  plan.exempt_ground = "ground.invented";
  EXPECT_TRUE(HasFindingLike(Assessed(input), "GATE.G10.FAIL.EXEMPT_GROUND"));
}

TEST(Activity, ACertificateAloneIsNoPlan) {
  CaseInput input = StableBenefitCase();
  for (int i = 2; i <= 3; ++i) {
    HistoryMonth month = input.history.front();
    month.month = input.application.month.PlusMonths(-i);
    input.history.push_back(month);
  }
  EXPECT_FALSE(HasFindingLike(Assessed(input), "GATE.G10"));
  PlanStatus& plan = input.application.plans[0];
  plan.has_plan = Answer::kNo;
  plan.sick = Answer::kYes;
  plan.certificate_valid = {.from = Day("2026-12-01"), .to = Day("2026-12-31")};
  EXPECT_TRUE(HasFindingLike(Assessed(input), "GATE.G10.FAIL.ACTIVITY_REQUIREMENT"));
  input.history.pop_back();  // two months in a row
  EXPECT_FALSE(HasFindingLike(Assessed(input), "GATE.G10"));
}

TEST(FrameWatch, IsSignedByTheDayOfTheAssessmentAndHoldsAllMonth) {
  CaseInput input = StableBenefitCase();
  input.frame->signed_at = At("2026-11-26T22:30:00Z");  // in Sweden the same day
  EXPECT_FALSE(HasFindingLike(Assessed(input), "GATE.G03"));
  input.frame->signed_at = At("2026-11-26T23:30:00Z");
  EXPECT_TRUE(HasFindingLike(Assessed(input), "GATE.G03.FAIL.NOT_SIGNED"));
  input = StableBenefitCase();
  input.frame->valid_to = Day("2026-12-31");
  EXPECT_FALSE(HasFindingLike(Assessed(input), "GATE.G03"));
  input.frame->valid_to = Day("2026-12-30");
  EXPECT_TRUE(HasFindingLike(Assessed(input), "GATE.G03.FAIL.EXPIRED"));
}

TEST(FrameWatch, ABarrierThatEndsInTheMonthIsAChange) {
  CaseInput input = StableBenefitCase();
  input.frame->barriers.push_back(
      {.person = Key("p1"), .code = "arbetslos", .until = Day("2026-12-31")});
  EXPECT_FALSE(HasFindingLike(Assessed(input), "GATE.G03"));
  input.frame->barriers.back().until = Day("2026-12-30");
  EXPECT_TRUE(HasFindingLike(Assessed(input), "GATE.G03.FAIL.BARRIER_ENDED"));
}

TEST(FrameWatch, AnotherAmountThanExpectedIsToldByRow) {
  CaseInput input = StableBenefitCase();
  input.frame->incomes.front().expected_net = Kr(9090);  // ten kronor is within the tolerance
  EXPECT_FALSE(IsTold(Assessed(input), "INFO.FRAME_AMOUNT"));
  input.frame->incomes.front().expected_net = Kr(9089);
  EXPECT_TRUE(IsTold(Assessed(input), "INFO.FRAME_AMOUNT"));
}

TEST(FrameWatch, ADeclaredKindThatItDoesNotHaveIsNewEvenWhereItMayBeReliedOn) {
  CaseInput input = StableBenefitCase();
  DeclaredIncome wage;
  wage.person = Key("p1");
  wage.kind = "tjanstepension";
  wage.net = Kr(400);
  wage.pay_date = Day("2026-11-25");
  wage.proven = true;
  input.application.incomes.push_back(wage);
  OverriddenPolicy relies(ShippedPolicies());
  relies.With("income.declared_only_auto", Kr(1000).ore());
  EXPECT_FALSE(HasFindingLike(Assess(input, relies), "GATE.G07.FAIL.DECLARED_ONLY"));
  EXPECT_TRUE(HasFindingLike(Assess(input, relies), "GATE.G07.FAIL.NOT_IN_FRAME"));
  input.frame->incomes.push_back(
      {.person = Key("p1"), .kind = "tjanstepension", .expected_net = Kr(400)});
  EXPECT_FALSE(HasFindingLike(Assess(input, relies), "GATE.G07.FAIL.NOT_IN_FRAME"));
}

TEST(Ages, EachBirthdayFromTheLowerLimitOnMayBeThatOfThePension) {
  CaseInput input = StableBenefitCase();
  for (Person* person :
       {&input.application.persons.front(), &input.history.front().persons.front()})
    person->born = Day("1959-12-14");
  input.frame->persons.front().born = Day("1959-12-14");
  EXPECT_TRUE(HasFindingLike(Assessed(input), "GATE.G04.FAIL.AGE"));  // turns 67
  for (Person* person :
       {&input.application.persons.front(), &input.history.front().persons.front()})
    person->born = Day("1959-06-14");
  input.frame->persons.front().born = Day("1959-06-14");
  EXPECT_FALSE(HasFindingLike(Assessed(input), "GATE.G04.FAIL.AGE"));
}

TEST(Household, YoungAdultsWithParentsAndAbsenceFromSchoolAreForAHuman) {
  CaseInput input = StableBenefitCase();
  input.application.circumstances.lives_with_parents = true;
  input.application.circumstances.school_absence = true;
  const Assessment result = Assessed(input);
  EXPECT_NE(Trigger(result, "X-10"), nullptr);
  EXPECT_NE(Trigger(result, "X-07"), nullptr);
  EXPECT_TRUE(HasFindingLike(result, "GATE.G16.FAIL.CHILD_TRIGGER"));
}

TEST(Household, AddictionInTheFrameIsForAHuman) {
  CaseInput input = StableBenefitCase();
  input.frame->barriers.push_back({.person = Key("p1"), .code = "beroende", .until = std::nullopt});
  ASSERT_NE(Trigger(Assessed(input), "X-32"), nullptr);
}

TEST(Household, ALanguageWithoutALetterIsForAHuman) {
  CaseInput input = StableBenefitCase();
  input.application.language = "fi";
  ASSERT_NE(Trigger(Assessed(input), "X-42"), nullptr);
}

TEST(Rules2027, LawfulStayIsAskedForWhenTheRuleBegins) {
  CaseInput input = StableBenefitCase();
  EXPECT_FALSE(HasFindingLike(Assessed(input), "GATE.G05.UNKNOWN.LAWFUL_STAY"));
  OverriddenPolicy next(ShippedPolicies());
  next.With("lawful_stay.required", true);
  EXPECT_TRUE(HasFindingLike(Assess(input, next), "GATE.G05.UNKNOWN.LAWFUL_STAY"));
  input.application.circumstances.lawful_stay = Answer::kNo;
  EXPECT_TRUE(HasFindingLike(Assess(input, next), "GATE.G05.FAIL.LAWFUL_STAY"));
  input.application.circumstances.lawful_stay = Answer::kYes;
  EXPECT_FALSE(HasFindingLike(Assess(input, next), "GATE.G05"));
}

TEST(Pension, ANewDecisionAfterTheFrameIsForThoseWhoKnowPensions) {
  CaseInput input = StableBenefitCase();
  BenefitCase benefit;
  benefit.benefit = "PM:AP";
  benefit.decided_on = SwedishDate(input.frame->signed_at).PlusDays(1);
  AnswerOf(&input, Source::kPm).state = AnswerState::kData;
  AnswerOf(&input, Source::kPm).benefit_cases.push_back(benefit);
  ASSERT_NE(Trigger(Assessed(input), "X-33"), nullptr);
  EXPECT_EQ(Trigger(Assessed(input), "X-33")->queue, "Q-13");
  // A housing supplement is no pension: told, and what a typfall asks about new decisions holds.
  AnswerOf(&input, Source::kPm).benefit_cases.back().benefit = "PM:BTI";
  EXPECT_EQ(Trigger(Assessed(input), "X-33"), nullptr);
  EXPECT_TRUE(IsTold(Assessed(input), "BENEFIT.DECIDED"));
}

}  // namespace
}  // namespace dm::golden
