// Date, Month and Period: calendar types of Swedish civil time. They know no clock and no zone.
#pragma once

#include <chrono>
#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "worker/core/status.h"

namespace dm {

// A real calendar day between 1800-01-01 and 2199-12-31.
class Date {
 public:
  constexpr Date() = default;  // 1970-01-01

  // Invalid argument when it is no real day within the range.
  static StatusOr<Date> Make(int year, int month, int day);
  // "YYYY-MM-DD" exactly.
  static StatusOr<Date> Parse(std::string_view text);

  static constexpr Date FromDaysSinceEpoch(std::int32_t days) { return Date(days); }

  constexpr std::int32_t days_since_epoch() const { return days_; }

  int year() const;
  int month() const;
  int day() const;
  // 1 = Monday … 7 = Sunday (ISO 8601).
  int iso_weekday() const;
  std::string ToString() const;  // "YYYY-MM-DD"

  constexpr Date PlusDays(std::int32_t days) const { return Date(days_ + days); }

  friend constexpr std::int32_t operator-(Date a, Date b) { return a.days_ - b.days_; }

  friend constexpr auto operator<=>(Date, Date) = default;

 private:
  explicit constexpr Date(std::int32_t days) : days_(days) {}

  std::int32_t days_ = 0;
};

// A calendar month: the month applied for (M), the income month (M−1), the month of comparison
// (M−2).
class Month {
 public:
  constexpr Month() = default;  // 1970-01

  static StatusOr<Month> Make(int year, int month);
  // "YYYY-MM" exactly.
  static StatusOr<Month> Parse(std::string_view text);
  static Month Of(Date date);

  int year() const { return index_ / 12; }

  int month() const { return index_ % 12 + 1; }

  Date first_day() const;
  Date last_day() const;

  int days() const { return last_day() - first_day() + 1; }

  std::string ToString() const;   // "YYYY-MM"
  std::string ToSwedish() const;  // "december 2026"

  constexpr Month PlusMonths(int months) const { return Month(index_ + months); }

  friend constexpr int operator-(Month a, Month b) { return a.index_ - b.index_; }

  friend constexpr auto operator<=>(Month, Month) = default;

 private:
  explicit constexpr Month(int index) : index_(index) {}

  int index_ = 1970 * 12;
};

// Days from `from` to `to`, both inclusive; a missing end is open.
struct Period {
  std::optional<Date> from;
  std::optional<Date> to;

  bool Contains(Date date) const;
  // True when every day of `month` lies inside.
  bool Covers(Month month) const;
  friend bool operator==(const Period&, const Period&) = default;
};

// Completed years on `on` of someone born on `born`; born on 29 February counts up on 1 March in
// common years. Negative before birth.
int CompletedYears(Date born, Date on);

// `date` plus whole months; a day that the month lacks becomes its last day.
Date AddMonths(Date date, int months);

}  // namespace dm
