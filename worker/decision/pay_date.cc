#include <algorithm>

#include "worker/decision/decide.h"
#include "worker/policy/payment_run.h"

namespace dm {

StatusOr<Date> PayDateFor(Month month, Date decided_on, const PolicySet& policy) {
  DM_ASSIGN_OR_RETURN(const PaymentRun run, PaymentRunFor(month, policy));
  if (decided_on <= run.cutoff) return run.day;
  // At least one bank day on: the day of decision itself may be none.
  return MoveBankDays(decided_on, std::max(1, run.cutoff_days), 1, policy);
}

StatusOr<Date> PaymentCutoffFor(Month month, const PolicySet& policy) {
  DM_ASSIGN_OR_RETURN(const PaymentRun run, PaymentRunFor(month, policy));
  return run.cutoff;
}

StatusOr<Date> MustSeeDateFor(Month month, const PolicySet& policy) {
  constexpr int kWorkingDays = 2;
  DM_ASSIGN_OR_RETURN(const PaymentRun run, PaymentRunFor(month, policy));
  return MoveBankDays(run.cutoff, kWorkingDays, -1, policy);
}

}  // namespace dm
