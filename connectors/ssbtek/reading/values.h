// Reading single values as the agencies write them: dates with offsets, months, weeks, amounts.
// What cannot be read exactly is not read.
#pragma once

#include <optional>
#include <string_view>

#include "worker/core/date.h"
#include "worker/core/money.h"

namespace dm::ssbtek {

// "2026-09-25", also with an offset ("2016-11-18+01:00", "…Z"), with a time of day behind it, or as
// "20260925". The calendar day as written: an offset never moves it.
std::optional<Date> ReadDate(std::string_view text);

enum class PeriodEnd { kFrom, kTo };

// As ReadDate; also a month ("2022-09") or a year ("2022"), which begin with their first day and
// end with their last.
std::optional<Date> ReadPeriodEnd(std::string_view text, PeriodEnd end);

// An ISO week "202653": its Monday for kFrom, its Sunday for kTo. Nothing for week 0, or a week 53
// that the year lacks.
std::optional<Date> ReadWeek(std::string_view text, PeriodEnd end);

// A decimal in the text of XML or JSON: "3900.0", "1600.00", "-12", "1.0E7". Nothing unless it is a
// whole number of öre within ±99 999 999 kronor: a benefit payment above that is no payment.
std::optional<Money> ReadAmount(std::string_view text);

// A decimal number of days as half days: "4.5" is 9. Nothing for quarters, negatives or over 1 000
// days.
std::optional<int> ReadHalfDays(std::string_view text);

std::optional<int> ReadInt(std::string_view text);

// xsd:boolean.
std::optional<bool> ReadBoolean(std::string_view text);

// White space around it removed.
std::string_view Trim(std::string_view text);

// True when `found` (10 or 12 digits, a hyphen allowed) is the person with the 12 digits `asked`.
bool IsSamePerson(std::string_view found, std::string_view asked);

// True for 12 digits whose day part is a coordination number's (samordningsnummer: the day + 60).
bool IsCoordinationNumber(std::string_view twelve_digits);

}  // namespace dm::ssbtek
