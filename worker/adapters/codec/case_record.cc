#include "worker/adapters/codec/fill.h"
#include "worker/adapters/codec/from_proto.h"
#include "worker/adapters/codec/to_proto.h"

namespace dm::codec {
namespace {

constexpr std::int64_t kDayMs = 86'400'000;

// Floor, so that an instant before 1970 falls on its own day.
Date UtcDay(Instant instant) {
  const std::int64_t ms = instant.unix_ms();
  const std::int64_t days = ms >= 0 ? ms / kDayMs : -((-ms + kDayMs - 1) / kDayMs);
  return Date::FromDaysSinceEpoch(static_cast<std::int32_t>(days));
}

void FillResults(const CaseRecord& value, pb::Case& message) {
  *message.mutable_evidence() = ToProto(value.evidence);
  ClearRaw(*message.mutable_evidence());
  if (value.assessment.has_value()) *message.mutable_assessment() = ToProto(*value.assessment);
  FillList(value.decisions, message.mutable_decisions());
  if (value.completion.has_value()) *message.mutable_completion() = ToProto(*value.completion);
  if (value.escalation.has_value()) *message.mutable_escalation() = ToProto(*value.escalation);
  if (!value.contact.empty()) *message.mutable_contact() = ToProto(value.contact);
  if (value.frame_version.has_value()) message.set_frame_version(*value.frame_version);
  FillList(value.communications, message.mutable_communications());
  FillList(value.child_analyses, message.mutable_child_analyses());
}

}  // namespace

pb::Case ToProto(const CaseRecord& value) {
  pb::Case message;
  message.set_id(value.id.value());
  message.set_municipality(value.municipality);
  message.set_state(EnumToProto(value.state));
  message.set_version(value.version);
  *message.mutable_application() = ToProto(value.application);
  message.set_content_sha256(value.content_sha256);
  *message.mutable_supplied_history() = ToProto(value.supplied_history);
  message.set_source_attempts(value.source_attempts);
  FillResults(value, message);
  message.set_parked_reason(value.parked_reason);
  *message.mutable_received_at() = ToProto(value.received_at);
  *message.mutable_updated_at() = ToProto(value.updated_at);
  *message.mutable_due_at() = ToProto(value.due_at);
  message.set_processing_ms(value.processing_ms);
  return message;
}

pb::CaseEvent ToProto(const AuditRecord& value) {
  pb::CaseEvent message;
  message.set_sequence(value.sequence);
  *message.mutable_at() = ToProto(value.at);
  message.set_actor_kind(EnumToProto(value.event.actor_kind));
  message.set_actor(value.event.actor);
  message.set_mandate(value.event.mandate);
  message.set_action(value.event.action);
  message.set_detail(value.event.detail);
  return message;
}

pb::CaseSummary ToProto(const CaseSummary& value) {
  pb::CaseSummary message;
  message.set_id(value.id.value());
  message.set_application(value.application.value());
  message.set_household(value.household.value());
  message.set_month(value.month.ToString());
  message.set_state(EnumToProto(value.state));
  message.set_typfall(value.typfall);
  message.set_queue(value.queue);
  message.set_outcome(EnumToProto(value.outcome));
  if (value.decided_by.has_value()) message.set_decided_by(EnumToProto(*value.decided_by));
  message.set_version(value.version);
  *message.mutable_received_at() = ToProto(value.received_at);
  *message.mutable_updated_at() = ToProto(value.updated_at);
  message.set_processing_ms(value.processing_ms);
  return message;
}

pb::CaseInput ToProto(const CaseInput& value) {
  pb::CaseInput message;
  *message.mutable_application() = ToProto(value.application);
  if (value.frame.has_value()) *message.mutable_frame() = ToProto(*value.frame);
  if (!value.evidence.persons.empty()) {
    *message.mutable_evidence() = ToProto(value.evidence);
    ClearRaw(*message.mutable_evidence());
  }
  if (!value.history.empty()) *message.mutable_history() = ToProto(value.history);
  message.set_assessed_on(value.assessed_on.ToString());
  *message.mutable_assessed_at() = ToProto(value.assessed_at);
  message.set_other_application_same_month(value.other_application_same_month);
  message.set_completion_requested_before(value.completion_requested_before);
  return message;
}

namespace {

void ReadTime(FieldReader& reader, const pb::CaseInput& message, CaseInput& value) {
  if (message.has_evidence() || !message.assessed_on().empty())
    value.assessed_on = reader.RequiredDate("assessed_on", message.assessed_on());
  else
    value.assessed_on = UtcDay(value.application.received_at);
  const Instant midnight = Instant::FromUnixMs(kDayMs * value.assessed_on.days_since_epoch());
  value.assessed_at =
      reader.OptionalInstant("assessed_at", message.has_assessed_at(), message.assessed_at())
          .value_or(midnight);
}

}  // namespace

CaseInput FromProto(FieldReader& reader, const pb::CaseInput& message) {
  CaseInput value;
  value.application = ReadMessage(reader, "application", message.application());
  if (message.has_frame()) {
    const FieldReader::Scope scope = reader.In("frame");
    value.frame = SignedFrameFromProto(reader, message.frame());
  }
  value.evidence = ReadMessage(reader, "evidence", message.evidence());
  value.history = ReadMessage(reader, "history", message.history());
  ReadTime(reader, message, value);
  value.other_application_same_month = message.other_application_same_month();
  value.completion_requested_before = message.completion_requested_before();
  return value;
}

}  // namespace dm::codec
