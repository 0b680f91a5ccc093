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
  // caseworker or the worker, starts from the new whole. While other requested things are still
  // missing the case goes on waiting for them. A document for a settled case joins the household's
  // later case, or waits for its next application. A repeat of the same document changes nothing.
  StatusOr<AddedDocument> AddDocument(const CallContext& context,
                                      const CaseId& case_id,
                                      const NewDocument& added) override;

 private:
  StatusOr<AddedDocument> Add(const CallContext& context,
                              const CaseRecord& record,
                              const NewDocument& added);
  StatusOr<AddedDocument> Repeated(const CaseRecord& record, const DocumentId& document);
  StatusOr<AddedDocument> ForCaller(const CallContext& context, AddedDocument added);
  StatusOr<AddedDocument> AddLateDocument(const CallContext& context,
                                          const CaseRecord& settled,
                                          const NewDocument& added);
  // The household's open case for a later month, the nearest one.
  StatusOr<std::optional<CaseRecord>> LaterCase(const CaseRecord& settled);

  Store& store_;
  const Clock& clock_;
};

}  // namespace dm::intake
