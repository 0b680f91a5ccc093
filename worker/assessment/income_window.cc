#include "worker/assessment/income_window.h"

#include "worker/assessment/parameter_ids.h"

namespace dm::assessment {

namespace {

constexpr int kWindowDays = 30;

IncomeWindow OfMonth(Month month) {
  return {.from = month.first_day(), .to = month.last_day(), .month = month};
}

IncomeWindow DaysBefore(Date day) {
  return {.from = day.PlusDays(-kWindowDays), .to = day.PlusDays(-1), .month = std::nullopt};
}

}  // namespace

std::string IncomeWindow::ToSwedish() const {
  return month ? month->ToSwedish() : from.ToString() + "–" + to.ToString();
}

std::optional<IncomeMonthMode> ReadIncomeMonthMode(PolicyReader* policy) {
  const std::string* mode = policy->NeedCode(parameter::kIncomeMonthMode);
  if (!mode) return std::nullopt;
  if (*mode == "calendar_month_before") return IncomeMonthMode::kCalendarMonthBefore;
  if (*mode == "thirty_days_before_application") {
    return IncomeMonthMode::kThirtyDaysBeforeApplication;
  }
  return std::nullopt;
}

IncomeWindows WindowsOf(IncomeMonthMode mode, Month month, Date received) {
  if (mode == IncomeMonthMode::kCalendarMonthBefore) {
    return {.income = OfMonth(month.PlusMonths(-1)), .comparison = OfMonth(month.PlusMonths(-2))};
  }
  const IncomeWindow income = DaysBefore(received);
  return {.income = income, .comparison = DaysBefore(income.from)};
}

IncomeWindows WindowsFor(Context* context) {
  const IncomeMonthMode mode =
      ReadIncomeMonthMode(&context->policy).value_or(IncomeMonthMode::kCalendarMonthBefore);
  return WindowsOf(mode, context->month(), SwedishDate(context->application().received_at));
}

}  // namespace dm::assessment
