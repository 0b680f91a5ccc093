#include "worker/adapters/codec/fill.h"
#include "worker/adapters/codec/from_proto.h"
#include "worker/adapters/codec/to_proto.h"

namespace dm::codec {
namespace {

constexpr int kFactsMax = 64;
constexpr int kAnswersMax = 64;
constexpr int kSituationCodesMax = 5;
constexpr int kCountMax = 1'000'000;

}  // namespace

pb::DecisionBasis ToProto(const DecisionBasis& value) {
  pb::DecisionBasis message;
  message.set_application_sha256(value.application_sha256);
  message.set_facts_sha256(value.facts_sha256);
  message.set_policy_sha256(value.policy_sha256);
  message.set_frame_version(value.frame_version);
  message.set_frame_ended(value.frame_ended);
  message.set_communications(value.communications);
  message.set_answers(value.answers);
  message.set_child_analyses(value.child_analyses);
  message.set_messages(value.messages);
  return message;
}

DecisionBasis FromProto(FieldReader& reader, const pb::DecisionBasis& message) {
  DecisionBasis value;
  value.application_sha256 = reader.Sha256("application_sha256", message.application_sha256());
  value.facts_sha256 = reader.Sha256("facts_sha256", message.facts_sha256());
  value.policy_sha256 = reader.Sha256("policy_sha256", message.policy_sha256());
  value.frame_version = reader.Int("frame_version", message.frame_version(), 0, kCountMax);
  value.frame_ended = message.frame_ended();
  value.communications = reader.Int("communications", message.communications(), 0, kCountMax);
  value.answers = reader.Int("answers", message.answers(), 0, kCountMax);
  value.child_analyses = reader.Int("child_analyses", message.child_analyses(), 0, kCountMax);
  value.messages = reader.Int("messages", message.messages(), 0, kCountMax);
  return value;
}

pb::AttestReturn ToProto(const AttestReturn& value) {
  pb::AttestReturn message;
  message.set_by(value.by);
  message.set_mandate(value.mandate);
  *message.mutable_at() = ToProto(value.at);
  message.set_reason(value.reason);
  return message;
}

AttestReturn FromProto(FieldReader& reader, const pb::AttestReturn& message) {
  return {.by = message.by(),
          .mandate = message.mandate(),
          .at = reader.ReadInstant("at", message.has_at(), message.at(), Need::kRequired),
          .reason = message.reason()};
}

pb::WaitingDecision ToProto(const WaitingDecision& value) {
  pb::WaitingDecision message;
  *message.mutable_decision() = ToProto(value.decision);
  *message.mutable_basis() = ToProto(value.basis);
  *message.mutable_since() = ToProto(value.since);
  FillTexts(value.reasons, message.mutable_reasons());
  if (value.returned) *message.mutable_returned() = ToProto(*value.returned);
  message.set_queue(value.queue);
  return message;
}

WaitingDecision FromProto(FieldReader& reader, const pb::WaitingDecision& message) {
  WaitingDecision value;
  value.decision = ReadMessage(reader, "decision", message.decision());
  value.basis = ReadMessage(reader, "basis", message.basis());
  value.since = reader.ReadInstant("since", message.has_since(), message.since(), Need::kRequired);
  value.reasons = TextsOf(message.reasons());
  value.queue = message.queue();
  if (message.has_returned()) value.returned = ReadMessage(reader, "returned", message.returned());
  return value;
}

pb::CommunicatedFact ToProto(const CommunicatedFact& value) {
  pb::CommunicatedFact message;
  message.set_key(value.key);
  message.set_text(value.text);
  message.set_source(value.source);
  message.set_date(TextOf(value.date));
  return message;
}

CommunicatedFact FromProto(FieldReader& reader, const pb::CommunicatedFact& message) {
  CommunicatedFact value;
  if (!reader.from_caller()) value.key = message.key();
  value.text = reader.Text("text", message.text(), kReasonCharactersMax);
  if (reader.from_caller() && value.text.find_first_not_of(" \t\r\n") == std::string::npos)
    reader.Fail("text", "FIELD_REQUIRED", "is required", "State the fact.");
  value.source = reader.Line("source", message.source(), kLineBytesMax);
  value.date = reader.OptionalDate("date", message.date());
  return value;
}

pb::CommunicationAnswer ToProto(const CommunicationAnswer& value) {
  pb::CommunicationAnswer message;
  *message.mutable_at() = ToProto(value.at);
  message.set_noted_by(value.noted_by);
  message.set_channel(value.channel);
  message.set_reference(value.reference);
  message.set_text(value.text);
  return message;
}

CommunicationAnswer FromProto(FieldReader& reader, const pb::CommunicationAnswer& message) {
  CommunicationAnswer value;
  if (!reader.from_caller()) {
    value.at = reader.ReadInstant("at", message.has_at(), message.at(), Need::kRequired);
    value.noted_by = message.noted_by();
  }
  value.channel = reader.Code("channel", message.channel(), Need::kRequired);
  value.reference = reader.Line("reference", message.reference(), kLineBytesMax);
  value.text = reader.Text("text", message.text(), kFreeTextCharactersMax);
  return value;
}

pb::Communication ToProto(const Communication& value) {
  pb::Communication message;
  message.set_number(value.number);
  *message.mutable_at() = ToProto(value.at);
  message.set_by(value.by);
  message.set_mandate(value.mandate);
  message.set_answer_by(value.answer_by.ToString());
  FillList(value.facts, message.mutable_facts());
  *message.mutable_intended() = ToProto(value.intended);
  FillList(value.answers, message.mutable_answers());
  return message;
}

Communication FromProto(FieldReader& reader, const pb::Communication& message) {
  Communication value;
  value.number = message.number();
  value.at = reader.ReadInstant("at", message.has_at(), message.at(), Need::kRequired);
  value.by = message.by();
  value.mandate = message.mandate();
  value.answer_by = reader.RequiredDate("answer_by", message.answer_by());
  value.facts = ReadList(reader, "facts", message.facts(), kFactsMax);
  value.intended = ReadMessage(reader, "intended", message.intended());
  value.answers = ReadList(reader, "answers", message.answers(), kAnswersMax);
  return value;
}

pb::ChildAnalysis ToProto(const ChildAnalysis& value) {
  pb::ChildAnalysis message;
  message.set_number(value.number);
  message.set_child(value.child.value());
  message.set_reviewer(value.reviewer);
  message.set_reviewed_on(value.reviewed_on.ToString());
  *message.mutable_at() = ToProto(value.at);
  FillTexts(value.situation_codes, message.mutable_situation_codes());
  message.set_situation(value.situation);
  message.set_effect(value.effect);
  message.set_view(value.view);
  message.set_view_not_asked(value.view_not_asked);
  message.set_conclusion(value.conclusion);
  message.set_decisive(value.decisive);
  message.set_reference(value.reference);
  return message;
}

ChildAnalysis FromProto(FieldReader& reader, const pb::ChildAnalysis& message) {
  ChildAnalysis value;
  value.child = reader.ReadId<PersonKey>("child", message.child(), Need::kRequired);
  if (!reader.from_caller()) {
    value.number = message.number();
    value.reviewer = message.reviewer();
    value.reviewed_on = reader.RequiredDate("reviewed_on", message.reviewed_on());
    value.at = reader.ReadInstant("at", message.has_at(), message.at(), Need::kRequired);
  }
  if (reader.Count("situation_codes", message.situation_codes_size(), kSituationCodesMax))
    value.situation_codes = TextsOf(message.situation_codes());
  value.situation = reader.Text("situation", message.situation(), kFreeTextCharactersMax);
  value.effect = reader.Text("effect", message.effect(), kFreeTextCharactersMax);
  value.view = reader.Text("view", message.view(), kFreeTextCharactersMax);
  value.view_not_asked =
      reader.Text("view_not_asked", message.view_not_asked(), kReasonCharactersMax);
  value.conclusion = reader.Text("conclusion", message.conclusion(), kFreeTextCharactersMax);
  value.decisive = message.decisive();
  value.reference = reader.Line("reference", message.reference(), kLineBytesMax);
  return value;
}

}  // namespace dm::codec
