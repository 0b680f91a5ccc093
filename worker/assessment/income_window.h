// The days whose payments are counted: the calendar month before, or the thirty days before the
// application (income_month.mode, rules.md 2), and the window of equal length before it, which is
// for comparison only and never summed.
#pragma once

#include <optional>
#include <string>

#include "worker/assessment/context.h"
#include "worker/assessment/policy_reader.h"
#include "worker/core/date.h"

namespace dm::assessment {

struct IncomeWindow {
  Date from;
  Date to;                     // both included
  std::optional<Month> month;  // set when the window is a calendar month

  bool Covers(Date day) const { return from <= day && day <= to; }

  // "november 2026", or "2026-10-27–2026-11-25".
  std::string ToSwedish() const;

  // The same for a place in a text, put in words when it is read.
  ArgumentValue Told() const {
    return month ? ArgumentValue(*month) : ArgumentValue(DayRange{.from = from, .to = to});
  }
};

struct IncomeWindows {
  IncomeWindow income;
  IncomeWindow comparison;
};

enum class IncomeMonthMode { kCalendarMonthBefore, kThirtyDaysBeforeApplication };

// Nothing, noted as missing, when the policy does not say.
std::optional<IncomeMonthMode> ReadIncomeMonthMode(PolicyReader* policy);

// `received` is the Swedish calendar day on which the application reached the authority; the
// window ends the day before.
IncomeWindows WindowsOf(IncomeMonthMode mode, Month month, Date received);

// Those of the case; the calendar months where the policy does not say, which is noted as missing.
IncomeWindows WindowsFor(Context* context);

}  // namespace dm::assessment
