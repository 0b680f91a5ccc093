#include "worker/adapters/sql/change_rows.h"

#include <algorithm>
#include <optional>
#include <string>

#include "worker/adapters/codec/codec.h"
#include "worker/adapters/sql/audit_rows.h"
#include "worker/adapters/sql/case_rows.h"
#include "worker/adapters/sql/change_guards.h"
#include "worker/adapters/sql/codes.h"
#include "worker/adapters/sql/consultation_rows.h"
#include "worker/adapters/sql/conversation_rows.h"
#include "worker/adapters/sql/decision_rows.h"
#include "worker/adapters/sql/effect_rows.h"
#include "worker/adapters/sql/escalation_rows.h"
#include "worker/adapters/sql/human_decision_rows.h"
#include "worker/adapters/sql/misdated_rows.h"
#include "worker/adapters/sql/quality_rows.h"
#include "worker/adapters/sql/request_rows.h"

namespace dm::sql {
namespace {

// A value that replaces a column, or nothing to leave the column as it is.
struct Summary {
  std::optional<std::string> typfall;
  std::optional<std::string> queue;
  std::optional<std::string> outcome;
  std::optional<std::string> decided_by;
};

bool IsOnDesk(CaseState state) {
  return IsPersonsTurn(state);
}

Summary SummaryOf(const CaseChange& change) {
  Summary summary;
  if (change.completion) summary.typfall = change.completion->typfall;
  if (change.escalation) {
    summary.typfall = change.escalation->typfall;
    summary.queue = change.escalation->routing.queue;
  }
  if (change.decision) {
    if (!change.decision->typfall.empty()) summary.typfall = change.decision->typfall;
    summary.outcome = OutcomeCode(change.decision->outcome);
    summary.decided_by = DecisionKindText(change.decision->kind);
  }
  if (!IsOnDesk(change.to)) summary.queue = "";
  return summary;
}

// A case that leaves the desk is no longer parked.
std::optional<std::string> ParkedReason(const CaseChange& change, const CaseHead& head) {
  if (change.parked_reason) return change.parked_reason;
  if (change.to != head.state) return std::string();
  return std::nullopt;
}

// Every guard stands in the same statement as the write: a statement that finds the guards broken
// changes nothing.
const RowStatement& UpdateCaseRow() {
  static const RowStatement statement = RowStatement::Update(
      "UPDATE cases SET state = ?2, version = version + 1, updated_at_ms = ?3, "
      "source_attempts = coalesce(?4, source_attempts), "
      "frame_version = nullif(coalesce(?5, frame_version), 0), typfall = coalesce(?6, typfall), "
      "queue = coalesce(?7, queue), outcome = coalesce(?8, outcome), "
      "decided_by = coalesce(?9, decided_by), parked_reason = coalesce(?10, parked_reason), "
      // What was put off by a clock that ran ahead is not put off any more.
      "due_at_ms = coalesce(?11, CASE WHEN updated_at_ms > ?19 AND due_at_ms > ?3 THEN ?3 "
      "ELSE due_at_ms END), processing_ms = processing_ms + ?12, "
      "claimed_by = CASE WHEN ?13 = 1 THEN '' ELSE claimed_by END, "
      "claimed_until_ms = CASE WHEN ?13 = 1 THEN 0 ELSE claimed_until_ms END",
      "case_id = ?1 AND state = ?14 "
      "AND (?15 IS NULL OR (claim_token = ?15 AND claimed_by = ?16)) "
      "AND (?17 IS NULL OR version = ?17) "
      "AND (?18 IS NULL OR EXISTS (SELECT 1 FROM control WHERE version = ?18 AND paused = 0))");
  return statement;
}

// The row of the case.
StatusOr<std::int64_t> UpdateCase(Database& database,
                                  const CaseChange& change,
                                  const CaseHead& head,
                                  Instant now) {
  const Summary summary = SummaryOf(change);
  const std::optional<std::int64_t> due =
      change.due_at ? std::optional(change.due_at->unix_ms()) : std::nullopt;
  const std::optional<std::int64_t> token =
      change.claim ? std::optional(change.claim->token) : std::nullopt;
  const std::optional<std::string> worker =
      change.claim ? std::optional(change.claim->worker) : std::nullopt;
  // A person's change takes the case from whoever holds it: no step that began before it may be
  // stored after it (I16).
  const int drops_claim = change.release_claim || change.expected_version ? 1 : 0;
  DM_ASSIGN_OR_RETURN(const bool changed,
                      database.RunRowForOne(UpdateCaseRow(),
                                            change.case_id.value(),
                                            CaseStateCode(change.to),
                                            now.unix_ms(),
                                            change.source_attempts,
                                            change.frame_version,
                                            summary.typfall,
                                            summary.queue,
                                            summary.outcome,
                                            summary.decided_by,
                                            ParkedReason(change, head),
                                            due,
                                            change.add_processing_ms,
                                            drops_claim,
                                            CaseStateCode(head.state),
                                            token,
                                            worker,
                                            change.expected_version,
                                            change.control_version,
                                            now.unix_ms() + kClocksApartMs));
  // Only changes count versions, and they take turns.
  return changed ? StatusOr<std::int64_t>(head.version + 1) : LostGuard(change);
}

template <typename Value>
std::optional<std::string> EncodeIf(const std::optional<Value>& value) {
  return value ? std::optional(codec::Encode(*value)) : std::nullopt;
}

Status PutParts(Database& database, const CaseChange& change, const EncodedParts& parts) {
  const CaseId& id = change.case_id;
  if (parts.application)
    DM_RETURN_IF_ERROR(PutPart(database, id, Part::kApplication, *parts.application));
  if (parts.evidence) DM_RETURN_IF_ERROR(PutPart(database, id, Part::kEvidence, *parts.evidence));
  if (parts.assessment)
    DM_RETURN_IF_ERROR(PutPart(database, id, Part::kAssessment, *parts.assessment));
  if (change.assessed_input) DM_RETURN_IF_ERROR(PutInput(database, id, *change.assessed_input));
  if (parts.completion)
    DM_RETURN_IF_ERROR(PutPart(database, id, Part::kCompletion, *parts.completion));
  return OkStatus();
}

// An item stays on the desk exactly as long as its case: one cannot be there without the other. Of
// a case that is decided or has ended, an open item is about a correction or what could not be
// delivered, and ends by its own change alone.
Status KeepDeskInStep(Database& database,
                      const CaseChange& change,
                      const CaseHead& head,
                      Instant now) {
  const CaseState from = head.state;
  if (change.escalation) DM_RETURN_IF_ERROR(PutEscalation(database, *change.escalation, now));
  if (from == CaseState::kDecided || IsTerminal(from)) return OkStatus();
  if (!IsOnDesk(change.to)) {
    if (!head.has_open_item && !change.escalation) return OkStatus();
    const bool decided = change.to == CaseState::kDecided || IsTerminal(change.to);
    const EscalationState end = decided ? EscalationState::kDecided : EscalationState::kWithdrawn;
    return EndOpenEscalation(database, change.case_id, end, now);
  }
  DM_ASSIGN_OR_RETURN(const bool open, HasOpenEscalation(database, change.case_id));
  if (open) return OkStatus();
  return InvalidArgument("a case that goes to a person has an open escalation",
                         {.reason = "ESCALATION_MISSING",
                          .field = "escalation_id",
                          .remedy = "Send the escalation with the change."});
}

// What became of the case's item, told from how it stood before and how it stands now. A question
// to a specialist ends with its item.
Status TellDesk(Database& database,
                const CaseChange& change,
                const std::optional<OpenItem>& before,
                Instant now,
                std::vector<EscalationHint>& hints) {
  DM_ASSIGN_OR_RETURN(const std::optional<OpenItem> after, FindOpenItem(database, change.case_id));
  const bool same = before && after && before->id == after->id;
  if (before && !same) {
    DM_RETURN_IF_ERROR(WithdrawConsultations(database, before->id, now));
    hints.push_back({.kind = HintKind::kEnded,
                     .queue = before->queue,
                     .escalation = before->id,
                     .version = before->version + 1,
                     .access = before->access});
  }
  if (!after) return OkStatus();
  if (!same || change.escalation)
    hints.push_back({.kind = same ? HintKind::kChanged : HintKind::kOpened,
                     .queue = after->queue,
                     .escalation = after->id,
                     .version = after->version,
                     .access = same ? std::min(before->access, after->access) : after->access,
                     .from_queue = same ? before->queue : ""});
  if (change.consultation)
    hints.push_back({.kind = HintKind::kConsulted,
                     .queue = after->queue,
                     .escalation = after->id,
                     .version = after->version,
                     .access = after->access,
                     .from_queue = change.consultation->queue});
  return OkStatus();
}

Status WriteAudit(Database& database, const CaseChange& change, Instant now) {
  DM_RETURN_IF_ERROR(RecordRequest(database,
                                   change.request_id,
                                   {.method = change.audit.action,
                                    .content_sha256 = change.audit.request_sha256,
                                    .result_id = change.case_id.value()},
                                   now));
  AuditEvent audit = change.audit;
  if (audit.subject.empty()) audit.subject = change.case_id.value();
  return AppendAudit(database, audit, now);
}

// `head` is afterwards as a plain step leaves it; nothing comes after another.
Status ApplyTo(Database& database,
               CaseHead& head,
               const CaseChange& change,
               const EncodedParts& parts,
               Instant now,
               std::vector<EscalationHint>& hints) {
  DM_RETURN_IF_ERROR(CheckGuards(database, change, head));
  std::optional<OpenItem> before;
  if (head.has_open_item) {
    DM_ASSIGN_OR_RETURN(before, FindOpenItem(database, change.case_id));
  }
  DM_ASSIGN_OR_RETURN(const std::int64_t version, UpdateCase(database, change, head, now));
  DM_RETURN_IF_ERROR(PutParts(database, change, parts));
  if (change.decision) {
    const DecisionPlace place{
        .case_id = change.case_id, .household = head.household, .month = head.month};
    DM_RETURN_IF_ERROR(PutDecision(database, place, *change.decision));
  }
  if (change.contact) DM_RETURN_IF_ERROR(PutContact(database, change.case_id, *change.contact));
  for (const Message& message : change.messages) {
    DM_RETURN_IF_ERROR(PutMessage(database, message));
  }
  DM_RETURN_IF_ERROR(PutHumanDecisionParts(database, change));
  DM_RETURN_IF_ERROR(KeepDeskInStep(database, change, head, now));
  if (change.consultation) DM_RETURN_IF_ERROR(PutConsultation(database, *change.consultation));
  if (before || change.escalation) {
    DM_RETURN_IF_ERROR(TellDesk(database, change, before, now, hints));
  }
  DM_RETURN_IF_ERROR(PutEffects(database, change, now));
  if (change.quality) DM_RETURN_IF_ERROR(PutQualityNote(database, *change.quality));
  DM_RETURN_IF_ERROR(WriteAudit(database, change, now));
  head.state = change.to;
  head.version = version;
  head.has_open_item = false;
  return OkStatus();
}

}  // namespace

ApplyCall CallFor(std::span<const CaseChange> steps,
                  std::span<const AuditEvent> records,
                  Instant now) {
  ApplyCall call{
      .steps = steps, .records = records, .now = now, .parts = {}, .version = 0, .hints = {}};
  call.parts.reserve(steps.size());
  for (const CaseChange& step : steps)
    call.parts.push_back({.application = EncodeIf(step.application),
                          .evidence = EncodeIf(step.evidence),
                          .assessment = EncodeIf(step.assessment),
                          .completion = EncodeIf(step.completion)});
  return call;
}

Status ApplyCallTo(Database& database, CaseHead head, ApplyCall& call) {
  call.hints.clear();
  for (std::size_t place = 0; place < call.steps.size(); ++place)
    DM_RETURN_IF_ERROR(ApplyStep(database, head, call, place));
  return OkStatus();
}

Status ApplyStep(Database& database, CaseHead& head, ApplyCall& call, std::size_t place) {
  const CaseChange& change = call.steps[place];
  DM_RETURN_IF_ERROR(CheckShape(change));
  DM_RETURN_IF_ERROR(ApplyTo(database, head, change, call.parts[place], call.now, call.hints));
  call.version = head.version;
  if (place + 1 < call.steps.size()) return OkStatus();
  for (const AuditEvent& record : call.records)
    DM_RETURN_IF_ERROR(AppendAudit(database, record, call.now));
  return OkStatus();
}

}  // namespace dm::sql
