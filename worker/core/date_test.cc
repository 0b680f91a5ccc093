#include "worker/core/date.h"

#include <string>

#include "gtest/gtest.h"

namespace dm {
namespace {

Date Day(const char* text) {
  const StatusOr<Date> date = Date::Parse(text);
  EXPECT_TRUE(date.ok()) << text;
  return date.value_or(Date());
}

Month InMonth(const char* text) {
  return Month::Of(Day((std::string(text) + "-01").c_str()));
}

TEST(DateTest, ReadsAndWritesTheCalendar) {
  const Date date = Day("2026-11-05");
  EXPECT_EQ(date.year(), 2026);
  EXPECT_EQ(date.month(), 11);
  EXPECT_EQ(date.day(), 5);
  EXPECT_EQ(date.ToString(), "2026-11-05");
  EXPECT_EQ(Day("1800-01-01").ToString(), "1800-01-01");
  EXPECT_EQ(Day("2199-12-31").ToString(), "2199-12-31");
}

TEST(DateTest, CountsDaysFromTheEpoch) {
  EXPECT_EQ(Date().ToString(), "1970-01-01");
  EXPECT_EQ(Day("1970-01-02").days_since_epoch(), 1);
  EXPECT_EQ(Day("1969-12-31").days_since_epoch(), -1);
  EXPECT_EQ(Date::FromDaysSinceEpoch(-1), Day("1969-12-31"));
  EXPECT_EQ(Day("2026-03-01") - Day("2026-02-01"), 28);
  EXPECT_EQ(Day("2026-12-31").PlusDays(1), Day("2027-01-01"));
  EXPECT_LT(Day("2026-12-31"), Day("2027-01-01"));
}

TEST(DateTest, KnowsLeapDays) {
  EXPECT_TRUE(Date::Make(2024, 2, 29).ok());
  EXPECT_TRUE(Date::Make(2000, 2, 29).ok());
  EXPECT_FALSE(Date::Make(1900, 2, 29).ok());
  EXPECT_FALSE(Date::Make(2026, 2, 29).ok());
}

TEST(DateTest, RefusesWhatIsNoDay) {
  for (const char* text : {"",
                           "2026-1-01",
                           "2026-01-1",
                           "2026/01/01",
                           "2026-01/01",
                           "2026-00-01",
                           "2026-13-01",
                           "2026-01-00",
                           "2026-01-32",
                           "2026-04-31",
                           "1799-12-31",
                           "2200-01-01",
                           "20x6-01-01",
                           "2026-0:-01",
                           "2026-01-0/",
                           "2026-01-011",
                           "-026-01-01"}) {
    EXPECT_EQ(Date::Parse(text).status().code(), StatusCode::kInvalidArgument) << text;
  }
  EXPECT_FALSE(Date::Make(2026, 257, 1).ok());  // would wrap to January in a byte
  EXPECT_FALSE(Date::Make(2026, 1, 257).ok());
}

TEST(DateTest, ErrorNeverRepeatsTheText) {
  EXPECT_EQ(MessageOf(Date::Parse("1987-02-31").status()).find("1987"), std::string::npos);
  EXPECT_EQ(MessageOf(Month::Parse("1987-13").status()).find("1987"), std::string::npos);
}

TEST(DateTest, NumbersWeekdaysFromMonday) {
  EXPECT_EQ(Day("2026-11-23").iso_weekday(), 1);
  EXPECT_EQ(Day("2026-11-28").iso_weekday(), 6);
  EXPECT_EQ(Day("2026-11-29").iso_weekday(), 7);
  EXPECT_EQ(Day("1969-12-31").iso_weekday(), 3);
}

TEST(MonthTest, ReadsAndWrites) {
  const StatusOr<Month> month = Month::Parse("2026-12");
  ASSERT_TRUE(month.ok());
  EXPECT_EQ(month->year(), 2026);
  EXPECT_EQ(month->month(), 12);
  EXPECT_EQ(month->ToString(), "2026-12");
  EXPECT_EQ(month->ToSwedish(), "december 2026");
  EXPECT_EQ(InMonth("2027-01").ToSwedish(), "januari 2027");
  EXPECT_EQ(Month().ToString(), "1970-01");
}

TEST(MonthTest, RefusesWhatIsNoMonth) {
  for (const char* text : {"",
                           "2026-00",
                           "2026-13",
                           "2026/12",
                           "2026-1",
                           "2026-012",
                           "1799-12",
                           "2200-01",
                           "2026-x1",
                           "x026-01"}) {
    EXPECT_EQ(Month::Parse(text).status().code(), StatusCode::kInvalidArgument) << text;
  }
}

TEST(MonthTest, StepsOverTheTurnOfTheYear) {
  EXPECT_EQ(InMonth("2027-01").PlusMonths(-1).ToString(), "2026-12");
  EXPECT_EQ(InMonth("2026-12").PlusMonths(2).ToString(), "2027-02");
  EXPECT_EQ(InMonth("2027-02") - InMonth("2026-11"), 3);
  EXPECT_LT(InMonth("2026-12"), InMonth("2027-01"));
}

TEST(MonthTest, KnowsItsDays) {
  EXPECT_EQ(InMonth("2026-02").days(), 28);
  EXPECT_EQ(InMonth("2028-02").days(), 29);
  EXPECT_EQ(InMonth("2026-12").first_day(), Day("2026-12-01"));
  EXPECT_EQ(InMonth("2026-12").last_day(), Day("2026-12-31"));
}

TEST(PeriodTest, IncludesBothEnds) {
  const Period period = {.from = Day("2026-11-01"), .to = Day("2026-11-30")};
  EXPECT_TRUE(period.Contains(Day("2026-11-01")));
  EXPECT_TRUE(period.Contains(Day("2026-11-30")));
  EXPECT_FALSE(period.Contains(Day("2026-10-31")));
  EXPECT_FALSE(period.Contains(Day("2026-12-01")));
}

TEST(PeriodTest, AMissingEndIsOpen) {
  EXPECT_TRUE(Period{}.Contains(Day("1800-01-01")));
  EXPECT_TRUE((Period{.from = Day("2026-01-01"), .to = {}}).Contains(Day("2199-12-31")));
  EXPECT_TRUE((Period{.from = {}, .to = Day("2026-01-01")}).Contains(Day("1800-01-01")));
}

TEST(PeriodTest, CoversAMonthOnlyWithAllItsDays) {
  EXPECT_TRUE(
      (Period{.from = Day("2026-11-01"), .to = Day("2026-11-30")}).Covers(InMonth("2026-11")));
  EXPECT_FALSE((Period{.from = Day("2026-11-02"), .to = {}}).Covers(InMonth("2026-11")));
  EXPECT_FALSE((Period{.from = {}, .to = Day("2026-11-29")}).Covers(InMonth("2026-11")));
}

TEST(CompletedYearsTest, CountsUpOnTheBirthday) {
  EXPECT_EQ(CompletedYears(Day("2008-11-23"), Day("2026-11-22")), 17);
  EXPECT_EQ(CompletedYears(Day("2008-11-23"), Day("2026-11-23")), 18);
  EXPECT_EQ(CompletedYears(Day("2008-12-01"), Day("2026-11-30")), 17);
  EXPECT_EQ(CompletedYears(Day("2008-10-31"), Day("2026-11-01")), 18);
}

TEST(CompletedYearsTest, BornOnALeapDayCountsUpOnTheFirstOfMarch) {
  EXPECT_EQ(CompletedYears(Day("2008-02-29"), Day("2026-02-28")), 17);
  EXPECT_EQ(CompletedYears(Day("2008-02-29"), Day("2026-03-01")), 18);
  EXPECT_EQ(CompletedYears(Day("2008-02-29"), Day("2028-02-29")), 20);
}

TEST(CompletedYearsTest, IsNegativeBeforeBirth) {
  EXPECT_EQ(CompletedYears(Day("2026-11-23"), Day("2026-11-22")), -1);
  EXPECT_EQ(CompletedYears(Day("2026-11-23"), Day("2026-11-23")), 0);
}

TEST(AddMonthsTest, ShortensTheDayWhenTheMonthLacksIt) {
  EXPECT_EQ(AddMonths(Day("2026-01-31"), 1), Day("2026-02-28"));
  EXPECT_EQ(AddMonths(Day("2028-01-31"), 1), Day("2028-02-29"));
  EXPECT_EQ(AddMonths(Day("2026-03-31"), -1), Day("2026-02-28"));
  EXPECT_EQ(AddMonths(Day("2026-11-15"), 2), Day("2027-01-15"));
}

}  // namespace
}  // namespace dm
