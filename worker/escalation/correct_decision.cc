// CorrectDecision: a new version of a decided or closed case. Above a limit of attest it waits on
// an item of its own, and the decision that it replaces holds until another person has approved it.
#include <algorithm>
#include <string>
#include <utility>

#include "worker/escalation/attest.h"
#include "worker/escalation/calls.h"
#include "worker/escalation/decision_basis.h"
#include "worker/escalation/decision_service.h"
#include "worker/escalation/make_escalation.h"

namespace dm::escalation {
namespace {

constexpr char kCorrected[] = "decision_corrected";

// The item that an earlier correction of the case waits on; null where none does.
const Escalation* OpenCorrection(const CaseRecord& record) {
  if (!record.escalation || IsEnded(*record.escalation)) return nullptr;
  return IsCorrection(*record.escalation) ? &*record.escalation : nullptr;
}

Status CheckCorrectable(const CaseRecord& record) {
  const bool decided = record.state == CaseState::kDecided || record.state == CaseState::kClosed;
  if (!record.decisions.empty() && decided) return OkStatus();
  return FailedPrecondition("the case has no decision that can be corrected: " + StandingOf(record),
                            {"NOTHING_TO_CORRECT", "case_id", "decide it with DecideCase"});
}

bool IsOrderUnderWay(const StoredEffect& stored) {
  return stored.effect.kind == EffectKind::kPaymentOrder &&
         (stored.state == EffectState::kPending || stored.state == EffectState::kSent);
}

}  // namespace

Status DecisionService::CheckNoOrderUnderWay(const CaseRecord& record, const Decision& decision) {
  if (decision.granted >= OrderedBefore(record, decision.version)) return OkStatus();
  PageRequest page;
  do {
    DM_ASSIGN_OR_RETURN(const Page<StoredEffect> found,
                        store_.ListEffects(std::nullopt, record.id, page));
    if (std::ranges::any_of(found.items, IsOrderUnderWay))
      return FailedPrecondition(
          "the order of the decision before has not reached the receiver yet",
          {"PAYMENT_UNDER_WAY",
           "case_id",
           "correct it when the receiver has the order or has refused it (ListEffects); what was "
           "paid too much is another matter"});
    page.after = found.next;
  } while (!page.after.empty());
  return OkStatus();
}

StatusOr<CaseRecord> DecisionService::Correct(const CallContext& context,
                                              const CorrectionRequest& request) {
  DM_ASSIGN_OR_RETURN(const auto repeated, Repeated(context, kCorrected));
  if (repeated) return *repeated;
  const HumanDecision& said = request.decision;
  DM_RETURN_IF_ERROR(CheckHandler(said.handler));
  DM_ASSIGN_OR_RETURN(const CaseRecord record,
                      desk_.FindCase(context, request.case_id, said.handler));
  if (record.version != request.expected_version) return Stale(record);
  DM_RETURN_IF_ERROR(CheckCorrectable(record));
  DM_ASSIGN_OR_RETURN(const Around around, LookAround(record));
  const Decision& before = record.decisions.back();
  const HumanDecisionDraft draft = Draft(record, said, around, &before, request.ground);
  if (!draft.problems.empty()) return draft.problems.front();
  DM_RETURN_IF_ERROR(CheckContent(said.expected_content_sha256,
                                  said.expected_basis,
                                  draft.basis,
                                  draft.decision.content_sha256));
  AuditEvent audit = AuditOf(context, said.handler, kCorrected);
  audit.mandate = said.mandate;
  CaseChange change = ChangeOf(context, record, audit);
  change.audit.detail = AuditDetail(draft.decision, "corrects=" + std::to_string(before.version)) +
                        " ground=" + request.ground;
  DM_RETURN_IF_ERROR(CheckNoOrderUnderWay(record, draft.decision));
  const Escalation* open = OpenCorrection(record);
  if (!draft.attest.empty()) {
    WaitingDecision waiting;
    waiting.decision = draft.decision;
    waiting.basis = draft.basis;
    waiting.since = around.now;
    waiting.reasons = draft.attest;
    if (open != nullptr) waiting.queue = open->waiting->queue;
    change.escalation =
        open != nullptr ? AwaitAttest(*open, waiting) : CorrectionItem(record, waiting, around.now);
    change.audit.detail += " attest=awaited";
    return ApplyAndRead(context, change);
  }
  change.to = CaseState::kDecided;
  change.decision = draft.decision;
  change.due_at = around.now;
  // A worker who is about to close the case has not seen the new effects.
  change.release_claim = true;
  if (open != nullptr) EndItem(change, *open, EscalationState::kWithdrawn, around.now);
  DM_ASSIGN_OR_RETURN(change.effects, parts_.effects_of(record, draft.decision, *around.policy));
  return ApplyAndRead(context, change);
}

}  // namespace dm::escalation
