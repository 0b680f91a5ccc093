#include "worker/adapters/codec/codec.h"

#include <google/protobuf/arena.h>
#include <google/protobuf/io/coded_stream.h>
#include <google/protobuf/io/zero_copy_stream_impl_lite.h>
#include <google/protobuf/util/json_util.h>

#include "worker/adapters/codec/from_proto.h"
#include "worker/adapters/codec/json_reader.h"
#include "worker/adapters/codec/to_proto.h"

namespace dm::codec {
namespace {

// Deterministic, although the contract has no maps where bytes are kept: a later field might bring
// one.
std::string Serialize(const google::protobuf::Message& message) {
  std::string bytes;
  google::protobuf::io::StringOutputStream stream(&bytes);
  google::protobuf::io::CodedOutputStream coded(&stream);
  coded.SetSerializationDeterministic(true);
  message.SerializeWithCachedSizes(&coded);
  coded.Trim();
  return bytes;
}

template <typename Value>
std::string EncodeValue(const Value& value) {
  const auto message = ToProto(value);
  message.ByteSizeLong();  // fills the cached sizes
  return Serialize(message);
}

template <typename Message>
auto DecodeValue(std::string_view bytes, const char* what)
    -> StatusOr<decltype(FromProto(std::declval<FieldReader&>(), std::declval<const Message&>()))> {
  // The parts of a message are taken and given back together: a case is read with a tenth fewer
  // instructions than one by one.
  google::protobuf::Arena arena;
  auto* message = google::protobuf::Arena::CreateMessage<Message>(&arena);
  if (!message->ParseFromArray(bytes.data(), static_cast<int>(bytes.size())))
    return DataLoss(std::string(what) + ": the stored bytes are no such message");
  FieldReader reader(Origin::kStore);
  auto value = FromProto(reader, *message);
  if (!reader.ok()) return DataLoss(std::string(what) + ": " + MessageOf(reader.status()));
  return value;
}

enum class Layout { kIndented, kLine };

StatusOr<std::string> JsonOf(const google::protobuf::Message& message,
                             Layout layout = Layout::kIndented) {
  google::protobuf::util::JsonPrintOptions options;
  options.add_whitespace = layout == Layout::kIndented;
  options.preserve_proto_field_names = true;
  std::string json;
  // The library's own message could repeat a value.
  if (!google::protobuf::util::MessageToJsonString(message, &json, options).ok())
    return DataLoss(message.GetTypeName() + ": cannot be written as JSON");
  return json;
}

}  // namespace

std::string Encode(const Application& value) {
  return EncodeValue(value);
}

std::string Encode(const History& value) {
  return EncodeValue(value);
}

std::string Encode(const Frame& value) {
  return EncodeValue(value);
}

std::string Encode(const EvidenceSet& value) {
  return EncodeValue(value);
}

std::string Encode(const Assessment& value) {
  return EncodeValue(value);
}

std::string Encode(const Decision& value) {
  return EncodeValue(value);
}

std::string Encode(const Escalation& value) {
  return EncodeValue(value);
}

std::string Encode(const Consultation& value) {
  return EncodeValue(value);
}

std::string Encode(const RequestCompletion& value) {
  return EncodeValue(value);
}

std::string Encode(const Effect& value) {
  return EncodeValue(value);
}

std::string Encode(const Message& value) {
  return EncodeValue(value);
}

std::string Encode(const Contact& value) {
  return EncodeValue(value);
}

std::string Encode(const LateDocument& value) {
  return EncodeValue(value);
}

std::string Encode(const Communication& value) {
  return EncodeValue(value);
}

std::string Encode(const ChildAnalysis& value) {
  return EncodeValue(value);
}

std::string Encode(const CaseInput& value) {
  return EncodeValue(value);
}

StatusOr<Application> DecodeApplication(std::string_view bytes) {
  return DecodeValue<pb::Application>(bytes, "application");
}

StatusOr<History> DecodeHistory(std::string_view bytes) {
  return DecodeValue<pb::History>(bytes, "history");
}

StatusOr<Frame> DecodeFrame(std::string_view bytes) {
  return DecodeValue<pb::Frame>(bytes, "frame");
}

StatusOr<EvidenceSet> DecodeEvidenceSet(std::string_view bytes) {
  return DecodeValue<pb::EvidenceSet>(bytes, "evidence");
}

StatusOr<Assessment> DecodeAssessment(std::string_view bytes) {
  return DecodeValue<pb::Assessment>(bytes, "assessment");
}

StatusOr<Decision> DecodeDecision(std::string_view bytes) {
  return DecodeValue<pb::Decision>(bytes, "decision");
}

StatusOr<Escalation> DecodeEscalation(std::string_view bytes) {
  return DecodeValue<pb::Escalation>(bytes, "escalation");
}

StatusOr<Consultation> DecodeConsultation(std::string_view bytes) {
  return DecodeValue<pb::Consultation>(bytes, "consultation");
}

StatusOr<RequestCompletion> DecodeRequestCompletion(std::string_view bytes) {
  return DecodeValue<pb::Completion>(bytes, "completion");
}

StatusOr<Effect> DecodeEffect(std::string_view bytes) {
  return DecodeValue<pb::Effect>(bytes, "effect");
}

StatusOr<Message> DecodeMessage(std::string_view bytes) {
  return DecodeValue<pb::CaseMessage>(bytes, "message");
}

StatusOr<Contact> DecodeContact(std::string_view bytes) {
  return DecodeValue<pb::Contact>(bytes, "contact");
}

StatusOr<LateDocument> DecodeLateDocument(std::string_view bytes) {
  return DecodeValue<pb::LateDocument>(bytes, "late document");
}

StatusOr<Communication> DecodeCommunication(std::string_view bytes) {
  return DecodeValue<pb::Communication>(bytes, "communication");
}

StatusOr<ChildAnalysis> DecodeChildAnalysis(std::string_view bytes) {
  return DecodeValue<pb::ChildAnalysis>(bytes, "child analysis");
}

StatusOr<CaseInput> DecodeCaseInput(std::string_view bytes) {
  return DecodeValue<pb::CaseInput>(bytes, "case input");
}

StatusOr<Assessment> AssessmentFromJson(std::string_view json) {
  pb::Assessment message;
  DM_RETURN_IF_ERROR(ReadJson(json, message));
  FieldReader reader(Origin::kCaller);
  Assessment value = FromProto(reader, message);
  if (!reader.ok()) return reader.status();
  return value;
}

Status CaseInputReader::Read(std::string_view json, CaseInput* value) {
  if (fast_.Read(json, value)) return OkStatus();
  DM_ASSIGN_OR_RETURN(*value, CaseInputFromJsonMessage(json));
  return OkStatus();
}

StatusOr<CaseInput> CaseInputFromJson(std::string_view json) {
  CaseInput value;
  DM_RETURN_IF_ERROR(CaseInputReader().Read(json, &value));
  return value;
}

StatusOr<CaseInput> CaseInputFromJsonMessage(std::string_view json) {
  pb::CaseInput message;
  DM_RETURN_IF_ERROR(ReadJson(json, message));
  FieldReader reader(Origin::kCaller);
  CaseInput value = FromProto(reader, message);
  if (!reader.ok()) return reader.status();
  return value;
}

StatusOr<std::string> ToJson(const CaseInput& value) {
  return JsonOf(ToProto(value));
}

StatusOr<std::string> ToJsonLine(const CaseInput& value) {
  return JsonOf(ToProto(value), Layout::kLine);
}

StatusOr<std::string> ToJson(const Assessment& value) {
  return JsonOf(ToProto(value));
}

StatusOr<std::string> ToJson(const EvidenceSet& value) {
  pb::EvidenceSet message = ToProto(value);
  ClearRaw(message);
  return JsonOf(message);
}

StatusOr<std::string> ToJson(const CaseRecord& value) {
  return JsonOf(ToProto(value));
}

}  // namespace dm::codec
