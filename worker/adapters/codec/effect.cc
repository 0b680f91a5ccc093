#include "worker/adapters/codec/fill.h"
#include "worker/adapters/codec/from_proto.h"
#include "worker/adapters/codec/to_proto.h"

namespace dm::codec {
namespace {

constexpr int kRowsMax = 1000;

}  // namespace

pb::PaymentOrder ToProto(const PaymentOrder& value) {
  pb::PaymentOrder message;
  *message.mutable_amount() = ToProto(value.amount);
  message.set_pay_date(value.pay_date.ToString());
  message.set_month(value.month.ToString());
  message.set_decision_version(value.decision_version);
  return message;
}

PaymentOrder FromProto(FieldReader& reader, const pb::PaymentOrder& message) {
  return {.amount = reader.RequiredMoney("amount", message.has_amount(), message.amount(), 1),
          .pay_date = reader.RequiredDate("pay_date", message.pay_date()),
          .month = reader.RequiredMonth("month", message.month()),
          .decision_version = message.decision_version()};
}

pb::LetterBlock ToProto(const LetterBlock& value) {
  pb::LetterBlock message;
  message.set_part(EnumToProto(value.part));
  message.set_text(value.text);
  message.set_amount(value.amount);
  message.set_note(value.note);
  return message;
}

LetterBlock FromProto(FieldReader& reader, const pb::LetterBlock& message) {
  return {.part = reader.Enum<LetterPart>("part", message.part()),
          .text = message.text(),
          .amount = message.amount(),
          .note = message.note()};
}

pb::Letter ToProto(const Letter& value) {
  pb::Letter message;
  message.set_template_id(value.template_id);
  message.set_language(value.language);
  message.set_subject(value.subject);
  message.set_body(value.body);
  FillList(value.blocks, message.mutable_blocks());
  return message;
}

Letter FromProto(FieldReader& reader, const pb::Letter& message) {
  return {.template_id = message.template_id(),
          .language = message.language(),
          .subject = message.subject(),
          .body = message.body(),
          .blocks = ReadList(reader, "blocks", message.blocks(), kRowsMax)};
}

pb::MeetingRequest ToProto(const MeetingRequest& value) {
  pb::MeetingRequest message;
  message.set_kind(value.kind);
  message.set_length_minutes(value.length_minutes);
  message.set_interpreter(value.interpreter);
  message.set_latest(TextOf(value.latest));
  return message;
}

MeetingRequest FromProto(FieldReader& reader, const pb::MeetingRequest& message) {
  return {.kind = message.kind(),
          .length_minutes = message.length_minutes(),
          .interpreter = message.interpreter(),
          .latest = reader.OptionalDate("latest", message.latest())};
}

namespace {

void FillPayload(const Effect& value, pb::Effect& message) {
  if (value.decision.has_value()) *message.mutable_decision() = ToProto(*value.decision);
  if (value.letter.has_value()) *message.mutable_letter() = ToProto(*value.letter);
  if (value.payment_order.has_value())
    *message.mutable_payment_order() = ToProto(*value.payment_order);
  if (value.meeting_request.has_value())
    *message.mutable_meeting_request() = ToProto(*value.meeting_request);
  if (value.completion_request.has_value())
    *message.mutable_completion_request() = ToProto(*value.completion_request);
  if (value.notice.has_value()) message.mutable_notice()->set_text(value.notice->text);
  if (value.journal_note.has_value()) message.mutable_journal_note()->set_text(*value.journal_note);
}

pb::Effect::PayloadCase PayloadOf(EffectKind kind) {
  switch (kind) {
    case EffectKind::kDecision:
      return pb::Effect::kDecision;
    case EffectKind::kLetter:
      return pb::Effect::kLetter;
    case EffectKind::kPaymentOrder:
      return pb::Effect::kPaymentOrder;
    case EffectKind::kMeetingRequest:
      return pb::Effect::kMeetingRequest;
    case EffectKind::kCompletionRequest:
      return pb::Effect::kCompletionRequest;
    case EffectKind::kNotice:
      return pb::Effect::kNotice;
    case EffectKind::kJournalNote:
      return pb::Effect::kJournalNote;
  }
  return pb::Effect::PAYLOAD_NOT_SET;
}

void ReadPayload(FieldReader& reader, const pb::Effect& message, Effect& value) {
  switch (message.payload_case()) {
    case pb::Effect::kDecision:
      value.decision = ReadMessage(reader, "decision", message.decision());
      return;
    case pb::Effect::kLetter:
      value.letter = ReadMessage(reader, "letter", message.letter());
      return;
    case pb::Effect::kPaymentOrder:
      value.payment_order = ReadMessage(reader, "payment_order", message.payment_order());
      return;
    case pb::Effect::kMeetingRequest:
      value.meeting_request = ReadMessage(reader, "meeting_request", message.meeting_request());
      return;
    case pb::Effect::kCompletionRequest:
      value.completion_request =
          ReadMessage(reader, "completion_request", message.completion_request());
      return;
    case pb::Effect::kNotice:
      value.notice = Notice{.text = message.notice().text()};
      return;
    case pb::Effect::kJournalNote:
      value.journal_note = message.journal_note().text();
      return;
    case pb::Effect::PAYLOAD_NOT_SET:
      return;
  }
}

}  // namespace

pb::Effect ToProto(const Effect& value) {
  pb::Effect message;
  message.set_id(value.id.value());
  message.set_kind(EnumToProto(value.kind));
  message.set_case_id(value.case_id.value());
  message.set_application(value.application.value());
  message.set_decision_version(value.decision_version);
  message.set_order(value.order);
  FillPayload(value, message);
  return message;
}

Effect FromProto(FieldReader& reader, const pb::Effect& message) {
  Effect value;
  value.id = reader.ReadId<EffectId>("id", message.id(), Need::kRequired);
  value.kind = reader.Enum<EffectKind>("kind", message.kind());
  value.case_id = reader.ReadId<CaseId>("case_id", message.case_id(), Need::kRequired);
  value.application =
      reader.ReadId<ApplicationId>("application", message.application(), Need::kRequired);
  value.decision_version = message.decision_version();
  value.order = message.order();
  ReadPayload(reader, message, value);
  if (message.payload_case() != PayloadOf(value.kind))
    reader.Fail("payload",
                "FIELD_INVALID",
                "is not the one that `kind` names",
                "Send the payload of the effect's kind.");
  return value;
}

pb::StoredEffect ToProto(const StoredEffect& value) {
  pb::StoredEffect message;
  *message.mutable_effect() = ToProto(value.effect);
  message.set_state(EnumToProto(value.state));
  message.set_attempts(value.attempts);
  *message.mutable_created_at() = ToProto(value.created_at);
  *message.mutable_next_attempt_at() = ToProto(value.next_attempt_at);
  message.set_receiver_reference(value.receiver_reference);
  message.set_last_error(value.last_error);
  return message;
}

}  // namespace dm::codec
