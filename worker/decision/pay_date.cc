#include <algorithm>
#include <optional>

#include <fmt/format.h>

#include "worker/decision/decide.h"

namespace dm {

namespace {

StatusOr<int> NumberOf(std::string_view id, Date on, int most, const PolicySet& policy) {
  DM_ASSIGN_OR_RETURN(const ParameterValue value, policy.Get(id, on));
  const auto* number = std::get_if<std::int64_t>(&value.value);
  if (number == nullptr || *number < 0 || *number > most) {
    return InvalidArgument(fmt::format("the parameter {} is not a number from 0 to {}", id, most));
  }
  return static_cast<int>(*number);
}

// `day` itself or the nearest bank day before it.
StatusOr<Date> BankDayAtOrBefore(Date day, const PolicySet& policy) {
  constexpr int kLongestClosure = 14;
  for (int i = 0; i < kLongestClosure; ++i) {
    DM_ASSIGN_OR_RETURN(const bool open, policy.IsBankDay(day));
    if (open) return day;
    day = day.PlusDays(-1);
  }
  return NotFound("no bank day within two weeks");
}

// The bank day `count` bank days from `day`; `step` is +1 or −1.
StatusOr<Date> MoveBankDays(Date day, int count, int step, const PolicySet& policy) {
  constexpr int kDaysMax = 90;
  for (int i = 0; i < kDaysMax && count > 0; ++i) {
    day = day.PlusDays(step);
    DM_ASSIGN_OR_RETURN(const bool open, policy.IsBankDay(day));
    if (open) --count;
  }
  if (count > 0) return NotFound("not enough bank days within ninety days");
  return day;
}

struct Run {
  Date ordinary;  // the payment day
  Date cutoff;    // the last day on which a decision makes it
  int cutoff_days = 0;
};

StatusOr<Run> RunFor(Month month, const PolicySet& policy) {
  constexpr int kDayMax = 31;
  constexpr int kCutoffMax = 10;
  const Date on = month.first_day();
  DM_ASSIGN_OR_RETURN(const int day, NumberOf("payment.day", on, kDayMax, policy));
  Run run;
  DM_ASSIGN_OR_RETURN(run.cutoff_days,
                      NumberOf("payment.cutoff_bank_days", on, kCutoffMax, policy));
  const Month before = month.PlusMonths(-1);
  const Date nominal = before.first_day().PlusDays(std::clamp(day, 1, before.days()) - 1);
  DM_ASSIGN_OR_RETURN(run.ordinary, BankDayAtOrBefore(nominal, policy));
  DM_ASSIGN_OR_RETURN(run.cutoff, MoveBankDays(run.ordinary, run.cutoff_days, -1, policy));
  return run;
}

}  // namespace

StatusOr<Date> PayDateFor(Month month, Date decided_on, const PolicySet& policy) {
  DM_ASSIGN_OR_RETURN(const Run run, RunFor(month, policy));
  if (decided_on <= run.cutoff) return run.ordinary;
  // At least one bank day on: the day of decision itself may be none.
  return MoveBankDays(decided_on, std::max(1, run.cutoff_days), 1, policy);
}

StatusOr<Date> PaymentCutoffFor(Month month, const PolicySet& policy) {
  DM_ASSIGN_OR_RETURN(const Run run, RunFor(month, policy));
  return run.cutoff;
}

StatusOr<Date> MustSeeDateFor(Month month, const PolicySet& policy) {
  constexpr int kWorkingDays = 2;
  DM_ASSIGN_OR_RETURN(const Run run, RunFor(month, policy));
  return MoveBankDays(run.cutoff, kWorkingDays, -1, policy);
}

}  // namespace dm
