// OperationsService: status, pause and modes, and what to do when a register is silent, for those
// who run the worker and those who answer for it.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "worker/ports/api.h"
#include "worker/ports/clock.h"
#include "worker/runtime/policy_holder.h"
#include "worker/runtime/policy_reload.h"

namespace dm {

// What the service shows of the worker around it. Each may be left out; called from any thread.
struct OperationsParts {
  std::function<std::vector<EvidenceSource*>()> connectors;
  std::function<std::vector<CertificateStatus>()> certificates;
  std::function<void()> wake;          // cases have become due
  PolicyReloader* reloader = nullptr;  // outlives the service
  // Whether what the worker has stored lets the typfall be raised to the mode; says what is
  // missing.
  std::function<Status(const std::string& typfall, Mode mode)> check_raise = nullptr;
};

class OperationsService final : public OperationsApi {
 public:
  OperationsService(Store& store,
                    const Clock& clock,
                    const PolicyHolder& policies,
                    EscalationApi& escalations,
                    OperationsParts parts = {})
      : store_(store),
        clock_(clock),
        policies_(policies),
        escalations_(escalations),
        parts_(std::move(parts)) {}

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
  StatusOr<std::vector<Switch>> SetSwitch(const CallContext& context,
                                          const Switch& changed,
                                          bool on) override;
  StatusOr<TypfallStatus> ReleaseDemotion(const CallContext& context,
                                          const std::string& typfall,
                                          const std::string& actor,
                                          const std::string& reason) override;
  StatusOr<std::vector<QuestionPreview>> PreviewQuestion(const CallContext& context,
                                                         const CaseId& case_id) override;
  StatusOr<RetriedCases> RetryNow(const CallContext& context,
                                  const std::optional<CaseId>& case_id,
                                  const std::string& actor) override;
  StatusOr<PolicyReload> ReloadPolicies(const CallContext& context,
                                        const ReloadRequest& request) override;
  StatusOr<PoliciesInForce> GetPoliciesInForce(const CallContext& context) override;
  StatusOr<Page<StuckCase>> ListStuck(const CallContext& context, const PageRequest& page) override;

 private:
  std::vector<EvidenceSource*> Connectors() const;

  struct ModeWish {
    Mode mode = Mode::kShadow;
    std::string reason;
    std::string delegation;
  };

  Status CheckRaise(const CallContext& context,
                    const PolicySet& policy,
                    const TypfallPolicy& typfall,
                    const ModeWish& wish) const;

  Store& store_;
  const Clock& clock_;
  const PolicyHolder& policies_;
  EscalationApi& escalations_;
  const OperationsParts parts_;
};

}  // namespace dm
