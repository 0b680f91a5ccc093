// When a register that did not answer is asked again: exponential waits with jitter, for a limited
// time (casework.md T-11), and never so late that a person could not decide before the payment
// cut-off (T-08). After that the case goes on with an unknown, which leads to a human.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>

#include "worker/core/date.h"
#include "worker/core/instant.h"
#include "worker/policy/policy_set.h"

namespace dm::evidence {

// Uniform over all 64 bits; the runtime gives the operating system's, tests a fixed one.
using Random = std::function<std::uint64_t()>;

// The nominal wait before attempt `attempts` + 1, in milliseconds; `attempts` counts those made,
// from 1. One minute, doubled each time, at most ten.
std::int64_t NominalWaitMs(int attempts);

// The first instant at which a person must have the case so that the money for `month` goes out
// with the ordinary run: the start of the day `payment.cutoff_bank_days` banking days before the
// payment day. NotFound names a missing parameter or an unknown bank calendar.
StatusOr<Instant> CutoffStart(Month month, const PolicySet& policy);

// True until the day of the cut-off is over: waiting has an end then, since a person must have the
// case in time for the run. False when the cut-off is not known.
bool IsRunAhead(Month month, Instant now, const PolicySet& policy);

struct RetryQuestion {
  int attempts = 0;  // made so far, this one included if it counts
  Instant now;
  Month month;  // applied for
  // Where a part was held: when the last of it may be sent. Never in time to wait for only a part.
  std::optional<Instant> held_until = std::nullopt;
  bool only_held = false;  // nothing was sent: no attempt is used up by it while the run is ahead
};

// When to ask again, or nothing: the waits of all attempts would exceed `retry.max_h`, or the next
// one would come on or after the cut-off, or the cut-off is not known. Once the cut-off day has
// passed, only `retry.max_h` bounds it, and no single wait is longer: there is no run left to be in
// time for, and a window that opens after the weekend is no reason to be later still. The wait is
// between half of the nominal and the nominal, and at least until `held_until` and up to a minute
// more, so that the cases that wait for one window do not all come in its first second.
StatusOr<std::optional<Instant>> NextAttempt(const RetryQuestion& question,
                                             const PolicySet& policy,
                                             const Random& random);

}  // namespace dm::evidence
