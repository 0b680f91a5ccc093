#include "worker/assessment/surplus.h"

namespace dm::assessment {

namespace {

bool Stated(const HistoryMonth* entry) {
  return entry != nullptr && entry->surplus && *entry->surplus > Money();
}

// Months in a row, backwards from `month` − 1, whose decisions state a surplus.
int MonthsStated(Month month, const History& history) {
  int months = 0;
  while (Stated(FindMonth(history, month.PlusMonths(-1 - months)))) ++months;
  return months;
}

}  // namespace

Surplus SurplusBefore(
    Month month, const History& history, ApplicationKind kind, Answer explained, int carry_months) {
  // Who applies for the first time had no reason to plan by the norm.
  if (carry_months < 1 || kind == ApplicationKind::kFirst) return {};
  const HistoryMonth* before = FindMonth(history, month.PlusMonths(-1));
  if (before == nullptr) return {};
  if (!Stated(before)) {
    const bool refused = before->outcome == Outcome::kAvslag && !before->surplus;
    return {.what = refused ? SurplusCase::kNotStated : SurplusCase::kNone, .amount = Money()};
  }
  const Money amount = *before->surplus;
  // HFD 2017 ref. 51: not without end.
  if (MonthsStated(month, history) > carry_months) return {SurplusCase::kTooLong, amount};
  switch (explained) {
    case Answer::kYes:
      return {SurplusCase::kExplained, amount};
    case Answer::kUnknown:
      return {SurplusCase::kNotAsked, amount};
    case Answer::kNo:
      return {SurplusCase::kCarried, amount};
  }
  return {SurplusCase::kNotAsked, amount};
}

}  // namespace dm::assessment
