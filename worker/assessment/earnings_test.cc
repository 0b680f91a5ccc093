#include "worker/assessment/earnings.h"

#include <map>

#include "gtest/gtest.h"

namespace dm::assessment {
namespace {

const PersonKey kPerson = PersonKey::FromTrusted("p1");
constexpr EarningsRule kRule{.months = 6, .window_months = 24};

Month M(const std::string& text) {
  return *Month::Parse(text);
}

void Add(History* history, const std::string& from, int months, Outcome outcome) {
  for (int i = 0; i < months; ++i) {
    HistoryMonth entry;
    entry.month = M(from).PlusMonths(i);
    entry.outcome = outcome;
    history->insert(history->begin(), entry);
  }
}

// Granted January–June 2025, refused in July, granted August 2025 – January 2026.
History RefusedInJuly() {
  History history;
  Add(&history, "2025-01", 6, Outcome::kBifall);
  Add(&history, "2025-07", 1, Outcome::kAvslag);
  Add(&history, "2025-08", 6, Outcome::kDelavslag);
  return history;
}

TEST(EarningsTest, TheWindowRunsByTheCalendarThroughARefusal) {
  const History history = RefusedInJuly();
  EXPECT_EQ(RunBefore(M("2025-07"), kPerson, history), 6);
  EXPECT_EQ(RunBefore(M("2025-08"), kPerson, history), 0);
  EXPECT_FALSE(WindowAt(M("2025-06"), kPerson, history, kRule));
  for (const char* month : {"2025-07", "2025-08", "2027-06"}) {
    const auto window = WindowAt(M(month), kPerson, history, kRule);
    ASSERT_TRUE(window) << month;
    EXPECT_EQ(window->first, M("2025-07"));
    EXPECT_EQ(window->last, M("2027-06"));
  }
  EXPECT_FALSE(WindowAt(M("2027-07"), kPerson, history, kRule));
}

// Granted January–May 2026, no application in June, granted from July on.
TEST(EarningsTest, AMonthWithoutApplicationBreaksTheRun) {
  History history;
  Add(&history, "2026-01", 5, Outcome::kBifall);
  Add(&history, "2026-07", 6, Outcome::kBifall);
  EXPECT_EQ(RunBefore(M("2026-06"), kPerson, history), 5);
  EXPECT_EQ(RunBefore(M("2026-12"), kPerson, history), 5);
  EXPECT_FALSE(WindowAt(M("2026-12"), kPerson, history, kRule));
  EXPECT_EQ(WindowAt(M("2027-01"), kPerson, history, kRule)->first, M("2027-01"));
}

TEST(EarningsTest, TheSixMonthsAreFulfilledAgainAfterTheWindow) {
  History history;
  Add(&history, "2023-01", 6, Outcome::kBifall);
  Add(&history, "2025-02", 6, Outcome::kBifall);
  EXPECT_EQ(WindowAt(M("2025-06"), kPerson, history, kRule)->first, M("2023-07"));
  EXPECT_FALSE(WindowAt(M("2025-07"), kPerson, history, kRule));
  EXPECT_EQ(WindowAt(M("2025-08"), kPerson, history, kRule)->first, M("2025-08"));
}

TEST(EarningsTest, AMonthWithOtherLivingCostsOnlyDoesNotCount) {
  History history;
  Add(&history, "2026-01", 6, Outcome::kBifall);
  history.front().forsorjningsstod = false;
  EXPECT_EQ(RunBefore(M("2026-07"), kPerson, history), 0);
}

TEST(EarningsTest, TheStateIsThePersonsOwn) {
  History history;
  Add(&history, "2026-01", 6, Outcome::kBifall);
  Person other;
  other.key = PersonKey::FromTrusted("p2");
  for (HistoryMonth& month : history) month.persons = {other};
  EXPECT_EQ(RunBefore(M("2026-07"), kPerson, history), 0);
  EXPECT_EQ(RunBefore(M("2026-07"), other.key, history), 6);
}

TEST(EarningsTest, SaysWhenAWindowStartsEndsAndHasEnded) {
  const History history = RefusedInJuly();
  EXPECT_TRUE(EarningsStateAt(M("2025-07"), kPerson, history, kRule).starts);
  EXPECT_FALSE(EarningsStateAt(M("2025-08"), kPerson, history, kRule).starts);
  EXPECT_TRUE(EarningsStateAt(M("2027-06"), kPerson, history, kRule).ends);
  const EarningsState after = EarningsStateAt(M("2027-07"), kPerson, history, kRule);
  EXPECT_FALSE(after.window);
  EXPECT_TRUE(after.ended);
  EXPECT_FALSE(EarningsStateAt(M("2027-08"), kPerson, history, kRule).ended);
}

TEST(EarningsTest, InAJointCaseTheMonthCountsForBoth) {
  History history;
  Add(&history, "2026-01", 6, Outcome::kBifall);
  Person one;
  one.key = kPerson;
  Person two;
  two.key = PersonKey::FromTrusted("p2");
  two.role = PersonRole::kCoApplicant;
  for (HistoryMonth& month : history) month.persons = {one, two};
  EXPECT_TRUE(WindowAt(M("2026-07"), one.key, history, kRule));
  EXPECT_TRUE(WindowAt(M("2026-07"), two.key, history, kRule));
}

// Four months granted elsewhere, then three here.
History MovedHere() {
  History history;
  Add(&history, "2026-01", 4, Outcome::kBifall);
  for (HistoryMonth& month : history) month.other_municipality = true;
  Add(&history, "2026-05", 3, Outcome::kBifall);
  return history;
}

TEST(EarningsTest, MonthsOfAnotherMunicipalityCountAndAreSeenByAHumanFirst) {
  History history = MovedHere();
  for (HistoryMonth& month : history) month.decided_by = ActorKind::kWorker;
  const EarningsState first = EarningsStateAt(M("2026-07"), kPerson, history, kRule);
  ASSERT_TRUE(first.window);
  EXPECT_EQ(first.window->first, M("2026-07"));
  EXPECT_TRUE(first.rests_on_other_municipality);
  EXPECT_TRUE(EarningsStateAt(M("2026-08"), kPerson, history, kRule).rests_on_other_municipality);
  history.front().decided_by = ActorKind::kPerson;  // July
  EXPECT_FALSE(EarningsStateAt(M("2026-08"), kPerson, history, kRule).rests_on_other_municipality);
}

TEST(EarningsTest, AidElsewhereIsAskedForOnlyWhereItCouldMatter) {
  History history;
  Add(&history, "2026-05", 3, Outcome::kBifall);
  EXPECT_TRUE(AidElsewhereCouldMatter(M("2026-08"), kPerson, history, kRule));
  History refused;
  Add(&refused, "2024-01", 36, Outcome::kAvslag);
  EXPECT_FALSE(AidElsewhereCouldMatter(M("2026-08"), kPerson, refused, kRule));
}

TEST(EarningsTest, AHistoryThatBeginsInTheMiddleOfABrokenRunIsSaidSo) {
  History history;
  Add(&history, "2023-08", 6, Outcome::kBifall);
  EXPECT_TRUE(EarningsStateAt(M("2026-08"), kPerson, history, kRule).begins_before_history);
  Add(&history, "2024-02", 30, Outcome::kBifall);  // unbroken: the window does not hang on it
  EXPECT_FALSE(EarningsStateAt(M("2026-08"), kPerson, history, kRule).begins_before_history);
}

}  // namespace
}  // namespace dm::assessment
