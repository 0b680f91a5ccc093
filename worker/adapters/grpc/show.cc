#include "worker/adapters/grpc/show.h"

#include "worker/adapters/codec/to_proto.h"

namespace dm::grpc_adapter {

namespace pb = medarbetare::v1;

pb::Escalation ShowEscalation(const Escalation& escalation) {
  pb::Escalation message = codec::ToProto(escalation);
  if (escalation.mode < Mode::kPropose) message.clear_suggested();
  return message;
}

pb::Case ShowCase(const CaseRecord& record) {
  pb::Case message = codec::ToProto(record);
  if (record.escalation.has_value())
    *message.mutable_escalation() = ShowEscalation(*record.escalation);
  return message;
}

pb::Frame ShowFrameInList(const Frame& frame) {
  pb::Frame message = codec::ToProto(frame);
  for (pb::FramePerson& person : *message.mutable_persons()) person.clear_personnummer();
  return message;
}

}  // namespace dm::grpc_adapter
