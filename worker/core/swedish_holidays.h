// The public holidays of a year, by law 1989:253 (lag om allmänna helgdagar), with Easter worked
// out. The worker itself reads dated policy data: this is what that data is checked against.
#pragma once

#include <vector>

#include "worker/core/date.h"

namespace dm {

// Påskdagen, by the Gregorian computus; `year` from 1583.
Date EasterSunday(int year);

// Every public holiday besides the ordinary Sundays, in order. Those that always fall on a Sunday
// (påskdagen, pingstdagen) are among them; nationaldagen since 2005, when annandag pingst ceased
// to be one (lag 2004:1320).
std::vector<Date> SwedishPublicHolidays(int year);

// Midsommarafton, julafton, nyårsafton: no public holidays, and no bank days in practice.
std::vector<Date> SwedishBankEves(int year);

}  // namespace dm
