// Codec: the worker's values as bytes (deterministic protobuf, for the store and for hashes) and as
// the JSON form of medarbetare.v1 (files and terminals). One place, used by the store adapters, the
// gRPC adapter and the command line.
#pragma once

#include <string>
#include <string_view>

#include "worker/adapters/codec/case_reader.h"
#include "worker/case/application.h"
#include "worker/case/assessment.h"
#include "worker/case/case_record.h"
#include "worker/case/contact.h"
#include "worker/case/decision.h"
#include "worker/case/effect.h"
#include "worker/case/evidence.h"
#include "worker/case/frame.h"
#include "worker/case/history.h"
#include "worker/case/queue_item.h"
#include "worker/core/status.h"

namespace dm::codec {

// Text must be UTF-8, which every way in checks: bytes with other text would not be read again.
// Bytes: the same value gives the same bytes on any machine. Decoding bytes that are no such value
// is data loss.
std::string Encode(const Application& value);
std::string Encode(const History& value);
std::string Encode(const Frame& value);
std::string Encode(const EvidenceSet& value);
std::string Encode(const Assessment& value);
std::string Encode(const Decision& value);
std::string Encode(const Escalation& value);
std::string Encode(const Consultation& value);
std::string Encode(const RequestCompletion& value);
std::string Encode(const Effect& value);
std::string Encode(const Message& value);
std::string Encode(const Contact& value);
std::string Encode(const LateDocument& value);
std::string Encode(const Communication& value);
std::string Encode(const ChildAnalysis& value);
std::string Encode(const CaseInput& value);

StatusOr<Application> DecodeApplication(std::string_view bytes);
StatusOr<History> DecodeHistory(std::string_view bytes);
StatusOr<Frame> DecodeFrame(std::string_view bytes);
StatusOr<EvidenceSet> DecodeEvidenceSet(std::string_view bytes);
StatusOr<Assessment> DecodeAssessment(std::string_view bytes);
StatusOr<Decision> DecodeDecision(std::string_view bytes);
StatusOr<Escalation> DecodeEscalation(std::string_view bytes);
StatusOr<Consultation> DecodeConsultation(std::string_view bytes);
StatusOr<RequestCompletion> DecodeRequestCompletion(std::string_view bytes);
StatusOr<Effect> DecodeEffect(std::string_view bytes);
StatusOr<Message> DecodeMessage(std::string_view bytes);
StatusOr<Contact> DecodeContact(std::string_view bytes);
StatusOr<LateDocument> DecodeLateDocument(std::string_view bytes);
StatusOr<Communication> DecodeCommunication(std::string_view bytes);
StatusOr<ChildAnalysis> DecodeChildAnalysis(std::string_view bytes);
StatusOr<CaseInput> DecodeCaseInput(std::string_view bytes);

// JSON of medarbetare.v1.CaseInput: the file format of `medarbetare assess`, `submit` and the
// golden cases (docs/case-input.md). Unknown fields, unknown enum values and values out of range
// are invalid argument with the field's path, never the value.
StatusOr<CaseInput> CaseInputFromJson(std::string_view json);
// The same through the message, which knows what is wrong and where.
StatusOr<CaseInput> CaseInputFromJsonMessage(std::string_view json);

// The same for many cases: the memory of the reader and of the value is used again. Not for two
// threads at once.
class CaseInputReader {
 public:
  Status Read(std::string_view json, CaseInput* value);

 private:
  FastCaseReader fast_;
};

StatusOr<std::string> ToJson(const CaseInput& value);
// The form that ToJson(Assessment) gives.
StatusOr<Assessment> AssessmentFromJson(std::string_view json);
// The same without line breaks, for files with a case a line.
StatusOr<std::string> ToJsonLine(const CaseInput& value);
StatusOr<std::string> ToJson(const Assessment& value);
StatusOr<std::string> ToJson(const EvidenceSet& value);
StatusOr<std::string> ToJson(const CaseRecord& value);

}  // namespace dm::codec
