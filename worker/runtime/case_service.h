// CaseService: reads of cases. A read of person data is recorded before the data leave (reliability
// I12); a restricted case looks non-existent to who is not cleared (I14, I17).
#pragma once

#include <functional>
#include <string>
#include <utility>

#include "worker/ports/api.h"
#include "worker/ports/clock.h"
#include "worker/runtime/assessors.h"
#include "worker/runtime/kept_policies.h"
#include "worker/runtime/policy_holder.h"

namespace dm {

// The input of an assessment from its canonical bytes.
using InputReader = std::function<StatusOr<CaseInput>(const std::string& bytes)>;

class CaseService final : public CaseApi {
 public:
  CaseService(Store& store, const Clock& clock, const PolicyHolder& policies, InputReader read)
      : store_(store),
        clock_(clock),
        policies_(policies),
        read_(std::move(read)),
        kept_(store, policies) {}

  StatusOr<CaseRecord> GetCase(const CallContext& context, const CaseId& case_id) override;
  StatusOr<CaseRecord> GetByApplication(const CallContext& context,
                                        const ApplicationId& application) override;
  StatusOr<Page<CaseSummary>> ListCases(const CallContext& context,
                                        const CaseFilter& filter,
                                        const PageRequest& page) override;
  StatusOr<Assessment> Preview(const CallContext& context, const CaseInput& input) override;
  StatusOr<ReplayMaterial> GetReplay(const CallContext& context, const CaseId& case_id) override;
  StatusOr<ExplainedAssessment> Explain(const CallContext& context,
                                        const CaseId& case_id,
                                        const ExplanationViews& views) override;
  StatusOr<Page<AuditRecord>> ListEvents(const CallContext& context,
                                         const CaseId& case_id,
                                         const PageRequest& page) override;
  StatusOr<std::string> GetPolicySet(const CallContext& context,
                                     const std::string& sha256) override;

 private:
  StatusOr<CaseRecord> GetAssessed(const CallContext& context, const CaseId& case_id);

  Store& store_;
  const Clock& clock_;
  const PolicyHolder& policies_;
  const InputReader read_;
  KeptPolicies kept_;
  Assessors assessors_;
};

}  // namespace dm
