#include "worker/adapters/codec/fill.h"
#include "worker/adapters/codec/from_proto.h"
#include "worker/adapters/codec/to_proto.h"

namespace dm::codec {

pb::Signature ToProto(const Signature& value) {
  pb::Signature message;
  message.set_person(value.person.value());
  message.set_level(EnumToProto(value.level));
  *message.mutable_signed_at() = ToProto(value.signed_at);
  message.set_text_sha256(value.text_sha256);
  return message;
}

Signature FromProto(FieldReader& reader, const pb::Signature& message) {
  Signature value;
  value.person = reader.ReadId<PersonKey>("person", message.person(), Need::kRequired);
  value.level = reader.Enum<AssuranceLevel>("level", message.level());
  value.signed_at = reader.ReadInstant(
      "signed_at", message.has_signed_at(), message.signed_at(), Need::kRequired);
  value.text_sha256 = reader.Sha256("text_sha256", message.text_sha256());
  return value;
}

pb::Document ToProto(const Document& value) {
  pb::Document message;
  message.set_id(value.id.value());
  message.set_kind(value.kind);
  *message.mutable_received_at() = ToProto(value.received_at);
  if (HasEnd(value.valid)) *message.mutable_valid() = ToProto(value.valid);
  message.set_readable(value.readable);
  return message;
}

Document FromProto(FieldReader& reader, const pb::Document& message) {
  Document value;
  value.id = reader.ReadId<DocumentId>("id", message.id(), Need::kRequired);
  value.kind = reader.Code("kind", message.kind(), Need::kRequired);
  value.received_at = reader.ReadInstant(
      "received_at", message.has_received_at(), message.received_at(), Need::kRequired);
  value.valid = reader.ReadPeriod("valid", message.valid());
  value.readable = message.readable();
  return value;
}

pb::StatedCircumstances ToProto(const StatedCircumstances& value) {
  pb::StatedCircumstances message;
  message.set_acute_need(EnumToProto(value.acute_need));
  message.set_eviction_or_rent_debt(EnumToProto(value.eviction_or_rent_debt));
  message.set_violence(EnumToProto(value.violence));
  message.set_student(EnumToProto(value.student));
  message.set_self_employed(EnumToProto(value.self_employed));
  message.set_foreign_income(EnumToProto(value.foreign_income));
  message.set_guardian_or_trustee(EnumToProto(value.guardian_or_trustee));
  message.set_benefit_pending(EnumToProto(value.benefit_pending));
  message.set_open_recovery(EnumToProto(value.open_recovery));
  message.set_crime_investigation(EnumToProto(value.crime_investigation));
  message.set_open_appeal(EnumToProto(value.open_appeal));
  message.set_child_concern(EnumToProto(value.child_concern));
  message.set_abroad_or_institution(EnumToProto(value.abroad_or_institution));
  message.set_interpreter_needed(EnumToProto(value.interpreter_needed));
  message.set_unread_message(EnumToProto(value.unread_message));
  message.set_discretionary_aid(EnumToProto(value.discretionary_aid));
  message.set_critical_date(TextOf(value.critical_date));
  message.set_benefit_not_applied_for(EnumToProto(value.benefit_not_applied_for));
  message.set_attachment_of_earnings(EnumToProto(value.attachment_of_earnings));
  message.set_aid_elsewhere(EnumToProto(value.aid_elsewhere));
  message.set_surplus_explained(EnumToProto(value.surplus_explained));
  message.set_drawn_for_sample(value.drawn_for_sample);
  message.set_corrects_earlier(value.corrects_earlier);
  message.set_lives_with_parents(value.lives_with_parents);
  message.set_school_absence(value.school_absence);
  message.set_lawful_stay(EnumToProto(value.lawful_stay));
  return message;
}

StatedCircumstances FromProto(FieldReader& reader, const pb::StatedCircumstances& message) {
  const auto answer = [&](const char* field, pb::Answer value) {
    return reader.Enum<Answer>(field, value);
  };
  StatedCircumstances value;
  value.acute_need = answer("acute_need", message.acute_need());
  value.eviction_or_rent_debt = answer("eviction_or_rent_debt", message.eviction_or_rent_debt());
  value.violence = answer("violence", message.violence());
  value.student = answer("student", message.student());
  value.self_employed = answer("self_employed", message.self_employed());
  value.foreign_income = answer("foreign_income", message.foreign_income());
  value.guardian_or_trustee = answer("guardian_or_trustee", message.guardian_or_trustee());
  value.benefit_pending = answer("benefit_pending", message.benefit_pending());
  value.open_recovery = answer("open_recovery", message.open_recovery());
  value.crime_investigation = answer("crime_investigation", message.crime_investigation());
  value.open_appeal = answer("open_appeal", message.open_appeal());
  value.child_concern = answer("child_concern", message.child_concern());
  value.abroad_or_institution = answer("abroad_or_institution", message.abroad_or_institution());
  value.interpreter_needed = answer("interpreter_needed", message.interpreter_needed());
  value.unread_message = answer("unread_message", message.unread_message());
  value.discretionary_aid = answer("discretionary_aid", message.discretionary_aid());
  value.critical_date = reader.OptionalDate("critical_date", message.critical_date());
  value.benefit_not_applied_for =
      reader.Enum<Answer>("benefit_not_applied_for", message.benefit_not_applied_for());
  value.attachment_of_earnings =
      reader.Enum<Answer>("attachment_of_earnings", message.attachment_of_earnings());
  value.aid_elsewhere = reader.Enum<Answer>("aid_elsewhere", message.aid_elsewhere());
  value.surplus_explained = reader.Enum<Answer>("surplus_explained", message.surplus_explained());
  value.drawn_for_sample = message.drawn_for_sample();
  value.corrects_earlier = message.corrects_earlier();
  value.lives_with_parents = message.lives_with_parents();
  value.school_absence = message.school_absence();
  value.lawful_stay = reader.Enum<Answer>("lawful_stay", message.lawful_stay());
  return value;
}

pb::PlanStatus ToProto(const PlanStatus& value) {
  pb::PlanStatus message;
  message.set_person(value.person.value());
  message.set_has_plan(EnumToProto(value.has_plan));
  if (HasEnd(value.plan_valid)) *message.mutable_plan_valid() = ToProto(value.plan_valid);
  message.set_missed_activity(EnumToProto(value.missed_activity));
  message.set_sick(EnumToProto(value.sick));
  if (HasEnd(value.certificate_valid))
    *message.mutable_certificate_valid() = ToProto(value.certificate_valid);
  message.set_activity_exempt(value.activity_exempt);
  message.set_sick_since(TextOf(value.sick_since));
  message.set_work_ability_unclear(value.work_ability_unclear);
  message.set_exempt_ground(value.exempt_ground);
  if (HasEnd(value.exempt_valid)) *message.mutable_exempt_valid() = ToProto(value.exempt_valid);
  message.set_certificate_read_by(value.certificate_read_by);
  return message;
}

pb::YouthWork ToProto(const YouthWork& value) {
  pb::YouthWork message;
  message.set_person(value.person.value());
  message.set_month(value.month.ToString());
  *message.mutable_gross() = ToProto(value.gross);
  return message;
}

YouthWork FromProto(FieldReader& reader, const pb::YouthWork& message) {
  return {.person = reader.ReadId<PersonKey>("person", message.person(), Need::kRequired),
          .month = reader.RequiredMonth("month", message.month()),
          .gross = reader.RequiredMoney("gross", message.has_gross(), message.gross())};
}

PlanStatus FromProto(FieldReader& reader, const pb::PlanStatus& message) {
  PlanStatus value;
  value.person = reader.ReadId<PersonKey>("person", message.person(), Need::kRequired);
  value.has_plan = reader.Enum<Answer>("has_plan", message.has_plan());
  value.plan_valid = reader.ReadPeriod("plan_valid", message.plan_valid());
  value.missed_activity = reader.Enum<Answer>("missed_activity", message.missed_activity());
  value.sick = reader.Enum<Answer>("sick", message.sick());
  value.certificate_valid = reader.ReadPeriod("certificate_valid", message.certificate_valid());
  value.activity_exempt = message.activity_exempt();
  value.sick_since = reader.OptionalDate("sick_since", message.sick_since());
  value.work_ability_unclear = message.work_ability_unclear();
  value.exempt_ground = reader.Code("exempt_ground", message.exempt_ground(), Need::kOptional);
  value.exempt_valid = reader.ReadPeriod("exempt_valid", message.exempt_valid());
  value.certificate_read_by =
      reader.Code("certificate_read_by", message.certificate_read_by(), Need::kOptional);
  return value;
}

pb::Withdrawal ToProto(const Withdrawal& value) {
  pb::Withdrawal message;
  *message.mutable_received_at() = ToProto(value.received_at);
  FillList(value.signatures, message.mutable_signatures());
  message.set_pressure(EnumToProto(value.pressure));
  return message;
}

Withdrawal FromProto(FieldReader& reader, const pb::Withdrawal& message) {
  Withdrawal value;
  value.received_at = reader.ReadInstant(
      "received_at", message.has_received_at(), message.received_at(), Need::kRequired);
  value.signatures = ReadList(reader, "signatures", message.signatures(), kSignaturesMax);
  value.pressure = reader.Enum<Answer>("pressure", message.pressure());
  return value;
}

pb::Application ToProto(const Application& value) {
  pb::Application message;
  message.set_id(value.id.value());
  message.set_household(value.household.value());
  message.set_month(value.month.ToString());
  *message.mutable_received_at() = ToProto(value.received_at);
  message.set_channel(EnumToProto(value.channel));
  message.set_kind(EnumToProto(value.kind));
  FillList(value.persons, message.mutable_persons());
  *message.mutable_home() = ToProto(value.home);
  FillList(value.costs, message.mutable_costs());
  FillList(value.incomes, message.mutable_incomes());
  FillList(value.assets, message.mutable_assets());
  FillList(value.signatures, message.mutable_signatures());
  FillList(value.documents, message.mutable_documents());
  FillList(value.plans, message.mutable_plans());
  *message.mutable_circumstances() = ToProto(value.circumstances);
  if (value.withdrawal.has_value()) *message.mutable_withdrawal() = ToProto(*value.withdrawal);
  message.set_changed_since_last(value.changed_since_last);
  message.set_wants_person(value.wants_person);
  message.set_free_text(value.free_text);
  message.set_language(value.language);
  FillList(value.youth_work, message.mutable_youth_work());
  return message;
}

namespace {

void ReadIdentity(FieldReader& reader, const pb::Application& message, Application& value) {
  value.id = reader.ReadId<ApplicationId>("id", message.id(), Need::kRequired);
  value.household = reader.ReadId<HouseholdId>("household", message.household(), Need::kRequired);
  value.month = reader.RequiredMonth("month", message.month());
  value.received_at = reader.ReadInstant(
      "received_at", message.has_received_at(), message.received_at(), Need::kRequired);
  value.channel = reader.Enum<Channel>("channel", message.channel());
  value.kind = reader.Enum<ApplicationKind>("kind", message.kind());
  if (!reader.from_caller()) return;
  if (value.channel == Channel::kUnspecified)
    reader.Fail("channel", "FIELD_REQUIRED", "is required", "Set the field.");
  if (value.kind == ApplicationKind::kUnspecified)
    reader.Fail("kind", "FIELD_REQUIRED", "is required", "Set the field.");
}

}  // namespace

Application FromProto(FieldReader& reader, const pb::Application& message) {
  Application value;
  ReadIdentity(reader, message, value);
  if (reader.from_caller() && message.persons().empty())
    reader.Fail("persons", "FIELD_REQUIRED", "holds at least 1 item", "Send the applicant.");
  value.persons = ReadList(reader, "persons", message.persons(), kPersonsMax);
  value.home = ReadMessage(reader, "home", message.home());
  value.costs = ReadList(reader, "costs", message.costs(), kCostsMax);
  value.incomes = ReadList(reader, "incomes", message.incomes(), kIncomesMax);
  value.assets = ReadList(reader, "assets", message.assets(), kAssetsMax);
  value.signatures = ReadList(reader, "signatures", message.signatures(), kSignaturesMax);
  value.documents = ReadList(reader, "documents", message.documents(), kDocumentsMax);
  value.plans = ReadList(reader, "plans", message.plans(), kPlansMax);
  value.circumstances = ReadMessage(reader, "circumstances", message.circumstances());
  if (message.has_withdrawal())
    value.withdrawal = ReadMessage(reader, "withdrawal", message.withdrawal());
  value.changed_since_last = message.changed_since_last();
  value.wants_person = message.wants_person();
  value.free_text = reader.Text("free_text", message.free_text(), kFreeTextCharactersMax);
  value.language = reader.Line("language", message.language(), 35);  // RFC 5646 4.4.1
  if (value.language.empty()) value.language = "sv";
  value.youth_work = ReadList(reader, "youth_work", message.youth_work(), kYouthWorkMax);
  return value;
}

}  // namespace dm::codec
