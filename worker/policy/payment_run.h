// The payment run of a month: its day, and until when a decision makes it. The one home of payment
// dates; the days and their rules are dated policy (payment.day, payment.cutoff_bank_days,
// bank_holidays). Parameters hold as on the first day of the month applied for.
#pragma once

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

}  // namespace dm
