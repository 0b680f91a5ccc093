// Requests that a caller may send.
#pragma once

#include "medarbetare/v1/application_service.pb.h"
#include "medarbetare/v1/escalation_service.pb.h"
#include "medarbetare/v1/frame_service.pb.h"

namespace dm::grpc_adapter {

inline medarbetare::v1::SubmitApplicationRequest SubmitRequest() {
  namespace pb = medarbetare::v1;
  pb::SubmitApplicationRequest request;
  request.set_request_id("request-0001");
  pb::Application& application = *request.mutable_application();
  application.set_id("A-1");
  application.set_household("H-1");
  application.set_month("2026-12");
  application.mutable_received_at()->set_seconds(1'795'676'400);
  application.set_channel(pb::CHANNEL_E_APPLICATION);
  application.set_kind(pb::APPLICATION_KIND_REAPPLICATION);
  pb::Person& person = *application.add_persons();
  person.set_key("p1");
  person.set_personnummer("199001012385");
  person.set_role(pb::PERSON_ROLE_APPLICANT);
  person.mutable_presence()->set_kind(pb::PRESENCE_KIND_PERMANENT);
  return request;
}

inline medarbetare::v1::DecideCaseRequest DecideRequest() {
  namespace pb = medarbetare::v1;
  pb::DecideCaseRequest request;
  request.set_request_id("request-0002");
  request.set_escalation_id("e-1");
  request.set_expected_version(3);
  request.set_handler("anna");
  request.set_mandate("DEL-2026-3.2");
  request.set_outcome(pb::OUTCOME_DELAVSLAG);
  request.set_motivation("Kostnaden är inte styrkt.");
  auto& row = *request.add_edited_rows();
  row.set_code("cost.boende");
  row.set_person("p1");
  row.mutable_amount()->set_ore(500'000);
  row.set_reason("NOT_PROVEN");
  return request;
}

inline medarbetare::v1::SignFrameRequest SignRequest() {
  namespace pb = medarbetare::v1;
  pb::SignFrameRequest request;
  request.set_request_id("request-0003");
  pb::Frame& frame = *request.mutable_frame();
  frame.set_household("H-1");
  frame.set_valid_from("2026-09-01");
  frame.set_valid_to("2027-02-28");
  pb::FramePerson& person = *frame.add_persons();
  person.set_key("p1");
  person.set_personnummer("199001012385");
  person.set_role(pb::PERSON_ROLE_APPLICANT);
  person.mutable_presence()->set_kind(pb::PRESENCE_KIND_PERMANENT);
  frame.mutable_housing()->mutable_accepted_cost()->set_ore(780'000);
  frame.mutable_housing()->set_persons_in_home(1);
  frame.set_signed_by("anna");
  frame.set_mandate("DEL-2026-3.2");
  return request;
}

}  // namespace dm::grpc_adapter
