#include "worker/adapters/grpc/show.h"

#include "worker/adapters/codec/to_proto.h"

namespace dm::grpc_adapter {

namespace pb = medarbetare::v1;

pb::Escalation ShowEscalation(const Escalation& escalation) {
  pb::Escalation message = codec::ToProto(escalation);
  if (escalation.mode < Mode::kPropose) message.clear_suggested();
  return message;
}

pb::Escalation ShowEscalationInList(const Escalation& escalation) {
  pb::Escalation message = codec::ToProto(escalation);
  message.clear_suggested();
  for (pb::Reason& reason : *message.mutable_routing()->mutable_reasons()) {
    reason.clear_person();
    // A mover's own words: the code says what kind of reason it is.
    if (reason.code().rfind("ROUTE.", 0) == 0) reason.clear_text();
  }
  for (pb::RoutingStep& step : *message.mutable_routings()) step.clear_text();
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
