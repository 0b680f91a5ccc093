#include "worker/evidence/retry.h"

#include <gtest/gtest.h>

#include "tests/support/cases.h"
#include "tests/support/fake_policy.h"

namespace dm::evidence {
namespace {

using dm::testing::FakePolicy;
using dm::testing::MonthOf;
using dm::testing::TestNow;

constexpr std::int64_t kMinuteMs = 60'000;

std::uint64_t Zero() {
  return 0;
}

class RetryTest : public ::testing::Test {
 protected:
  std::optional<Instant> Next(int attempts, Instant now) {
    return *NextAttempt(
        {.attempts = attempts, .now = now, .month = MonthOf("2026-12")}, policy_, random_);
  }

  static Instant At(const std::string& text) { return *Instant::Parse(text); }

  const Instant loaded_ = TestNow();  // loads the zone
  FakePolicy policy_;
  Random random_ = Zero;
};

TEST_F(RetryTest, DoublesTheWaitUpToTenMinutes) {
  EXPECT_EQ(NominalWaitMs(1), kMinuteMs);
  EXPECT_EQ(NominalWaitMs(2), 2 * kMinuteMs);
  EXPECT_EQ(NominalWaitMs(4), 8 * kMinuteMs);
  EXPECT_EQ(NominalWaitMs(5), 10 * kMinuteMs);
  EXPECT_EQ(NominalWaitMs(1000), 10 * kMinuteMs);
}

// Whenever a register comes back, every case has asked it again within a quarter of an hour.
TEST_F(RetryTest, NoWaitIsLongerThanAQuarterOfAnHour) {
  random_ = [] { return ~std::uint64_t{0} / 7; };
  for (int attempts = 1; attempts <= 26; ++attempts)
    EXPECT_LT(*Next(attempts, TestNow()) - TestNow(), 15 * kMinuteMs) << attempts;
}

TEST_F(RetryTest, SpreadsTheWaitBetweenHalfAndWhole) {
  EXPECT_EQ(*Next(1, TestNow()) - TestNow(), kMinuteMs / 2);
  random_ = [] { return std::uint64_t{30'000}; };
  EXPECT_EQ(*Next(1, TestNow()) - TestNow(), kMinuteMs);
  random_ = [] { return ~std::uint64_t{0}; };
  EXPECT_LE(*Next(1, TestNow()) - TestNow(), kMinuteMs);
}

TEST_F(RetryTest, EndsWhenAllWaitsWouldExceedTheLimit) {
  // 1 + 2 + 4 + 8 + 22 times 10 = 235 minutes; one more wait is 245, above four hours.
  EXPECT_TRUE(Next(26, TestNow()).has_value());
  EXPECT_FALSE(Next(27, TestNow()).has_value());
  policy_.Set("retry.max_h", std::int64_t{5});
  EXPECT_TRUE(Next(27, TestNow()).has_value());
}

TEST_F(RetryTest, FindsTheCutoffTwoBankDaysBeforeThePaymentDay) {
  // 27 November 2026 is a Friday; two bank days before is Wednesday the 25th.
  EXPECT_EQ(*CutoffStart(MonthOf("2026-12"), policy_), At("2026-11-25T00:00:00+01:00"));
  // 27 December 2026 is a Sunday: paid on Friday the 25th, cut off on Wednesday the 23rd.
  EXPECT_EQ(*CutoffStart(MonthOf("2027-01"), policy_), At("2026-12-23T00:00:00+01:00"));
}

TEST_F(RetryTest, LeavesAPersonTheDayOfTheCutoff) {
  const Instant evening = At("2026-11-24T23:56:00+01:00");
  EXPECT_TRUE(Next(1, evening).has_value());
  EXPECT_FALSE(Next(8, evening).has_value());  // five minutes at least: past midnight
  EXPECT_FALSE(Next(1, At("2026-11-25T10:00:00+01:00")).has_value());
}

TEST_F(RetryTest, RetriesALateCaseAsLongAsAnyOther) {
  EXPECT_TRUE(Next(8, At("2026-11-26T10:00:00+01:00")).has_value());
}

TEST_F(RetryTest, EndsTheWaitExactlyAtTheCutoff) {
  const Instant cutoff = At("2026-11-25T00:00:00+01:00");
  EXPECT_TRUE(Next(1, cutoff.PlusMs(-kMinuteMs / 2 - 1)).has_value());
  EXPECT_FALSE(Next(1, cutoff.PlusMs(-kMinuteMs / 2)).has_value());
}

TEST_F(RetryTest, GivesAPersonTheWholeCutoffDayAlsoWhereTheHourChanges) {
  policy_.Set("payment.day", std::int64_t{30});
  policy_.Set("payment.cutoff_bank_days", std::int64_t{1});
  // 30 March 2027 is a Tuesday; summer time began on Sunday the 28th.
  EXPECT_EQ(*CutoffStart(MonthOf("2027-04"), policy_), At("2027-03-29T00:00:00+02:00"));
  // 30 October 2026 is a Friday; summer time ended on Sunday the 25th.
  EXPECT_EQ(*CutoffStart(MonthOf("2026-11"), policy_), At("2026-10-29T00:00:00+01:00"));
  // Waits count in real time through the hour that comes twice.
  const Instant before = At("2026-10-25T02:59:30+02:00");
  EXPECT_EQ(
      *NextAttempt({.attempts = 1, .now = before, .month = MonthOf("2026-11")}, policy_, random_),
      At("2026-10-25T02:00:00+01:00"));
}

TEST_F(RetryTest, KnowsWhetherTheRunIsAhead) {
  const Month december = MonthOf("2026-12");
  EXPECT_TRUE(IsRunAhead(december, At("2026-11-25T23:59:59+01:00"), policy_));
  EXPECT_FALSE(IsRunAhead(december, At("2026-11-26T00:00:00+01:00"), policy_));
  policy_.Remove("payment.day");
  EXPECT_FALSE(IsRunAhead(december, TestNow(), policy_));
}

TEST_F(RetryTest, AClockThatWasSetBackOnlyMovesTheWait) {
  const Instant back = TestNow().PlusMs(std::int64_t{-365} * 24 * 60 * kMinuteMs);
  EXPECT_EQ(*Next(1, back) - back, kMinuteMs / 2);
}

TEST_F(RetryTest, AsksNobodyAgainWithoutAKnownCutoff) {
  policy_.Remove("payment.day");
  EXPECT_FALSE(Next(1, TestNow()).has_value());
}

}  // namespace
}  // namespace dm::evidence
