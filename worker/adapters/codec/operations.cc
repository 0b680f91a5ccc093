#include "worker/adapters/codec/enums.h"
#include "worker/adapters/codec/fill.h"
#include "worker/adapters/codec/to_proto.h"

namespace dm::codec {

pb::StateCount ToProto(const StateCount& value) {
  pb::StateCount message;
  message.set_state(EnumToProto(value.state));
  message.set_count(value.count);
  return message;
}

pb::TypfallStatus ToProto(const TypfallStatus& value) {
  pb::TypfallStatus message;
  message.set_typfall(value.typfall);
  message.set_title(value.title);
  message.set_policy_mode(EnumToProto(value.policy_mode));
  message.set_mode(EnumToProto(value.mode));
  message.set_max_mode(EnumToProto(value.max_mode));
  return message;
}

pb::WorkerStatus ToProto(const WorkerStatus& value) {
  pb::WorkerStatus message;
  message.set_version(value.version);
  message.set_policy_version(value.policy_version);
  message.set_policy_sha256(value.policy_sha256);
  message.set_municipality(value.municipality);
  message.set_paused(value.paused);
  message.set_pause_reason(value.pause_reason);
  message.set_deciding(value.deciding);
  message.set_not_deciding_reason(value.not_deciding_reason);
  FillList(value.states, message.mutable_states());
  FillList(value.queues, message.mutable_queues());
  FillList(value.typfall, message.mutable_typfall());
  message.set_effects_pending(value.effects_pending);
  return message;
}

}  // namespace dm::codec
