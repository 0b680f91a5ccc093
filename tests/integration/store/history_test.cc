#include "tests/integration/store/store_suite.h"
#include "tests/support/cases.h"

namespace dm::testing {

TEST_P(StoreTest, TellsTheMonthsThatItHasDecided) {
  const Claim claim = Evaluated();
  ASSERT_TRUE(store().Apply(Deciding(claim), now_).ok());
  const HouseholdId household = HouseholdId::FromTrusted("HH-1");
  const History history = *store().DecidedMonths(household, MonthOf("2027-01"));
  ASSERT_EQ(history.size(), 1U);
  const HistoryMonth& month = history[0];
  EXPECT_EQ(month.month, MonthOf("2026-12"));
  EXPECT_EQ(month.outcome, Outcome::kBifall);
  EXPECT_EQ(month.granted, Money::FromKronor(8280));
  EXPECT_EQ(month.decided_by, ActorKind::kWorker);
  EXPECT_TRUE(month.forsorjningsstod);
  ASSERT_EQ(month.persons.size(), 1U);
  EXPECT_EQ(month.persons[0].name, "");
  EXPECT_EQ(month.persons_in_home, 1);
  ASSERT_EQ(month.costs.size(), 1U);
  EXPECT_EQ(month.costs[0].type, CostType::kBoende);
  EXPECT_EQ(month.costs[0].approved, Money::FromKronor(6000));
  ASSERT_EQ(month.incomes.size(), 1U);
  EXPECT_EQ(month.incomes[0].kind, "bostadsbidrag");
  EXPECT_EQ(month.incomes[0].counted, Money::FromKronor(3000));
}

TEST_P(StoreTest, TellsTheLastVersionOfAMonth) {
  const Claim claim = Evaluated();
  ASSERT_TRUE(store().Apply(Deciding(claim), now_).ok());
  CaseChange correction = PersonsChange(claim.case_id, CaseState::kDecided);
  correction.decision = HumanDecisionOf(2);
  correction.decision->granted = Money::FromKronor(9000);
  for (DecisionRow& row : correction.decision->rows) {
    if (row.code == "cost.boende") row.human_amount = Money::FromKronor(6720);
  }
  ASSERT_TRUE(store().Apply(correction, now_).ok());
  const History history =
      *store().DecidedMonths(HouseholdId::FromTrusted("HH-1"), MonthOf("2027-01"));
  ASSERT_EQ(history.size(), 1U);
  EXPECT_EQ(history[0].decided_by, ActorKind::kPerson);
  EXPECT_EQ(history[0].granted, Money::FromKronor(9000));
  EXPECT_EQ(history[0].costs.at(0).approved, Money::FromKronor(6720));
}

TEST_P(StoreTest, LooksBackThirtySixMonthsAndNotAtTheMonthItself) {
  const Claim claim = Evaluated();
  ASSERT_TRUE(store().Apply(Deciding(claim), now_).ok());
  const HouseholdId household = HouseholdId::FromTrusted("HH-1");
  EXPECT_TRUE(store().DecidedMonths(household, MonthOf("2026-12"))->empty());
  EXPECT_EQ(store().DecidedMonths(household, MonthOf("2029-12"))->size(), 1U);
  EXPECT_TRUE(store().DecidedMonths(household, MonthOf("2030-01"))->empty());
  EXPECT_TRUE(store().DecidedMonths(HouseholdId::FromTrusted("HH-2"), MonthOf("2027-01"))->empty());
}

TEST_P(StoreTest, ListsDecidedMonthsNewestFirst) {
  for (const char* month : {"2026-10", "2026-12", "2026-11"}) {
    NewCase new_case = NewCaseOf(std::string("APP-") + month, "HH-1");
    new_case.application.month = MonthOf(month);
    ASSERT_TRUE(store().Accept(new_case, now_).ok());
    const Claim claim = TakeClaim();
    for (const CaseState to :
         {CaseState::kRegistered, CaseState::kFetched, CaseState::kEvaluated}) {
      Move(claim, to);
    }
    ASSERT_TRUE(store().Apply(Deciding(claim), now_).ok());
  }
  const History history =
      *store().DecidedMonths(HouseholdId::FromTrusted("HH-1"), MonthOf("2027-01"));
  ASSERT_EQ(history.size(), 3U);
  EXPECT_EQ(history[0].month, MonthOf("2026-12"));
  EXPECT_EQ(history[2].month, MonthOf("2026-10"));
}

}  // namespace dm::testing
