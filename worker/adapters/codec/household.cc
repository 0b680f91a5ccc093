#include "worker/adapters/codec/fill.h"
#include "worker/adapters/codec/from_proto.h"
#include "worker/adapters/codec/to_proto.h"

namespace dm::codec {

pb::Presence ToProto(const Presence& value) {
  pb::Presence message;
  message.set_kind(EnumToProto(value.kind));
  message.set_days(value.days);
  if (value.other_parent_days) message.set_other_parent_days(*value.other_parent_days);
  return message;
}

Presence FromProto(FieldReader& reader, const pb::Presence& message) {
  return {.kind = reader.Enum<PresenceKind>("kind", message.kind()),
          .days = reader.Int("days", message.days(), 0, 31),
          .other_parent_days = reader.OptionalInt("other_parent_days",
                                                  message.has_other_parent_days(),
                                                  message.other_parent_days(),
                                                  0,
                                                  31)};
}

pb::Person ToProto(const Person& value) {
  pb::Person message;
  message.set_key(value.key.value());
  message.set_personnummer(value.personnummer.Reveal());
  message.set_born(TextOf(value.born));
  message.set_role(EnumToProto(value.role));
  *message.mutable_presence() = ToProto(value.presence);
  message.set_free_lunch(EnumToProto(value.free_lunch));
  message.set_in_school(EnumToProto(value.in_school));
  message.set_protected_identity(EnumToProto(value.protected_identity));
  message.set_name(value.name);
  if (value.lunch_home_days) message.set_lunch_home_days(*value.lunch_home_days);
  return message;
}

Person FromProto(FieldReader& reader, const pb::Person& message) {
  Person value;
  value.key = reader.ReadId<PersonKey>("key", message.key(), Need::kRequired);
  value.role = reader.Enum<PersonRole>("role", message.role());
  value.personnummer = reader.ReadPersonnummer(
      "personnummer",
      message.personnummer(),
      value.role == PersonRole::kOtherAdult ? Need::kOptional : Need::kRequired);
  value.born = reader.OptionalDate("born", message.born());
  value.presence = ReadMessage(reader, "presence", message.presence());
  value.free_lunch = reader.Enum<Answer>("free_lunch", message.free_lunch());
  value.in_school = reader.Enum<Answer>("in_school", message.in_school());
  value.protected_identity =
      reader.Enum<Answer>("protected_identity", message.protected_identity());
  value.name = reader.Line("name", message.name(), kLineBytesMax);
  value.lunch_home_days = reader.OptionalInt(
      "lunch_home_days", message.has_lunch_home_days(), message.lunch_home_days(), 0, 31);
  return value;
}

pb::Home ToProto(const Home& value) {
  pb::Home message;
  message.set_tenure(EnumToProto(value.tenure));
  message.set_persons_in_home(value.persons_in_home);
  message.set_rooms(value.rooms);
  message.set_second_hand_permission(EnumToProto(value.second_hand_permission));
  if (value.rent) *message.mutable_rent() = ToProto(*value.rent);
  if (value.share_of_rent_permille)
    message.set_share_of_rent_permille(*value.share_of_rent_permille);
  if (value.agreed_rent) *message.mutable_agreed_rent() = ToProto(*value.agreed_rent);
  return message;
}

Home FromProto(FieldReader& reader, const pb::Home& message) {
  Home value;
  value.tenure = reader.Enum<Tenure>("tenure", message.tenure());
  value.persons_in_home =
      reader.Int("persons_in_home", message.persons_in_home(), 0, kPersonsInHomeMax);
  value.rooms = reader.Int("rooms", message.rooms(), 0, kRoomsMax);
  value.second_hand_permission =
      reader.Enum<Answer>("second_hand_permission", message.second_hand_permission());
  value.rent = reader.OptionalMoney("rent", message.has_rent(), message.rent());
  value.share_of_rent_permille = reader.OptionalInt("share_of_rent_permille",
                                                    message.has_share_of_rent_permille(),
                                                    message.share_of_rent_permille(),
                                                    1,
                                                    1000);
  value.agreed_rent =
      reader.OptionalMoney("agreed_rent", message.has_agreed_rent(), message.agreed_rent());
  return value;
}

std::string ReadOtherCode(FieldReader& reader, CostType type, const std::string& value) {
  return reader.Code(
      "other_code", value, type == CostType::kOtherLivingCost ? Need::kRequired : Need::kOptional);
}

pb::Cost ToProto(const Cost& value) {
  pb::Cost message;
  message.set_type(EnumToProto(value.type));
  message.set_other_code(value.other_code);
  *message.mutable_applied() = ToProto(value.applied);
  if (value.proven.has_value()) *message.mutable_proven() = ToProto(*value.proven);
  if (HasEnd(value.period)) *message.mutable_period() = ToProto(value.period);
  message.set_confirmed_by(value.confirmed_by);
  if (value.cap_remaining.has_value())
    *message.mutable_cap_remaining() = ToProto(*value.cap_remaining);
  message.set_person(TextOf(value.person));
  if (value.year_spent) *message.mutable_year_spent() = ToProto(*value.year_spent);
  message.set_by_car(EnumToProto(value.by_car));
  return message;
}

Cost FromProto(FieldReader& reader, const pb::Cost& message) {
  Cost value;
  value.type = reader.Enum<CostType>("type", message.type());
  value.other_code = ReadOtherCode(reader, value.type, message.other_code());
  value.applied = reader.RequiredMoney("applied", message.has_applied(), message.applied());
  value.proven = reader.OptionalMoney("proven", message.has_proven(), message.proven());
  value.period = reader.ReadPeriod("period", message.period());
  value.confirmed_by = reader.Code("confirmed_by", message.confirmed_by(), Need::kOptional);
  value.cap_remaining =
      reader.OptionalMoney("cap_remaining", message.has_cap_remaining(), message.cap_remaining());
  value.person = reader.OptionalPerson("person", message.person());
  value.year_spent =
      reader.OptionalMoney("year_spent", message.has_year_spent(), message.year_spent());
  value.by_car = reader.Enum<Answer>("by_car", message.by_car());
  return value;
}

pb::DeclaredIncome ToProto(const DeclaredIncome& value) {
  pb::DeclaredIncome message;
  message.set_person(value.person.value());
  message.set_kind(value.kind);
  if (value.gross.has_value()) *message.mutable_gross() = ToProto(*value.gross);
  *message.mutable_net() = ToProto(value.net);
  message.set_pay_date(TextOf(value.pay_date));
  if (HasEnd(value.period)) *message.mutable_period() = ToProto(value.period);
  message.set_proven(value.proven);
  message.set_employer(value.employer);
  message.set_read_by(value.read_by);
  if (value.read_net.has_value()) *message.mutable_read_net() = ToProto(*value.read_net);
  if (value.attached) *message.mutable_attached() = ToProto(*value.attached);
  return message;
}

DeclaredIncome FromProto(FieldReader& reader, const pb::DeclaredIncome& message) {
  DeclaredIncome value;
  value.person = reader.ReadId<PersonKey>("person", message.person(), Need::kRequired);
  value.kind = reader.Code("kind", message.kind(), Need::kRequired);
  value.gross = reader.OptionalMoney("gross", message.has_gross(), message.gross());
  value.net = reader.RequiredMoney("net", message.has_net(), message.net());
  value.pay_date = reader.OptionalDate("pay_date", message.pay_date());
  value.period = reader.ReadPeriod("period", message.period());
  value.proven = message.proven();
  value.employer = reader.Code("employer", message.employer(), Need::kOptional);
  value.read_by = reader.Code("read_by", message.read_by(), Need::kOptional);
  value.read_net = reader.OptionalMoney("read_net", message.has_read_net(), message.read_net());
  value.attached = reader.OptionalMoney("attached", message.has_attached(), message.attached());
  return value;
}

pb::Asset ToProto(const Asset& value) {
  pb::Asset message;
  message.set_person(value.person.value());
  message.set_type(EnumToProto(value.type));
  *message.mutable_value() = ToProto(value.value);
  message.set_locked(value.locked);
  message.set_as_of(TextOf(value.as_of));
  return message;
}

Asset FromProto(FieldReader& reader, const pb::Asset& message) {
  Asset value;
  value.person = reader.ReadId<PersonKey>("person", message.person(), Need::kRequired);
  value.type = reader.Enum<AssetType>("type", message.type());
  value.value = reader.RequiredMoney("value", message.has_value(), message.value());
  value.locked = message.locked();
  value.as_of = reader.OptionalDate("as_of", message.as_of());
  return value;
}

}  // namespace dm::codec
