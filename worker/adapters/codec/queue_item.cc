#include "worker/adapters/codec/fill.h"
#include "worker/adapters/codec/from_proto.h"
#include "worker/adapters/codec/to_proto.h"

namespace dm::codec {
namespace {

pb::QueueLoad ToProto(const QueueLoad& value) {
  pb::QueueLoad message;
  message.set_queue(value.queue);
  message.set_items(value.items);
  return message;
}

pb::HandlerLoad ToProto(const HandlerLoad& value) {
  pb::HandlerLoad message;
  message.set_handler(value.handler);
  message.set_held(value.held);
  if (value.oldest.has_value()) *message.mutable_oldest() = codec::ToProto(*value.oldest);
  for (const QueueLoad& queue : value.queues) *message.add_queues() = ToProto(queue);
  message.set_alarm(value.alarm);
  message.set_absent(value.absent);
  message.set_in_service(value.in_service);
  return message;
}

}  // namespace

pb::Consultation ToProto(const Consultation& value) {
  pb::Consultation message;
  message.set_id(value.id.value());
  message.set_escalation_id(value.escalation.value());
  message.set_case_id(value.case_id.value());
  message.set_state(EnumToProto(value.state));
  message.set_queue(value.queue);
  message.set_specialist(value.specialist);
  message.set_asked_by(value.asked_by);
  *message.mutable_asked_at() = ToProto(value.asked_at);
  message.set_answer_by(TextOf(value.answer_by));
  message.set_question(value.question);
  message.set_answer(value.answer);
  if (value.ended_at.has_value()) *message.mutable_ended_at() = ToProto(*value.ended_at);
  return message;
}

Consultation FromProto(FieldReader& reader, const pb::Consultation& message) {
  Consultation value;
  value.id = reader.ReadId<ConsultationId>("id", message.id(), Need::kRequired);
  value.escalation =
      reader.ReadId<EscalationId>("escalation_id", message.escalation_id(), Need::kRequired);
  value.case_id = reader.ReadId<CaseId>("case_id", message.case_id(), Need::kRequired);
  value.state = reader.Enum<ConsultationState>("state", message.state());
  value.queue = message.queue();
  value.specialist = message.specialist();
  value.asked_by = message.asked_by();
  value.asked_at =
      reader.ReadInstant("asked_at", message.has_asked_at(), message.asked_at(), Need::kRequired);
  value.answer_by = reader.OptionalDate("answer_by", message.answer_by());
  value.question = message.question();
  value.answer = message.answer();
  value.ended_at = reader.OptionalInstant("ended_at", message.has_ended_at(), message.ended_at());
  return value;
}

pb::EscalationHint ToProto(const EscalationHint& value) {
  pb::EscalationHint message;
  message.set_kind(EnumToProto(value.kind));
  message.set_queue(value.queue);
  message.set_escalation_id(value.escalation.value());
  message.set_version(value.version);
  return message;
}

pb::Load ToProto(const Load& value) {
  pb::Load message;
  for (const HandlerLoad& handler : value.handlers) *message.add_handlers() = ToProto(handler);
  message.set_unassigned(value.unassigned);
  if (value.oldest_unassigned.has_value())
    *message.mutable_oldest_unassigned() = ToProto(*value.oldest_unassigned);
  for (const QueueLoad& queue : value.unassigned_queues)
    *message.add_unassigned_queues() = ToProto(queue);
  message.set_items(value.items);
  if (value.oldest.has_value()) *message.mutable_oldest() = ToProto(*value.oldest);
  message.set_alarm_at(value.alarm_at);
  return message;
}

}  // namespace dm::codec
