#include "worker/adapters/codec/to_proto.h"

namespace dm::codec {

google::protobuf::Timestamp ToProto(Instant value) {
  google::protobuf::Timestamp message;
  std::int64_t seconds = value.unix_ms() / 1000;
  std::int64_t ms = value.unix_ms() % 1000;
  if (ms < 0) {  // before 1970: the fraction counts forward
    ms += 1000;
    --seconds;
  }
  message.set_seconds(seconds);
  message.set_nanos(static_cast<std::int32_t>(ms * 1'000'000));
  return message;
}

pb::Money ToProto(Money value) {
  pb::Money message;
  message.set_ore(value.ore());
  return message;
}

pb::Rational ToProto(const Rational& value) {
  pb::Rational message;
  message.set_numerator(value.numerator());
  message.set_denominator(value.denominator());
  return message;
}

pb::Period ToProto(const Period& value) {
  pb::Period message;
  if (value.from.has_value()) message.set_from_date(value.from->ToString());
  if (value.to.has_value()) message.set_to_date(value.to->ToString());
  return message;
}

}  // namespace dm::codec
