#include "worker/contact/pipeline_part.h"

#include <algorithm>
#include <utility>

#include "worker/case/staff_checks.h"

namespace dm::contact {
namespace {

constexpr char kGeneralQueue[] = "Q-20";
constexpr std::int64_t kMinuteMs = 60'000;
constexpr int kReminderDaysMax = 30;

Reason Held(std::string code, std::string text) {
  return {.code = std::move(code),
          .text = std::move(text),
          .queue = kGeneralQueue,
          .person = std::nullopt};
}

// True when everything that was asked for has come in.
bool IsAnswered(const CompletionRound& round) {
  return std::all_of(round.items.begin(), round.items.end(), [](const RequestedItem& one) {
    return one.answered_by.has_value();
  });
}

void AddCompletionReasons(const CompletionRound& last, std::vector<Reason>* reasons) {
  const std::string repeated =
      last.number > 1 ? " Det var begäran nummer " + std::to_string(last.number) + "." : "";
  if (last.state == CompletionState::kLapsed) {
    reasons->push_back(Held("COMPLETION.LAPSED",
                            "Tiden för kompletteringen gick ut " + last.due.ToString() +
                                " och allt har inte kommit in." + repeated));
  } else if (!last.asked_by.empty()) {
    reasons->push_back(Held("COMPLETION.ANSWERED",
                            (IsAnswered(last) ? "Det som handläggaren begärde har kommit in."
                                              : "Hushållet har hört av sig efter handläggarens "
                                                "begäran om komplettering.") +
                                repeated));
  }
}

}  // namespace

Application WithContact(Application application, const Contact& contact, int unread) {
  if (contact.wish) application.wants_person = true;
  if (contact.withdrawal) application.withdrawal = contact.withdrawal;
  if (unread > 0) application.circumstances.unread_message = Answer::kYes;
  return application;
}

std::vector<Reason> HoldReasons(const Contact& contact) {
  std::vector<Reason> reasons;
  if (!contact.completions.empty()) AddCompletionReasons(contact.completions.back(), &reasons);
  const auto late = std::count_if(contact.documents.begin(),
                                  contact.documents.end(),
                                  [](const DocumentNote& note) { return note.late_from; });
  if (late > 0)
    reasons.push_back(
        Held("DOCUMENT.EARLIER_MONTH",
             "En handling kom in efter beslutet för en tidigare månad. Bedöm om den ändrar något "
             "då eller nu."));
  return reasons;
}

bool MustNotWait(const Contact& contact) {
  return contact.wish.has_value() || contact.withdrawal.has_value();
}

StatusOr<std::optional<Date>> ReminderDay(Date today, Date due, const PolicySet& policy) {
  DM_ASSIGN_OR_RETURN(const ParameterValue before, policy.Get("completion.reminder_days", today));
  const std::int64_t days = before.number();
  if (days < 1 || days > kReminderDaysMax) return std::optional<Date>();
  const Date day = due.PlusDays(-static_cast<std::int32_t>(days));
  // On the day of the request itself it would remind of nothing.
  return day > today ? std::optional<Date>(day) : std::nullopt;
}

StatusOr<CompletionRound> WorkersRound(const Contact& contact,
                                       const RequestCompletion& request,
                                       Instant now,
                                       const PolicySet& policy) {
  CompletionRound round;
  round.number = static_cast<int>(contact.completions.size()) + 1;
  round.asked_at = now;
  round.due = request.due;
  DM_ASSIGN_OR_RETURN(round.remind_on, ReminderDay(SwedishDate(now), request.due, policy));
  for (const MissingItem& item : request.items) {
    RequestedItem one;
    one.item = item;
    round.items.push_back(std::move(one));
  }
  return round;
}

Instant NextLook(const CompletionRound& round) {
  const bool reminds = round.remind_on && !round.reminded_at;
  return StartOfSwedishDay(reminds ? *round.remind_on : round.due.PlusDays(1));
}

WaitingStep StepOfWaiting(const CaseRecord& record, Instant now) {
  WaitingStep step;
  step.change.case_id = record.id;
  step.change.contact = record.contact;
  CompletionRound* round = OpenRound(*step.change.contact);
  const Date today = SwedishDate(now);
  const bool in_time = round != nullptr && today <= round->due;
  if (in_time && round->remind_on && !round->reminded_at && today >= *round->remind_on) {
    round->reminded_at = now;
    step.what = Waiting::kRemind;
    step.change.to = CaseState::kAwaitingCompletion;
    step.change.due_at = NextLook(*round);
    step.change.release_claim = true;
    step.change.audit.action = "completion_reminded";
    step.change.audit.detail = "round=" + std::to_string(round->number);
    step.round = *round;
    return step;
  }
  if (in_time) {  // looked at too early
    step.what = Waiting::kWait;
    step.change.to = CaseState::kAwaitingCompletion;
    step.change.due_at = NextLook(*round);
    step.change.release_claim = true;
    step.change.audit.action = "completion_awaited";
    step.round = *round;
    return step;
  }
  step.change.to = CaseState::kRegistered;
  step.change.due_at = now;
  step.change.audit.action = "completion_lapsed";
  if (round != nullptr) {
    round->state = CompletionState::kLapsed;
    round->ended_at = now;
    step.change.audit.detail = "round=" + std::to_string(round->number);
    step.round = *round;
  }
  return step;
}

Status ReturnToHandler(const CaseRecord& record,
                       const StaffInForce& staff,
                       const PolicySet& policy,
                       Instant now,
                       CaseChange* change) {
  if (record.contact.return_to.empty() || !change->escalation) return OkStatus();
  change->contact = record.contact;
  change->contact->return_to.clear();
  const std::shared_ptr<const StaffDirectory> list =
      staff ? staff() : std::make_shared<const StaffDirectory>();
  const Routing& routing = change->escalation->routing;
  const std::string& handler = record.contact.return_to;
  const Date today = SwedishDate(now);
  if (routing.access != AccessClass::kOpen) return OkStatus();
  if (!CheckMayTake(*list, handler, routing.queue, routing.access, today).ok()) return OkStatus();
  const StaffMember* member = list->Find(handler);
  if (member != nullptr && member->IsAbsent(today)) return OkStatus();
  DM_ASSIGN_OR_RETURN(const ParameterValue minutes, policy.Get("escalation.claim_minutes", today));
  change->escalation->state = EscalationState::kClaimed;
  change->escalation->handler = handler;
  // Without a list nobody knows who is away, and nobody else could take it.
  if (list->configured()) change->escalation->assigned_to = handler;
  change->escalation->claimed_until = now.PlusMs(minutes.number() * kMinuteMs);
  return OkStatus();
}

}  // namespace dm::contact
