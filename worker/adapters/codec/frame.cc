#include "worker/adapters/codec/fill.h"
#include "worker/adapters/codec/from_proto.h"
#include "worker/adapters/codec/to_proto.h"

namespace dm::codec {

pb::FramePerson ToProto(const FramePerson& value) {
  pb::FramePerson message;
  message.set_key(value.key.value());
  message.set_personnummer(value.personnummer.Reveal());
  message.set_born(TextOf(value.born));
  message.set_role(EnumToProto(value.role));
  *message.mutable_presence() = ToProto(value.presence);
  return message;
}

FramePerson FromProto(FieldReader& reader, const pb::FramePerson& message) {
  FramePerson value;
  value.key = reader.ReadId<PersonKey>("key", message.key(), Need::kRequired);
  value.role = reader.Enum<PersonRole>("role", message.role());
  value.personnummer = reader.ReadPersonnummer(
      "personnummer",
      message.personnummer(),
      value.role == PersonRole::kOtherAdult ? Need::kOptional : Need::kRequired);
  value.born = reader.OptionalDate("born", message.born());
  value.presence = ReadMessage(reader, "presence", message.presence());
  return value;
}

pb::FrameHousing ToProto(const FrameHousing& value) {
  pb::FrameHousing message;
  *message.mutable_accepted_cost() = ToProto(value.accepted_cost);
  message.set_tenure(EnumToProto(value.tenure));
  message.set_persons_in_home(value.persons_in_home);
  message.set_cap_grace_until(TextOf(value.cap_grace_until));
  if (value.share_of_rent_permille)
    message.set_share_of_rent_permille(*value.share_of_rent_permille);
  if (value.agreed_rent) *message.mutable_agreed_rent() = ToProto(*value.agreed_rent);
  return message;
}

FrameHousing FromProto(FieldReader& reader, const pb::FrameHousing& message) {
  FrameHousing value;
  value.accepted_cost =
      reader.RequiredMoney("accepted_cost", message.has_accepted_cost(), message.accepted_cost());
  value.tenure = reader.Enum<Tenure>("tenure", message.tenure());
  value.persons_in_home =
      reader.Int("persons_in_home", message.persons_in_home(), 1, kPersonsInHomeMax);
  value.cap_grace_until = reader.OptionalDate("cap_grace_until", message.cap_grace_until());
  value.share_of_rent_permille = reader.OptionalInt("share_of_rent_permille",
                                                    message.has_share_of_rent_permille(),
                                                    message.share_of_rent_permille(),
                                                    1,
                                                    1000);
  value.agreed_rent =
      reader.OptionalMoney("agreed_rent", message.has_agreed_rent(), message.agreed_rent());
  return value;
}

pb::NormAdjustment ToProto(const NormAdjustment& value) {
  pb::NormAdjustment message;
  message.set_person(value.person.value());
  message.set_kind(EnumToProto(value.kind));
  if (value.amount) *message.mutable_amount() = ToProto(*value.amount);
  if (value.factor_permille) message.set_factor_permille(*value.factor_permille);
  message.set_reason(value.reason);
  message.set_valid_to(value.valid_to.ToString());
  return message;
}

NormAdjustment FromProto(FieldReader& reader, const pb::NormAdjustment& message) {
  NormAdjustment value;
  value.person = reader.ReadId<PersonKey>("person", message.person(), Need::kRequired);
  value.kind = reader.Enum<NormAdjustmentKind>("kind", message.kind());
  value.amount = reader.OptionalMoney("amount", message.has_amount(), message.amount(), 1);
  value.factor_permille = reader.OptionalInt(
      "factor_permille", message.has_factor_permille(), message.factor_permille(), 0, 5000);
  value.reason = reader.Code("reason", message.reason(), Need::kRequired);
  value.valid_to = reader.RequiredDate("valid_to", message.valid_to());
  return value;
}

pb::Barrier ToProto(const Barrier& value) {
  pb::Barrier message;
  message.set_person(value.person.value());
  message.set_code(value.code);
  message.set_until(TextOf(value.until));
  return message;
}

Barrier FromProto(FieldReader& reader, const pb::Barrier& message) {
  return {.person = reader.ReadId<PersonKey>("person", message.person(), Need::kRequired),
          .code = reader.Code("code", message.code(), Need::kRequired),
          .until = reader.OptionalDate("until", message.until())};
}

pb::FrameIncome ToProto(const FrameIncome& value) {
  pb::FrameIncome message;
  message.set_person(value.person.value());
  message.set_kind(value.kind);
  *message.mutable_expected_net() = ToProto(value.expected_net);
  return message;
}

FrameIncome FromProto(FieldReader& reader, const pb::FrameIncome& message) {
  return {.person = reader.ReadId<PersonKey>("person", message.person(), Need::kRequired),
          .kind = reader.Code("kind", message.kind(), Need::kRequired),
          .expected_net = reader.RequiredMoney(
              "expected_net", message.has_expected_net(), message.expected_net())};
}

pb::FrameCost ToProto(const FrameCost& value) {
  pb::FrameCost message;
  message.set_type(EnumToProto(value.type));
  message.set_other_code(value.other_code);
  *message.mutable_ceiling() = ToProto(value.ceiling);
  return message;
}

FrameCost FromProto(FieldReader& reader, const pb::FrameCost& message) {
  FrameCost value;
  value.type = reader.Enum<CostType>("type", message.type());
  value.other_code = ReadOtherCode(reader, value.type, message.other_code());
  value.ceiling = reader.RequiredMoney("ceiling", message.has_ceiling(), message.ceiling());
  return value;
}

pb::FramePlan ToProto(const FramePlan& value) {
  pb::FramePlan message;
  message.set_person(value.person.value());
  if (HasEnd(value.valid)) *message.mutable_valid() = ToProto(value.valid);
  return message;
}

FramePlan FromProto(FieldReader& reader, const pb::FramePlan& message) {
  return {.person = reader.ReadId<PersonKey>("person", message.person(), Need::kRequired),
          .valid = reader.ReadPeriod("valid", message.valid())};
}

pb::ChildRecord ToProto(const ChildRecord& value) {
  pb::ChildRecord message;
  message.set_child(value.child.value());
  message.set_reviewer(value.reviewer);
  message.set_reviewed_on(value.reviewed_on.ToString());
  message.set_valid_until(value.valid_until.ToString());
  message.set_reference(value.reference);
  return message;
}

ChildRecord FromProto(FieldReader& reader, const pb::ChildRecord& message) {
  return {
      .child = reader.ReadId<PersonKey>("child", message.child(), Need::kRequired),
      .reviewer = reader.Code("reviewer", message.reviewer(), Need::kRequired),
      .reviewed_on = reader.RequiredDate("reviewed_on", message.reviewed_on()),
      .valid_until = reader.RequiredDate("valid_until", message.valid_until()),
      .reference = reader.Line("reference", message.reference(), kLineBytesMax, Need::kRequired)};
}

pb::AcceptedAsset ToProto(const AcceptedAsset& value) {
  pb::AcceptedAsset message;
  message.set_type(EnumToProto(value.type));
  message.set_reference(value.reference);
  message.set_count(value.count);
  message.set_until(TextOf(value.until));
  return message;
}

AcceptedAsset FromProto(FieldReader& reader, const pb::AcceptedAsset& message) {
  return {.type = reader.Enum<AssetType>("type", message.type()),
          .reference = reader.Line("reference", message.reference(), kLineBytesMax),
          .count = reader.Int("count", message.count(), 0, 100),
          .until = reader.OptionalDate("until", message.until())};
}

pb::Frame ToProto(const Frame& value) {
  pb::Frame message;
  message.set_id(value.id.value());
  message.set_household(value.household.value());
  message.set_version(value.version);
  message.set_valid_from(value.valid_from.ToString());
  message.set_valid_to(value.valid_to.ToString());
  FillList(value.persons, message.mutable_persons());
  *message.mutable_housing() = ToProto(value.housing);
  FillList(value.barriers, message.mutable_barriers());
  FillList(value.incomes, message.mutable_incomes());
  FillList(value.costs, message.mutable_costs());
  FillList(value.plans, message.mutable_plans());
  FillList(value.child_records, message.mutable_child_records());
  FillList(value.accepted_assets, message.mutable_accepted_assets());
  FillList(value.norm_adjustments, message.mutable_norm_adjustments());
  message.set_language(value.language);
  message.set_wants_person(value.wants_person);
  message.set_signed_by(value.signed_by);
  message.set_mandate(value.mandate);
  *message.mutable_signed_at() = ToProto(value.signed_at);
  message.set_content_sha256(value.content_sha256);
  return message;
}

namespace {

void ReadContent(FieldReader& reader, const pb::Frame& message, Frame& value) {
  value.household = reader.ReadId<HouseholdId>("household", message.household(), Need::kRequired);
  value.valid_from = reader.RequiredDate("valid_from", message.valid_from());
  value.valid_to = reader.RequiredDate("valid_to", message.valid_to());
  if (reader.from_caller() && message.persons().empty())
    reader.Fail("persons", "FIELD_REQUIRED", "holds at least 1 item", "Send the applicant.");
  value.persons = ReadList(reader, "persons", message.persons(), kPersonsMax);
  value.housing = ReadMessage(reader, "housing", message.housing());
  value.barriers = ReadList(reader, "barriers", message.barriers(), kCostsMax);
  value.incomes = ReadList(reader, "incomes", message.incomes(), kIncomesMax);
  value.costs = ReadList(reader, "costs", message.costs(), kCostsMax);
  value.plans = ReadList(reader, "plans", message.plans(), kPlansMax);
  value.child_records = ReadList(reader, "child_records", message.child_records(), kPersonsMax);
  value.accepted_assets =
      ReadList(reader, "accepted_assets", message.accepted_assets(), kAssetsMax);
  value.norm_adjustments =
      ReadList(reader, "norm_adjustments", message.norm_adjustments(), kPersonsMax);
  value.language = reader.Line("language", message.language(), 35);
  if (value.language.empty()) value.language = "sv";
  value.wants_person = message.wants_person();
  value.signed_by = reader.Code("signed_by", message.signed_by(), Need::kRequired);
  value.mandate = reader.Line("mandate", message.mandate(), kLineBytesMax, Need::kRequired);
}

}  // namespace

Frame SignedFrameFromProto(FieldReader& reader, const pb::Frame& message) {
  Frame value;
  ReadContent(reader, message, value);
  value.id = reader.ReadId<FrameId>("id", message.id(), Need::kOptional);
  value.version = reader.Int("version", message.version(), 0, 1'000'000);
  value.signed_at = reader.ReadInstant(
      "signed_at", message.has_signed_at(), message.signed_at(), Need::kRequired);
  value.content_sha256 = reader.Sha256("content_sha256", message.content_sha256());
  return value;
}

Frame FromProto(FieldReader& reader, const pb::Frame& message) {
  if (!reader.from_caller()) return SignedFrameFromProto(reader, message);
  Frame value;
  ReadContent(reader, message, value);
  return value;
}

}  // namespace dm::codec
