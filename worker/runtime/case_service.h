// CaseService: reads of cases. A read of person data is recorded before the data leave (reliability
// I12).
#pragma once

#include "worker/ports/api.h"
#include "worker/ports/clock.h"

namespace dm {

class CaseService final : public CaseApi {
 public:
  CaseService(Store& store, const Clock& clock) : store_(store), clock_(clock) {}

  StatusOr<CaseRecord> GetCase(const CallContext& context, const CaseId& case_id) override;
  StatusOr<CaseRecord> GetByApplication(const CallContext& context,
                                        const ApplicationId& application) override;
  StatusOr<Page<CaseSummary>> ListCases(const CallContext& context,
                                        const CaseFilter& filter,
                                        const PageRequest& page) override;

 private:
  Store& store_;
  const Clock& clock_;
};

}  // namespace dm
