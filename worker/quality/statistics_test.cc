#include "worker/quality/statistics.h"

#include <utility>

#include <gtest/gtest.h>

namespace dm::quality {
namespace {

// casework.md 14: "0 errors of n" is printed with its upper limit.
TEST(Statistics, NoErrorsHaveTheLimitsOfTheCasework) {
  EXPECT_EQ(PercentText(UpperLimitPermyriad(0, 30)), "9,5 %");
  EXPECT_EQ(PercentText(UpperLimitPermyriad(0, 149)), "2 %");
  EXPECT_EQ(PercentText(UpperLimitPermyriad(0, 299)), "1 %");
  EXPECT_EQ(PercentText(UpperLimitPermyriad(0, 598)), "0,5 %");
  EXPECT_EQ(PercentText(UpperLimitPermyriad(1, 473)), "1 %");
}

TEST(Statistics, TheLimitIsExactWhereItCanBeWorkedOutByHand) {
  EXPECT_EQ(UpperLimitPermyriad(0, 1), 9500);   // 1 − 0.05
  EXPECT_EQ(UpperLimitPermyriad(1, 2), 9747);   // 1 − (1 − √0.95)
  EXPECT_EQ(UpperLimitPermyriad(0, 2), 7764);   // 1 − √0.05
  EXPECT_EQ(UpperLimitPermyriad(9, 700), 223);  // just under ten wrong of about 700
}

TEST(Statistics, NothingLookedAtIsNoLimit) {
  EXPECT_EQ(UpperLimitPermyriad(0, 0), 10'000);
  EXPECT_EQ(UpperLimitPermyriad(3, 3), 10'000);
  EXPECT_EQ(RateText(0, 0, "fel"), "inget granskat: inget är känt");
  EXPECT_EQ(RateText(0, 30, "fel"), "0 av 30 fel; övre gräns 9,5 % (95 %)");
}

TEST(Statistics, TheLimitFallsWithMoreCasesAndRisesWithMoreErrors) {
  for (int n = 2; n < 400; ++n) {
    EXPECT_LE(UpperLimitPermyriad(0, n), UpperLimitPermyriad(0, n - 1));
    EXPECT_GT(UpperLimitPermyriad(1, n), UpperLimitPermyriad(0, n));
  }
}

TEST(Statistics, TheAlarmsAreThoseOfTheCasework) {
  for (const auto& [n, alarm] : {std::pair{12, 3}, {30, 3}, {85, 5}, {170, 7}, {255, 9}}) {
    EXPECT_EQ(AlarmAt(n, 13), alarm) << n;
  }
  // False alarms at 1.3 %, and power at 5 % and 10 %, as the table has them.
  EXPECT_NEAR(TailPpm(3, 30, 13), 7'000, 500);
  EXPECT_NEAR(TailPpm(5, 85, 13), 5'000, 500);
  EXPECT_NEAR(TailPpm(5, 85, 50), 420'000, 5'000);
  EXPECT_NEAR(TailPpm(7, 170, 50), 750'000, 8'000);
  EXPECT_NEAR(TailPpm(9, 255, 50), 890'000, 8'000);
  EXPECT_NEAR(TailPpm(3, 30, 100), 590'000, 5'000);
}

}  // namespace
}  // namespace dm::quality
