// Step 2: asks the registers what the case needs and does not know yet: one question a person and
// connector, all of a household at once. A register that is silent is a value, never an error and
// never "nothing found".
//
// What the audit says. Each question is recorded durably before the first one leaves, all of a
// round in one commit (reliability I8), as "register_asked" with person, sources, ground and
// correlation id: from then on it may have left. What then was not sent (a closed window, a broken
// circuit, a rate limit, no time left) is recorded as "register_not_asked" with the same
// correlation id, the sources and why. So a question without such a record was sent as far as
// anyone can know, also when the worker stopped between the two; nothing is ever sent without a
// record, and nothing is called asked that was held.
//
// What is held costs no attempt. A round in which nothing was sent leaves `source_attempts` and the
// time of `retry.max_h` as they were, as long as the payment run of the case is still ahead: the
// cut-off ends the wait. Once it has passed there is no such end, so that such a round counts like
// any other and no wait is longer than those hours.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <vector>

#include "worker/case/case_record.h"
#include "worker/evidence/may_ask.h"
#include "worker/evidence/retry.h"
#include "worker/policy/policy_set.h"
#include "worker/ports/clock.h"
#include "worker/ports/evidence_source.h"
#include "worker/ports/log.h"
#include "worker/ports/store.h"

namespace dm::evidence {

// What step 2 works with. All outlive the call.
struct GatherTools {
  const PolicySet& policy;
  const std::vector<EvidenceSource*>& sources;
  // Records, all or none; durable when it returns OK.
  std::function<Status(std::span<const AuditEvent>)> record;
  const Clock& clock;
  Log& log;
  Random random;
  std::string worker;  // id of this worker, for the audit
  // The positive list of `policy` on a day; without it the list is made anew for each case.
  std::function<QuestionList(ApplicationKind, Date)> questions{};
};

struct Gathered {
  EvidenceSet evidence;             // what was known, with what came now
  int asked = 0;                    // questions of which at least a part was sent
  int held = 0;                     // answers, a person and source each, that were not sent for
  bool attempt = false;             // counts against retry.max_h
  bool complete = false;            // every wanted answer is known
  std::optional<Instant> retry_at;  // ask again then; nothing: go on with what is known
};

// Asks each connector once, one after the other, all its questions at a time.
// `deadline_monotonic_ms` is on the clock's monotonic scale; what it leaves no time for is a
// time-out. FailedPrecondition as GroundOn and CheckMayAsk say; nothing is asked then. Cancelled
// when a connector was stopped. Unknown answers are values. The result does not depend on the order
// in which answers came.
StatusOr<Gathered> GatherEvidence(const CaseRecord& record,
                                  const std::vector<Wanted>& wanted,
                                  const GatherTools& tools,
                                  std::int64_t deadline_monotonic_ms);

// What to store of it: to `fetched`, or to `waiting_source` until `retry_at`. The guard is the
// caller's.
CaseChange EvidenceChange(const CaseRecord& record, const Gathered& gathered);

}  // namespace dm::evidence
