#include "worker/contact/contact_service.h"

#include <map>
#include <utility>

#include "worker/case/staff_checks.h"
#include "worker/contact/calls.h"
#include "worker/contact/message_text.h"
#include "worker/effects/contact_effects.h"
#include "worker/ports/case_access.h"
#include "worker/ports/reopen.h"
#include "worker/ports/repeat.h"

namespace dm::contact {
namespace {

// A household's words try this often to get in beside other changes of the case.
constexpr int kTriesMax = 8;
constexpr char kStale[] = "STALE_VERSION";

}  // namespace

StatusOr<CaseRecord> ContactService::ApplyLatest(const CallContext& context,
                                                 const CaseId& case_id,
                                                 const Make& make) {
  Status last;
  for (int i = 0; i < kTriesMax; ++i) {
    DM_ASSIGN_OR_RETURN(const CaseRecord record, store_.GetCase(case_id));
    DM_ASSIGN_OR_RETURN(CaseChange change, make(record));
    change.case_id = record.id;
    change.expected_version = record.version;
    change.request_id = context.request_id;
    const std::string action = change.audit.action;
    last = OrRepeated(store_, context, action, store_.Apply(change, clock_.Now()).status());
    if (last.ok()) {
      if (parts_.wake) parts_.wake();
      return store_.GetCase(case_id);
    }
    const std::string reason = DetailOf(last).reason;
    // The case ended, or moved where no arrow leads: `make` sees it as it is now.
    if (reason != kStale && reason != "CASE_ENDED" && reason != "TRANSITION_REFUSED") return last;
  }
  return last;
}

Status ContactService::CheckHandler(const std::string& handler, const CaseRecord& record) const {
  if (!IsIdText(handler))
    return InvalidArgument("handler: is 1 to 64 characters from A-Z a-z 0-9 . _ : -",
                           {"FIELD_INVALID", "handler", "send the caseworker's user id"});
  const std::shared_ptr<const StaffDirectory> staff = parts_.StaffOf();
  const Date today = SwedishDate(clock_.Now());
  if (record.escalation && IsPersonsTurn(record.state))
    return CheckMayTake(*staff,
                        handler,
                        record.escalation->routing.queue,
                        record.escalation->routing.access,
                        today,
                        "handler");
  return CheckInService(*staff, handler, today, "handler");
}

StatusOr<Message> ContactService::KeepBeside(const CallContext& context,
                                             const CaseRecord& record,
                                             const Message& message,
                                             const AuditEvent& audit) {
  const std::vector<Effect> effects =
      message.direction == MessageDirection::kInbound
          ? effects::EffectsOfKeptMessage(record, message)
          : effects::EffectsOfMessage(record, message, *parts_.policy());
  const Status kept = store_.KeepMessage(message, effects, context.request_id, audit, clock_.Now());
  DM_RETURN_IF_ERROR(OrRepeated(store_, context, audit.action, kept));
  return store_.GetMessage(message.id);
}

StatusOr<Message> ContactService::SendMessage(const CallContext& context,
                                              const OutboundMessage& said) {
  DM_ASSIGN_OR_RETURN(const auto earlier, FindRepeat(store_, context, kMessageSent));
  const MessageId id = DeriveMessageId(said.case_id, context.request_id);
  if (earlier) return store_.GetMessage(id);
  DM_ASSIGN_OR_RETURN(const CaseRecord found, FindVisibleCase(store_, context, said.case_id));
  DM_RETURN_IF_ERROR(CheckHandler(said.handler, found));
  Message message;
  message.text = Tidied(said.text);
  DM_RETURN_IF_ERROR(CheckPlainText(message.text, kMessageCharactersMax, "text"));
  message.id = id;
  message.case_id = found.id;
  message.household = found.application.household;
  message.direction = MessageDirection::kOutbound;
  message.author = said.handler;
  message.sent_at = clock_.Now();
  AuditEvent audit = AuditOf(context, said.handler, kMessageSent, found.id.value());
  audit.detail = "message=" + id.value();
  if (IsSettled(found)) return KeepBeside(context, found, message, audit);
  const auto stored =
      ApplyLatest(context, found.id, [&](const CaseRecord& record) -> StatusOr<CaseChange> {
        CaseChange change;
        change.to = record.state;
        change.messages = {message};
        change.effects = effects::EffectsOfMessage(record, message, *parts_.policy());
        change.audit = audit;
        return change;
      });
  if (!stored.ok()) {
    if (DetailOf(stored.status()).reason == "CASE_ENDED")
      return KeepBeside(context, found, message, audit);
    return stored.status();
  }
  return store_.GetMessage(id);
}

StatusOr<Message> ContactService::ReceiveMessage(const CallContext& context,
                                                 const InboundMessage& said) {
  DM_ASSIGN_OR_RETURN(const auto earlier, FindRepeat(store_, context, kMessageReceived));
  const MessageId id = DeriveMessageId(said.case_id, context.request_id);
  if (earlier) return store_.GetMessage(id);
  const StatusOr<CaseRecord> found = FindAnyCase(store_, said.case_id);
  DM_RETURN_IF_ERROR(found.status());
  DM_RETURN_IF_ERROR(CheckParty(found->application, said.person, "person"));
  if (said.channel == Channel::kUnspecified)
    return InvalidArgument("channel: is required",
                           {"FIELD_REQUIRED", "channel", "say how the message came in"});
  Message message;
  message.text = Tidied(said.text);
  DM_RETURN_IF_ERROR(CheckPlainText(message.text, kMessageCharactersMax, "text"));
  message.id = id;
  message.case_id = found->id;
  message.household = found->application.household;
  message.direction = MessageDirection::kInbound;
  message.person = said.person;
  message.channel = said.channel;
  message.sent_at = clock_.Now();
  AuditEvent audit = AuditOf(context, said.registered_by, kMessageReceived, found->id.value());
  audit.detail = "message=" + id.value();
  const auto stored =
      ApplyLatest(context, found->id, [&](const CaseRecord& record) -> StatusOr<CaseChange> {
        if (IsSettled(record))
          return FailedPrecondition("settled", {"CASE_ENDED_FOR_MESSAGE", "", ""});
        // With a caseworker it stays there: they see that something has come in. With the worker it
        // is looked at anew, so that the message counts (G-11) whatever step was under way.
        CaseChange change;
        if (IsPersonsTurn(record.state)) {
          change.to = record.state;
          TellHandler(record,
                      {.code = "MESSAGE.RECEIVED",
                       .text = "Ett meddelande från hushållet har kommit in.",
                       .queue = record.escalation ? record.escalation->routing.queue : "",
                       .person = said.person},
                      &change);
        } else {
          change = ReopenChange(record, clock_.Now());
        }
        change.messages = {message};
        change.audit = audit;
        return change;
      });
  if (!stored.ok()) {
    if (DetailOf(stored.status()).reason == "CASE_ENDED_FOR_MESSAGE")
      return KeepBeside(context, *found, message, audit);
    return stored.status();
  }
  return store_.GetMessage(id);
}

StatusOr<Page<Message>> ContactService::ListMessages(const CallContext& context,
                                                     const MessageFilter& filter,
                                                     const PageRequest& page) {
  if (filter.case_id)
    DM_RETURN_IF_ERROR(FindVisibleCase(store_, context, *filter.case_id).status());
  DM_ASSIGN_OR_RETURN(Page<Message> found, store_.ListMessages(filter, page));
  if (!context.cleared || context.person_access) {
    std::map<CaseId, bool> shown;
    std::erase_if(found.items, [&](const Message& message) {
      const auto [entry, is_new] = shown.emplace(message.case_id, false);
      if (is_new) entry->second = FindVisibleCase(store_, context, message.case_id).ok();
      return !entry->second;
    });
  }
  AuditEvent audit;
  audit.actor_kind = ActorKind::kPerson;
  audit.actor = context.caller;
  audit.action = "messages_listed";
  audit.subject = filter.case_id ? filter.case_id->value() : "";
  audit.detail = "count=" + std::to_string(found.items.size());
  DM_RETURN_IF_ERROR(store_.AppendAudit(audit, clock_.Now()));
  return found;
}

StatusOr<Message> ContactService::MarkMessageRead(const CallContext& context,
                                                  const MessageId& id,
                                                  const ReadBy& by) {
  DM_ASSIGN_OR_RETURN(const auto earlier, FindRepeat(store_, context, kMessageRead));
  if (earlier) return store_.GetMessage(id);
  DM_ASSIGN_OR_RETURN(const Message message, store_.GetMessage(id));
  DM_ASSIGN_OR_RETURN(const CaseRecord record, FindVisibleCase(store_, context, message.case_id));
  const bool inbound = message.direction == MessageDirection::kInbound;
  if (by.handler.empty() == !by.person.has_value())
    return InvalidArgument(
        "handler: exactly one of handler and person is given",
        {"FIELD_INVALID", "handler", "send who read it: the caseworker, or the person's key"});
  if (inbound == by.handler.empty())
    return FailedPrecondition(
        "the message was written by the side that is said to have read it",
        {"MESSAGE_OWN",
         inbound ? "handler" : "person",
         inbound ? "a caseworker reads what the household wrote: send handler"
                 : "the household reads what a caseworker wrote: send person"});
  if (inbound) {
    DM_RETURN_IF_ERROR(CheckHandler(by.handler, record));
  } else {
    DM_RETURN_IF_ERROR(CheckParty(record.application, *by.person, "person"));
  }
  const std::string reader = inbound ? by.handler : by.person->value();
  AuditEvent audit = AuditOf(context, inbound ? by.handler : "", kMessageRead, record.id.value());
  audit.detail = "message=" + id.value();
  const Status marked = store_.MarkMessageRead(id, reader, context.request_id, audit, clock_.Now());
  DM_RETURN_IF_ERROR(OrRepeated(store_, context, kMessageRead, marked));
  return store_.GetMessage(id);
}

}  // namespace dm::contact
