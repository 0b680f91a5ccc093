#include "worker/core/swedish_holidays.h"

#include <algorithm>

#include "worker/core/check.h"

namespace dm {
namespace {

constexpr int kSaturday = 6;

Date On(int year, int month, int day) {
  const StatusOr<Month> first = Month::Make(year, month);
  DM_CHECK(first.ok());
  return first->first_day().PlusDays(day - 1);
}

// The first Saturday on or after `day`.
Date SaturdayFrom(Date day) {
  while (day.iso_weekday() != kSaturday) day = day.PlusDays(1);
  return day;
}

// 20 to 26 June.
Date Midsummer(int year) {
  return SaturdayFrom(On(year, 6, 20));
}

}  // namespace

// Meeus, Jones, Butcher.
Date EasterSunday(int year) {
  const int a = year % 19;
  const int b = year / 100;
  const int c = year % 100;
  const int f = (b + 8) / 25;
  const int g = (b - f + 1) / 3;
  const int h = (19 * a + b - b / 4 - g + 15) % 30;
  const int l = (32 + 2 * (b % 4) + 2 * (c / 4) - h - c % 4) % 7;
  const int m = (a + 11 * h + 22 * l) / 451;
  const int n = h + l - 7 * m + 114;
  return On(year, n / 31, n % 31 + 1);
}

std::vector<Date> SwedishPublicHolidays(int year) {
  constexpr int kNationalDayFrom = 2005;
  const Date easter = EasterSunday(year);
  std::vector<Date> days = {
      On(year, 1, 1),                  // nyårsdagen
      On(year, 1, 6),                  // trettondedag jul
      easter.PlusDays(-2),             // långfredagen
      easter,                          // påskdagen
      easter.PlusDays(1),              // annandag påsk
      On(year, 5, 1),                  // första maj
      easter.PlusDays(39),             // Kristi himmelsfärdsdag
      easter.PlusDays(49),             // pingstdagen
      Midsummer(year),                 // midsommardagen
      SaturdayFrom(On(year, 10, 31)),  // alla helgons dag, 31 October to 6 November
      On(year, 12, 25),                // juldagen
      On(year, 12, 26),                // annandag jul
  };
  days.push_back(year >= kNationalDayFrom ? On(year, 6, 6)         // nationaldagen
                                          : easter.PlusDays(50));  // annandag pingst
  std::ranges::sort(days);
  return days;
}

std::vector<Date> SwedishBankEves(int year) {
  return {Midsummer(year).PlusDays(-1), On(year, 12, 24), On(year, 12, 31)};
}

}  // namespace dm
