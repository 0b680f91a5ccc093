#include "worker/core/date.h"

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>

#include "fmt/format.h"

namespace dm {
namespace {

// The oldest living person and the latest date in a permit lie well inside; a year outside is a
// slip of the pen.
constexpr int kYearMin = 1800;
constexpr int kYearMax = 2199;

std::chrono::year_month_day CivilOf(Date date) {
  return std::chrono::sys_days(std::chrono::days(date.days_since_epoch()));
}

std::int32_t DaysSinceEpoch(std::chrono::sys_days day) {
  return static_cast<std::int32_t>(day.time_since_epoch().count());
}

bool IsYear(int year) {
  return year >= kYearMin && year <= kYearMax;
}

// The number that `text` is when it consists of exactly `width` digits; -1 otherwise.
int Digits(std::string_view text, std::size_t at, std::size_t width) {
  int value = 0;
  for (const char c : text.substr(at, width)) {
    if (c < '0' || c > '9') return -1;
    value = value * 10 + (c - '0');
  }
  return value;
}

// The last `width` digits of `value`, which is not negative.
void PutDigits(int value, std::size_t at, std::size_t width, std::string* text) {
  for (std::size_t i = at + width; i > at; --i) {
    (*text)[i - 1] = static_cast<char>('0' + value % 10);
    value /= 10;
  }
}

Status RefuseDate() {
  return InvalidArgument("a date is a day of the calendar, YYYY-MM-DD, from 1800 to 2199");
}

Status RefuseMonth() {
  return InvalidArgument("a month is YYYY-MM, from 1800 to 2199");
}

}  // namespace

StatusOr<Date> Date::Make(int year, int month, int day) {
  // The calendar types keep a byte for month and day: a larger number would wrap into a valid one.
  if (!IsYear(year) || month < 1 || month > 12 || day < 1 || day > 31) return RefuseDate();
  const std::chrono::year_month_day civil(std::chrono::year(year),
                                          std::chrono::month(static_cast<unsigned>(month)),
                                          std::chrono::day(static_cast<unsigned>(day)));
  if (!civil.ok()) return RefuseDate();
  return Date(DaysSinceEpoch(civil));
}

StatusOr<Date> Date::Parse(std::string_view text) {
  if (text.size() != 10 || text[4] != '-' || text[7] != '-') return RefuseDate();
  return Make(Digits(text, 0, 4), Digits(text, 5, 2), Digits(text, 8, 2));
}

int Date::year() const {
  return static_cast<int>(CivilOf(*this).year());
}

int Date::month() const {
  return static_cast<int>(static_cast<unsigned>(CivilOf(*this).month()));
}

int Date::day() const {
  return static_cast<int>(static_cast<unsigned>(CivilOf(*this).day()));
}

int Date::iso_weekday() const {
  const std::chrono::weekday weekday{std::chrono::sys_days(std::chrono::days(days_))};
  return static_cast<int>(weekday.iso_encoding());
}

std::string Date::ToString() const {
  // By hand: some hundred of them stand in what is stored of a case.
  const std::chrono::year_month_day civil = CivilOf(*this);
  std::string text = "0000-00-00";
  PutDigits(static_cast<int>(civil.year()), 0, 4, &text);
  PutDigits(static_cast<int>(static_cast<unsigned>(civil.month())), 5, 2, &text);
  PutDigits(static_cast<int>(static_cast<unsigned>(civil.day())), 8, 2, &text);
  return text;
}

StatusOr<Month> Month::Make(int year, int month) {
  if (!IsYear(year) || month < 1 || month > 12) return RefuseMonth();
  return Month(year * 12 + month - 1);
}

StatusOr<Month> Month::Parse(std::string_view text) {
  if (text.size() != 7 || text[4] != '-') return RefuseMonth();
  return Make(Digits(text, 0, 4), Digits(text, 5, 2));
}

Month Month::Of(Date date) {
  return Month(date.year() * 12 + date.month() - 1);
}

Date Month::first_day() const {
  const std::chrono::sys_days first =
      std::chrono::year(year()) / std::chrono::month(static_cast<unsigned>(month())) / 1;
  return Date::FromDaysSinceEpoch(DaysSinceEpoch(first));
}

Date Month::last_day() const {
  return PlusMonths(1).first_day().PlusDays(-1);
}

std::string Month::ToString() const {
  return fmt::format("{:04}-{:02}", year(), month());
}

std::string Month::ToSwedish() const {
  static constexpr std::array<const char*, 12> kNames = {"januari",
                                                         "februari",
                                                         "mars",
                                                         "april",
                                                         "maj",
                                                         "juni",
                                                         "juli",
                                                         "augusti",
                                                         "september",
                                                         "oktober",
                                                         "november",
                                                         "december"};
  return fmt::format("{} {}", kNames[static_cast<std::size_t>(month() - 1)], year());
}

bool Period::Contains(Date date) const {
  return (!from.has_value() || *from <= date) && (!to.has_value() || date <= *to);
}

bool Period::Covers(Month month) const {
  return Contains(month.first_day()) && Contains(month.last_day());
}

int CompletedYears(Date born, Date on) {
  const bool before_birthday =
      on.month() != born.month() ? on.month() < born.month() : on.day() < born.day();
  return on.year() - born.year() - (before_birthday ? 1 : 0);
}

Date AddMonths(Date date, int months) {
  const Month month = Month::Of(date).PlusMonths(months);
  return month.first_day().PlusDays(std::min(date.day(), month.days()) - 1);
}

}  // namespace dm
