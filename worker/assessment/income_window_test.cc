#include "worker/assessment/income_window.h"

#include "gtest/gtest.h"

namespace dm::assessment {
namespace {

Date D(const std::string& text) {
  return *Date::Parse(text);
}

TEST(IncomeWindowTest, TheMonthBeforeAndTheOneBeforeThat) {
  const IncomeWindows windows =
      WindowsOf(IncomeMonthMode::kCalendarMonthBefore, *Month::Parse("2026-03"), D("2026-02-25"));
  EXPECT_EQ(windows.income.from, D("2026-02-01"));
  EXPECT_EQ(windows.income.to, D("2026-02-28"));
  EXPECT_EQ(windows.comparison.from, D("2026-01-01"));
  EXPECT_TRUE(windows.income.Covers(D("2026-02-01")));
  EXPECT_TRUE(windows.income.Covers(D("2026-02-28")));
  EXPECT_FALSE(windows.income.Covers(D("2026-03-01")));
}

TEST(IncomeWindowTest, ThirtyDaysEndTheDayBeforeTheApplication) {
  const IncomeWindows windows = WindowsOf(
      IncomeMonthMode::kThirtyDaysBeforeApplication, *Month::Parse("2026-12"), D("2026-11-26"));
  EXPECT_EQ(windows.income.from, D("2026-10-27"));
  EXPECT_EQ(windows.income.to, D("2026-11-25"));
  EXPECT_EQ(windows.income.ToSwedish(), "2026-10-27–2026-11-25");
  EXPECT_FALSE(windows.income.Covers(D("2026-11-26")));
  EXPECT_TRUE(windows.income.Covers(D("2026-10-27")));
  EXPECT_EQ(windows.comparison.from, D("2026-09-27"));
  EXPECT_EQ(windows.comparison.to, D("2026-10-26"));
}

}  // namespace
}  // namespace dm::assessment
