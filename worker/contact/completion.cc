// RequestCompletion: a caseworker asks the household for named things.
#include <algorithm>
#include <optional>
#include <set>
#include <utility>

#include "worker/contact/calls.h"
#include "worker/contact/contact_service.h"
#include "worker/contact/message_text.h"
#include "worker/contact/pipeline_part.h"
#include "worker/effects/contact_effects.h"
#include "worker/policy/payment_run.h"
#include "worker/ports/case_access.h"
#include "worker/ports/repeat.h"

namespace dm::contact {
namespace {

constexpr std::size_t kItemsMax = 20;

std::string Field(std::size_t index, const char* name) {
  return "items[" + std::to_string(index) + "]." + name;
}

Status CheckOpenItem(const CaseRecord& record, const CompletionCall& call, Instant now) {
  if (!record.escalation || record.escalation->id != call.escalation ||
      !IsPersonsTurn(record.state))
    return FailedPrecondition(
        "the escalation has ended",
        {"ESCALATION_ENDED", "escalation", "read the case: it was decided or worked on anew"});
  const Escalation& item = *record.escalation;
  if (item.version != call.expected_version)
    return MakeStatus(StatusCode::kAborted,
                      "the escalation has changed since it was read",
                      {"STALE_VERSION", "expected_version", "read it again and repeat"});
  const bool held = item.state == EscalationState::kClaimed && item.handler == call.handler &&
                    item.claimed_until && *item.claimed_until > now;
  if (held) return OkStatus();
  return FailedPrecondition("the caseworker does not hold the case",
                            {"NOT_CLAIMED", "handler", "claim the case, then ask again"});
}

StatusOr<RequestedItem> ItemOf(const CompletionItem& said,
                               std::size_t index,
                               const Application& application,
                               const PolicySet& policy) {
  const std::string text = policy.Text(said.code);
  if (said.code.empty() || text == said.code)
    return InvalidArgument(
        Field(index, "code") + ": is a code of the policy's tables of things to complete with",
        {"ITEM_UNKNOWN",
         Field(index, "code"),
         "choose one of policies/tables/completion_items.yaml or document_kinds.yaml"});
  if (said.person) {
    const bool known = std::any_of(application.persons.begin(),
                                   application.persons.end(),
                                   [&said](const Person& p) { return p.key == *said.person; });
    if (!known)
      return InvalidArgument(
          Field(index, "person") + ": is a person of the application",
          {"PERSON_UNKNOWN", Field(index, "person"), "send a key of the application's persons"});
  }
  RequestedItem item;
  item.item = {.code = said.code, .text = text, .person = said.person};
  item.why = Tidied(said.why);
  item.how = Tidied(said.how);
  DM_RETURN_IF_ERROR(CheckPlainText(item.why, kWhyCharactersMax, Field(index, "why")));
  if (!item.how.empty())
    DM_RETURN_IF_ERROR(CheckPlainText(item.how, kWhyCharactersMax, Field(index, "how")));
  return item;
}

StatusOr<std::vector<RequestedItem>> ItemsOf(const CompletionCall& call,
                                             const Application& application,
                                             const PolicySet& policy) {
  if (call.items.empty() || call.items.size() > kItemsMax)
    return InvalidArgument("items: holds 1 to " + std::to_string(kItemsMax) + " items",
                           {"FIELD_OUT_OF_RANGE", "items", "name what the household is to give"});
  std::vector<RequestedItem> items;
  std::set<std::pair<std::string, std::optional<PersonKey>>> asked;
  for (std::size_t i = 0; i < call.items.size(); ++i) {
    DM_ASSIGN_OR_RETURN(RequestedItem item, ItemOf(call.items[i], i, application, policy));
    if (!asked.emplace(item.item.code, item.item.person).second)
      return InvalidArgument(Field(i, "code") + ": is asked for once",
                             {"ITEM_TWICE", Field(i, "code"), "leave the second one out"});
    items.push_back(std::move(item));
  }
  return items;
}

StatusOr<std::optional<CompletionLimit>> LimitOf(const Application& application,
                                                 Date today,
                                                 const ContactParts& parts,
                                                 const PolicySet& policy) {
  DM_ASSIGN_OR_RETURN(const ParameterValue handling,
                      policy.Get("completion.handling_days", application.month.first_day()));
  DM_ASSIGN_OR_RETURN(const Date cutoff, parts.payment_cutoff(application.month, policy));
  const std::optional<Date>& critical = application.circumstances.critical_date;
  DM_ASSIGN_OR_RETURN(const std::optional<CompletionLimit> limit,
                      CompletionLimitFor({.today = today,
                                          .critical = critical,
                                          .cutoff = cutoff,
                                          .handling = static_cast<int>(handling.number())},
                                         policy));
  if (!limit || limit->by_cutoff || limit->last > today) return limit;
  return FailedPrecondition("due: no day is left before the critical date",
                            {"COMPLETION_NO_TIME",
                             "due",
                             "decide on what is known, or ask the household by telephone today"});
}

StatusOr<Date> DueOf(const CompletionCall& call,
                     const Application& application,
                     Date today,
                     const ContactParts& parts,
                     const PolicySet& policy) {
  DM_ASSIGN_OR_RETURN(const std::optional<CompletionLimit> limit,
                      LimitOf(application, today, parts, policy));
  if (!call.due) {
    DM_ASSIGN_OR_RETURN(const ParameterValue days,
                        policy.Get("completion.days", application.month.first_day()));
    const Date due = today.PlusDays(static_cast<std::int32_t>(days.number()));
    return limit ? std::min(due, limit->last) : due;
  }
  constexpr int kDaysMax = 60;
  if (*call.due <= today || *call.due > today.PlusDays(kDaysMax))
    return InvalidArgument(
        "due: is a day from tomorrow on, at most 60 days ahead",
        {"FIELD_OUT_OF_RANGE", "due", "choose a later day, or leave it out for the usual time"});
  if (limit && *call.due > limit->last)
    return FailedPrecondition(
        "due: is at the latest " + limit->last.ToString() + ", because of " +
            (limit->by_cutoff ? "the cut-off of the payment run" : "the critical date"),
        {"COMPLETION_DUE_TOO_LATE",
         "due",
         "choose " + limit->last.ToString() + " or an earlier day, or leave it out"});
  return *call.due;
}

// Earlier requests are of no more use: this one takes their place.
void StopOpenRounds(Contact& contact, Instant now) {
  while (CompletionRound* open = OpenRound(contact)) {
    open->state = CompletionState::kStopped;
    open->ended_at = now;
  }
}

}  // namespace

StatusOr<CaseRecord> ContactService::RequestCompletion(const CallContext& context,
                                                       const CompletionCall& call) {
  DM_ASSIGN_OR_RETURN(const auto earlier, FindRepeat(store_, context, kCompletionRequested));
  const auto item = store_.GetEscalation(call.escalation);
  if (!item.ok())
    return item.status().code() == StatusCode::kNotFound ? NoSuchEscalation() : item.status();
  auto record = FindVisibleCase(store_, context, item->case_id);
  if (!record.ok())
    return record.status().code() == StatusCode::kNotFound ? NoSuchEscalation() : record.status();
  if (earlier) return record;
  const Instant now = clock_.Now();
  DM_RETURN_IF_ERROR(CheckHandler(call.handler, *record));
  DM_RETURN_IF_ERROR(CheckOpenItem(*record, call, now));
  const std::shared_ptr<const PolicySet> policy = parts_.policy();
  CompletionRound round;
  DM_ASSIGN_OR_RETURN(round.items, ItemsOf(call, record->application, *policy));
  const Date today = SwedishDate(now);
  DM_ASSIGN_OR_RETURN(round.due, DueOf(call, record->application, today, parts_, *policy));
  DM_ASSIGN_OR_RETURN(round.remind_on, ReminderDay(today, round.due, *policy));
  round.number = static_cast<int>(record->contact.completions.size()) + 1;
  round.asked_by = call.handler;
  round.asked_at = now;

  CaseChange change;
  change.case_id = record->id;
  change.expected_version = record->version;
  change.to = CaseState::kAwaitingCompletion;
  change.request_id = context.request_id;
  change.due_at = NextLook(round);
  change.completion =
      dm::RequestCompletion{.items = {}, .due = round.due, .typfall = record->escalation->typfall};
  for (const RequestedItem& one : round.items) change.completion->items.push_back(one.item);
  change.contact = record->contact;
  StopOpenRounds(*change.contact, now);
  change.contact->completions.push_back(round);
  change.contact->return_to = call.handler;
  change.escalation = record->escalation;
  change.escalation->state = EscalationState::kWithdrawn;
  change.escalation->handler.clear();
  change.escalation->claimed_until.reset();
  change.escalation->ended_at = now;
  ++change.escalation->version;
  DM_ASSIGN_OR_RETURN(change.effects, effects::EffectsOfRound(*record, round, *policy));
  change.audit = AuditOf(context, call.handler, kCompletionRequested, record->id.value());
  change.audit.detail = "round=" + std::to_string(round.number) +
                        " items=" + std::to_string(round.items.size()) +
                        " due=" + round.due.ToString();
  DM_RETURN_IF_ERROR(
      OrRepeated(store_, context, kCompletionRequested, store_.Apply(change, now).status()));
  if (parts_.wake) parts_.wake();
  return store_.GetCase(record->id);
}

}  // namespace dm::contact
