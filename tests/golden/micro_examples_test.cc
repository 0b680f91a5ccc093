// The worked examples of the rules, to the öre, against the shipped norm tables.
#include <algorithm>

#include "gtest/gtest.h"
#include "tests/golden/case_builder.h"
#include "tests/golden/overridden_policy.h"
#include "tests/golden/run_case.h"
#include "worker/assessment/assess.h"

namespace dm::golden {
namespace {

Person PartTime(Person child, PresenceKind kind, int days) {
  child.presence = {.kind = kind, .days = days};
  return child;
}

CaseInput SharedHome(const std::string& month, std::vector<Person> persons, int persons_in_home) {
  CaseInput input = EmptyCase(month, std::move(persons));
  input.application.home.persons_in_home = persons_in_home;
  return input;
}

Money Row(const Assessment& assessment, const std::string& code, const std::string& person = "") {
  for (const CalculationRow& row : assessment.rows) {
    if (row.code != code) continue;
    if (person.empty() || row.person == Key(person)) return row.amount;
  }
  ADD_FAILURE() << "no row " << code;
  return {};
}

CaseInput SingleParentWithPreschooler(Answer free_lunch) {
  Person child = Child("p2", "2020-01-15");
  child.free_lunch = free_lunch;
  return EmptyCase("2025-03", {Adult("p1", "1990-03-14"), child});
}

TEST(MicroExamplesTest, Example1SingleParentChildWithPreschoolLunch) {
  const Assessment result = Assess(SingleParentWithPreschooler(Answer::kYes), *ShippedPolicies());
  EXPECT_EQ(Row(result, "norm.personal", "p1"), Kr(3910));
  EXPECT_EQ(Row(result, "norm.personal", "p2"), Kr(2700));
  EXPECT_EQ(Row(result, "norm.common"), Kr(1400));
  EXPECT_EQ(result.norm, Kr(8010));
}

TEST(MicroExamplesTest, Example2SameChildAtHomeForLunch) {
  const Assessment result = Assess(SingleParentWithPreschooler(Answer::kNo), *ShippedPolicies());
  EXPECT_EQ(Row(result, "norm.personal", "p2"), Kr(3030));
  EXPECT_EQ(result.norm, Kr(8340));
}

TEST(MicroExamplesTest, Example3SharingWithTwoFriends) {
  const Assessment result =
      Assess(SharedHome("2025-10", {Adult("p1", "1990-03-14")}, 3), *ShippedPolicies());
  EXPECT_EQ(Row(result, "norm.common"), Kr(590));
  EXPECT_EQ(result.norm, Kr(4500));
}

TEST(MicroExamplesTest, Example4SharingWithSixOthersRoundsTheRowOnce) {
  const Assessment result =
      Assess(SharedHome("2025-10", {Adult("p1", "1990-03-14")}, 7), *ShippedPolicies());
  EXPECT_EQ(Row(result, "norm.common"), Kr(401));
  EXPECT_EQ(result.norm, Kr(4311));
  const auto common =
      std::find_if(result.rows.begin(), result.rows.end(), [](const CalculationRow& row) {
        return row.code == "norm.common";
      });
  EXPECT_EQ(common->exact.numerator(), 281'000);
  EXPECT_EQ(common->exact.denominator(), 7);
}

TEST(MicroExamplesTest, Example5EightPersons) {
  const Assessment result = Assess(EmptyCase("2025-05",
                                             {Adult("p1", "1985-03-14"),
                                              CoApplicant("p2", "1986-04-15"),
                                              Child("p3", "2023-02-01"),
                                              Child("p4", "2021-02-01"),
                                              Child("p5", "2019-02-01"),
                                              Child("p6", "2016-02-01"),
                                              Child("p7", "2013-02-01"),
                                              Child("p8", "2009-02-01")}),
                                   *ShippedPolicies());
  EXPECT_EQ(Row(result, "norm.personal", "p1"), Money::FromOre(352'500));
  EXPECT_EQ(Row(result, "norm.personal", "p2"), Money::FromOre(352'500));
  EXPECT_EQ(Row(result, "norm.common"), Kr(3000));
  EXPECT_EQ(result.norm, Kr(32200));
}

TEST(MicroExamplesTest, Example6SingleParentSharingWithThreeOthers) {
  const Assessment result =
      Assess(SharedHome("2026-02", {Adult("p1", "1990-03-14"), Child("p2", "2017-06-01")}, 5),
             *ShippedPolicies());
  EXPECT_EQ(Row(result, "norm.common"), Kr(932));
  EXPECT_EQ(result.norm, Kr(8692));
}

CaseInput EveryOtherWeek() {
  return EmptyCase("2025-06",
                   {Adult("p1", "1985-03-14"),
                    PartTime(Child("p2", "2013-02-01"), PresenceKind::kVaxelvis, 15)});
}

TEST(MicroExamplesTest, Example7ChildEveryOtherWeekWeighted) {
  const Assessment result = Assess(EveryOtherWeek(), *ShippedPolicies());
  EXPECT_EQ(Row(result, "norm.personal", "p2"), Kr(2175));
  EXPECT_EQ(Row(result, "norm.common"), Kr(1335));
  EXPECT_EQ(result.norm, Kr(7420));
}

TEST(MicroExamplesTest, Example8ChildEveryOtherWeekAsFullMember) {
  const OverriddenPolicy policy = OverriddenPolicy(ShippedPolicies())
                                      .With("common.part_time_child", std::string("full_member"));
  const Assessment result = Assess(EveryOtherWeek(), policy);
  EXPECT_EQ(result.norm, Kr(7485));
}

TEST(MicroExamplesTest, Example9ChildVisitsFourDays) {
  const Assessment result =
      Assess(EmptyCase("2025-06",
                       {Adult("p1", "1985-03-14"),
                        PartTime(Child("p2", "2016-02-01"), PresenceKind::kUmgange, 4)}),
             *ShippedPolicies());
  EXPECT_EQ(Row(result, "norm.personal", "p2"), Kr(505));
  EXPECT_EQ(Row(result, "norm.common"), Kr(1287));
  EXPECT_EQ(result.norm, Kr(5702));
}

// Six months in a row with aid before March 2025 start the window of jobbstimulans.
void AddSixGrantedMonths(CaseInput* input) {
  input->history.clear();
  for (int i = 1; i <= 7; ++i) {
    HistoryMonth month;
    month.month = input->application.month.PlusMonths(-i);
    month.outcome = Outcome::kBifall;
    month.granted = Kr(3000);
    month.persons = input->application.persons;
    month.persons_in_home = input->application.home.persons_in_home;
    input->history.push_back(month);
  }
}

DeclaredIncome Declared(const std::string& kind, Money net, const std::string& pay_date) {
  DeclaredIncome income;
  income.person = Key("p1");
  income.kind = kind;
  income.net = net;
  income.pay_date = Day(pay_date);
  income.proven = true;
  return income;
}

CaseInput WageAndChildBenefits(Money rent) {
  CaseInput input = SingleParentWithPreschooler(Answer::kYes);
  AddSixGrantedMonths(&input);
  input.application.costs = {ProvenCost(CostType::kBoende, rent),
                             ProvenCost(CostType::kHushallsel, Kr(310)),
                             ProvenCost(CostType::kHemforsakring, Kr(145))};
  input.application.incomes = {Declared("barnbidrag", Kr(1250), "2025-02-20"),
                               Declared("underhallsstod", Kr(1673), "2025-02-20"),
                               Declared("lon", Kr(12347), "2025-02-25")};
  AddPayment(&input, Source::kFk, Paid("ABB", Kr(1250), "2025-02-20"));
  AddPayment(&input, Source::kFk, Paid("US", Kr(1673), "2025-02-20"));
  return input;
}

TEST(MicroExamplesTest, Example10AQuarterOfTheWageIsDisregarded) {
  const Assessment result = Assess(WageAndChildBenefits(Kr(7150)), *ShippedPolicies());
  EXPECT_EQ(Row(result, "income.lon"), Money::FromOre(926'025));
}

TEST(MicroExamplesTest, Example11FullApproval) {
  const Assessment result = Assess(WageAndChildBenefits(Kr(7150)), *ShippedPolicies());
  EXPECT_EQ(result.costs, Kr(7605));
  EXPECT_EQ(result.incomes, Money::FromOre(1'218'325));
  EXPECT_EQ(result.result, Rational(Money::FromOre(-343'175)));
  EXPECT_EQ(result.grant, Kr(3432));
  EXPECT_EQ(result.outcome, Outcome::kBifall);
  EXPECT_TRUE(std::holds_alternative<Escalate>(
      DecideOn(WageAndChildBenefits(Kr(7150)), result, *ShippedPolicies())));
}

TEST(MicroExamplesTest, Example12RentAboveTheCapIsAPartRefusal) {
  const Assessment result = Assess(WageAndChildBenefits(Kr(7900)), *ShippedPolicies());
  EXPECT_EQ(Row(result, "cost.boende"), Kr(7400));
  EXPECT_EQ(result.result, Rational(Money::FromOre(-368'175)));
  EXPECT_EQ(result.grant, Kr(3682));
  EXPECT_EQ(result.outcome, Outcome::kDelavslag);
}

TEST(MicroExamplesTest, Example13MeansAboveTheNeedAreARefusal) {
  CaseInput input = WageAndChildBenefits(Kr(7150));
  input.application.incomes.back().kind = "skadestand_inkomst";
  input.application.incomes.back().net = Kr(16000 - 1250 - 1673);
  const Assessment result = Assess(input, *ShippedPolicies());
  EXPECT_EQ(result.incomes, Kr(16000));
  EXPECT_EQ(result.result, Rational(Kr(385)));
  EXPECT_EQ(result.grant, Money());
  EXPECT_EQ(result.outcome, Outcome::kAvslag);
}

TEST(MicroExamplesTest, Example17TheActivityRequirementRoutesAndTheAmountIsShown) {
  CaseInput input = EmptyCase("2026-10", {Adult("p1", "1990-03-14")});
  AlignFrameAndHistory(&input, Kr(5220));
  for (int i = 2; i <= 3; ++i) {
    HistoryMonth month = input.history.front();
    month.month = input.application.month.PlusMonths(-i);
    input.history.push_back(month);
  }
  input.application.plans.front().has_plan = Answer::kNo;
  const Assessment result = Assess(input, *ShippedPolicies());
  EXPECT_EQ(result.grant, Kr(5220));
  EXPECT_TRUE(HasFinding(result, "GATE.G10.FAIL.ACTIVITY_REQUIREMENT"));
  EXPECT_TRUE(HasFinding(result, "TRIG.X30"));
}

TEST(MicroExamplesTest, Example17TwoMonthsAreNotYetThree) {
  CaseInput input = EmptyCase("2026-10", {Adult("p1", "1990-03-14")});
  AlignFrameAndHistory(&input, Kr(5220));
  input.application.plans.front().has_plan = Answer::kNo;
  const Assessment result = Assess(input, *ShippedPolicies());
  EXPECT_FALSE(HasFinding(result, "GATE.G10.FAIL.ACTIVITY_REQUIREMENT"));
}

TEST(MicroExamplesTest, Example18ATimedOutSourceIsNeverZero) {
  CaseInput input = NoIncomeCase();
  AnswerOf(&input, Source::kSo).state = AnswerState::kTimeout;
  const Assessment result = Assess(input, *ShippedPolicies());
  EXPECT_TRUE(HasFinding(result, "GATE.G06.UNKNOWN.SO.TIMEOUT"));
  EXPECT_FALSE(result.computable);
  EXPECT_EQ(result.outcome, Outcome::kNone);
  EXPECT_EQ(result.norm, Kr(5220));
  EXPECT_EQ(result.costs, Kr(6920));
}

}  // namespace
}  // namespace dm::golden
