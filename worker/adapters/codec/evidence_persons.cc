// What registers say of a person besides payments: work, permits, vehicles, registration.
#include "worker/adapters/codec/evidence_parts.h"
#include "worker/adapters/codec/fill.h"
#include "worker/adapters/codec/to_proto.h"

namespace dm::codec {
namespace {

template <typename Repeated>
std::vector<std::string> ReadCodes(FieldReader& reader, const char* field, const Repeated& codes) {
  if (!reader.Count(field, codes.size(), kRegisterGroupsMax)) return {};
  std::vector<std::string> values;
  for (int i = 0; i < codes.size(); ++i) {
    const FieldReader::Scope scope = reader.In(field, i);
    values.push_back(reader.Code("", codes[i], Need::kRequired));
  }
  return values;
}

}  // namespace

pb::JobSeeker ToProto(const JobSeeker& value) {
  pb::JobSeeker message;
  message.set_registered(value.registered);
  message.set_registered_since(TextOf(value.registered_since));
  message.set_category(value.category);
  if (value.extent_percent.has_value()) message.set_extent_percent(*value.extent_percent);
  message.set_activity_report_code(value.activity_report_code);
  message.set_activity_report_date(TextOf(value.activity_report_date));
  message.set_deregistered_on(TextOf(value.deregistered_on));
  message.set_unemployment_fund(value.unemployment_fund);
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
  value.deregistered_on = reader.OptionalDate("deregistered_on", message.deregistered_on());
  value.unemployment_fund = Words(reader, "unemployment_fund", message.unemployment_fund());
  return value;
}

pb::Suspension ToProto(const Suspension& value) {
  pb::Suspension message;
  if (HasEnd(value.period)) *message.mutable_period() = ToProto(value.period);
  message.set_locator(value.locator);
  message.set_fund(value.fund);
  return message;
}

Suspension FromProto(FieldReader& reader, const pb::Suspension& message) {
  return {.period = reader.ReadPeriod("period", message.period()),
          .locator = Words(reader, "locator", message.locator()),
          .fund = Words(reader, "fund", message.fund())};
}

pb::FundAnswer ToProto(const FundAnswer& value) {
  pb::FundAnswer message;
  message.set_fund(value.fund);
  message.set_status(value.status);
  message.set_state(EnumToProto(value.state));
  message.set_application_told(value.application_told);
  message.set_right_decided_on(TextOf(value.right_decided_on));
  if (value.payment_applied.has_value()) message.set_payment_applied(*value.payment_applied);
  return message;
}

FundAnswer FromProto(FieldReader& reader, const pb::FundAnswer& message) {
  FundAnswer value;
  value.fund = Words(reader, "fund", message.fund());
  value.status = Words(reader, "status", message.status());
  value.state = reader.Enum<AnswerState>("state", message.state());
  value.application_told = message.application_told();
  value.right_decided_on = reader.OptionalDate("right_decided_on", message.right_decided_on());
  if (message.has_payment_applied()) value.payment_applied = message.payment_applied();
  return value;
}

pb::ProgrammeDays ToProto(const ProgrammeDays& value) {
  pb::ProgrammeDays message;
  message.set_used(value.used);
  message.set_exhausted(value.exhausted);
  return message;
}

ProgrammeDays FromProto(FieldReader& reader, const pb::ProgrammeDays& message) {
  return {.used = reader.Int("used", message.used(), 0, 10'000), .exhausted = message.exhausted()};
}

pb::ProgrammePlace ToProto(const ProgrammePlace& value) {
  pb::ProgrammePlace message;
  message.set_code(value.code);
  message.set_text(value.text);
  if (HasEnd(value.period)) *message.mutable_period() = ToProto(value.period);
  if (value.extent.has_value()) *message.mutable_extent() = ToProto(*value.extent);
  return message;
}

ProgrammePlace FromProto(FieldReader& reader, const pb::ProgrammePlace& message) {
  ProgrammePlace value;
  value.code = reader.Code("code", message.code(), Need::kOptional);
  value.text = Words(reader, "text", message.text());
  value.period = reader.ReadPeriod("period", message.period());
  if (message.has_extent()) value.extent = ReadMessage(reader, "extent", message.extent());
  return value;
}

pb::Vehicle ToProto(const Vehicle& value) {
  pb::Vehicle message;
  message.set_kind(value.kind);
  message.set_model(value.model);
  message.set_year(value.year);
  message.set_registration(value.registration);
  return message;
}

Vehicle FromProto(FieldReader& reader, const pb::Vehicle& message) {
  return {.kind = Words(reader, "kind", message.kind()),
          .model = Words(reader, "model", message.model()),
          .year = Words(reader, "year", message.year()),
          .registration = Words(reader, "registration", message.registration())};
}

pb::Permit ToProto(const Permit& value) {
  pb::Permit message;
  message.set_kind(value.kind);
  message.set_decision(value.decision);
  message.set_permanent(value.permanent);
  if (HasEnd(value.valid)) *message.mutable_valid() = ToProto(value.valid);
  message.set_open_application(value.open_application);
  message.set_kind_text(value.kind_text);
  message.set_decision_text(value.decision_text);
  message.set_decision_type(value.decision_type);
  message.set_decision_type_text(value.decision_type_text);
  message.set_reason(value.reason);
  message.set_reason_text(value.reason_text);
  message.set_applied_on(TextOf(value.applied_on));
  message.set_decided_on(TextOf(value.decided_on));
  message.set_validity(value.validity);
  return message;
}

Permit FromProto(FieldReader& reader, const pb::Permit& message) {
  return {.kind = Words(reader, "kind", message.kind()),
          .decision = Words(reader, "decision", message.decision()),
          .permanent = message.permanent(),
          .valid = reader.ReadPeriod("valid", message.valid()),
          .open_application = message.open_application(),
          .kind_text = Words(reader, "kind_text", message.kind_text()),
          .decision_text = Words(reader, "decision_text", message.decision_text()),
          .decision_type = Words(reader, "decision_type", message.decision_type()),
          .decision_type_text = Words(reader, "decision_type_text", message.decision_type_text()),
          .reason = Words(reader, "reason", message.reason()),
          .reason_text = Words(reader, "reason_text", message.reason_text()),
          .applied_on = reader.OptionalDate("applied_on", message.applied_on()),
          .decided_on = reader.OptionalDate("decided_on", message.decided_on()),
          .validity = Words(reader, "validity", message.validity())};
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

pb::RegisteredChild ToProto(const RegisteredChild& value) {
  pb::RegisteredChild message;
  message.set_personnummer(value.personnummer);
  message.set_custody(value.custody);
  message.set_same_address(value.same_address);
  message.set_born(TextOf(value.born));
  return message;
}

RegisteredChild FromProto(FieldReader& reader, const pb::RegisteredChild& message) {
  return {.personnummer = reader.Code("personnummer", message.personnummer(), Need::kOptional),
          .custody = message.custody(),
          .same_address = message.same_address(),
          .born = reader.OptionalDate("born", message.born())};
}

pb::RegisteredPerson ToProto(const RegisteredPerson& value) {
  pb::RegisteredPerson message;
  message.set_municipality(value.municipality);
  message.set_county(value.county);
  message.set_civil_status(value.civil_status);
  message.set_street(value.street);
  message.set_postal_code(value.postal_code);
  message.set_city(value.city);
  message.set_registered_since(TextOf(value.registered_since));
  if (value.deregistered.has_value()) message.set_deregistered(*value.deregistered);
  FillTexts(value.same_address, message.mutable_same_address());
  FillList(value.children, message.mutable_children());
  FillTexts(value.related, message.mutable_related());
  message.set_died_on(TextOf(value.died_on));
  return message;
}

RegisteredPerson FromProto(FieldReader& reader, const pb::RegisteredPerson& message) {
  RegisteredPerson value;
  value.municipality = Words(reader, "municipality", message.municipality());
  value.county = Words(reader, "county", message.county());
  value.civil_status = Words(reader, "civil_status", message.civil_status());
  value.street = Words(reader, "street", message.street());
  value.postal_code = reader.Code("postal_code", message.postal_code(), Need::kOptional);
  value.city = Words(reader, "city", message.city());
  value.registered_since = reader.OptionalDate("registered_since", message.registered_since());
  if (message.has_deregistered())
    value.deregistered = Words(reader, "deregistered", message.deregistered());
  value.same_address = ReadCodes(reader, "same_address", message.same_address());
  value.children = ReadList(reader, "children", message.children(), kRegisterGroupsMax);
  value.related = ReadCodes(reader, "related", message.related());
  value.died_on = reader.OptionalDate("died_on", message.died_on());
  return value;
}

}  // namespace dm::codec
