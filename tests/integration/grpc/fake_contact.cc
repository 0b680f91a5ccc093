#include <fmt/format.h>

#include "tests/integration/grpc/fakes.h"

namespace dm::grpc_adapter {
namespace {

Message MakeMessage(const CaseId& case_id, MessageDirection direction, const std::string& text) {
  Message message;
  message.id = MessageId::FromTrusted("MSG-1");
  message.case_id = case_id;
  message.household = HouseholdId::FromTrusted("HH-1");
  message.direction = direction;
  message.text = text;
  return message;
}

}  // namespace

StatusOr<Message> FakeContact::SendMessage(const CallContext& context,
                                           const OutboundMessage& message) {
  DM_RETURN_IF_ERROR(journal_.Note("SendMessage", context, message.case_id.value()));
  return MakeMessage(message.case_id, MessageDirection::kOutbound, message.text);
}

StatusOr<Message> FakeContact::ReceiveMessage(const CallContext& context,
                                              const InboundMessage& message) {
  DM_RETURN_IF_ERROR(
      journal_.Note("ReceiveMessage",
                    context,
                    fmt::format("{} {}", message.case_id.value(), message.person.value())));
  return MakeMessage(message.case_id, MessageDirection::kInbound, message.text);
}

StatusOr<Page<Message>> FakeContact::ListMessages(const CallContext& context,
                                                  const MessageFilter& filter,
                                                  const PageRequest& page) {
  DM_RETURN_IF_ERROR(journal_.Note("ListMessages",
                                   context,
                                   fmt::format("{} unread={} limit={}",
                                               filter.case_id ? filter.case_id->value() : "-",
                                               filter.unread_only,
                                               page.limit)));
  Page<Message> found;
  found.items = {MakeMessage(CaseId::FromTrusted("c-1"), MessageDirection::kInbound, "Hej")};
  return found;
}

StatusOr<Message> FakeContact::MarkMessageRead(const CallContext& context,
                                               const MessageId& id,
                                               const ReadBy& by) {
  DM_RETURN_IF_ERROR(
      journal_.Note("MarkMessageRead", context, fmt::format("{} {}", id.value(), by.handler)));
  return MakeMessage(CaseId::FromTrusted("c-1"), MessageDirection::kInbound, "Hej");
}

StatusOr<CaseRecord> FakeContact::RequestCompletion(const CallContext& context,
                                                    const CompletionCall& call) {
  DM_RETURN_IF_ERROR(journal_.Note("RequestCompletion", context, call.escalation.value()));
  asked = call;
  return MakeRecord("c-1");
}

StatusOr<CaseRecord> FakeContact::RequestPerson(const CallContext& context,
                                                const PersonWish& wish) {
  DM_RETURN_IF_ERROR(journal_.Note("RequestPerson", context, wish.case_id.value()));
  return MakeRecord(wish.case_id.value());
}

StatusOr<WithdrawalState> FakeContact::Withdraw(const CallContext& context,
                                                const WithdrawalCall& call) {
  DM_RETURN_IF_ERROR(journal_.Note("Withdraw", context, call.case_id.value()));
  withdrawn = call;
  WithdrawalState state;
  state.record = MakeRecord(call.case_id.value());
  state.missing = {PersonKey::FromTrusted("p2")};
  return state;
}

StatusOr<ApplicantStatus> FakeContact::GetApplicantStatus(const CallContext& context,
                                                          const CaseId& case_id,
                                                          const PersonKey& person,
                                                          bool html) {
  DM_RETURN_IF_ERROR(
      journal_.Note("GetApplicantStatus",
                    context,
                    fmt::format("{} {} html={}", case_id.value(), person.value(), html)));
  return status;
}

StatusOr<Page<ApplicantCase>> FakeContact::ListApplicantCases(const CallContext& context,
                                                              const HouseholdId& household,
                                                              const PageRequest& page) {
  DM_RETURN_IF_ERROR(journal_.Note(
      "ListApplicantCases", context, fmt::format("{} limit={}", household.value(), page.limit)));
  Page<ApplicantCase> found;
  found.items.emplace_back();
  found.items[0].case_id = CaseId::FromTrusted("c-1");
  found.items[0].title = "Beslutad";
  return found;
}

}  // namespace dm::grpc_adapter
