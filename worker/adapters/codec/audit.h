// Records of the audit chain as messages, and back: an export is checked from what was sent.
#pragma once

#include "medarbetare/v1/audit.pb.h"
#include "worker/adapters/codec/field_reader.h"
#include "worker/case/audit_checkpoint.h"
#include "worker/case/audit_record.h"

namespace dm::codec {

// CaseEvent is the other form of a record (to_proto.h).
medarbetare::v1::AuditRecord RecordToProto(const AuditRecord& value);
medarbetare::v1::AuditCheckpoint ToProto(const AuditCheckpoint& value);

AuditRecord FromProto(FieldReader& reader, const medarbetare::v1::AuditRecord& message);

}  // namespace dm::codec
