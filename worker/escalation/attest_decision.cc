// The second person's calls: approving a decision or a correction that waits, or sending it back.
#include <string>
#include <utility>

#include "worker/case/staff_checks.h"
#include "worker/escalation/attest.h"
#include "worker/escalation/calls.h"
#include "worker/escalation/decision_basis.h"
#include "worker/escalation/decision_service.h"

namespace dm::escalation {
namespace {

constexpr char kAttested[] = "decision_attested";
constexpr char kReturned[] = "decision_returned";
constexpr std::size_t kReasonBytesMax = 4000;

Status CheckAttestRequest(const AttestRequest& request) {
  if (!IsIdText(request.actor))
    return InvalidArgument("actor: is the user id of the second person",
                           {"FIELD_INVALID", "actor", "send the user id"});
  if (request.mandate.empty())
    return InvalidArgument(
        "mandate: is required",
        {"MANDATE_REQUIRED", "mandate", "send the reference of the board's delegation"});
  return OkStatus();
}

Status CheckNobodyElseHolds(const Escalation& escalation, const std::string& actor, Instant now) {
  const bool other_holds = escalation.state == EscalationState::kClaimed &&
                           escalation.handler != actor && !HasLapsed(escalation, now);
  if (!other_holds) return OkStatus();
  return MakeStatus(
      StatusCode::kAborted,
      "another caseworker holds the case",
      {"CLAIMED_BY_OTHER", "actor", "choose another case, or wait until the claim lapses"});
}

}  // namespace

StatusOr<HeldItem> DecisionService::FindWaiting(const CallContext& context,
                                                const AttestRequest& request) {
  DM_RETURN_IF_ERROR(CheckAttestRequest(request));
  DM_ASSIGN_OR_RETURN(
      HeldItem held,
      desk_.FindOpen(context, request.escalation, request.expected_version, request.actor));
  const std::optional<WaitingDecision>& waiting = held.escalation.waiting;
  // A correction that was sent back is still on the desk, until somebody makes it anew or drops it.
  if (!waiting || (waiting->returned && !IsCorrection(held.escalation)))
    return FailedPrecondition(
        "no decision waits for attest: " + StandingOf(held.record),
        {"NOTHING_TO_ATTEST", "escalation", "read the case: it was decided or sent back"});
  DM_RETURN_IF_ERROR(CheckNobodyElseHolds(held.escalation, request.actor, clock_.Now()));
  DM_RETURN_IF_ERROR(CheckContent(request.content_sha256.empty() ? "-" : request.content_sha256,
                                  waiting->basis,
                                  waiting->basis,
                                  waiting->decision.content_sha256));
  return held;
}

StatusOr<CaseRecord> DecisionService::Attest(const CallContext& context,
                                             const AttestRequest& request) {
  DM_ASSIGN_OR_RETURN(const auto repeated, Repeated(context, kAttested));
  if (repeated) return *repeated;
  DM_ASSIGN_OR_RETURN(const HeldItem held, FindWaiting(context, request));
  const WaitingDecision& waiting = *held.escalation.waiting;
  if (waiting.returned)
    return FailedPrecondition(
        "the correction was sent back",
        {"NOTHING_TO_ATTEST", "escalation", "let it be made anew with CorrectDecision"});
  if (waiting.decision.decided_by == request.actor)
    return FailedPrecondition("the decision is approved by another person than the one who made it",
                              {"ATTEST_BY_OTHER", "actor", "let another caseworker look at it"});
  DM_ASSIGN_OR_RETURN(const Around around, LookAround(held.record));
  Decision decision = waiting.decision;
  // Void as soon as anything that it rests on has moved.
  const DecisionBasis basis = BasisOf(held.record, around.frame, *around.policy, around.messages);
  DM_RETURN_IF_ERROR(CheckContent(
      request.content_sha256, waiting.basis, basis, ContentSha256(held.record, decision, basis)));
  if (decision.corrects > 0 && held.record.decisions.back().version != decision.corrects)
    return Stale(held.record);
  const Date today = SwedishDate(around.now);
  DM_RETURN_IF_ERROR(CheckMandate(
      *around.staff, request.actor, {request.mandate, decision.outcome, decision.granted}, today));
  if (around.month.granted_elsewhere && !decision.granted.is_zero())
    return FailedPrecondition("another case of the household has a grant for the month",
                              {"DECISION_EXISTS", "escalation_id", "send the decision back"});
  decision.version = around.month.last_version + 1;
  decision.decided_on = today;
  decision.attested_by = request.actor;
  decision.attest_mandate = request.mandate;
  decision.attested_at = around.now;
  if (!decision.granted.is_zero()) {
    DM_ASSIGN_OR_RETURN(decision.pay_date,
                        parts_.pay_day(held.record.application.month, today, *around.policy));
  }
  DM_RETURN_IF_ERROR(CheckNoOrderUnderWay(held.record, decision));
  AuditEvent audit = AuditOf(context, request.actor, kAttested);
  audit.mandate = request.mandate;
  CaseChange change = ChangeOf(context, held.record, audit);
  change.audit.detail = AuditDetail(decision, "escalation=" + held.escalation.id.value()) +
                        " first=" + decision.decided_by;
  change.to = CaseState::kDecided;
  change.decision = decision;
  EndItem(change, held.escalation, EscalationState::kDecided, around.now);
  change.due_at = around.now;
  // A worker who is about to close the corrected case has not seen the new effects.
  change.release_claim = true;
  DM_ASSIGN_OR_RETURN(change.effects, parts_.effects_of(held.record, decision, *around.policy));
  return ApplyAndRead(context, change);
}

StatusOr<CaseRecord> DecisionService::Return(const CallContext& context,
                                             const AttestRequest& request) {
  DM_ASSIGN_OR_RETURN(const auto repeated, Repeated(context, kReturned));
  if (repeated) return *repeated;
  DM_ASSIGN_OR_RETURN(const HeldItem held, FindWaiting(context, request));
  if (request.reason.find_first_not_of(" \t\r\n") == std::string::npos ||
      request.reason.size() > kReasonBytesMax)
    return InvalidArgument(
        "reason: is required, at most " + std::to_string(kReasonBytesMax) + " bytes",
        {"FIELD_REQUIRED", "reason", "say what the first caseworker should look at"});
  const Date today = SwedishDate(clock_.Now());
  DM_RETURN_IF_ERROR(CheckInService(*parts_.StaffOf(), request.actor, today, "actor"));
  DM_RETURN_IF_ERROR(
      CheckMandate(*parts_.StaffOf(), request.actor, {.reference = request.mandate}, today));
  const WaitingDecision& waiting = *held.escalation.waiting;
  AuditEvent audit = AuditOf(context, request.actor, kReturned);
  audit.mandate = request.mandate;
  CaseChange change = ChangeOf(context, held.record, audit);
  change.audit.detail = AuditDetail(waiting.decision, "escalation=" + held.escalation.id.value());
  const AttestReturn returned{request.actor, request.mandate, clock_.Now(), request.reason};
  const bool dropped = IsCorrection(held.escalation) &&
                       (waiting.returned || waiting.decision.decided_by == request.actor);
  if (dropped) {
    EndItem(change, held.escalation, EscalationState::kWithdrawn, clock_.Now());
    change.escalation->waiting->returned = returned;
    change.audit.detail += " correction=dropped";
  } else {
    change.escalation = BackFromAttest(held.escalation, returned);
  }
  return ApplyAndRead(context, change);
}

}  // namespace dm::escalation
