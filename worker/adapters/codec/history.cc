#include "worker/adapters/codec/fill.h"
#include "worker/adapters/codec/from_proto.h"
#include "worker/adapters/codec/to_proto.h"

namespace dm::codec {

pb::CountedIncome ToProto(const CountedIncome& value) {
  pb::CountedIncome message;
  message.set_person(value.person.value());
  message.set_kind(value.kind);
  *message.mutable_counted() = ToProto(value.counted);
  if (value.net) *message.mutable_net() = ToProto(*value.net);
  return message;
}

CountedIncome FromProto(FieldReader& reader, const pb::CountedIncome& message) {
  return {.person = reader.ReadId<PersonKey>("person", message.person(), Need::kRequired),
          .kind = reader.Code("kind", message.kind(), Need::kRequired),
          .counted = reader.RequiredMoney("counted", message.has_counted(), message.counted()),
          .net = reader.OptionalMoney("net", message.has_net(), message.net())};
}

pb::ApprovedCost ToProto(const ApprovedCost& value) {
  pb::ApprovedCost message;
  message.set_type(EnumToProto(value.type));
  message.set_other_code(value.other_code);
  *message.mutable_approved() = ToProto(value.approved);
  if (value.applied) *message.mutable_applied() = ToProto(*value.applied);
  if (value.proven) *message.mutable_proven() = ToProto(*value.proven);
  if (HasEnd(value.period)) *message.mutable_period() = ToProto(value.period);
  return message;
}

ApprovedCost FromProto(FieldReader& reader, const pb::ApprovedCost& message) {
  ApprovedCost value;
  value.type = reader.Enum<CostType>("type", message.type());
  value.other_code = ReadOtherCode(reader, value.type, message.other_code());
  value.approved = reader.RequiredMoney("approved", message.has_approved(), message.approved());
  value.applied = reader.OptionalMoney("applied", message.has_applied(), message.applied());
  value.proven = reader.OptionalMoney("proven", message.has_proven(), message.proven());
  value.period = reader.ReadPeriod("period", message.period());
  return value;
}

pb::HistoryMonth ToProto(const HistoryMonth& value) {
  pb::HistoryMonth message;
  message.set_month(value.month.ToString());
  message.set_outcome(EnumToProto(value.outcome));
  *message.mutable_granted() = ToProto(value.granted);
  message.set_decided_by(EnumToProto(value.decided_by));
  message.set_forsorjningsstod(value.forsorjningsstod);
  FillList(value.persons, message.mutable_persons());
  message.set_persons_in_home(value.persons_in_home);
  FillList(value.costs, message.mutable_costs());
  FillList(value.incomes, message.mutable_incomes());
  if (value.surplus) *message.mutable_surplus() = ToProto(*value.surplus);
  message.set_other_municipality(value.other_municipality);
  message.set_rooms(value.rooms);
  return message;
}

HistoryMonth FromProto(FieldReader& reader, const pb::HistoryMonth& message) {
  HistoryMonth value;
  value.month = reader.RequiredMonth("month", message.month());
  value.outcome = reader.Enum<Outcome>("outcome", message.outcome());
  if (reader.from_caller() && value.outcome == Outcome::kNone)
    reader.Fail("outcome", "FIELD_REQUIRED", "is required", "Set the field.");
  value.granted = reader.RequiredMoney("granted", message.has_granted(), message.granted());
  value.decided_by = reader.Enum<ActorKind>("decided_by", message.decided_by());
  value.forsorjningsstod = message.forsorjningsstod();
  value.persons = ReadList(reader, "persons", message.persons(), kPersonsMax);
  value.persons_in_home =
      reader.Int("persons_in_home", message.persons_in_home(), 0, kPersonsInHomeMax);
  value.costs = ReadList(reader, "costs", message.costs(), kCostsMax);
  value.incomes = ReadList(reader, "incomes", message.incomes(), kIncomesMax);
  value.surplus = reader.OptionalMoney("surplus", message.has_surplus(), message.surplus());
  value.other_municipality = message.other_municipality();
  value.rooms = reader.Int("rooms", message.rooms(), 0, kRoomsMax);
  return value;
}

pb::History ToProto(const History& value) {
  pb::History message;
  FillList(value, message.mutable_months());
  return message;
}

History FromProto(FieldReader& reader, const pb::History& message) {
  History value = ReadList(reader, "months", message.months(), kHistoryMonthsMax);
  for (std::size_t i = 1; reader.from_caller() && reader.ok() && i < value.size(); ++i) {
    if (value[i].month < value[i - 1].month) continue;
    const FieldReader::Scope scope = reader.In("months", static_cast<int>(i));
    reader.Fail("month",
                "FIELD_INVALID",
                "is not before the month of the entry above it",
                "Send each month once, newest first.");
  }
  return value;
}

}  // namespace dm::codec
