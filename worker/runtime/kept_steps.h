// KeptSteps: what one run of a case has done and not stored yet. Steps that only compute are stored
// with what must be durable before anything else happens: the record of a question before it
// leaves, and the step that ends the run (docs/adr/0030).
#pragma once

#include <span>
#include <utility>
#include <vector>

#include "worker/ports/clock.h"
#include "worker/ports/log.h"
#include "worker/ports/step_store.h"

namespace dm {

class KeptSteps {
 public:
  // All outlive it.
  KeptSteps(StepStore& store, const Clock& clock, Log& log)
      : store_(store), clock_(clock), log_(log) {}

  // For the next commit. `step` is a plain one (IsPlainStep) of the case's holder.
  void Keep(CaseChange step) { kept_.push_back(std::move(step)); }

  // Stores what is kept and then `last`, in one commit, and tells the log of each. What is kept is
  // gone afterwards, whatever came of it; only after CONTROL_CHANGED it is kept still: the decision
  // alone has to be made anew.
  Status Commit(CaseChange last, Instant now);

  // Stores what is kept, and `records` after it, in one commit.
  Status Flush(std::span<const AuditEvent> records);

  // Whether a step of the case has been stored.
  bool moved() const { return moved_; }

 private:
  Status StoreAll(std::span<const AuditEvent> records, Instant now);

  StepStore& store_;
  const Clock& clock_;
  Log& log_;
  std::vector<CaseChange> kept_;
  bool moved_ = false;
};

}  // namespace dm
