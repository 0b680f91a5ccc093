#include "worker/adapters/codec/fill.h"
#include "worker/adapters/codec/from_proto.h"
#include "worker/adapters/codec/to_proto.h"

namespace dm::codec {
namespace {

constexpr int kRowsMax = 1000;

}  // namespace

pb::DecisionRow ToProto(const DecisionRow& value) {
  pb::DecisionRow message;
  message.set_code(value.code);
  message.set_label(value.label);
  message.set_kind(EnumToProto(value.kind));
  message.set_person(TextOf(value.person));
  if (value.applied.has_value()) *message.mutable_applied() = ToProto(*value.applied);
  *message.mutable_worker_amount() = ToProto(value.worker_amount);
  if (value.human_amount.has_value())
    *message.mutable_human_amount() = ToProto(*value.human_amount);
  message.set_reason(value.reason);
  message.set_note(value.note);
  return message;
}

DecisionRow FromProto(FieldReader& reader, const pb::DecisionRow& message) {
  DecisionRow value;
  value.code = message.code();
  value.label = message.label();
  value.kind = reader.Enum<RowKind>("kind", message.kind());
  value.person = reader.OptionalPerson("person", message.person());
  value.applied = reader.OptionalMoney("applied", message.has_applied(), message.applied());
  value.worker_amount =
      reader.RequiredMoney("worker_amount", message.has_worker_amount(), message.worker_amount());
  value.human_amount =
      reader.OptionalMoney("human_amount", message.has_human_amount(), message.human_amount());
  value.reason = message.reason();
  value.note = message.note();
  return value;
}

pb::Decision ToProto(const Decision& value) {
  pb::Decision message;
  message.set_version(value.version);
  message.set_kind(EnumToProto(value.kind));
  message.set_outcome(EnumToProto(value.outcome));
  *message.mutable_granted() = ToProto(value.granted);
  FillList(value.rows, message.mutable_rows());
  message.set_typfall(value.typfall);
  message.set_delegation(value.delegation);
  message.set_decided_by(value.decided_by);
  *message.mutable_decided_at() = ToProto(value.decided_at);
  message.set_decided_on(value.decided_on.ToString());
  message.set_pay_date(TextOf(value.pay_date));
  message.set_policy_sha256(value.policy_sha256);
  message.set_policy_version(value.policy_version);
  FillList(value.sources, message.mutable_sources());
  message.set_motivation(value.motivation);
  message.set_reason(value.reason);
  message.set_communication_exception(value.communication_exception);
  message.set_content_sha256(value.content_sha256);
  message.set_attested_by(value.attested_by);
  message.set_attest_mandate(value.attest_mandate);
  if (value.attested_at.has_value()) *message.mutable_attested_at() = ToProto(*value.attested_at);
  message.set_corrects(value.corrects);
  message.set_correction_ground(value.correction_ground);
  return message;
}

Decision FromProto(FieldReader& reader, const pb::Decision& message) {
  Decision value;
  value.version = message.version();
  value.kind = reader.Enum<DecisionKind>("kind", message.kind());
  value.outcome = reader.Enum<Outcome>("outcome", message.outcome());
  value.granted = reader.RequiredMoney("granted", message.has_granted(), message.granted());
  value.rows = ReadList(reader, "rows", message.rows(), kRowsMax);
  value.typfall = message.typfall();
  value.delegation = message.delegation();
  value.decided_by = message.decided_by();
  value.decided_at = reader.ReadInstant(
      "decided_at", message.has_decided_at(), message.decided_at(), Need::kRequired);
  value.decided_on = reader.RequiredDate("decided_on", message.decided_on());
  value.pay_date = reader.OptionalDate("pay_date", message.pay_date());
  value.policy_sha256 = message.policy_sha256();
  value.policy_version = message.policy_version();
  value.sources = ReadList(reader, "sources", message.sources(), kRowsMax);
  value.motivation = message.motivation();
  value.reason = message.reason();
  value.communication_exception = message.communication_exception();
  value.content_sha256 = message.content_sha256();
  value.attested_by = message.attested_by();
  value.attest_mandate = message.attest_mandate();
  value.attested_at =
      reader.OptionalInstant("attested_at", message.has_attested_at(), message.attested_at());
  value.corrects = message.corrects();
  value.correction_ground = message.correction_ground();
  return value;
}

pb::Completion ToProto(const RequestCompletion& value) {
  pb::Completion message;
  FillList(value.items, message.mutable_items());
  message.set_due(value.due.ToString());
  message.set_typfall(value.typfall);
  return message;
}

RequestCompletion FromProto(FieldReader& reader, const pb::Completion& message) {
  return {.items = ReadList(reader, "items", message.items(), kRowsMax),
          .due = reader.RequiredDate("due", message.due()),
          .typfall = message.typfall()};
}

}  // namespace dm::codec
