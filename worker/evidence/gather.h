// Step 2: asks the registers what the case needs and does not know yet, one question a person and
// connector. Every question is recorded before it is sent (reliability I8). A register that is
// silent is a value, never an error and never "nothing found".
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "worker/case/case_record.h"
#include "worker/evidence/retry.h"
#include "worker/policy/policy_set.h"
#include "worker/ports/clock.h"
#include "worker/ports/evidence_source.h"
#include "worker/ports/log.h"
#include "worker/ports/store.h"

namespace dm::evidence {

// What the case needs to know about one person from one register.
struct Wanted {
  PersonKey person;
  SourceQuestion question;
};

// What step 2 works with. All outlive the call.
struct GatherTools {
  const PolicySet& policy;
  const std::vector<EvidenceSource*>& sources;
  Store& store;
  const Clock& clock;
  Log& log;
  Random random;
  std::string worker;  // id of this worker, for the audit
};

struct Gathered {
  EvidenceSet evidence;             // what was known, with what came now
  int asked = 0;                    // questions sent
  bool complete = false;            // every wanted answer is known
  std::optional<Instant> retry_at;  // ask again then; nothing: go on with what is known
};

// `deadline_monotonic_ms` is on the clock's monotonic scale; what it leaves no time for is a
// time-out. FailedPrecondition PARAMETER_MISSING names a policy parameter that must be set before
// anything may be asked; FailedPrecondition also for a case that is not open or a person outside
// it. Cancelled when a connector was stopped. Unknown answers are values.
StatusOr<Gathered> GatherEvidence(const CaseRecord& record,
                                  const std::vector<Wanted>& wanted,
                                  const GatherTools& tools,
                                  std::int64_t deadline_monotonic_ms);

// What to store of it: to `fetched`, or to `waiting_source` until `retry_at`. The guard is the
// caller's.
CaseChange EvidenceChange(const CaseRecord& record, const Gathered& gathered);

}  // namespace dm::evidence
