#include "worker/adapters/codec/fill.h"
#include "worker/adapters/codec/from_proto.h"
#include "worker/adapters/codec/to_proto.h"

namespace dm::codec {
namespace {

// Registers correct earlier payments with negative amounts.
constexpr std::int64_t kRegisterOreMin = -kAmountOreMax;

// A register's words: a caller's file may hold no more than a line of them.
std::string Words(FieldReader& reader, const char* field, const std::string& value) {
  return reader.Line(field, value, kLineBytesMax);
}

}  // namespace

pb::Deduction ToProto(const Deduction& value) {
  pb::Deduction message;
  message.set_code(value.code);
  message.set_text(value.text);
  *message.mutable_amount() = ToProto(value.amount);
  return message;
}

Deduction FromProto(FieldReader& reader, const pb::Deduction& message) {
  return {.code = reader.Code("code", message.code(), Need::kRequired),
          .text = Words(reader, "text", message.text()),
          .amount = reader.RequiredMoney(
              "amount", message.has_amount(), message.amount(), kRegisterOreMin)};
}

pb::PaymentRow ToProto(const PaymentRow& value) {
  pb::PaymentRow message;
  message.set_benefit(value.benefit);
  message.set_amount_type(value.amount_type);
  message.set_text(value.text);
  *message.mutable_amount() = ToProto(value.amount);
  return message;
}

PaymentRow FromProto(FieldReader& reader, const pb::PaymentRow& message) {
  return {.benefit = reader.Code("benefit", message.benefit(), Need::kRequired),
          .amount_type = reader.Code("amount_type", message.amount_type(), Need::kOptional),
          .text = Words(reader, "text", message.text()),
          .amount = reader.RequiredMoney(
              "amount", message.has_amount(), message.amount(), kRegisterOreMin)};
}

pb::Payment ToProto(const Payment& value) {
  pb::Payment message;
  message.set_family(value.family);
  message.set_text(value.text);
  message.set_status(EnumToProto(value.status));
  message.set_pay_date(TextOf(value.pay_date));
  if (HasEnd(value.period)) *message.mutable_period() = ToProto(value.period);
  if (value.gross.has_value()) *message.mutable_gross() = ToProto(*value.gross);
  if (value.tax.has_value()) *message.mutable_tax() = ToProto(*value.tax);
  *message.mutable_net() = ToProto(value.net);
  FillList(value.deductions, message.mutable_deductions());
  FillList(value.rows, message.mutable_rows());
  if (value.half_days.has_value()) message.set_half_days(*value.half_days);
  message.set_locator(value.locator);
  return message;
}

Payment FromProto(FieldReader& reader, const pb::Payment& message) {
  Payment value;
  value.family = Words(reader, "family", message.family());
  value.text = Words(reader, "text", message.text());
  value.status = reader.Enum<PaymentStatus>("status", message.status());
  value.pay_date = reader.OptionalDate("pay_date", message.pay_date());
  value.period = reader.ReadPeriod("period", message.period());
  value.gross =
      reader.OptionalMoney("gross", message.has_gross(), message.gross(), kRegisterOreMin);
  value.tax = reader.OptionalMoney("tax", message.has_tax(), message.tax(), kRegisterOreMin);
  value.net = reader.RequiredMoney("net", message.has_net(), message.net(), kRegisterOreMin);
  value.deductions = ReadList(reader, "deductions", message.deductions(), kRegisterGroupsMax);
  value.rows = ReadList(reader, "rows", message.rows(), kRegisterGroupsMax);
  if (message.has_half_days())
    value.half_days = reader.Int("half_days", message.half_days(), 0, 10'000);
  value.locator = Words(reader, "locator", message.locator());
  return value;
}

pb::BenefitCase ToProto(const BenefitCase& value) {
  pb::BenefitCase message;
  message.set_benefit(value.benefit);
  message.set_text(value.text);
  message.set_pending(value.pending);
  message.set_decided_on(TextOf(value.decided_on));
  if (HasEnd(value.period)) *message.mutable_period() = ToProto(value.period);
  message.set_locator(value.locator);
  return message;
}

BenefitCase FromProto(FieldReader& reader, const pb::BenefitCase& message) {
  return {.benefit = reader.Code("benefit", message.benefit(), Need::kRequired),
          .text = Words(reader, "text", message.text()),
          .pending = message.pending(),
          .decided_on = reader.OptionalDate("decided_on", message.decided_on()),
          .period = reader.ReadPeriod("period", message.period()),
          .locator = Words(reader, "locator", message.locator())};
}

pb::JobSeeker ToProto(const JobSeeker& value) {
  pb::JobSeeker message;
  message.set_registered(value.registered);
  message.set_registered_since(TextOf(value.registered_since));
  message.set_category(value.category);
  if (value.extent_percent.has_value()) message.set_extent_percent(*value.extent_percent);
  message.set_activity_report_code(value.activity_report_code);
  message.set_activity_report_date(TextOf(value.activity_report_date));
  return message;
}

JobSeeker FromProto(FieldReader& reader, const pb::JobSeeker& message) {
  JobSeeker value;
  value.registered = message.registered();
  value.registered_since = reader.OptionalDate("registered_since", message.registered_since());
  value.category = Words(reader, "category", message.category());
  if (message.has_extent_percent())
    value.extent_percent = reader.Int("extent_percent", message.extent_percent(), 0, 100);
  value.activity_report_code =
      Words(reader, "activity_report_code", message.activity_report_code());
  value.activity_report_date =
      reader.OptionalDate("activity_report_date", message.activity_report_date());
  return value;
}

pb::Suspension ToProto(const Suspension& value) {
  pb::Suspension message;
  if (HasEnd(value.period)) *message.mutable_period() = ToProto(value.period);
  message.set_locator(value.locator);
  return message;
}

Suspension FromProto(FieldReader& reader, const pb::Suspension& message) {
  return {.period = reader.ReadPeriod("period", message.period()),
          .locator = Words(reader, "locator", message.locator())};
}

pb::Vehicle ToProto(const Vehicle& value) {
  pb::Vehicle message;
  message.set_kind(value.kind);
  message.set_model(value.model);
  message.set_year(value.year);
  return message;
}

Vehicle FromProto(FieldReader& reader, const pb::Vehicle& message) {
  return {.kind = Words(reader, "kind", message.kind()),
          .model = Words(reader, "model", message.model()),
          .year = Words(reader, "year", message.year())};
}

pb::Permit ToProto(const Permit& value) {
  pb::Permit message;
  message.set_kind(value.kind);
  message.set_decision(value.decision);
  message.set_permanent(value.permanent);
  if (HasEnd(value.valid)) *message.mutable_valid() = ToProto(value.valid);
  message.set_open_application(value.open_application);
  return message;
}

Permit FromProto(FieldReader& reader, const pb::Permit& message) {
  return {.kind = Words(reader, "kind", message.kind()),
          .decision = Words(reader, "decision", message.decision()),
          .permanent = message.permanent(),
          .valid = reader.ReadPeriod("valid", message.valid()),
          .open_application = message.open_application()};
}

pb::CapitalFigure ToProto(const CapitalFigure& value) {
  pb::CapitalFigure message;
  message.set_year(value.year);
  *message.mutable_income() = ToProto(value.income);
  *message.mutable_surplus() = ToProto(value.surplus);
  return message;
}

CapitalFigure FromProto(FieldReader& reader, const pb::CapitalFigure& message) {
  return {.year = reader.Int("year", message.year(), 1900, 2199),
          .income = reader.RequiredMoney(
              "income", message.has_income(), message.income(), kRegisterOreMin),
          .surplus = reader.RequiredMoney(
              "surplus", message.has_surplus(), message.surplus(), kRegisterOreMin)};
}

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
                "Give each source at most once, in the order AF CSN FK PM SKV SO TNS MIV.");
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
