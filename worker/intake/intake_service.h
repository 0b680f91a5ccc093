// Step 1 as callers see it: takes in applications and late documents. An application is checked
// whole before anything is stored, and stored before it is acknowledged (I1).
#pragma once

#include "worker/ports/api.h"
#include "worker/ports/clock.h"
#include "worker/ports/store.h"

namespace dm::intake {

// Thread-safe. The store and the clock outlive it.
class IntakeService final : public IntakeApi {
 public:
  IntakeService(Store& store, const Clock& clock) : store_(store), clock_(clock) {}

  StatusOr<Accepted> Submit(const CallContext& context,
                            const Application& application,
                            const History& history) override;

  // A document re-opens the evaluation: the case goes back to step 2 and whoever worked on it, a
  // caseworker or the worker, starts from the new whole. FailedPrecondition PAYMENT_ORDERED after a
  // payment order, CASE_DECIDED after any other end; a repeat of the same document changes nothing.
  StatusOr<CaseRecord> AddDocument(const CallContext& context,
                                   const CaseId& case_id,
                                   const Document& document) override;

 private:
  StatusOr<CaseRecord> StoreDocument(const CallContext& context,
                                     const CaseRecord& record,
                                     const Document& document);

  Store& store_;
  const Clock& clock_;
};

}  // namespace dm::intake
