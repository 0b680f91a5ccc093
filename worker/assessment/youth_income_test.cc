#include "worker/assessment/youth_income.h"

#include "gtest/gtest.h"

namespace dm::assessment {
namespace {

const PersonKey kYouth = PersonKey::FromTrusted("p3");

Month M(const std::string& text) {
  return *Month::Parse(text);
}

Money Kr(std::int64_t kronor) {
  return Money::FromKronor(kronor);
}

// Nothing from January, 26 000 in June and July, `august` in August 2026.
std::vector<YouthWork> SummerWork(Money august) {
  std::vector<YouthWork> work;
  for (int month = 0; month < 5; ++month) {
    work.push_back({.person = kYouth, .month = M("2026-01").PlusMonths(month), .gross = Money()});
  }
  work.push_back({.person = kYouth, .month = M("2026-06"), .gross = Kr(26'000)});
  work.push_back({.person = kYouth, .month = M("2026-07"), .gross = Kr(26'000)});
  work.push_back({.person = kYouth, .month = M("2026-08"), .gross = august});
  return work;
}

constexpr YouthRule kRule{.limit = Money::FromKronor(59'200), .margin_percent = 5};

TEST(YouthIncomeTest, NothingIsCountedBelowOnePrisbasbelopp) {
  const YouthYear year = YouthYearOf(kYouth, M("2026-07"), SummerWork(Money()));
  EXPECT_TRUE(year.known());
  EXPECT_EQ(year.through, Kr(52'000));
  EXPECT_EQ(ExcessOf(year, kRule).counted, Money());
}

TEST(YouthIncomeTest, OnlyTheExcessThatTheMonthAddsIsCounted) {
  const YouthYear year = YouthYearOf(kYouth, M("2026-08"), SummerWork(Kr(10'000)));
  EXPECT_EQ(year.before, Kr(52'000));
  EXPECT_EQ(year.through, Kr(62'000));
  EXPECT_EQ(ExcessOf(year, kRule).counted, Kr(2'800));
}

TEST(YouthIncomeTest, OnceAboveTheLimitEveryKronaOfTheMonthIsCounted) {
  std::vector<YouthWork> work = SummerWork(Kr(10'000));
  work.push_back({.person = kYouth, .month = M("2026-09"), .gross = Kr(4'000)});
  const YouthExcess excess = ExcessOf(YouthYearOf(kYouth, M("2026-09"), work), kRule);
  EXPECT_EQ(excess.before, Kr(2'800));
  EXPECT_EQ(excess.counted, Kr(4'000));
}

TEST(YouthIncomeTest, TheSumBeginsAnewInJanuary) {
  std::vector<YouthWork> work = SummerWork(Kr(10'000));
  work.push_back({.person = kYouth, .month = M("2027-01"), .gross = Kr(4'000)});
  const YouthYear year = YouthYearOf(kYouth, M("2027-01"), work);
  EXPECT_TRUE(year.known());
  EXPECT_EQ(year.through, Kr(4'000));
  EXPECT_EQ(year.before, Money());
}

TEST(YouthIncomeTest, AMonthThatNobodyStatedIsUnknownAndNotZero) {
  std::vector<YouthWork> work = SummerWork(Kr(10'000));
  work.erase(work.begin() + 2);
  const YouthYear year = YouthYearOf(kYouth, M("2026-08"), work);
  EXPECT_FALSE(year.known());
  EXPECT_EQ(year.missing, std::vector<Month>{M("2026-03")});
}

TEST(YouthIncomeTest, AnotherPersonsWorkIsNotMixedIn) {
  std::vector<YouthWork> work = SummerWork(Kr(10'000));
  for (YouthWork& entry : work) entry.person = PersonKey::FromTrusted("p4");
  EXPECT_FALSE(YouthYearOf(kYouth, M("2026-08"), work).known());
}

TEST(YouthIncomeTest, FivePercentOnEitherSideIsNear) {
  YouthYear year;
  for (const auto& [sum, near] : std::vector<std::pair<Money, bool>>{
           {Kr(56'239), false}, {Kr(56'240), true}, {Kr(62'160), true}, {Kr(62'161), false}}) {
    year.through = sum;
    EXPECT_EQ(ExcessOf(year, kRule).near, near) << sum.ToString();
  }
}

}  // namespace
}  // namespace dm::assessment
