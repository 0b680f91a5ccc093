#include "worker/adapters/codec/fill.h"
#include "worker/adapters/codec/from_proto.h"
#include "worker/adapters/codec/to_proto.h"

namespace dm::codec {
namespace {

constexpr int kRoundsMax = 1000;
constexpr int kRowsMax = 1000;
constexpr int kNotesMax = 1000;

}  // namespace

pb::CaseMessage ToProto(const Message& value) {
  pb::CaseMessage message;
  message.set_id(value.id.value());
  message.set_case_id(value.case_id.value());
  message.set_household(value.household.value());
  message.set_direction(EnumToProto(value.direction));
  message.set_author(value.author);
  message.set_person(TextOf(value.person));
  message.set_channel(EnumToProto(value.channel));
  message.set_text(value.text);
  *message.mutable_sent_at() = ToProto(value.sent_at);
  if (value.read_at.has_value()) *message.mutable_read_at() = ToProto(*value.read_at);
  message.set_read_by(value.read_by);
  return message;
}

Message FromProto(FieldReader& reader, const pb::CaseMessage& message) {
  Message value;
  value.id = reader.ReadId<MessageId>("id", message.id(), Need::kRequired);
  value.case_id = reader.ReadId<CaseId>("case_id", message.case_id(), Need::kRequired);
  value.household = reader.ReadId<HouseholdId>("household", message.household(), Need::kRequired);
  value.direction = reader.Enum<MessageDirection>("direction", message.direction());
  value.author = message.author();
  value.person = reader.OptionalPerson("person", message.person());
  value.channel = reader.Enum<Channel>("channel", message.channel());
  value.text = message.text();
  value.sent_at =
      reader.ReadInstant("sent_at", message.has_sent_at(), message.sent_at(), Need::kRequired);
  value.read_at = reader.OptionalInstant("read_at", message.has_read_at(), message.read_at());
  value.read_by = message.read_by();
  return value;
}

pb::RequestedItem ToProto(const RequestedItem& value) {
  pb::RequestedItem message;
  *message.mutable_item() = ToProto(value.item);
  message.set_why(value.why);
  message.set_how(value.how);
  if (value.answered_by.has_value()) message.set_answered_by(value.answered_by->value());
  return message;
}

RequestedItem FromProto(FieldReader& reader, const pb::RequestedItem& message) {
  RequestedItem value;
  value.item = ReadMessage(reader, "item", message.item());
  value.why = message.why();
  value.how = message.how();
  if (!message.answered_by().empty())
    value.answered_by =
        reader.ReadId<DocumentId>("answered_by", message.answered_by(), Need::kRequired);
  return value;
}

pb::CompletionRound ToProto(const CompletionRound& value) {
  pb::CompletionRound message;
  message.set_number(value.number);
  message.set_asked_by(value.asked_by);
  *message.mutable_asked_at() = ToProto(value.asked_at);
  message.set_due(value.due.ToString());
  message.set_remind_on(TextOf(value.remind_on));
  if (value.reminded_at.has_value()) *message.mutable_reminded_at() = ToProto(*value.reminded_at);
  FillList(value.items, message.mutable_items());
  message.set_state(EnumToProto(value.state));
  if (value.ended_at.has_value()) *message.mutable_ended_at() = ToProto(*value.ended_at);
  return message;
}

CompletionRound FromProto(FieldReader& reader, const pb::CompletionRound& message) {
  CompletionRound value;
  value.number = message.number();
  value.asked_by = message.asked_by();
  value.asked_at =
      reader.ReadInstant("asked_at", message.has_asked_at(), message.asked_at(), Need::kRequired);
  value.due = reader.RequiredDate("due", message.due());
  value.remind_on = reader.OptionalDate("remind_on", message.remind_on());
  value.reminded_at =
      reader.OptionalInstant("reminded_at", message.has_reminded_at(), message.reminded_at());
  value.items = ReadList(reader, "items", message.items(), kRowsMax);
  value.state = reader.Enum<CompletionState>("state", message.state());
  value.ended_at = reader.OptionalInstant("ended_at", message.has_ended_at(), message.ended_at());
  return value;
}

pb::WishForPerson ToProto(const WishForPerson& value) {
  pb::WishForPerson message;
  *message.mutable_said_at() = ToProto(value.said_at);
  message.set_person(TextOf(value.person));
  message.set_channel(EnumToProto(value.channel));
  message.set_registered_by(value.registered_by);
  return message;
}

WishForPerson FromProto(FieldReader& reader, const pb::WishForPerson& message) {
  WishForPerson value;
  value.said_at =
      reader.ReadInstant("said_at", message.has_said_at(), message.said_at(), Need::kRequired);
  value.person = reader.OptionalPerson("person", message.person());
  value.channel = reader.Enum<Channel>("channel", message.channel());
  value.registered_by = message.registered_by();
  return value;
}

pb::DocumentFile ToProto(const DocumentFile& value) {
  pb::DocumentFile message;
  message.set_media_type(value.media_type);
  message.set_size_bytes(value.size_bytes);
  message.set_sha256(value.sha256);
  message.set_pages(value.pages);
  return message;
}

DocumentFile FromProto(FieldReader& reader, const pb::DocumentFile& message) {
  return {.media_type = reader.Line("media_type", message.media_type(), kLineBytesMax),
          .size_bytes = message.size_bytes(),
          .sha256 = reader.Sha256("sha256", message.sha256()),
          .pages = message.pages()};
}

pb::DocumentNote ToProto(const DocumentNote& value) {
  pb::DocumentNote message;
  message.set_document(value.document.value());
  *message.mutable_file() = ToProto(value.file);
  FillTexts(value.answers, message.mutable_answers());
  if (value.late_from.has_value()) message.set_late_from(value.late_from->value());
  return message;
}

DocumentNote FromProto(FieldReader& reader, const pb::DocumentNote& message) {
  DocumentNote value;
  value.document = reader.ReadId<DocumentId>("document", message.document(), Need::kRequired);
  value.file = ReadMessage(reader, "file", message.file());
  value.answers = TextsOf(message.answers());
  if (!message.late_from().empty())
    value.late_from = reader.ReadId<CaseId>("late_from", message.late_from(), Need::kRequired);
  return value;
}

pb::Contact ToProto(const Contact& value) {
  pb::Contact message;
  FillList(value.completions, message.mutable_completions());
  if (value.wish.has_value()) *message.mutable_wish() = ToProto(*value.wish);
  if (value.withdrawal.has_value()) *message.mutable_withdrawal() = ToProto(*value.withdrawal);
  FillList(value.documents, message.mutable_documents());
  message.set_return_to(value.return_to);
  return message;
}

Contact FromProto(FieldReader& reader, const pb::Contact& message) {
  Contact value;
  value.completions = ReadList(reader, "completions", message.completions(), kRoundsMax);
  if (message.has_wish()) value.wish = ReadMessage(reader, "wish", message.wish());
  if (message.has_withdrawal())
    value.withdrawal = ReadMessage(reader, "withdrawal", message.withdrawal());
  value.documents = ReadList(reader, "documents", message.documents(), kNotesMax);
  value.return_to = message.return_to();
  return value;
}

pb::LateDocument ToProto(const LateDocument& value) {
  pb::LateDocument message;
  *message.mutable_document() = ToProto(value.document);
  *message.mutable_note() = ToProto(value.note);
  return message;
}

// Household and cases stand in columns of their own.
LateDocument FromProto(FieldReader& reader, const pb::LateDocument& message) {
  LateDocument value;
  value.document = ReadMessage(reader, "document", message.document());
  value.note = ReadMessage(reader, "note", message.note());
  return value;
}

}  // namespace dm::codec
