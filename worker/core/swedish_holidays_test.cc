#include "worker/core/swedish_holidays.h"

#include <algorithm>
#include <string>
#include <vector>

#include <gtest/gtest.h>

namespace dm {
namespace {

// Published dates of påskdagen, over the leap years and centuries that the rule turns on.
TEST(SwedishHolidaysTest, EasterIsWhereItWas) {
  for (const char* day : {"1961-04-02", "1981-04-19", "2000-04-23", "2008-03-23", "2011-04-24",
                          "2019-04-21", "2020-04-12", "2021-04-04", "2022-04-17", "2023-04-09",
                          "2024-03-31", "2025-04-20", "2026-04-05", "2027-03-28", "2028-04-16",
                          "2029-04-01", "2030-04-21", "2038-04-25", "2049-04-18", "2076-04-19"}) {
    const Date easter = *Date::Parse(day);
    EXPECT_EQ(EasterSunday(Month::Of(easter).year()), easter) << day;
  }
}

TEST(SwedishHolidaysTest, AWholeYearByName) {
  std::vector<std::string> days;
  for (const Date day : SwedishPublicHolidays(2026)) days.push_back(day.ToString());
  EXPECT_EQ(days,
            (std::vector<std::string>{"2026-01-01",
                                      "2026-01-06",
                                      "2026-04-03",
                                      "2026-04-05",
                                      "2026-04-06",
                                      "2026-05-01",
                                      "2026-05-14",
                                      "2026-05-24",
                                      "2026-06-06",
                                      "2026-06-20",
                                      "2026-10-31",
                                      "2026-12-25",
                                      "2026-12-26"}));
}

TEST(SwedishHolidaysTest, MidsummerAndAllSaintsAreSaturdaysWithinTheirWeeks) {
  for (int year = 1990; year <= 2100; ++year) {
    const std::vector<Date> days = SwedishPublicHolidays(year);
    const auto within = [&days](const std::string& from, const std::string& to) {
      int saturdays = 0;
      for (const Date day : days)
        if (day >= *Date::Parse(from) && day <= *Date::Parse(to) && day.iso_weekday() == 6)
          ++saturdays;
      return saturdays;
    };
    const std::string text = std::to_string(year);
    EXPECT_EQ(within(text + "-06-20", text + "-06-26"), 1) << year;
    EXPECT_EQ(within(text + "-10-31", text + "-11-06"), 1) << year;
  }
}

TEST(SwedishHolidaysTest, TheNationalDayTookTheOtherWhitMondaysPlace) {
  const std::vector<Date> before = SwedishPublicHolidays(2004);
  const std::vector<Date> after = SwedishPublicHolidays(2005);
  EXPECT_EQ(std::count(before.begin(), before.end(), *Date::Parse("2004-05-31")), 1);
  EXPECT_EQ(std::count(before.begin(), before.end(), *Date::Parse("2004-06-06")), 0);
  EXPECT_EQ(std::count(after.begin(), after.end(), *Date::Parse("2005-05-16")), 0);
  EXPECT_EQ(std::count(after.begin(), after.end(), *Date::Parse("2005-06-06")), 1);
}

}  // namespace
}  // namespace dm
