// Pipeline: one case's way through the six steps (docs/architecture.md). What a step has found is
// stored before anything leaves the worker, steps that only compute together with the next
// (KeptSteps), so a crash resumes at the last question or effect; a write under a lease that was
// lost changes nothing.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "worker/case/case_record.h"
#include "worker/case/staff.h"
#include "worker/evidence/gather.h"
#include "worker/ports/case_system.h"
#include "worker/ports/clock.h"
#include "worker/ports/evidence_source.h"
#include "worker/ports/log.h"
#include "worker/ports/step_store.h"
#include "worker/quality/case_hooks.h"
#include "worker/runtime/assessors.h"
#include "worker/runtime/kept_steps.h"
#include "worker/runtime/policy_holder.h"
#include "worker/runtime/put_offs.h"
#include "worker/runtime/worker_pool.h"

namespace dm {

struct PipelineOptions {
  std::string worker;                        // id of this worker, for claims and the audit
  std::int64_t case_time_limit_ms = 40'000;  // of one run of a case
  quality::CaseHooks* quality = nullptr;     // outlives the pipeline; without it nothing is drawn
  // Who can be asked what was paid; null while there is nobody.
  std::function<CaseSystem*()> receiver = nullptr;
  // The staff list in force: whom a case goes back to. Without one nobody is refused.
  std::function<std::shared_ptr<const StaffDirectory>()> staff = nullptr;
};

class Pipeline final : public CaseRunner {
 public:
  // `fingerprint` gives the canonical bytes of a case's input. All references outlive the pipeline.
  Pipeline(StepStore& store,
           const Clock& clock,
           Log& log,
           const PolicyHolder& policies,
           std::vector<EvidenceSource*> sources,
           std::function<std::string(const CaseInput&)> fingerprint,
           evidence::Random random,
           PipelineOptions options);

  void Run(const Claim& claim, const std::stop_token& stop) override;

  // Called after a case has left effects behind.
  void OnEffects(std::function<void()> wake) { wake_effects_ = std::move(wake); }

 private:
  struct Context;

  Status RunSteps(const Claim& claim, const std::stop_token& stop, KeptSteps& kept);
  StatusOr<CaseChange> NextStep(Context& context);
  StatusOr<CaseChange> Register(Context& context);
  StatusOr<CaseChange> Gather(Context& context);
  StatusOr<CaseChange> Assess(Context& context);
  StatusOr<CaseChange> Decide(Context& context);
  StatusOr<CaseChange> ToHuman(Context& context, const Escalate& found);
  StatusOr<CaseChange> AwaitCompletion(const Context& context) const;
  CaseChange AskAgain(const Context& context, const std::string& action) const;
  StatusOr<CaseChange> Close(const Context& context);

  StatusOr<CaseInput> InputOf(const Context& context);
  StatusOr<std::optional<Frame>> FrameInForce(const HouseholdId& household);
  StatusOr<History> HistoryOf(const CaseRecord& record);
  AuditEvent Audit(const Context& context,
                   const std::string& action,
                   const std::string& detail) const;
  void HandleFailure(const Claim& claim, const Status& status);
  Status Park(const Claim& claim, const Status& status);

  StepStore& store_;
  const Clock& clock_;
  Log& log_;
  const PolicyHolder& policies_;
  const std::vector<EvidenceSource*> sources_;
  const std::function<std::string(const CaseInput&)> fingerprint_;
  const evidence::Random random_;
  const PipelineOptions options_;
  Assessors assessors_;
  std::function<void()> wake_effects_;
  PutOffs put_offs_;
};

}  // namespace dm
