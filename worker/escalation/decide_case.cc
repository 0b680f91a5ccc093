// The calls that decide: a caseworker's decision, the second person's approval, a correction.
#include <algorithm>
#include <string>
#include <utility>

#include "worker/case/staff_checks.h"
#include "worker/escalation/attest.h"
#include "worker/escalation/calls.h"
#include "worker/escalation/decision_basis.h"
#include "worker/escalation/decision_service.h"
#include "worker/escalation/desk.h"
#include "worker/ports/repeat.h"

namespace dm::escalation {
namespace {

// Also when it waits for attest: one call, one name, so that a repeat is known.
constexpr char kDecided[] = "human_decision_made";
constexpr char kAttested[] = "decision_attested";
constexpr char kReturned[] = "decision_returned";
constexpr char kCorrected[] = "decision_corrected";
constexpr std::size_t kReasonBytesMax = 4000;

std::string AuditDetail(const Decision& decision, const std::string& where) {
  return where + " version=" + std::to_string(decision.version) +
         " policy=" + decision.policy_sha256 + " content=" + decision.content_sha256;
}

bool EndsCase(Outcome outcome) {
  return outcome == Outcome::kAvskrivning || outcome == Outcome::kAvvisning;
}

void EndEscalation(CaseChange& change, const Escalation& escalation, Instant now) {
  change.escalation = escalation;
  change.escalation->state = EscalationState::kDecided;
  change.escalation->ended_at = now;
  change.escalation->waiting.reset();
  ++change.escalation->version;
}

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

}  // namespace

StatusOr<CaseRecord> EscalationService::Decide(const CallContext& context,
                                               const HumanDecision& decision) {
  return DecisionService(store_, clock_, parts_, {}).Decide(context, decision);
}

StatusOr<CaseRecord> DecisionService::Decide(const CallContext& context,
                                             const HumanDecision& decision) {
  DM_ASSIGN_OR_RETURN(const auto repeated, FindRepeat(store_, context, kDecided));
  if (repeated) {
    DM_ASSIGN_OR_RETURN(HeldCase held, FindHeld(store_, context, decision.escalation));
    return std::move(held.record);
  }
  DM_RETURN_IF_ERROR(CheckHandler(decision.handler));
  DM_ASSIGN_OR_RETURN(
      const HeldCase held,
      FindOpenHeld(store_, context, decision.escalation, decision.expected_version));
  DM_RETURN_IF_ERROR(CheckHolds(held.escalation, decision.handler, clock_.Now()));
  DM_ASSIGN_OR_RETURN(const Around around, LookAround(held.record));
  const HumanDecisionDraft draft = Draft(held.record, decision, around);
  if (!draft.problems.empty()) return draft.problems.front();
  DM_RETURN_IF_ERROR(CheckContent(decision.expected_content_sha256,
                                  decision.expected_basis,
                                  draft.basis,
                                  draft.decision.content_sha256));
  return StoreDecision(context, held, decision, draft, *around.policy);
}

StatusOr<DecisionService::Around> DecisionService::LookAround(const CaseRecord& record) {
  Around around;
  around.policy = parts_.policy();
  around.staff = parts_.StaffOf();
  around.now = clock_.Now();
  DM_ASSIGN_OR_RETURN(around.frame, store_.LatestFrame(record.application.household));
  DM_ASSIGN_OR_RETURN(around.month, MonthOf(record));
  return around;
}

HumanDecisionDraft DecisionService::Draft(const CaseRecord& record,
                                          const HumanDecision& said,
                                          const Around& around) const {
  return DraftHumanDecision({record,
                             said,
                             around.frame,
                             *around.policy,
                             parts_.pay_day,
                             around.now,
                             around.month.last_version,
                             around.month.granted_elsewhere,
                             around.month.elsewhere,
                             around.month.previous,
                             around.staff.get(),
                             nullptr,
                             {}});
}

StatusOr<DecisionService::MonthSoFar> DecisionService::MonthOf(const CaseRecord& record) {
  CaseFilter filter;
  filter.household = record.application.household;
  filter.month = record.application.month;
  PageRequest page;
  MonthSoFar so_far;
  do {
    DM_ASSIGN_OR_RETURN(const Page<CaseSummary> cases, store_.ListCases(filter, page));
    for (const CaseSummary& summary : cases.items) {
      DM_ASSIGN_OR_RETURN(const CaseRecord other, store_.GetCase(summary.id));
      for (const Decision& decision : other.decisions)
        so_far.last_version = std::max(so_far.last_version, decision.version);
      if (other.id == record.id || other.decisions.empty()) continue;
      so_far.elsewhere += other.decisions.back().granted;
      so_far.granted_elsewhere =
          so_far.granted_elsewhere || !other.decisions.back().granted.is_zero();
    }
    page.after = cases.next;
  } while (!page.after.empty());
  const Month before = record.application.month.PlusMonths(-1);
  DM_ASSIGN_OR_RETURN(const History decided,
                      store_.DecidedMonths(record.application.household, record.application.month));
  for (const History* history : {&record.supplied_history, &decided})
    for (const HistoryMonth& month : *history)
      if (month.month == before) so_far.previous = month.granted;
  return so_far;
}

StatusOr<CaseRecord> DecisionService::StoreDecision(const CallContext& context,
                                                    const HeldCase& held,
                                                    const HumanDecision& said,
                                                    const HumanDecisionDraft& draft,
                                                    const PolicySet& policy) {
  AuditEvent audit = AuditOf(context, said.handler, kDecided);
  audit.mandate = said.mandate;
  CaseChange change = ChangeOf(context, held.record, audit);
  change.audit.detail = AuditDetail(draft.decision, "escalation=" + held.escalation.id.value());
  if (!draft.attest.empty()) {
    WaitingDecision waiting;
    waiting.decision = draft.decision;
    waiting.basis = draft.basis;
    waiting.since = clock_.Now();
    waiting.reasons = draft.attest;
    waiting.queue =
        held.escalation.waiting ? held.escalation.waiting->queue : held.escalation.routing.queue;
    change.escalation = AwaitAttest(held.escalation, waiting);
    change.audit.detail += " attest=awaited";
  } else {
    change.to = EndsCase(draft.decision.outcome) ? CaseState::kWrittenOff : CaseState::kDecided;
    change.decision = draft.decision;
    EndEscalation(change, held.escalation, clock_.Now());
    change.due_at = clock_.Now();
    DM_ASSIGN_OR_RETURN(change.effects, parts_.effects_of(held.record, draft.decision, policy));
  }
  return ApplyAndRead(context, change);
}

StatusOr<HeldCase> DecisionService::FindWaiting(const CallContext& context,
                                                const AttestRequest& request) {
  DM_RETURN_IF_ERROR(CheckAttestRequest(request));
  DM_ASSIGN_OR_RETURN(HeldCase held,
                      FindOpenHeld(store_, context, request.escalation, request.expected_version));
  const std::optional<WaitingDecision>& waiting = held.escalation.waiting;
  if (!waiting || waiting->returned)
    return FailedPrecondition(
        "no decision waits for attest: " + StandingOf(held.record),
        {"NOTHING_TO_ATTEST", "escalation", "read the case: it was decided or sent back"});
  if (waiting->decision.decided_by == request.actor)
    return FailedPrecondition("the decision is approved by another person than the one who made it",
                              {"ATTEST_BY_OTHER", "actor", "let another caseworker look at it"});
  const bool other_holds = held.escalation.state == EscalationState::kClaimed &&
                           held.escalation.handler != request.actor &&
                           !HasLapsed(held.escalation, clock_.Now());
  if (other_holds)
    return MakeStatus(
        StatusCode::kAborted,
        "another caseworker holds the case",
        {"CLAIMED_BY_OTHER", "actor", "choose another case, or wait until the claim lapses"});
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
  DM_ASSIGN_OR_RETURN(const HeldCase held, FindWaiting(context, request));
  DM_ASSIGN_OR_RETURN(const Around around, LookAround(held.record));
  Decision decision = held.escalation.waiting->decision;
  // Void as soon as anything that it rests on has moved.
  const DecisionBasis basis = BasisOf(held.record, around.frame, *around.policy);
  DM_RETURN_IF_ERROR(CheckContent(request.content_sha256,
                                  held.escalation.waiting->basis,
                                  basis,
                                  ContentSha256(held.record, decision, basis)));
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
  AuditEvent audit = AuditOf(context, request.actor, kAttested);
  audit.mandate = request.mandate;
  CaseChange change = ChangeOf(context, held.record, audit);
  change.audit.detail = AuditDetail(decision, "escalation=" + held.escalation.id.value()) +
                        " first=" + decision.decided_by;
  change.to = CaseState::kDecided;
  change.decision = decision;
  EndEscalation(change, held.escalation, around.now);
  change.due_at = around.now;
  DM_ASSIGN_OR_RETURN(change.effects, parts_.effects_of(held.record, decision, *around.policy));
  return ApplyAndRead(context, change);
}

StatusOr<CaseRecord> DecisionService::Return(const CallContext& context,
                                             const AttestRequest& request) {
  DM_ASSIGN_OR_RETURN(const auto repeated, Repeated(context, kReturned));
  if (repeated) return *repeated;
  DM_ASSIGN_OR_RETURN(const HeldCase held, FindWaiting(context, request));
  if (request.reason.find_first_not_of(" \t\r\n") == std::string::npos ||
      request.reason.size() > kReasonBytesMax)
    return InvalidArgument(
        "reason: is required, at most " + std::to_string(kReasonBytesMax) + " bytes",
        {"FIELD_REQUIRED", "reason", "say what the first caseworker should look at"});
  AuditEvent audit = AuditOf(context, request.actor, kReturned);
  audit.mandate = request.mandate;
  CaseChange change = ChangeOf(context, held.record, audit);
  change.audit.detail =
      AuditDetail(held.escalation.waiting->decision, "escalation=" + held.escalation.id.value());
  change.escalation = BackFromAttest(
      held.escalation, {request.actor, request.mandate, clock_.Now(), request.reason});
  return ApplyAndRead(context, change);
}

StatusOr<CaseRecord> DecisionService::Correct(const CallContext& context,
                                              const CorrectionRequest& request) {
  DM_ASSIGN_OR_RETURN(const auto repeated, Repeated(context, kCorrected));
  if (repeated) return *repeated;
  const HumanDecision& said = request.decision;
  DM_RETURN_IF_ERROR(CheckHandler(said.handler));
  DM_ASSIGN_OR_RETURN(const CaseRecord record, FindCaseFor(store_, context, request.case_id));
  if (record.version != request.expected_version)
    return MakeStatus(StatusCode::kAborted,
                      "the case has changed since it was read: " + StandingOf(record),
                      {"STALE_VERSION", "expected_version", "read it again and repeat"});
  if (record.decisions.empty() ||
      (record.state != CaseState::kDecided && record.state != CaseState::kClosed))
    return FailedPrecondition(
        "the case has no decision that can be corrected: " + StandingOf(record),
        {"NOTHING_TO_CORRECT", "case_id", "decide it with DecideCase"});
  DM_ASSIGN_OR_RETURN(const Around around, LookAround(record));
  const Decision& before = record.decisions.back();
  const HumanDecisionDraft draft = DraftHumanDecision({record,
                                                       said,
                                                       around.frame,
                                                       *around.policy,
                                                       parts_.pay_day,
                                                       around.now,
                                                       around.month.last_version,
                                                       around.month.granted_elsewhere,
                                                       around.month.elsewhere,
                                                       around.month.previous,
                                                       around.staff.get(),
                                                       &before,
                                                       request.ground});
  if (!draft.problems.empty()) return draft.problems.front();
  if (!draft.attest.empty() && draft.decision.granted > before.granted)
    return FailedPrecondition(
        "the corrected amount needs a second person, and a correction has no attest yet",
        {"ATTEST_REQUIRED",
         "edited_rows",
         "let the household apply anew for the rest, or correct it in the case system"});
  AuditEvent audit = AuditOf(context, said.handler, kCorrected);
  audit.mandate = said.mandate;
  CaseChange change = ChangeOf(context, record, audit);
  change.audit.detail = AuditDetail(draft.decision, "corrects=" + std::to_string(before.version)) +
                        " ground=" + request.ground;
  change.to = CaseState::kDecided;
  change.decision = draft.decision;
  change.due_at = around.now;
  DM_ASSIGN_OR_RETURN(change.effects, parts_.effects_of(record, draft.decision, *around.policy));
  return ApplyAndRead(context, change);
}

StatusOr<std::optional<CaseRecord>> DecisionService::Repeated(const CallContext& context,
                                                              const char* action) {
  DM_ASSIGN_OR_RETURN(const auto earlier, FindRepeat(store_, context, action));
  if (!earlier) return std::optional<CaseRecord>();
  DM_ASSIGN_OR_RETURN(CaseRecord record,
                      FindCaseFor(store_, context, CaseId::FromTrusted(earlier->result_id)));
  return std::optional<CaseRecord>(std::move(record));
}

StatusOr<CaseRecord> DecisionService::ApplyAndRead(const CallContext& context,
                                                   const CaseChange& change) {
  DM_RETURN_IF_ERROR(ApplyChange(store_, context, change, clock_.Now()));
  return store_.GetCase(change.case_id);
}

}  // namespace dm::escalation
