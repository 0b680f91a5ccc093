// The calls around a decision: what it would be, communication, analyses of children, letters.
#include "worker/escalation/decision_service.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <string_view>

#include "worker/case/staff_checks.h"
#include "worker/escalation/calls.h"
#include "worker/escalation/child_records.h"
#include "worker/escalation/communication.h"
#include "worker/escalation/decision_basis.h"
#include "worker/escalation/decision_needs.h"
#include "worker/escalation/desk.h"
#include "worker/escalation/human_reasons.h"
#include "worker/ports/repeat.h"

namespace dm::escalation {
namespace {

constexpr char kCommunicated[] = "case_communicated";
constexpr char kAnswered[] = "communication_answered";
constexpr char kAnalysed[] = "child_analysed";
constexpr char kWaiting[] = "COMMUNICATION.WAITING";
// Above the letter of what nobody has approved yet: it may be printed, and must not be sent.
constexpr char kDraft[] = "Utkast, inte attesterat: ";
constexpr std::size_t kFactsMax = 64;

constexpr std::array<std::string_view, 5> kChannels = {
    "letter", "e_service", "oral", "phone", "visit"};

// A letter or a digit; those beyond ASCII have bytes above it.
bool IsOfAWord(char c) {
  return std::isalnum(static_cast<unsigned char>(c)) != 0 || static_cast<unsigned char>(c) >= 0x80;
}

// Who holds the item, or a team lead; anyone in service while nobody holds it.
Status CheckMayNote(const CaseRecord& record,
                    const std::string& actor,
                    const StaffDirectory& staff,
                    Instant now) {
  DM_RETURN_IF_ERROR(CheckInService(staff, actor, SwedishDate(now), "actor"));
  const std::optional<Escalation>& item = record.escalation;
  const bool held_by_other = item && item->state == EscalationState::kClaimed &&
                             !HasLapsed(*item, now) && item->handler != actor;
  const StaffMember* member = staff.Find(actor);
  if (!held_by_other || (member != nullptr && member->Has(StaffRole::kArbetsledare)))
    return OkStatus();
  return MakeStatus(StatusCode::kAborted,
                    "another caseworker holds the case",
                    {"CLAIMED_BY_OTHER",
                     "actor",
                     "let the holder or a team lead note it, or wait until the claim lapses"});
}

Status CheckAnswer(const AnswerNote& note) {
  if (!IsIdText(note.actor))
    return InvalidArgument("actor: is the user id of who notes the answer",
                           {"FIELD_INVALID", "actor", "send the user id"});
  const std::string& channel = note.answer.channel;
  if (std::find(kChannels.begin(), kChannels.end(), channel) == kChannels.end())
    return InvalidArgument("answer.channel: is letter, e_service, oral, phone or visit",
                           {"FIELD_INVALID", "answer.channel", "say how the answer came"});
  // A dash is no answer: it would end the household's time.
  const bool says = std::ranges::any_of(note.answer.text, IsOfAWord);
  if (!says && (!note.answer.text.empty() || note.answer.reference.empty()))
    return InvalidArgument(
        "answer.text: what was answered, or the document's reference",
        {"FIELD_REQUIRED", "answer.text", "write the answer, or refer to where it stands"});
  return OkStatus();
}

// The decision that waits for a second person; null where none does.
const Decision* WaitingIn(const CaseRecord& record) {
  if (!record.escalation || !record.escalation->waiting) return nullptr;
  const WaitingDecision& waiting = *record.escalation->waiting;
  return waiting.returned ? nullptr : &waiting.decision;
}

void TellWaiting(Escalation& escalation, Date answer_by) {
  auto& reasons = escalation.routing.reasons;
  reasons.erase(std::remove_if(reasons.begin(),
                               reasons.end(),
                               [](const Reason& reason) { return reason.code == kWaiting; }),
                reasons.end());
  reasons.push_back({kWaiting,
                     "Uppgifterna har skickats till hushållet, som kan svara till och med " +
                         answer_by.ToString() + ".",
                     escalation.routing.queue,
                     std::nullopt});
}

}  // namespace

StatusOr<DecisionPreview> DecisionService::Preview(const CallContext& context,
                                                   const HumanDecision& said) {
  DM_ASSIGN_OR_RETURN(const HeldItem held,
                      FindUndecided(context, said.escalation, said.expected_version, said.handler));
  AuditEvent audit =
      AuditOf(context, said.handler.empty() ? context.caller : said.handler, "decision_previewed");
  audit.subject = held.record.id.value();
  DM_RETURN_IF_ERROR(store_.AppendAudit(audit, clock_.Now()));
  DM_ASSIGN_OR_RETURN(const Around around, LookAround(held.record));
  HumanDecisionDraft draft = Draft(held.record, said, around);
  DecisionPreview preview;
  preview.basis = draft.basis;
  preview.outcome_fits = draft.outcome_fits;
  preview.outcome_of_amounts = draft.outcome_of_amounts;
  preview.month_total = draft.month_total;
  preview.attest_needed = !draft.attest.empty();
  preview.unseen = draft.unseen;
  const Status holds = CheckHolds(held.escalation, said.handler, around.now);
  if (!holds.ok()) preview.needs.push_back(NeedOf(holds));
  for (const Status& problem : draft.problems) {
    preview.needs.push_back(NeedOf(problem));
    if (preview.needs.back().code == "COMMUNICATION_WAITING")
      preview.needs.back().date = draft.waits_until;
  }
  if (said.outcome != Outcome::kNone && letters_.letter_of) {
    StatusOr<Letter> letter = letters_.letter_of(held.record, draft.decision, *around.policy);
    if (letter.ok()) {
      const StatusOr<LetterFile> html =
          letters_.file_of(*letter, LetterForm::kHtml, draft.decision.decided_on);
      if (html.ok()) preview.letter_html = html->content;
      preview.letter = *std::move(letter);
    } else {
      preview.needs.push_back(NeedOf(letter.status()));
    }
  }
  preview.decision = std::move(draft.decision);
  return preview;
}

StatusOr<CaseRecord> DecisionService::Communicate(const CallContext& context,
                                                  const CommunicateRequest& request) {
  DM_ASSIGN_OR_RETURN(const auto repeated, Repeated(context, kCommunicated));
  if (repeated) return *repeated;
  const HumanDecision& said = request.intended;
  DM_RETURN_IF_ERROR(CheckHandler(said.handler));
  DM_ASSIGN_OR_RETURN(const HeldItem held,
                      FindUndecided(context, said.escalation, said.expected_version, said.handler));
  DM_RETURN_IF_ERROR(CheckHolds(held.escalation, said.handler, clock_.Now()));
  DM_ASSIGN_OR_RETURN(const Around around, LookAround(held.record));
  HumanDecisionDraft draft = Draft(held.record, said, around);
  for (const Status& problem : draft.problems)
    if (problem.code() == StatusCode::kInvalidArgument) return problem;
  Communication one;
  one.number = static_cast<int>(held.record.communications.size()) + 1;
  one.at = around.now;
  one.by = said.handler;
  one.mandate = said.mandate;
  one.facts = draft.unseen;
  for (std::size_t i = 0; i < request.facts.size(); ++i) {
    one.facts.push_back(request.facts[i]);
    one.facts.back().key = "stated|" + std::to_string(one.number) + "|" + std::to_string(i);
  }
  if (one.facts.empty() || one.facts.size() > kFactsMax)
    return InvalidArgument(
        "facts: 1 to " + std::to_string(kFactsMax) + " facts to tell",
        {"NOTHING_TO_COMMUNICATE",
         "facts",
         "state the facts that the decision rests on; the rows alone have nothing that the "
         "household has not stated"});
  const Date today = SwedishDate(around.now);
  DM_ASSIGN_OR_RETURN(const ParameterValue days, around.policy->Get("comm.days", today));
  const Date first = today.PlusDays(static_cast<std::int32_t>(days.number()));
  one.answer_by = request.answer_by.value_or(first);
  if (one.answer_by < first)
    return InvalidArgument(
        "answer_by: not before " + first.ToString() + " (comm.days from today)",
        {"FIELD_OUT_OF_RANGE", "answer_by", "leave it out, or give the household longer"});
  one.intended = draft.decision;
  one.intended.version = 0;
  AuditEvent audit = AuditOf(context, said.handler, kCommunicated);
  audit.mandate = said.mandate;
  CaseChange change = ChangeOf(context, held.record, audit);
  change.audit.detail = "escalation=" + held.escalation.id.value() +
                        " number=" + std::to_string(one.number) +
                        " answer_by=" + one.answer_by.ToString();
  change.escalation = held.escalation;
  ++change.escalation->version;
  TellWaiting(*change.escalation, one.answer_by);
  DM_ASSIGN_OR_RETURN(change.effects,
                      letters_.effects_of_communication(held.record, one, *around.policy));
  change.communication = std::move(one);
  return ApplyAndRead(context, change);
}

StatusOr<CaseRecord> DecisionService::Note(const CallContext& context, const AnswerNote& note) {
  DM_ASSIGN_OR_RETURN(const auto repeated, Repeated(context, kAnswered));
  if (repeated) return *repeated;
  DM_RETURN_IF_ERROR(CheckAnswer(note));
  DM_ASSIGN_OR_RETURN(const CaseRecord record, desk_.FindCase(context, note.case_id, note.actor));
  if (note.number < 1 || note.number > std::ssize(record.communications))
    return MakeStatus(StatusCode::kNotFound,
                      "the case has no communication with this number",
                      {"COMMUNICATION_NOT_FOUND", "number", "read the case's communications"});
  if (!IsPersonsTurn(record.state))
    return FailedPrecondition("nothing waits for an answer: " + StandingOf(record),
                              {"CASE_NOT_OPEN", "case_id", "put the answer into the file"});
  const Instant now = clock_.Now();
  DM_RETURN_IF_ERROR(CheckMayNote(record, note.actor, *parts_.StaffOf(), now));
  AuditEvent audit = AuditOf(context, note.actor, kAnswered);
  CaseChange change = ChangeOf(context, record, audit);
  change.audit.detail = "number=" + std::to_string(note.number);
  const Communication& told = record.communications[static_cast<std::size_t>(note.number) - 1];
  if (told.answers.empty() && SwedishDate(now) <= told.answer_by)
    change.audit.detail += " before=" + told.answer_by.ToString();
  change.communication = record.communications[static_cast<std::size_t>(note.number) - 1];
  change.communication->answers.push_back(note.answer);
  change.communication->answers.back().at = now;
  change.communication->answers.back().noted_by = note.actor;
  return ApplyAndRead(context, change);
}

StatusOr<CaseRecord> DecisionService::RecordChild(const CallContext& context,
                                                  const ChildAnalysisRequest& request) {
  DM_ASSIGN_OR_RETURN(const auto repeated, Repeated(context, kAnalysed));
  if (repeated) return *repeated;
  const std::string& actor = request.analysis.reviewer;
  DM_RETURN_IF_ERROR(CheckHandler(actor));
  DM_ASSIGN_OR_RETURN(const HeldItem held,
                      FindUndecided(context, request.escalation, request.expected_version, actor));
  DM_RETURN_IF_ERROR(CheckHolds(held.escalation, actor, clock_.Now()));
  DM_RETURN_IF_ERROR(CheckInService(*parts_.StaffOf(), actor, SwedishDate(clock_.Now()), "actor"));
  DM_RETURN_IF_ERROR(CheckChildAnalysis(held.record.application, request.analysis));
  AuditEvent audit = AuditOf(context, actor, kAnalysed);
  audit.mandate = request.mandate;
  CaseChange change = ChangeOf(context, held.record, audit);
  change.child_analysis = request.analysis;
  change.child_analysis->number = static_cast<int>(held.record.child_analyses.size()) + 1;
  change.child_analysis->at = clock_.Now();
  change.child_analysis->reviewed_on = SwedishDate(clock_.Now());
  change.audit.detail = "number=" + std::to_string(change.child_analysis->number);
  return ApplyAndRead(context, change);
}

Status DecisionService::RecordLetterRead(const CallContext& context,
                                         const CaseId& case_id,
                                         int version) {
  AuditEvent audit = AuditOf(context, context.caller, "letter_read");
  audit.subject = case_id.value();
  audit.detail = "version=" + std::to_string(version);
  return store_.AppendAudit(audit, clock_.Now());
}

StatusOr<LetterFile> DecisionService::GetLetter(const CallContext& context,
                                                const CaseId& case_id,
                                                int decision_version,
                                                LetterForm form) {
  DM_ASSIGN_OR_RETURN(const CaseRecord record, desk_.FindCase(context, case_id));
  if (const Decision* waits = WaitingIn(record);
      waits != nullptr && letters_.letter_of &&
      (decision_version == 0 || decision_version == waits->version)) {
    DM_RETURN_IF_ERROR(RecordLetterRead(context, case_id, waits->version));
    DM_ASSIGN_OR_RETURN(const Around around, LookAround(record));
    DM_ASSIGN_OR_RETURN(Letter letter, letters_.letter_of(record, *waits, *around.policy));
    letter.subject = kDraft + letter.subject;
    return letters_.file_of(letter, form, waits->decided_on);
  }
  if (record.decisions.empty())
    return FailedPrecondition("the case has no decision: " + StandingOf(record),
                              {"NO_DECISION", "case_id", "preview the letter before deciding"});
  const int version = decision_version == 0 ? record.decisions.back().version : decision_version;
  DM_RETURN_IF_ERROR(RecordLetterRead(context, case_id, version));
  PageRequest page{200, ""};
  do {
    DM_ASSIGN_OR_RETURN(const Page<StoredEffect> effects,
                        store_.ListEffects(std::nullopt, case_id, page));
    for (const StoredEffect& stored : effects.items)
      if (stored.effect.letter && stored.effect.decision_version == version)
        return letters_.file_of(*stored.effect.letter, form, SwedishDate(stored.created_at));
    page.after = effects.next;
  } while (!page.after.empty());
  return MakeStatus(StatusCode::kNotFound,
                    "the case has no letter of this decision version",
                    {"LETTER_NOT_FOUND", "decision_version", "leave it out for the last one"});
}

StatusOr<std::vector<ReasonCodeInfo>> DecisionService::ReasonCodes(const CallContext&) {
  return HumanReasons(*parts_.policy(), SwedishDate(clock_.Now()));
}

}  // namespace dm::escalation
