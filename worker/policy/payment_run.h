// The payment run of a month: its day, and until when a decision makes it. The one home of payment
// dates; the days and their rules are dated policy (payment.day, payment.cutoff_bank_days,
// bank_holidays). Parameters hold as on the first day of the month applied for.
#pragma once

#include <optional>

#include "worker/core/date.h"
#include "worker/core/status.h"
#include "worker/policy/policy_set.h"

namespace dm {

struct PaymentRun {
  Date day;             // the payment day of the month before, or the bank day before it
  Date cutoff;          // the last day on which a decision makes the run
  int cutoff_days = 0;  // bank days from the cut-off to the day
};

// NotFound names a missing parameter or an unknown bank calendar; InvalidArgument a parameter that
// is no number within its bounds.
StatusOr<PaymentRun> PaymentRunFor(Month month, const PolicySet& policy);

// `day` itself or the nearest bank day before it.
StatusOr<Date> BankDayAtOrBefore(Date day, const PolicySet& policy);

// The bank day `count` bank days from `day`; `step` is +1 or -1.
StatusOr<Date> MoveBankDays(Date day, int count, int step, const PolicySet& policy);

// The last day that a household may be given to complete, and what holds it there.
struct CompletionLimit {
  Date last;
  bool by_cutoff = false;  // of the payment run; else by the critical date
};

struct CompletionDays {
  Date today;
  std::optional<Date> critical;  // what must not be missed, such as an eviction
  Date cutoff;                   // of the payment run
  int handling = 1;              // bank days that a caseworker needs after the last day
};

// Before the critical date, and before the cut-off, with a caseworker's bank days in between
// (T-04). Where too little is left before the cut-off for that, the cut-off itself; once it has
// come, the ordinary run is past anyway. The critical date's may lie before today: then no day is
// left.
StatusOr<std::optional<CompletionLimit>> CompletionLimitFor(const CompletionDays& days,
                                                            const PolicySet& policy);

}  // namespace dm
