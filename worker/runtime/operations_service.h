// OperationsService: status, pause and modes, for those who run the worker and those who answer for
// it.
#pragma once

#include <string>

#include "worker/ports/api.h"
#include "worker/ports/clock.h"
#include "worker/runtime/policy_holder.h"

namespace dm {

class OperationsService final : public OperationsApi {
 public:
  OperationsService(Store& store,
                    const Clock& clock,
                    const PolicyHolder& policies,
                    EscalationApi& escalations)
      : store_(store), clock_(clock), policies_(policies), escalations_(escalations) {}

  StatusOr<WorkerStatus> GetStatus(const CallContext& context) override;
  StatusOr<WorkerStatus> SetPause(const CallContext& context,
                                  bool paused,
                                  const std::string& actor,
                                  const std::string& reason) override;
  StatusOr<TypfallStatus> SetMode(const CallContext& context,
                                  const std::string& typfall,
                                  Mode mode,
                                  const std::string& actor,
                                  const std::string& reason,
                                  const std::string& delegation) override;

 private:
  Status CheckRaise(const PolicySet& policy,
                    const TypfallPolicy& typfall,
                    Mode mode,
                    const std::string& reason,
                    const std::string& delegation) const;

  Store& store_;
  const Clock& clock_;
  const PolicyHolder& policies_;
  EscalationApi& escalations_;
};

}  // namespace dm
