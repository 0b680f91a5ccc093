#include "worker/adapters/codec/evidence_parts.h"
#include "worker/adapters/codec/fill.h"
#include "worker/adapters/codec/to_proto.h"

namespace dm::codec {
pb::GroupState ToProto(const GroupState& value) {
  pb::GroupState message;
  message.set_group(value.group);
  message.set_state(EnumToProto(value.state));
  message.set_code(value.code);
  return message;
}

GroupState FromProto(FieldReader& reader, const pb::GroupState& message) {
  return {.group = reader.Line("group", message.group(), kLineBytesMax, Need::kRequired),
          .state = reader.Enum<AnswerState>("state", message.state()),
          .code = Words(reader, "code", message.code())};
}

pb::SchemaDeviation ToProto(const SchemaDeviation& value) {
  pb::SchemaDeviation message;
  message.set_path(value.path);
  message.set_problem(value.problem);
  return message;
}

SchemaDeviation FromProto(FieldReader& reader, const pb::SchemaDeviation& message) {
  return {.path = reader.Line("path", message.path(), kLineBytesMax, Need::kRequired),
          .problem = reader.Code("problem", message.problem(), Need::kRequired)};
}

namespace {

void FillReadings(const SourceAnswer& value, pb::SourceAnswer& message) {
  FillList(value.payments, message.mutable_payments());
  FillList(value.benefit_cases, message.mutable_benefit_cases());
  if (value.job_seeker.has_value()) *message.mutable_job_seeker() = ToProto(*value.job_seeker);
  FillList(value.suspensions, message.mutable_suspensions());
  if (value.benefit_application_filed.has_value())
    message.set_benefit_application_filed(*value.benefit_application_filed);
  FillList(value.vehicles, message.mutable_vehicles());
  FillList(value.permits, message.mutable_permits());
  FillList(value.capital, message.mutable_capital());
  if (value.registered.has_value()) *message.mutable_registered() = ToProto(*value.registered);
  FillList(value.funds, message.mutable_funds());
  if (value.programme_days.has_value())
    *message.mutable_programme_days() = ToProto(*value.programme_days);
  FillList(value.programme_places, message.mutable_programme_places());
}

void ReadReadings(FieldReader& reader, const pb::SourceAnswer& message, SourceAnswer& value) {
  value.payments = ReadList(reader, "payments", message.payments(), kRegisterRowsMax);
  value.benefit_cases =
      ReadList(reader, "benefit_cases", message.benefit_cases(), kRegisterRowsMax);
  if (message.has_job_seeker())
    value.job_seeker = ReadMessage(reader, "job_seeker", message.job_seeker());
  value.suspensions = ReadList(reader, "suspensions", message.suspensions(), kRegisterGroupsMax);
  if (message.has_benefit_application_filed())
    value.benefit_application_filed = message.benefit_application_filed();
  value.vehicles = ReadList(reader, "vehicles", message.vehicles(), kRegisterGroupsMax);
  value.permits = ReadList(reader, "permits", message.permits(), kRegisterGroupsMax);
  value.capital = ReadList(reader, "capital", message.capital(), kRegisterGroupsMax);
  if (message.has_registered())
    value.registered = ReadMessage(reader, "registered", message.registered());
  value.funds = ReadList(reader, "funds", message.funds(), kRegisterGroupsMax);
  if (message.has_programme_days())
    value.programme_days = ReadMessage(reader, "programme_days", message.programme_days());
  value.programme_places =
      ReadList(reader, "programme_places", message.programme_places(), kRegisterGroupsMax);
}

std::vector<std::string> ReadUnlisted(FieldReader& reader, const pb::SourceAnswer& message) {
  std::vector<std::string> codes;
  if (!reader.Count("unlisted_codes", message.unlisted_codes_size(), kUnlistedCodesMax)) {
    return codes;
  }
  for (const std::string& code : message.unlisted_codes())
    codes.push_back(Words(reader, "unlisted_codes", code));
  return codes;
}

}  // namespace

pb::SourceAnswer ToProto(const SourceAnswer& value) {
  pb::SourceAnswer message;
  message.set_source(EnumToProto(value.source));
  message.set_state(EnumToProto(value.state));
  message.set_code(value.code);
  *message.mutable_fetched_at() = ToProto(value.fetched_at);
  if (HasEnd(value.asked)) *message.mutable_asked() = ToProto(value.asked);
  message.set_raw_sha256(value.raw_sha256);
  message.set_raw(value.raw);
  message.set_lasting(value.lasting);
  FillList(value.groups, message.mutable_groups());
  message.set_schema_deviations(value.schema_deviations);
  FillList(value.deviations, message.mutable_deviations());
  FillTexts(value.unlisted_codes, message.mutable_unlisted_codes());
  if (value.ask_again_at.has_value())
    *message.mutable_ask_again_at() = ToProto(*value.ask_again_at);
  message.set_protected_identity(value.protected_identity);
  FillReadings(value, message);
  return message;
}

SourceAnswer FromProto(FieldReader& reader, const pb::SourceAnswer& message) {
  SourceAnswer value;
  value.source = reader.Enum<Source>("source", message.source());
  value.state = reader.Enum<AnswerState>("state", message.state());
  value.code = Words(reader, "code", message.code());
  value.fetched_at = reader.ReadInstant(
      "fetched_at", message.has_fetched_at(), message.fetched_at(), Need::kRequired);
  value.asked = reader.ReadPeriod("asked", message.asked());
  value.raw_sha256 = reader.Sha256("raw_sha256", message.raw_sha256());
  value.raw = message.raw();
  value.lasting = message.lasting();
  value.groups = ReadList(reader, "groups", message.groups(), kRegisterGroupsMax);
  value.schema_deviations =
      reader.Int("schema_deviations", message.schema_deviations(), 0, 1'000'000);
  value.deviations = ReadList(reader, "deviations", message.deviations(), kDeviationsMax);
  value.unlisted_codes = ReadUnlisted(reader, message);
  value.ask_again_at =
      reader.OptionalInstant("ask_again_at", message.has_ask_again_at(), message.ask_again_at());
  value.protected_identity = message.protected_identity();
  ReadReadings(reader, message, value);
  return value;
}

pb::PersonEvidence ToProto(const PersonEvidence& value) {
  pb::PersonEvidence message;
  message.set_person(value.person.value());
  FillList(value.answers, message.mutable_answers());
  return message;
}

PersonEvidence FromProto(FieldReader& reader, const pb::PersonEvidence& message) {
  PersonEvidence value;
  value.person = reader.ReadId<PersonKey>("person", message.person(), Need::kRequired);
  value.answers = ReadList(reader, "answers", message.answers(), kSourcesMax);
  for (std::size_t i = 1; reader.from_caller() && i < value.answers.size(); ++i) {
    if (value.answers[i - 1].source < value.answers[i].source) continue;
    const FieldReader::Scope scope = reader.In("answers", static_cast<int>(i));
    reader.Fail("source",
                "FIELD_INVALID",
                "does not come after the source above it",
                "Give each source at most once, in the order AF CSN FK PM SKV SO TNS MIV FOLK.");
  }
  return value;
}

pb::EvidenceSet ToProto(const EvidenceSet& value) {
  pb::EvidenceSet message;
  FillList(value.persons, message.mutable_persons());
  return message;
}

EvidenceSet FromProto(FieldReader& reader, const pb::EvidenceSet& message) {
  return {.persons = ReadList(reader, "persons", message.persons(), kPersonsMax)};
}

void ClearRaw(pb::EvidenceSet& evidence) {
  for (pb::PersonEvidence& person : *evidence.mutable_persons())
    for (pb::SourceAnswer& answer : *person.mutable_answers()) answer.clear_raw();
}

}  // namespace dm::codec
