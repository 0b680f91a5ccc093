#include "worker/adapters/codec/fill.h"
#include "worker/adapters/codec/from_proto.h"
#include "worker/adapters/codec/to_proto.h"

namespace dm::codec {
namespace {

constexpr int kReasonsMax = 1000;
constexpr int kRoutingsMax = 100;

std::string TextOfMonth(const std::optional<Month>& month) {
  return month ? month->ToString() : std::string();
}

}  // namespace

pb::Reason ToProto(const Reason& value) {
  pb::Reason message;
  message.set_code(value.code);
  message.set_text(value.text);
  message.set_queue(value.queue);
  message.set_person(TextOf(value.person));
  return message;
}

Reason FromProto(FieldReader& reader, const pb::Reason& message) {
  return {.code = message.code(),
          .text = message.text(),
          .queue = message.queue(),
          .person = reader.OptionalPerson("person", message.person())};
}

pb::Routing ToProto(const Routing& value) {
  pb::Routing message;
  message.set_queue(value.queue);
  message.set_access(EnumToProto(value.access));
  message.set_critical_date(TextOf(value.critical_date));
  message.set_has_children(value.has_children);
  FillList(value.reasons, message.mutable_reasons());
  return message;
}

Routing FromProto(FieldReader& reader, const pb::Routing& message) {
  Routing value;
  value.queue = message.queue();
  value.access = reader.Enum<AccessClass>("access", message.access());
  value.critical_date = reader.OptionalDate("critical_date", message.critical_date());
  value.has_children = message.has_children();
  value.reasons = ReadList(reader, "reasons", message.reasons(), kReasonsMax);
  return value;
}

pb::RoutingStep ToProto(const RoutingStep& value) {
  pb::RoutingStep message;
  message.set_from_queue(value.from_queue);
  message.set_to_queue(value.to_queue);
  message.set_actor(value.actor);
  *message.mutable_at() = ToProto(value.at);
  message.set_reason_code(value.reason_code);
  message.set_text(value.text);
  return message;
}

RoutingStep FromProto(FieldReader& reader, const pb::RoutingStep& message) {
  return {.from_queue = message.from_queue(),
          .to_queue = message.to_queue(),
          .actor = message.actor(),
          .at = reader.ReadInstant("at", message.has_at(), message.at(), Need::kRequired),
          .reason_code = message.reason_code(),
          .text = message.text()};
}

pb::Escalation ToProto(const Escalation& value) {
  pb::Escalation message;
  message.set_id(value.id.value());
  message.set_case_id(value.case_id.value());
  message.set_state(EnumToProto(value.state));
  *message.mutable_routing() = ToProto(value.routing);
  message.set_mode(EnumToProto(value.mode));
  message.set_typfall(value.typfall);
  if (value.suggested.has_value()) *message.mutable_suggested() = ToProto(*value.suggested);
  message.set_handler(value.handler);
  if (value.claimed_until.has_value())
    *message.mutable_claimed_until() = ToProto(*value.claimed_until);
  *message.mutable_created_at() = ToProto(value.created_at);
  if (value.ended_at.has_value()) *message.mutable_ended_at() = ToProto(*value.ended_at);
  message.set_version(value.version);
  message.set_assigned_to(value.assigned_to);
  FillList(value.routings, message.mutable_routings());
  message.set_month(TextOfMonth(value.month));
  message.set_act_by(TextOf(value.act_by));
  if (value.waiting.has_value()) *message.mutable_waiting() = ToProto(*value.waiting);
  return message;
}

Escalation FromProto(FieldReader& reader, const pb::Escalation& message) {
  Escalation value;
  value.id = reader.ReadId<EscalationId>("id", message.id(), Need::kRequired);
  value.case_id = reader.ReadId<CaseId>("case_id", message.case_id(), Need::kRequired);
  value.state = reader.Enum<EscalationState>("state", message.state());
  value.routing = ReadMessage(reader, "routing", message.routing());
  value.mode = reader.Enum<Mode>("mode", message.mode());
  value.typfall = message.typfall();
  if (message.has_suggested())
    value.suggested = ReadMessage(reader, "suggested", message.suggested());
  value.handler = message.handler();
  value.claimed_until =
      reader.OptionalInstant("claimed_until", message.has_claimed_until(), message.claimed_until());
  value.created_at = reader.ReadInstant(
      "created_at", message.has_created_at(), message.created_at(), Need::kRequired);
  value.ended_at = reader.OptionalInstant("ended_at", message.has_ended_at(), message.ended_at());
  value.version = message.version();
  value.assigned_to = message.assigned_to();
  value.routings = ReadList(reader, "routings", message.routings(), kRoutingsMax);
  if (!message.month().empty()) value.month = reader.RequiredMonth("month", message.month());
  value.act_by = reader.OptionalDate("act_by", message.act_by());
  if (message.has_waiting()) value.waiting = ReadMessage(reader, "waiting", message.waiting());
  return value;
}

pb::Queue ToProto(const QueueInfo& value) {
  pb::Queue message;
  message.set_queue(value.queue);
  message.set_title(value.title);
  message.set_order(value.order);
  message.set_access(EnumToProto(value.access));
  message.set_target(value.target);
  message.set_open(value.open);
  message.set_claimed(value.claimed);
  if (value.oldest.has_value()) *message.mutable_oldest() = ToProto(*value.oldest);
  return message;
}

}  // namespace dm::codec
