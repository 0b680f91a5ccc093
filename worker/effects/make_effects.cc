#include "worker/effects/make_effects.h"

#include <algorithm>
#include <string>
#include <utility>

#include "worker/core/swedish_day.h"
#include "worker/effects/effect_batch.h"
#include "worker/effects/letter.h"
#include "worker/effects/letter_words.h"

namespace dm::effects {
namespace {

constexpr char kFirstVisit[] = "first_visit";
constexpr char kPlanMeeting[] = "plan";
// casework.md T-19: 60 minutes for the visit and 30 for the notes, more with an interpreter.
constexpr int kFirstVisitMinutes = 90;
constexpr int kPlanMinutes = 60;
constexpr int kInterpreterMinutes = 30;

std::string DecisionNote(const CaseRecord& record, const Decision& decision) {
  std::string note = "Beslut " + std::to_string(decision.version) + " för " +
                     record.application.month.ToSwedish() + ": " + OutcomeWord(decision.outcome);
  if (!decision.granted.is_zero()) note += ", " + decision.granted.ToSwedish();
  note += ". ";
  note += decision.kind == DecisionKind::kAutomatic ? "Fattat automatiskt av " : "Fattat av ";
  note += decision.decided_by + " den " + SwedishDay(decision.decided_on);
  if (!decision.delegation.empty()) note += " enligt " + decision.delegation;
  note += ".";
  if (!decision.attested_by.empty()) note += " Attesterat av " + decision.attested_by + ".";
  if (decision.corrects > 0) note += " Ersätter beslut " + std::to_string(decision.corrects) + ".";
  if (!decision.typfall.empty()) note += " Typfall " + decision.typfall + ".";
  return note + " Regler: " + decision.policy_version + ".";
}

// A dismissal is rare and always a person's; a set may leave its letter to that person.
bool LetterIsHandlers(const Decision& decision, const Status& status) {
  return decision.kind == DecisionKind::kHuman && decision.outcome == Outcome::kAvvisning &&
         DetailOf(status).reason == "LETTER_MISSING";
}

bool HasTrigger(const CaseRecord& record, const Escalate& escalate, const std::string& trigger) {
  if (record.assessment)
    for (const TriggerResult& result : record.assessment->triggers)
      if (result.trigger == trigger) return true;
  // "X-01" stands as TRIG.X01 among the reasons.
  const std::string code = "TRIG." + trigger.substr(0, 1) + trigger.substr(2);
  const auto& reasons = escalate.routing.reasons;
  return std::any_of(reasons.begin(), reasons.end(), [&code](const Reason& reason) {
    return reason.code == code || reason.code.rfind(code + ".", 0) == 0;
  });
}

MeetingRequest MeetingOf(const CaseRecord& record, const char* kind, int minutes) {
  MeetingRequest meeting;
  meeting.kind = kind;
  meeting.interpreter = record.application.circumstances.interpreter_needed == Answer::kYes;
  meeting.length_minutes = minutes + (meeting.interpreter ? kInterpreterMinutes : 0);
  return meeting;
}

StatusOr<MeetingRequest> FirstVisit(const CaseRecord& record, const PolicySet& policy) {
  MeetingRequest meeting = MeetingOf(record, kFirstVisit, kFirstVisitMinutes);
  const Date contact = SwedishDate(record.application.received_at);
  DM_ASSIGN_OR_RETURN(const ParameterValue days, policy.Get("visit.max_days", contact));
  meeting.latest = contact.PlusDays(static_cast<std::int32_t>(days.number()));
  return meeting;
}

std::string EscalationNote(const Escalate& escalate) {
  if (escalate.routing.access != AccessClass::kOpen)
    return "Ärendet har lämnats till behörig handläggare.";
  std::string note = "Ärendet har lämnats till handläggare, kö " + escalate.routing.queue + ".";
  for (const Reason& reason : escalate.routing.reasons) note += " " + reason.text;
  return note;
}

// The number of the escalation that this one becomes; a later one is another event in the journal.
std::string NextEscalationNumber(const CaseRecord& record) {
  return record.escalation ? "after-" + record.escalation->id.value() : "first";
}

}  // namespace

StatusOr<std::vector<Effect>> EffectsOfDecision(const CaseRecord& record,
                                                const Decision& decision,
                                                const PolicySet& policy) {
  Batch batch(record, decision);
  batch.Add(EffectKind::kDecision, "").decision = decision;
  StatusOr<Letter> letter = DecisionLetter(record, decision, policy);
  const bool has_letter = letter.ok();
  if (!has_letter && !LetterIsHandlers(decision, letter.status())) return letter.status();
  if (has_letter) batch.Add(EffectKind::kLetter, "decision").letter = *std::move(letter);
  const Money ordered = OrderedBefore(record, decision.version);
  if (decision.granted > ordered) {
    if (!decision.pay_date)
      return FailedPrecondition(
          "a granted amount has no pay date",
          {"PAY_DATE_MISSING", "decision.pay_date", "set the payment day and the bank calendar"});
    batch.Add(EffectKind::kPaymentOrder, "").payment_order = PaymentOrder{
        decision.granted - ordered, *decision.pay_date, record.application.month, decision.version};
  }
  if (has_letter) batch.Add(EffectKind::kNotice, "decision").notice = LogInNotice(policy);
  std::string note = DecisionNote(record, decision);
  if (decision.granted < ordered)
    note +=
        " Mer har beställts för utbetalning än beslutet ger; om något ska krävas tillbaka prövas "
        "för sig.";
  if (!has_letter) note += " Brevet till den sökande skrivs av handläggaren.";
  batch.Add(EffectKind::kJournalNote, "decision").journal_note = std::move(note);
  return batch.Take();
}

StatusOr<std::vector<Effect>> EffectsOfCommunication(const CaseRecord& record,
                                                     const Communication& communication,
                                                     const PolicySet& policy) {
  DM_ASSIGN_OR_RETURN(Letter letter, CommunicationLetter(record, communication, policy));
  const std::string which = "communication-" + std::to_string(communication.number);
  Batch batch(record);
  batch.Add(EffectKind::kLetter, which).letter = std::move(letter);
  batch.Add(EffectKind::kNotice, which).notice = LogInNotice(policy);
  batch.Add(EffectKind::kJournalNote, which).journal_note =
      "Kommunicerat enligt 25 § förvaltningslagen av " + communication.by +
      ". Sista dag att svara " + SwedishDay(communication.answer_by) + ".";
  return batch.Take();
}

StatusOr<std::vector<Effect>> EffectsOfCompletion(const CaseRecord& record,
                                                  const RequestCompletion& completion,
                                                  const PolicySet& policy) {
  DM_ASSIGN_OR_RETURN(Letter letter, CompletionLetter(record, completion, policy));
  const std::string due = completion.due.ToString();
  Batch batch(record);
  batch.Add(EffectKind::kCompletionRequest, due).completion_request = completion;
  batch.Add(EffectKind::kLetter, "completion-" + due).letter = std::move(letter);
  batch.Add(EffectKind::kNotice, "completion-" + due).notice = LogInNotice(policy);
  batch.Add(EffectKind::kJournalNote, "completion-" + due).journal_note =
      "Komplettering begärd, sista dag " + SwedishDay(completion.due) + ".";
  return batch.Take();
}

StatusOr<std::vector<Effect>> EffectsOfEscalation(const CaseRecord& record,
                                                  const Escalate& escalate,
                                                  const PolicySet& policy) {
  Batch batch(record);
  if (HasTrigger(record, escalate, "X-01")) {
    DM_ASSIGN_OR_RETURN(MeetingRequest visit, FirstVisit(record, policy));
    batch.Add(EffectKind::kMeetingRequest, kFirstVisit).meeting_request = std::move(visit);
  }
  if (HasTrigger(record, escalate, "X-30"))
    batch.Add(EffectKind::kMeetingRequest, kPlanMeeting).meeting_request =
        MeetingOf(record, kPlanMeeting, kPlanMinutes);
  batch.Add(EffectKind::kJournalNote, "escalation-" + NextEscalationNumber(record)).journal_note =
      EscalationNote(escalate);
  return batch.Take();
}

}  // namespace dm::effects
