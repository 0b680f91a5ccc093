#include "worker/runtime/operations_service.h"

#include <algorithm>
#include <memory>
#include <optional>

#include "worker/core/version.h"
#include "worker/decision/decide.h"
#include "worker/ports/case_access.h"
#include "worker/ports/repeat.h"
#include "worker/runtime/actor.h"
#include "worker/runtime/modes.h"
#include "worker/runtime/question_preview.h"
#include "worker/runtime/replay_job.h"
#include "worker/runtime/waiting_cases.h"

namespace dm {
StatusOr<WorkerStatus> OperationsService::GetStatus(const CallContext& context) {
  const std::shared_ptr<const PolicySet> policy = policies_.Get();
  DM_ASSIGN_OR_RETURN(const Control control, store_.GetControl());
  WorkerStatus status;
  status.version = Version();
  status.policy_version = policy->version();
  status.policy_sha256 = policy->sha256();
  status.municipality = policy->municipality();
  status.paused = control.paused;
  status.pause_reason = control.pause_reason;
  DM_ASSIGN_OR_RETURN(status.states, store_.CountStates());
  DM_ASSIGN_OR_RETURN(status.queues, escalations_.ListQueues(context));
  bool any_decides = false;
  for (const TypfallPolicy& typfall : policy->typfall()) {
    status.typfall.push_back(TypfallStatusOf(typfall, control));
    any_decides = any_decides || status.typfall.back().mode == Mode::kDecide;
  }
  status.switched_off = control.switched_off;
  const Status health = store_.CheckHealth(clock_.Now());
  if (!health.ok()) status.not_deciding_reason = DetailOf(health).reason;
  if (!any_decides) status.not_deciding_reason = "NO_TYPFALL_DECIDES";
  if (control.paused) status.not_deciding_reason = "PAUSED";
  DM_ASSIGN_OR_RETURN(const std::optional<Restore> restore, store_.FindRestore());
  if (restore) status.not_deciding_reason = "RESTORE_UNDER_WAY";
  status.deciding = status.not_deciding_reason.empty();
  DM_ASSIGN_OR_RETURN(status.effects_pending, store_.CountUndeliveredEffects());
  for (const EvidenceSource* connector : Connectors()) {
    for (SourceCondition& one : connector->Conditions()) status.sources.push_back(std::move(one));
  }
  if (parts_.certificates) status.certificates = parts_.certificates();
  DM_ASSIGN_OR_RETURN(status.replay, LastReplay(store_));
  return status;
}

std::vector<EvidenceSource*> OperationsService::Connectors() const {
  return parts_.connectors ? parts_.connectors() : std::vector<EvidenceSource*>();
}

StatusOr<std::vector<QuestionPreview>> OperationsService::PreviewQuestion(
    const CallContext& context, const CaseId& case_id) {
  DM_ASSIGN_OR_RETURN(const CaseRecord record, FindVisibleCase(store_, context, case_id));
  if (record.state != CaseState::kRegistered && record.state != CaseState::kWaitingSource) {
    return FailedPrecondition("the case's next step is not to ask the registers",
                              {.reason = "CASE_NOT_OPEN",
                               .field = "case_id",
                               .remedy = "give a case in registered or waiting_source; case show "
                                         "tells what came of another"});
  }
  DM_ASSIGN_OR_RETURN(const std::optional<Frame> frame,
                      store_.LatestFrame(record.application.household));
  const Instant now = clock_.Now();
  DM_RETURN_IF_ERROR(store_.AppendAudit({.actor_kind = ActorKind::kPerson,
                                         .actor = context.caller,
                                         .mandate = "",
                                         .action = "question_previewed",
                                         .subject = case_id.value(),
                                         .detail = "",
                                         .request_sha256 = ""},
                                        now));
  return PreviewQuestions(record, frame, *policies_.Get(), Connectors(), now);
}

StatusOr<RetriedCases> OperationsService::RetryNow(const CallContext& context,
                                                   const std::optional<CaseId>& case_id,
                                                   const std::string& actor) {
  DM_RETURN_IF_ERROR(RequireActor(actor));
  StatusOr<RetriedCases> retried =
      RetryWaiting(store_, context, {.case_id = case_id, .actor = actor}, clock_.Now());
  if (retried.ok() && !retried->cases.empty() && parts_.wake) parts_.wake();
  return retried;
}

StatusOr<PolicyReload> OperationsService::ReloadPolicies(const CallContext& context,
                                                         const ReloadRequest& request) {
  if (parts_.reloader == nullptr) return Internal("this worker reads no policies folder");
  return parts_.reloader->Reload(context, request);
}

StatusOr<PoliciesInForce> OperationsService::GetPoliciesInForce(const CallContext& /*context*/) {
  if (parts_.reloader == nullptr) return Internal("this worker reads no policies folder");
  return parts_.reloader->InForce();
}

StatusOr<Page<StuckCase>> OperationsService::ListStuck(const CallContext& context,
                                                       const PageRequest& page) {
  return FindStuck(store_, context, page, clock_.Now());
}

StatusOr<WorkerStatus> OperationsService::SetPause(const CallContext& context,
                                                   bool paused,
                                                   const std::string& actor,
                                                   const std::string& reason) {
  DM_RETURN_IF_ERROR(RequireActor(actor));
  const std::string action = paused ? "worker_paused" : "worker_resumed";
  DM_ASSIGN_OR_RETURN(const std::optional<RequestRecord> done, FindRepeat(store_, context, action));
  if (!done.has_value()) {
    const AuditEvent audit{.actor_kind = ActorKind::kPerson,
                           .actor = actor,
                           .mandate = "",
                           .action = action,
                           .subject = "worker",
                           .detail = "caller=" + context.caller,
                           .request_sha256 = context.content_sha256};
    DM_RETURN_IF_ERROR(
        store_.SetPause(paused, reason, context.request_id, audit, clock_.Now()).status());
  }
  return GetStatus(context);
}

}  // namespace dm
