// StepStore: a store that keeps several steps of one case in one commit. What the pipeline works
// with; nobody else stores more than one change at a time.
#pragma once

#include <span>
#include <vector>

#include "worker/ports/store.h"

namespace dm {

// Whether the change is a worker's and holds no more than a state, evidence and an assessment, with
// its record.
bool IsPlainStep(const CaseChange& change);

class StepStore : public Store {
 public:
  // Applies `steps` one after the other, each a change of its own as Apply makes it, then appends
  // `records`: all or none, in one commit, durable when it returns OK. The steps are of one claim,
  // and all but the last are plain (InvalidArgument CHANGE_INVALID). Without steps: the records
  // alone. Otherwise as Apply.
  virtual Status ApplySteps(std::span<const CaseChange> steps,
                            std::span<const AuditEvent> records,
                            Instant now) = 0;
};

}  // namespace dm
