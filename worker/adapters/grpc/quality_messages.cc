#include "worker/adapters/grpc/quality_messages.h"

#include "worker/adapters/codec/enums.h"
#include "worker/adapters/codec/quality.h"
#include "worker/adapters/codec/to_proto.h"

namespace dm::grpc_adapter {

namespace pb = medarbetare::v1;

pb::SampleMonth MessageOfSample(const SampleCounts& value) {
  pb::SampleMonth message = codec::ToProto(value.month);
  message.set_cases(value.cases);
  message.set_drawn(value.drawn);
  message.set_reviewed(value.reviewed);
  return message;
}

pb::ErrorRate MessageOfRate(const ErrorRate& value) {
  pb::ErrorRate message;
  message.set_dimension(value.dimension);
  message.set_value(value.value);
  message.set_n(value.n);
  message.set_errors(value.errors);
  message.set_not_provable(value.not_provable);
  message.set_upper_limit_permyriad(value.upper_limit_permyriad);
  message.set_text(value.text);
  message.set_alarm_at(value.alarm_at);
  message.set_alarm(value.alarm);
  *message.mutable_too_much() = codec::ToProto(value.too_much);
  *message.mutable_too_little() = codec::ToProto(value.too_little);
  return message;
}

pb::Agreement MessageOfAgreement(const Agreement& value) {
  pb::Agreement message;
  message.set_typfall(value.typfall);
  message.set_kind(codec::EnumToProto(value.kind));
  message.set_mode(codec::EnumToProto(value.mode));
  message.set_blind(value.blind);
  message.set_n(value.n);
  message.set_agree(value.agree);
  message.set_other_amount(value.other_amount);
  message.set_other_outcome(value.other_outcome);
  message.set_serious(value.serious);
  message.set_differ_upper_permyriad(value.differ_upper_permyriad);
  message.set_serious_upper_permyriad(value.serious_upper_permyriad);
  message.set_text(value.text);
  return message;
}

pb::Promotion MessageOfPromotion(const Promotion& value) {
  pb::Promotion message;
  message.set_typfall(value.typfall);
  message.set_mode(codec::EnumToProto(value.mode));
  message.set_next(codec::EnumToProto(value.next));
  message.set_possible(value.possible);
  message.set_compared(value.compared);
  message.set_compared_these_rules(value.compared_these_rules);
  message.set_serious(value.serious);
  message.set_needed(value.needed);
  message.set_upper_limit_permyriad(value.upper_limit_permyriad);
  for (const PromotionItem& item : value.items) {
    pb::PromotionItem& one = *message.add_items();
    one.set_code(item.code);
    one.set_met(item.met);
    one.set_required(item.required);
    one.set_text(item.text);
  }
  if (value.demotion) *message.mutable_demotion() = codec::ToProto(*value.demotion);
  return message;
}

pb::RubberStamp MessageOfStamp(const RubberStamp& value) {
  pb::RubberStamp message;
  message.set_handler(value.handler);
  message.set_decided(value.decided);
  message.set_unchanged(value.unchanged);
  message.set_fast(value.fast);
  message.set_unchanged_in_row(value.unchanged_in_row);
  message.set_reported(value.reported);
  return message;
}

}  // namespace dm::grpc_adapter
