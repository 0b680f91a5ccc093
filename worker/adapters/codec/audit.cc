#include "worker/adapters/codec/audit.h"

#include "worker/adapters/codec/enums.h"
#include "worker/adapters/codec/to_proto.h"

namespace dm::codec {

namespace pb = medarbetare::v1;

pb::AuditRecord RecordToProto(const AuditRecord& value) {
  pb::AuditRecord message;
  message.set_sequence(value.sequence);
  *message.mutable_at() = ToProto(value.at);
  message.set_actor_kind(EnumToProto(value.event.actor_kind));
  message.set_actor(value.event.actor);
  message.set_mandate(value.event.mandate);
  message.set_action(value.event.action);
  message.set_subject(value.event.subject);
  message.set_detail(value.event.detail);
  message.set_previous_sha256(value.previous_sha256);
  message.set_sha256(value.sha256);
  return message;
}

pb::AuditCheckpoint ToProto(const AuditCheckpoint& value) {
  pb::AuditCheckpoint message;
  message.set_municipality(value.municipality);
  message.set_sequence(value.sequence);
  message.set_sha256(value.sha256);
  *message.mutable_at() = ToProto(value.at);
  message.set_line(CheckpointLine(value));
  return message;
}

AuditRecord FromProto(FieldReader& reader, const pb::AuditRecord& message) {
  AuditRecord record;
  record.sequence = message.sequence();
  record.at = reader.ReadInstant("at", message.has_at(), message.at(), Need::kRequired);
  record.event.actor_kind = reader.Enum<ActorKind>("actor_kind", message.actor_kind());
  record.event.actor = message.actor();
  record.event.mandate = message.mandate();
  record.event.action = message.action();
  record.event.subject = message.subject();
  record.event.detail = message.detail();
  record.previous_sha256 = reader.Sha256("previous_sha256", message.previous_sha256());
  record.sha256 = reader.Sha256("sha256", message.sha256());
  return record;
}

}  // namespace dm::codec
