#include "worker/adapters/codec/quality.h"

#include "worker/adapters/codec/enums.h"
#include "worker/adapters/codec/fill.h"
#include "worker/adapters/codec/from_proto.h"
#include "worker/adapters/codec/to_proto.h"

namespace dm::codec {
namespace {

constexpr int kRowsMax = 128;
constexpr std::size_t kNoteCharactersMax = 4000;

// A value that may be left out, from an enumeration whose zero says so.
template <typename E>
std::optional<E> Optional(FieldReader& reader, const char* field, ProtoOf<E> value) {
  if (value == ProtoOf<E>{}) return std::nullopt;
  return reader.Enum<E>(field, value);
}

template <typename Message>
auto DecodeAs(std::string_view bytes, const char* what)
    -> StatusOr<decltype(FromProto(std::declval<FieldReader&>(), std::declval<const Message&>()))> {
  Message message;
  if (!message.ParseFromArray(bytes.data(), static_cast<int>(bytes.size()))) {
    return DataLoss(std::string(what) + ": the stored bytes are no such message");
  }
  FieldReader reader(Origin::kStore);
  auto value = FromProto(reader, message);
  if (!reader.ok()) return DataLoss(std::string(what) + ": " + MessageOf(reader.status()));
  return value;
}

}  // namespace

pb::Switch ToProto(const Switch& value) {
  pb::Switch message;
  message.set_kind(EnumToProto(value.kind));
  message.set_name(value.name);
  message.set_actor(value.actor);
  message.set_reason(value.reason);
  *message.mutable_set_at() = ToProto(value.set_at);
  return message;
}

pb::Demotion ToProto(const Demotion& value) {
  pb::Demotion message;
  message.set_typfall(value.typfall);
  *message.mutable_at() = ToProto(value.at);
  message.set_cause(value.cause);
  message.set_case_id(value.case_id.value());
  message.set_released_by(value.released_by);
  message.set_release_reason(value.release_reason);
  if (value.released_at) *message.mutable_released_at() = ToProto(*value.released_at);
  return message;
}

pb::SampleCase ToProto(const SampleCase& value) {
  pb::SampleCase message;
  message.set_case_id(value.case_id.value());
  message.set_typfall(value.stratum.typfall);
  message.set_household(value.stratum.household);
  message.set_amount(value.stratum.amount);
  message.set_channel(value.channel);
  message.set_drawn(EnumToProto(value.drawn));
  if (value.part) message.set_part(EnumToProto(*value.part));
  return message;
}

pb::SampleMonth ToProto(const SampleMonth& value) {
  pb::SampleMonth message;
  message.set_month(value.month.ToString());
  message.set_seed(value.seed);
  message.set_opening_plan(value.opening_plan);
  message.set_closing_plan(value.closing_plan);
  *message.mutable_opened_at() = ToProto(value.opened_at);
  if (value.closed_at) *message.mutable_closed_at() = ToProto(*value.closed_at);
  return message;
}

pb::BlindRow ToProto(const BlindRow& value) {
  pb::BlindRow message;
  message.set_code(value.code);
  message.set_person(TextOf(value.person));
  *message.mutable_amount() = ToProto(value.amount);
  return message;
}

BlindRow FromProto(FieldReader& reader, const pb::BlindRow& message) {
  BlindRow value;
  value.code = reader.Code("code", message.code(), Need::kRequired);
  value.person = reader.OptionalPerson("person", message.person());
  value.amount = reader.RequiredMoney("amount", message.has_amount(), message.amount());
  return value;
}

pb::BlindReview ToProto(const BlindReview& value) {
  pb::BlindReview message;
  message.set_outcome(EnumToProto(value.outcome));
  *message.mutable_granted() = ToProto(value.granted);
  FillList(value.rows, message.mutable_rows());
  message.set_note(value.note);
  return message;
}

BlindReview FromProto(FieldReader& reader, const pb::BlindReview& message) {
  BlindReview value;
  value.outcome = reader.Enum<Outcome>("outcome", message.outcome());
  value.granted = reader.RequiredMoney("granted", message.has_granted(), message.granted());
  value.rows = ReadList(reader, "rows", message.rows(), kRowsMax);
  value.note = reader.Text("note", message.note(), kNoteCharactersMax);
  return value;
}

pb::Review ToProto(const Review& value) {
  pb::Review message;
  message.set_id(value.id);
  message.set_case_id(value.case_id.value());
  message.set_month(value.month.ToString());
  message.set_kind(EnumToProto(value.kind));
  message.set_part(EnumToProto(value.part));
  message.set_drawn(EnumToProto(value.drawn));
  message.set_typfall(value.typfall);
  message.set_channel(value.channel);
  message.set_state(EnumToProto(value.state));
  message.set_reviewer(value.reviewer);
  message.set_due_on(value.due_on.ToString());
  *message.mutable_created_at() = ToProto(value.created_at);
  if (value.started_at) *message.mutable_started_at() = ToProto(*value.started_at);
  if (value.submitted_at) *message.mutable_submitted_at() = ToProto(*value.submitted_at);
  if (value.completed_at) *message.mutable_completed_at() = ToProto(*value.completed_at);
  if (value.blind) *message.mutable_blind() = ToProto(*value.blind);
  if (value.outcome) message.set_outcome(EnumToProto(*value.outcome));
  if (value.cause) message.set_cause(EnumToProto(*value.cause));
  *message.mutable_error() = ToProto(value.error);
  message.set_decision_version(value.decision_version);
  if (value.decided) message.set_decided(EnumToProto(*value.decided));
  message.set_mode(EnumToProto(value.mode));
  message.set_policy_sha256(value.policy_sha256);
  message.set_version(value.version);
  message.set_ready(value.ready);
  return message;
}

Review FromProto(FieldReader& reader, const pb::Review& message) {
  Review value;
  value.id = message.id();
  value.case_id = reader.ReadId<CaseId>("case_id", message.case_id(), Need::kRequired);
  value.month = reader.RequiredMonth("month", message.month());
  value.kind = reader.Enum<ReviewKind>("kind", message.kind());
  value.part = reader.Enum<SamplePart>("part", message.part());
  value.drawn = reader.Enum<DrawnHow>("drawn", message.drawn());
  value.typfall = message.typfall();
  value.channel = message.channel();
  value.state = reader.Enum<ReviewState>("state", message.state());
  value.reviewer = message.reviewer();
  value.due_on = reader.RequiredDate("due_on", message.due_on());
  value.created_at = reader.ReadInstant(
      "created_at", message.has_created_at(), message.created_at(), Need::kRequired);
  value.started_at =
      reader.OptionalInstant("started_at", message.has_started_at(), message.started_at());
  value.submitted_at =
      reader.OptionalInstant("submitted_at", message.has_submitted_at(), message.submitted_at());
  value.completed_at =
      reader.OptionalInstant("completed_at", message.has_completed_at(), message.completed_at());
  if (message.has_blind()) value.blind = ReadMessage(reader, "blind", message.blind());
  value.outcome = Optional<ReviewOutcome>(reader, "outcome", message.outcome());
  value.cause = Optional<ReviewCause>(reader, "cause", message.cause());
  value.error = Money::FromOre(message.error().ore());
  value.decision_version = message.decision_version();
  value.decided = Optional<DecisionKind>(reader, "decided", message.decided());
  value.mode = reader.Enum<Mode>("mode", message.mode());
  value.policy_sha256 = message.policy_sha256();
  value.version = message.version();
  value.ready = message.ready();
  return value;
}

pb::RowDifference ToProto(const RowDifference& value) {
  pb::RowDifference message;
  message.set_code(value.code);
  message.set_person(TextOf(value.person));
  *message.mutable_first() = ToProto(value.first);
  *message.mutable_second() = ToProto(value.second);
  return message;
}

RowDifference FromProto(FieldReader& reader, const pb::RowDifference& message) {
  RowDifference value;
  value.code = message.code();
  value.person = reader.OptionalPerson("person", message.person());
  value.first = Money::FromOre(message.first().ore());
  value.second = Money::FromOre(message.second().ore());
  return value;
}

pb::Comparison ToProto(const Comparison& value) {
  pb::Comparison message;
  message.set_id(value.id);
  message.set_case_id(value.case_id.value());
  message.set_kind(EnumToProto(value.kind));
  message.set_typfall(value.typfall);
  message.set_mode(EnumToProto(value.mode));
  message.set_month(value.month.ToString());
  *message.mutable_at() = ToProto(value.at);
  message.set_policy_sha256(value.policy_sha256);
  message.set_clean(value.clean);
  message.set_blind(value.blind);
  message.set_first_outcome(EnumToProto(value.first_outcome));
  message.set_second_outcome(EnumToProto(value.second_outcome));
  *message.mutable_first_granted() = ToProto(value.first_granted);
  *message.mutable_second_granted() = ToProto(value.second_granted);
  message.set_serious(value.serious);
  FillList(value.rows, message.mutable_rows());
  message.set_first_by(value.first_by);
  message.set_second_by(value.second_by);
  return message;
}

Comparison FromProto(FieldReader& reader, const pb::Comparison& message) {
  Comparison value;
  value.id = message.id();
  value.case_id = reader.ReadId<CaseId>("case_id", message.case_id(), Need::kRequired);
  value.kind = reader.Enum<ComparisonKind>("kind", message.kind());
  value.typfall = message.typfall();
  value.mode = reader.Enum<Mode>("mode", message.mode());
  value.month = reader.RequiredMonth("month", message.month());
  value.at = reader.ReadInstant("at", message.has_at(), message.at(), Need::kRequired);
  value.policy_sha256 = message.policy_sha256();
  value.clean = message.clean();
  value.blind = message.blind();
  value.first_outcome = reader.Enum<Outcome>("first_outcome", message.first_outcome());
  value.second_outcome = reader.Enum<Outcome>("second_outcome", message.second_outcome());
  value.first_granted = Money::FromOre(message.first_granted().ore());
  value.second_granted = Money::FromOre(message.second_granted().ore());
  value.serious = message.serious();
  value.rows = ReadList(reader, "rows", message.rows(), kRowsMax);
  value.first_by = message.first_by();
  value.second_by = message.second_by();
  return value;
}

std::string EncodeReview(const Review& value) {
  return ToProto(value).SerializeAsString();
}

StatusOr<Review> DecodeReview(std::string_view bytes) {
  return DecodeAs<pb::Review>(bytes, "review");
}

std::string EncodeComparison(const Comparison& value) {
  return ToProto(value).SerializeAsString();
}

StatusOr<Comparison> DecodeComparison(std::string_view bytes) {
  return DecodeAs<pb::Comparison>(bytes, "comparison");
}

}  // namespace dm::codec
