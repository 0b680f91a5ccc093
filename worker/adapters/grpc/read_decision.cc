#include "worker/adapters/grpc/read_decision.h"

#include "worker/adapters/codec/from_proto.h"

namespace dm::grpc_adapter {
namespace {

namespace pb = medarbetare::v1;
using codec::FieldReader;
using codec::Need;

HumanDecision::EditedRow ReadRow(FieldReader& reader, const pb::DecideCaseRequest::EditedRow& row) {
  return {.code = reader.Code("code", row.code(), Need::kRequired),
          .person = reader.OptionalPerson("person", row.person()),
          .amount = reader.RequiredMoney("amount", row.has_amount(), row.amount()),
          .reason = reader.Code("reason", row.reason(), Need::kOptional),
          .note = reader.Text("note", row.note(), codec::kReasonCharactersMax)};
}

}  // namespace

std::int64_t ReadSeenVersion(FieldReader& reader, std::int64_t version) {
  if (version < 0)
    reader.Fail("expected_version",
                "FIELD_OUT_OF_RANGE",
                "is 0 or above",
                "Send the item's version as last seen.");
  return version;
}

std::vector<HumanDecision::EditedRow> ReadRows(
    FieldReader& reader,
    const google::protobuf::RepeatedPtrField<pb::DecideCaseRequest::EditedRow>& rows) {
  std::vector<HumanDecision::EditedRow> edits;
  if (!reader.Count("edited_rows", rows.size(), codec::kEditedRowsMax)) return edits;
  for (int i = 0; i < rows.size(); ++i) {
    const FieldReader::Scope scope = reader.In("edited_rows", i);
    edits.push_back(ReadRow(reader, rows[i]));
  }
  return edits;
}

HumanDecision ReadDecision(FieldReader& reader, const pb::DecideCaseRequest& request) {
  HumanDecision decision;
  decision.escalation =
      reader.ReadId<EscalationId>("escalation_id", request.escalation_id(), Need::kRequired);
  decision.expected_version = ReadSeenVersion(reader, request.expected_version());
  decision.handler = reader.Code("handler", request.handler(), Need::kRequired);
  decision.mandate =
      reader.Line("mandate", request.mandate(), codec::kLineBytesMax, Need::kRequired);
  decision.outcome = reader.Enum<Outcome>("outcome", request.outcome());
  if (decision.outcome == Outcome::kNone)
    reader.Fail("outcome", "FIELD_REQUIRED", "is required", "Set the field.");
  decision.edited_rows = ReadRows(reader, request.edited_rows());
  decision.motivation =
      reader.Text("motivation", request.motivation(), codec::kFreeTextCharactersMax);
  decision.reason = reader.Code("reason", request.reason(), Need::kOptional);
  decision.communication_exception =
      reader.Code("communication_exception", request.communication_exception(), Need::kOptional);
  decision.expected_content_sha256 =
      reader.Sha256("expected_content_sha256", request.expected_content_sha256());
  if (request.has_expected_basis())
    decision.expected_basis =
        codec::ReadMessage(reader, "expected_basis", request.expected_basis());
  return decision;
}

}  // namespace dm::grpc_adapter
