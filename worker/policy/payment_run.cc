#include "worker/policy/payment_run.h"

#include <algorithm>
#include <string_view>
#include <variant>

#include <fmt/format.h>

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

}  // namespace

StatusOr<Date> BankDayAtOrBefore(Date day, const PolicySet& policy) {
  constexpr int kLongestClosure = 14;
  for (int i = 0; i < kLongestClosure; ++i) {
    DM_ASSIGN_OR_RETURN(const bool open, policy.IsBankDay(day));
    if (open) return day;
    day = day.PlusDays(-1);
  }
  return NotFound("no bank day within two weeks");
}

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

StatusOr<PaymentRun> PaymentRunFor(Month month, const PolicySet& policy) {
  constexpr int kDayMax = 31;
  constexpr int kCutoffMax = 10;
  const Date on = month.first_day();
  DM_ASSIGN_OR_RETURN(const int day, NumberOf("payment.day", on, kDayMax, policy));
  PaymentRun run;
  DM_ASSIGN_OR_RETURN(run.cutoff_days,
                      NumberOf("payment.cutoff_bank_days", on, kCutoffMax, policy));
  const Month before = month.PlusMonths(-1);
  const Date nominal = before.first_day().PlusDays(std::clamp(day, 1, before.days()) - 1);
  DM_ASSIGN_OR_RETURN(run.day, BankDayAtOrBefore(nominal, policy));
  DM_ASSIGN_OR_RETURN(run.cutoff, MoveBankDays(run.day, run.cutoff_days, -1, policy));
  return run;
}

StatusOr<std::optional<CompletionLimit>> CompletionLimitFor(const CompletionDays& days,
                                                            const PolicySet& policy) {
  std::optional<CompletionLimit> limit;
  if (days.critical) {
    DM_ASSIGN_OR_RETURN(const Date last, MoveBankDays(*days.critical, days.handling, -1, policy));
    limit = CompletionLimit{.last = last, .by_cutoff = false};
  }
  if (days.today >= days.cutoff) return limit;
  DM_ASSIGN_OR_RETURN(Date last, MoveBankDays(days.cutoff, days.handling, -1, policy));
  if (last <= days.today) last = days.cutoff;
  if (!limit || last < limit->last) limit = CompletionLimit{.last = last, .by_cutoff = true};
  return limit;
}

}  // namespace dm
