#include "worker/case/history.h"

#include "gtest/gtest.h"

namespace dm {
namespace {

const Month kDecember = Month().PlusMonths((2026 - 1970) * 12 + 11);

// `months_back` before December 2026.
HistoryMonth Granted(int months_back, ActorKind by = ActorKind::kPerson) {
  HistoryMonth entry;
  entry.month = kDecember.PlusMonths(-months_back);
  entry.outcome = Outcome::kBifall;
  entry.granted = Money::FromKronor(4000);
  entry.decided_by = by;
  return entry;
}

HistoryMonth Refused(int months_back) {
  HistoryMonth entry = Granted(months_back);
  entry.outcome = Outcome::kAvslag;
  entry.granted = Money();
  return entry;
}

TEST(HistoryTest, FindsAMonthOrNothing) {
  const History history = {Granted(1), Granted(3)};
  ASSERT_NE(FindMonth(history, kDecember.PlusMonths(-3)), nullptr);
  EXPECT_EQ(FindMonth(history, kDecember.PlusMonths(-3))->month.ToString(), "2026-09");
  EXPECT_EQ(FindMonth(history, kDecember.PlusMonths(-2)), nullptr);
  EXPECT_EQ(FindMonth({}, kDecember), nullptr);
}

TEST(HistoryTest, CountsGrantedMonthsInARow) {
  EXPECT_EQ(GrantedRunBefore({}, kDecember), 0);
  EXPECT_EQ(GrantedRunBefore({Granted(1), Granted(2), Granted(3)}, kDecember), 3);
}

TEST(HistoryTest, DoesNotCountTheMonthItself) {
  EXPECT_EQ(GrantedRunBefore({Granted(0), Granted(1)}, kDecember), 1);
}

TEST(HistoryTest, AMissingMonthBreaksTheRun) {
  EXPECT_EQ(GrantedRunBefore({Granted(2), Granted(3)}, kDecember), 0);
  EXPECT_EQ(GrantedRunBefore({Granted(1), Granted(3)}, kDecember), 1);
}

TEST(HistoryTest, ARefusedMonthBreaksTheRun) {
  EXPECT_EQ(GrantedRunBefore({Granted(1), Refused(2), Granted(3)}, kDecember), 1);
}

TEST(HistoryTest, APartlyApprovedMonthCounts) {
  HistoryMonth part = Granted(1);
  part.outcome = Outcome::kDelavslag;
  EXPECT_EQ(GrantedRunBefore({part}, kDecember), 1);
}

TEST(HistoryTest, AidForOtherLivingCostsAloneDoesNotCount) {
  HistoryMonth other = Granted(1);
  other.forsorjningsstod = false;
  EXPECT_EQ(GrantedRunBefore({other, Granted(2)}, kDecember), 0);
}

TEST(HistoryTest, CountsMonthsSinceAPersonDecided) {
  const History history = {
      Granted(1, ActorKind::kWorker), Granted(2, ActorKind::kWorker), Granted(3), Granted(4)};
  EXPECT_EQ(MonthsWithoutPersonBefore(history, kDecember), 2);
  EXPECT_EQ(MonthsWithoutPersonBefore({Granted(1)}, kDecember), 0);
}

TEST(MergeHistoryTest, TheDecidedMonthStandsAndAllAreNewestFirst) {
  const auto entry = [](const char* month, int kronor) {
    HistoryMonth one;
    one.month = *Month::Parse(month);
    one.granted = Money::FromKronor(kronor);
    return one;
  };
  const History merged = MergeHistory(
      {entry("2026-10", 1)}, {entry("2026-09", 2), entry("2026-11", 3), entry("2026-10", 4)});
  ASSERT_EQ(merged.size(), 3U);
  EXPECT_EQ(merged[0].granted, Money::FromKronor(3));
  EXPECT_EQ(merged[1].granted, Money::FromKronor(1));
  EXPECT_EQ(merged[2].granted, Money::FromKronor(2));
}

TEST(HistoryTest, AMonthOfAnotherMunicipalityIsNoneOfOurs) {
  HistoryMonth elsewhere;
  elsewhere.month = *Month::Parse("2026-11");
  elsewhere.outcome = Outcome::kBifall;
  elsewhere.granted = Money::FromKronor(1);
  elsewhere.other_municipality = true;
  const History history = {elsewhere};
  EXPECT_EQ(FindMonth(history, elsewhere.month), nullptr);
  EXPECT_NE(FindAnyMonth(history, elsewhere.month), nullptr);
  EXPECT_EQ(GrantedRunBefore(history, elsewhere.month.PlusMonths(1)), 0);
}

}  // namespace
}  // namespace dm
