#include "worker/intake/intake_service.h"

#include <algorithm>

#include "worker/case/late_document.h"
#include "worker/effects/contact_effects.h"
#include "worker/intake/check_application.h"
#include "worker/intake/check_file.h"
#include "worker/intake/complain.h"
#include "worker/intake/limits.h"
#include "worker/ports/case_access.h"
#include "worker/ports/reopen.h"
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

Status DocumentChanged() {
  return MakeStatus(StatusCode::kAlreadyExists,
                    "document.id: stands for another document; send a new id",
                    {"DOCUMENT_CHANGED", "document.id", "send a correction under a new id"});
}

DocumentNote NoteOf(const NewDocument& added) {
  return {.document = added.document.id,
          .file = added.file,
          .answers = added.answers,
          .late_from = std::nullopt};
}

// Marks what the document answers; one that cannot be read answers nothing. True when something
// that was asked for is still missing, and it is known what the document is for.
bool Answer(const NewDocument& added, CompletionRound& round) {
  if (!added.document.readable || added.answers.empty()) return false;
  for (RequestedItem& item : round.items) {
    const bool answers = std::find(added.answers.begin(), added.answers.end(), item.item.code) !=
                         added.answers.end();
    if (answers && !item.answered_by) item.answered_by = added.document.id;
  }
  return std::any_of(round.items.begin(), round.items.end(), [](const RequestedItem& item) {
    return !item.answered_by;
  });
}

Status CheckAnswers(const NewDocument& added) {
  constexpr std::size_t kAnswersMax = 20;
  DM_RETURN_IF_ERROR(CheckCount(added.answers.size(), kAnswersMax, "answers"));
  for (std::size_t i = 0; i < added.answers.size(); ++i)
    DM_RETURN_IF_ERROR(CheckCode(added.answers[i], At("answers", i)));
  return OkStatus();
}

// The change that puts the document in.
CaseChange WithDocument(const CaseRecord& record, const NewDocument& added, Instant now) {
  CaseChange change = ReopenChange(record, now);
  if (!change.contact) change.contact = record.contact;
  change.contact->documents.push_back(NoteOf(added));
  if (CompletionRound* round = OpenRound(*change.contact)) {
    const bool more = Answer(added, *round);
    if (more && record.state == CaseState::kAwaitingCompletion) {
      change.to = record.state;
      change.due_at.reset();
      change.source_attempts.reset();
    } else {
      round->state = more ? round->state : CompletionState::kAnswered;
      if (!more) round->ended_at = now;
    }
  }
  change.application = record.application;
  change.application->documents.push_back(added.document);
  return change;
}

}  // namespace

StatusOr<Accepted> IntakeService::Submit(const CallContext& context,
                                         const Application& application,
                                         const History& history) {
  if (context.request_id.empty()) return Required("request_id");
  const Instant now = clock_.Now();
  DM_RETURN_IF_ERROR(CheckApplication(application, now));
  DM_RETURN_IF_ERROR(CheckIdIsNoNumber(context.request_id, application.persons, "request_id"));
  DM_RETURN_IF_ERROR(CheckHistory(history, application.month));
  NewCase new_case;
  new_case.request_id = context.request_id;
  new_case.content_sha256 = context.content_sha256;
  new_case.application = Normalised(application);
  new_case.history = Normalised(history);
  new_case.audit = AuditOf(context, kAccepted);
  // Its subject is the case, whose id the store gives.
  // No id of the case system's: the record stays when the file is erased.
  new_case.audit.detail = "month=" + application.month.ToString();
  return store_.Accept(new_case, now);
}

StatusOr<AddedDocument> IntakeService::AddDocument(const CallContext& context,
                                                   const CaseId& case_id,
                                                   const NewDocument& added) {
  DM_ASSIGN_OR_RETURN(const auto earlier, FindRepeat(store_, context, kDocumentAdded));
  DM_RETURN_IF_ERROR(CheckFile(added.file, added.head));
  DM_RETURN_IF_ERROR(CheckAnswers(added));
  // A caseworker may decide, or another document come in, at the same moment: one wins, and the
  // document is taken as the case then stands.
  constexpr int kTriesMax = 8;
  StatusOr<AddedDocument> result = Internal("the document was not tried");
  for (int i = 0; i < kTriesMax; ++i) {
    DM_ASSIGN_OR_RETURN(const CaseRecord record, store_.GetCase(case_id));
    result = earlier ? Repeated(record, added.document.id) : Add(context, record, added);
    if (result.ok()) return ForCaller(context, *std::move(result));
    const std::string reason = DetailOf(result.status()).reason;
    if (reason != "STALE_VERSION" && reason != "CASE_ENDED" && reason != "TRANSITION_REFUSED")
      return result;
  }
  return result;
}

// Taken whoever brings it; told to who may see the case alone.
StatusOr<AddedDocument> IntakeService::ForCaller(const CallContext& context, AddedDocument added) {
  if (added.joined) {
    const Status visible = FindVisibleCase(store_, context, *added.joined).status();
    if (visible.code() == StatusCode::kNotFound) added.joined.reset();
  }
  DM_ASSIGN_OR_RETURN(added.record, AsSeenBy(context, store_, std::move(added.record)));
  return added.record.id.empty() ? AddedDocument() : added;
}

StatusOr<AddedDocument> IntakeService::Repeated(const CaseRecord& record,
                                                const DocumentId& document) {
  AddedDocument answer;
  answer.record = record;
  if (FindDocument(record.application, document) != nullptr) return answer;
  answer.joins_next = true;
  DM_ASSIGN_OR_RETURN(const auto late, store_.LateDocuments(record.application.household));
  for (const LateDocument& one : late)
    if (one.document.id == document) answer.joined = one.joined_case;
  return answer;
}

StatusOr<AddedDocument> IntakeService::Add(const CallContext& context,
                                           const CaseRecord& record,
                                           const NewDocument& added) {
  const Instant now = clock_.Now();
  const Document& document = added.document;
  DM_RETURN_IF_ERROR(CheckDocument(document, record.application.month, now, "document"));
  const std::vector<Person>& persons = record.application.persons;
  DM_RETURN_IF_ERROR(CheckIdIsNoNumber(context.request_id, persons, "request_id"));
  DM_RETURN_IF_ERROR(CheckIdIsNoNumber(document.id.value(), persons, "document.id"));
  DM_RETURN_IF_ERROR(CheckIdIsNoNumber(document.kind, persons, "document.kind"));
  if (const Document* known = FindDocument(record.application, document.id)) {
    if (!IsSameDocument(*known, document)) return DocumentChanged();
    return AddedDocument{.record = record, .joins_next = false, .joined = std::nullopt};
  }
  if (IsSettled(record)) return AddLateDocument(context, record, added);
  DM_RETURN_IF_ERROR(
      CheckCount(record.application.documents.size() + 1, kDocumentsMax, "application.documents"));
  CaseChange change = WithDocument(record, added, now);
  change.request_id = context.request_id;
  change.audit = AuditOf(context, kDocumentAdded);
  change.audit.subject = record.id.value();
  change.audit.detail = "kind=" + document.kind;
  const StatusOr<std::int64_t> version = store_.Apply(change, now);
  if (!version.ok()) {
    // The same call may have come in twice at once: then the other one has stored it.
    const auto repeated = FindRepeat(store_, context, kDocumentAdded);
    if (!repeated.ok() || !repeated->has_value()) return version.status();
  }
  AddedDocument answer;
  DM_ASSIGN_OR_RETURN(answer.record, store_.GetCase(record.id));
  return answer;
}

StatusOr<std::optional<CaseRecord>> IntakeService::LaterCase(const CaseRecord& settled) {
  CaseFilter filter;
  filter.household = settled.application.household;
  std::optional<CaseSummary> nearest;
  PageRequest page{.limit = 200, .after = ""};
  do {
    DM_ASSIGN_OR_RETURN(const Page<CaseSummary> found, store_.ListCases(filter, page));
    for (const CaseSummary& one : found.items) {
      const bool open = !IsTerminal(one.state) && one.state != CaseState::kDecided;
      if (!open || one.month <= settled.application.month) continue;
      if (!nearest || one.month < nearest->month) nearest = one;
    }
    page.after = found.next;
  } while (!page.after.empty());
  if (!nearest) return std::optional<CaseRecord>();
  DM_ASSIGN_OR_RETURN(CaseRecord record, store_.GetCase(nearest->id));
  return std::optional<CaseRecord>(std::move(record));
}

StatusOr<AddedDocument> IntakeService::AddLateDocument(const CallContext& context,
                                                       const CaseRecord& settled,
                                                       const NewDocument& added) {
  const Instant now = clock_.Now();
  AddedDocument answer;
  answer.record = settled;
  answer.joins_next = true;
  DM_ASSIGN_OR_RETURN(const auto kept, store_.LateDocuments(settled.application.household));
  std::size_t waiting = 1;
  for (const LateDocument& one : kept) {
    if (!one.joined_case) ++waiting;
    if (one.document.id != added.document.id) continue;
    if (!IsSameDocument(one.document, added.document)) return DocumentChanged();
    answer.joined = one.joined_case;
    return answer;
  }
  LateDocument late;
  late.household = settled.application.household;
  late.from_case = settled.id;
  late.document = added.document;
  late.note = NoteOf(added);
  AuditEvent audit = AuditOf(context, kDocumentAdded);
  audit.subject = settled.id.value();
  audit.detail = "kind=" + added.document.kind;
  DM_ASSIGN_OR_RETURN(const std::optional<CaseRecord> later, LaterCase(settled));
  if (later) {
    answer.joined = later->id;
    if (const Document* known = FindDocument(later->application, added.document.id)) {
      if (!IsSameDocument(*known, added.document)) return DocumentChanged();
      return answer;
    }
    DM_RETURN_IF_ERROR(CheckCount(
        later->application.documents.size() + 1, kDocumentsMax, "application.documents"));
    CaseChange change = WithDocument(*later, added, now);
    change.contact->documents.back().late_from = settled.id;
    change.request_id = context.request_id;
    change.audit = audit;
    change.audit.subject = later->id.value();
    change.audit.detail += " from=" + settled.id.value();
    DM_RETURN_IF_ERROR(store_.Apply(change, now).status());
    return answer;
  }
  DM_RETURN_IF_ERROR(CheckCount(waiting, kDocumentsMax, "application.documents"));
  audit.detail += " late=yes";
  const Status stored = store_.KeepLateDocument(
      late, effects::EffectsOfLateDocument(settled, late), context.request_id, audit, now);
  if (!stored.ok()) {
    const auto repeated = FindRepeat(store_, context, kDocumentAdded);
    if (!repeated.ok() || !repeated->has_value()) return stored;
  }
  return answer;
}

}  // namespace dm::intake
