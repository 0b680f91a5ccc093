#include "worker/adapters/codec/enums.h"
#include "worker/adapters/codec/to_proto.h"

namespace dm::codec {
namespace {

std::string DayOf(const std::optional<Date>& day) {
  return day ? day->ToString() : std::string();
}

pb::Mandate MandateToProto(const Mandate& value) {
  pb::Mandate message;
  message.set_reference(value.reference);
  for (const Outcome outcome : value.outcomes) message.add_outcomes(EnumToProto(outcome));
  if (value.amount_max.has_value()) *message.mutable_amount_max() = ToProto(*value.amount_max);
  message.mutable_valid()->set_from_date(DayOf(value.valid.from));
  message.mutable_valid()->set_to_date(DayOf(value.valid.to));
  return message;
}

}  // namespace

pb::StaffMember ToProto(const StaffMember& value, Date today) {
  pb::StaffMember message;
  message.set_user_id(value.user_id);
  message.set_name(value.name);
  for (const StaffRole role : value.roles) message.add_roles(EnumToProto(role));
  message.set_all_queues(value.all_queues);
  for (const std::string& queue : value.queues) message.add_queues(queue);
  if (value.restricted) message.add_access(pb::ACCESS_CLASS_RESTRICTED);
  if (value.named_persons) message.add_access(pb::ACCESS_CLASS_NAMED_PERSONS);
  for (const Mandate& mandate : value.mandates) *message.add_mandates() = MandateToProto(mandate);
  message.set_in_service(value.in_service.Contains(today));
  message.set_absent(value.IsAbsent(today));
  return message;
}

}  // namespace dm::codec
