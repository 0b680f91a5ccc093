#include "worker/intake/intake_service.h"

#include <algorithm>

#include "worker/intake/check_application.h"
#include "worker/intake/complain.h"
#include "worker/intake/limits.h"
#include "worker/ports/repeat.h"

namespace dm::intake {
namespace {

constexpr char kAccepted[] = "application_accepted";
constexpr char kDocumentAdded[] = "document_added";

AuditEvent AuditOf(const CallContext& context, const std::string& action) {
  AuditEvent audit;
  audit.actor_kind = ActorKind::kPerson;
  audit.actor = context.caller;
  audit.action = action;
  audit.request_sha256 = context.content_sha256;
  return audit;
}

const Document* FindDocument(const Application& application, const DocumentId& id) {
  const auto found = std::find_if(application.documents.begin(),
                                  application.documents.end(),
                                  [&id](const Document& d) { return d.id == id; });
  return found == application.documents.end() ? nullptr : &*found;
}

bool IsSame(const Document& a, const Document& b) {
  return a.id == b.id && a.kind == b.kind && a.received_at == b.received_at && a.valid == b.valid &&
         a.readable == b.readable;
}

Status CheckOpen(const CaseRecord& record) {
  if (!IsTerminal(record.state) && record.state != CaseState::kDecided) return OkStatus();
  const bool paid = !record.decisions.empty() && !record.decisions.back().granted.is_zero();
  if (paid)
    return FailedPrecondition("the case has a payment order; the document joins the next month",
                              {"PAYMENT_ORDERED",
                               "case_id",
                               "send the document with the application for the next month"});
  return FailedPrecondition(
      "the case is decided; the document is for a reconsideration",
      {"CASE_DECIDED", "case_id", "ask a caseworker to reconsider the decision"});
}

// Where a case goes when something new has come in: back to step 2, unless it has not been there or
// waits for a register anyway.
CaseState ReopenedState(CaseState state) {
  switch (state) {
    case CaseState::kReceived:
    case CaseState::kRegistered:
    case CaseState::kWaitingSource:
      return state;
    default:
      return CaseState::kRegistered;
  }
}

CaseChange Reopen(const CaseRecord& record, Instant now) {
  CaseChange change;
  change.case_id = record.id;
  change.expected_version = record.version;
  change.to = ReopenedState(record.state);
  // No step that began without the document may be stored after it.
  change.release_claim = true;
  if (change.to == record.state) return change;
  change.due_at = now;
  change.source_attempts = 0;
  if (record.escalation && IsPersonsTurn(record.state)) {
    change.escalation = record.escalation;
    change.escalation->state = EscalationState::kWithdrawn;
    change.escalation->handler.clear();
    change.escalation->claimed_until.reset();
    change.escalation->ended_at = now;
    ++change.escalation->version;
  }
  return change;
}

}  // namespace

StatusOr<Accepted> IntakeService::Submit(const CallContext& context,
                                         const Application& application,
                                         const History& history) {
  if (context.request_id.empty()) return Required("request_id");
  const Instant now = clock_.Now();
  DM_RETURN_IF_ERROR(CheckApplication(application, now));
  DM_RETURN_IF_ERROR(CheckHistory(history, application.month));
  NewCase new_case;
  new_case.request_id = context.request_id;
  new_case.content_sha256 = context.content_sha256;
  new_case.application = Normalised(application);
  new_case.history = Normalised(history);
  new_case.audit = AuditOf(context, kAccepted);
  new_case.audit.subject = application.id.value();
  new_case.audit.detail = "month=" + application.month.ToString();
  return store_.Accept(new_case, now);
}

StatusOr<CaseRecord> IntakeService::AddDocument(const CallContext& context,
                                                const CaseId& case_id,
                                                const Document& document) {
  DM_ASSIGN_OR_RETURN(const auto earlier, FindRepeat(store_, context, kDocumentAdded));
  DM_ASSIGN_OR_RETURN(const CaseRecord record, store_.GetCase(case_id));
  if (earlier) return record;
  DM_RETURN_IF_ERROR(CheckDocument(document, record.application.month, clock_.Now(), "document"));
  if (const Document* known = FindDocument(record.application, document.id)) {
    if (IsSame(*known, document)) return record;
    return MakeStatus(StatusCode::kAlreadyExists,
                      "document.id: stands for another document; send a new id",
                      {"DOCUMENT_CHANGED", "document.id", "send a correction under a new id"});
  }
  DM_RETURN_IF_ERROR(CheckOpen(record));
  DM_RETURN_IF_ERROR(
      CheckCount(record.application.documents.size() + 1, kDocumentsMax, "application.documents"));
  return StoreDocument(context, record, document);
}

StatusOr<CaseRecord> IntakeService::StoreDocument(const CallContext& context,
                                                  const CaseRecord& record,
                                                  const Document& document) {
  const Instant now = clock_.Now();
  CaseChange change = Reopen(record, now);
  change.application = record.application;
  change.application->documents.push_back(document);
  change.request_id = context.request_id;
  change.audit = AuditOf(context, kDocumentAdded);
  change.audit.subject = record.id.value();
  change.audit.detail = "document=" + document.id.value() + " kind=" + document.kind;
  const StatusOr<std::int64_t> version = store_.Apply(change, now);
  if (!version.ok()) {
    // The same call may have come in twice at once: then the other one has stored it.
    const auto repeated = FindRepeat(store_, context, kDocumentAdded);
    if (!repeated.ok() || !repeated->has_value()) return version.status();
  }
  return store_.GetCase(record.id);
}

}  // namespace dm::intake
