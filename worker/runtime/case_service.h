// CaseService: reads of cases. A read of person data is recorded before the data leave (reliability
// I12); a restricted case looks non-existent to who is not cleared (I14, I17).
#pragma once

#include "worker/ports/api.h"
#include "worker/ports/clock.h"
#include "worker/runtime/policy_holder.h"

namespace dm {

class CaseService final : public CaseApi {
 public:
  CaseService(Store& store, const Clock& clock, const PolicyHolder& policies)
      : store_(store), clock_(clock), policies_(policies) {}

  StatusOr<CaseRecord> GetCase(const CallContext& context, const CaseId& case_id) override;
  StatusOr<CaseRecord> GetByApplication(const CallContext& context,
                                        const ApplicationId& application) override;
  // A page may hold fewer items than asked for.
  StatusOr<Page<CaseSummary>> ListCases(const CallContext& context,
                                        const CaseFilter& filter,
                                        const PageRequest& page) override;
  StatusOr<ReplayMaterial> GetReplay(const CallContext& context, const CaseId& case_id) override;
  StatusOr<std::string> GetPolicySet(const CallContext& context,
                                     const std::string& sha256) override;

 private:
  Store& store_;
  const Clock& clock_;
  const PolicyHolder& policies_;
};

}  // namespace dm
