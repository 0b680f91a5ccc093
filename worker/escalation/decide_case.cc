// A caseworker's decision, and what the calls around a decision look at.
#include <algorithm>
#include <string>
#include <utility>

#include "worker/case/staff_checks.h"
#include "worker/escalation/attest.h"
#include "worker/escalation/calls.h"
#include "worker/escalation/communication.h"
#include "worker/escalation/decision_basis.h"
#include "worker/escalation/decision_service.h"
#include "worker/escalation/desk.h"
#include "worker/escalation/effect_item.h"
#include "worker/ports/repeat.h"

namespace dm::escalation {
namespace {

constexpr int kPageMax = 200;
// Also when it waits for attest: one call, one name, so that a repeat is known.
constexpr char kDecided[] = "human_decision_made";

bool EndsCase(Outcome outcome) {
  return outcome == Outcome::kAvskrivning || outcome == Outcome::kAvvisning;
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
    DM_ASSIGN_OR_RETURN(HeldItem held, desk_.Find(context, decision.escalation, decision.handler));
    return std::move(held.record);
  }
  DM_RETURN_IF_ERROR(CheckHandler(decision.handler));
  DM_ASSIGN_OR_RETURN(
      const HeldItem held,
      FindUndecided(context, decision.escalation, decision.expected_version, decision.handler));
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

StatusOr<HeldItem> DecisionService::FindUndecided(const CallContext& context,
                                                  const EscalationId& id,
                                                  std::int64_t expected_version,
                                                  const std::string& actor) const {
  DM_ASSIGN_OR_RETURN(HeldItem held, desk_.FindOpen(context, id, expected_version, actor));
  if (IsAboutEffects(held.escalation) && !IsPersonsTurn(held.record.state))
    return FailedPrecondition("the case is decided; the item is about what could not be delivered",
                              {"EFFECT_ITEM",
                               "escalation_id",
                               "resolve the effect: send it again, or say where it was seen to"});
  if (!IsCorrection(held.escalation)) return held;
  return FailedPrecondition(
      "the case is decided; the item is about a correction of the decision",
      {"CORRECTION_ITEM",
       "escalation_id",
       "approve it with AttestDecision, send it back with ReturnDecision, or correct anew with "
       "CorrectDecision"});
}

StatusOr<DecisionService::Around> DecisionService::LookAround(const CaseRecord& record) {
  Around around;
  around.policy = parts_.policy();
  around.staff = parts_.StaffOf();
  around.now = clock_.Now();
  DM_ASSIGN_OR_RETURN(around.frame, store_.LatestFrame(record.application.household));
  DM_ASSIGN_OR_RETURN(around.month, MonthOf(record));
  DM_ASSIGN_OR_RETURN(const std::vector<Message> inbound, InboundOf(record.id));
  around.messages = static_cast<int>(inbound.size());
  around.unread_answer = HasUnreadAnswer(record, inbound);
  if (record.communications.empty()) return around;
  DM_ASSIGN_OR_RETURN(around.letters, CommunicationLetters(record.id));
  DM_ASSIGN_OR_RETURN(const ParameterValue days,
                      around.policy->Get("comm.days", SwedishDate(around.now)));
  around.answer_days = static_cast<int>(days.number());
  return around;
}

// A communication leaves one letter, which has a template of its own; they are numbered as they are
// stored.
StatusOr<std::vector<StoredEffect>> DecisionService::CommunicationLetters(const CaseId& case_id) {
  constexpr char kTemplate[] = "kommunicering";
  std::vector<StoredEffect> letters;
  PageRequest page{kPageMax, ""};
  do {
    DM_ASSIGN_OR_RETURN(Page<StoredEffect> effects,
                        store_.ListEffects(std::nullopt, case_id, page));
    for (StoredEffect& one : effects.items)
      if (one.effect.letter && one.effect.letter->template_id == kTemplate)
        letters.push_back(std::move(one));
    page.after = effects.next;
  } while (!page.after.empty());
  return letters;
}

HumanDecisionDraft DecisionService::Draft(const CaseRecord& record,
                                          const HumanDecision& said,
                                          const Around& around,
                                          const Decision* corrects,
                                          const std::string& ground) const {
  return DraftHumanDecision({.record = record,
                             .said = said,
                             .frame = around.frame,
                             .policy = *around.policy,
                             .pay_day = parts_.pay_day,
                             .now = around.now,
                             .last_version = around.month.last_version,
                             .granted_elsewhere = around.month.granted_elsewhere,
                             .elsewhere = around.month.elsewhere,
                             .previous = around.month.previous,
                             .staff = around.staff.get(),
                             .corrects = corrects,
                             .ground = ground,
                             .messages = around.messages,
                             .unread_answer = around.unread_answer,
                             .letters = around.letters,
                             .answer_days = around.answer_days});
}

StatusOr<DecisionService::MonthSoFar> DecisionService::MonthOf(const CaseRecord& record) {
  CaseFilter filter;
  filter.household = record.application.household;
  filter.month = record.application.month;
  PageRequest page;
  MonthSoFar so_far;
  for (const Decision& decision : record.decisions)
    so_far.last_version = std::max(so_far.last_version, decision.version);
  do {
    DM_ASSIGN_OR_RETURN(const Page<CaseSummary> cases, store_.ListCases(filter, page));
    for (const CaseSummary& summary : cases.items) {
      // Only what has been decided is read whole.
      if (summary.id == record.id || !summary.decided_by) continue;
      DM_ASSIGN_OR_RETURN(const CaseRecord other, store_.GetCase(summary.id));
      for (const Decision& decision : other.decisions)
        so_far.last_version = std::max(so_far.last_version, decision.version);
      if (other.decisions.empty()) continue;
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

StatusOr<std::vector<Message>> DecisionService::InboundOf(const CaseId& case_id) {
  std::vector<Message> inbound;
  const MessageFilter filter{.case_id = case_id, .direction = MessageDirection::kInbound};
  PageRequest page{kPageMax, ""};
  do {
    DM_ASSIGN_OR_RETURN(Page<Message> found, store_.ListMessages(filter, page));
    for (Message& one : found.items) inbound.push_back(std::move(one));
    page.after = found.next;
  } while (!page.after.empty());
  return inbound;
}

StatusOr<CaseRecord> DecisionService::StoreDecision(const CallContext& context,
                                                    const HeldItem& held,
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
    EndItem(change, held.escalation, EscalationState::kDecided, clock_.Now());
    change.due_at = clock_.Now();
    DM_ASSIGN_OR_RETURN(change.effects, parts_.effects_of(held.record, draft.decision, policy));
  }
  return ApplyAndRead(context, change);
}

StatusOr<std::optional<CaseRecord>> DecisionService::Repeated(const CallContext& context,
                                                              const char* action) {
  DM_ASSIGN_OR_RETURN(const auto earlier, FindRepeat(store_, context, action));
  if (!earlier) return std::optional<CaseRecord>();
  DM_ASSIGN_OR_RETURN(CaseRecord record,
                      desk_.FindCase(context, CaseId::FromTrusted(earlier->result_id)));
  return std::optional<CaseRecord>(std::move(record));
}

StatusOr<CaseRecord> DecisionService::ApplyAndRead(const CallContext& context,
                                                   const CaseChange& change) {
  DM_RETURN_IF_ERROR(desk_.Apply(context, change));
  return store_.GetCase(change.case_id);
}

}  // namespace dm::escalation
