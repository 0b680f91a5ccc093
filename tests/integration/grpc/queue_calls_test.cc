// The queue calls over a real server: what a request may say, and what an answer shows.
#include "medarbetare/v1/escalation_service.grpc.pb.h"
#include "medarbetare/v1/staff_service.grpc.pb.h"
#include "tests/integration/grpc/harness.h"

namespace dm::grpc_adapter {
namespace {

namespace pb = medarbetare::v1;
using Service = pb::EscalationService::Stub;

class QueueCallsTest : public ServerTest {
 protected:
  std::unique_ptr<Service> stub() { return pb::EscalationService::NewStub(channel_); }

  static pb::RouteEscalationRequest Route() {
    pb::RouteEscalationRequest request;
    request.set_request_id("request-1");
    request.set_escalation_id("e-1");
    request.set_expected_version(3);
    request.set_handler("anna");
    request.set_to_queue("Q-08");
    request.set_reason_code("WRONG_SKILL");
    request.set_text("Gäller tandvård.");
    return request;
  }
};

TEST_F(QueueCallsTest, AnItemIsTakenOrThereIsNone) {
  pb::ClaimNextEscalationRequest request;
  request.set_request_id("request-1");
  request.set_handler("anna");
  pb::ClaimNextEscalationResponse response;
  ASSERT_TRUE(Call(*stub(), &Service::ClaimNextEscalation, request, response).ok());
  EXPECT_EQ(response.escalation().id(), "e-1");
  EXPECT_FALSE(response.escalation().has_suggested());
  request.add_queues("Q-99");
  pb::ClaimNextEscalationResponse none;
  ASSERT_TRUE(Call(*stub(), &Service::ClaimNextEscalation, request, none).ok());
  EXPECT_FALSE(none.has_escalation());
}

TEST_F(QueueCallsTest, RenewingTellsUntilWhen) {
  pb::RenewEscalationRequest request;
  request.set_escalation_id("e-1");
  request.set_handler("anna");
  pb::RenewEscalationResponse response;
  ASSERT_TRUE(Call(*stub(), &Service::RenewEscalation, request, response).ok());
  EXPECT_EQ(response.claimed_until().seconds(), 60);
  EXPECT_EQ(response.version(), 3);
}

TEST_F(QueueCallsTest, ARouteNeedsAReasonInCodeAndWords) {
  pb::RouteEscalationResponse response;
  ASSERT_TRUE(Call(*stub(), &Service::RouteEscalation, Route(), response).ok());
  EXPECT_EQ(queues_.routed->text, "Gäller tandvård.");
  pb::RouteEscalationRequest without_words = Route();
  without_words.clear_text();
  EXPECT_EQ(Call(*stub(), &Service::RouteEscalation, without_words, response).error_code(),
            grpc::StatusCode::INVALID_ARGUMENT);
  pb::RouteEscalationRequest sentence = Route();
  sentence.set_reason_code("Anna vet mer");
  EXPECT_EQ(Call(*stub(), &Service::RouteEscalation, sentence, response).error_code(),
            grpc::StatusCode::INVALID_ARGUMENT);
  pb::RouteEscalationRequest hidden = Route();
  hidden.set_text("text\xE2\x80\xAEomvänd");  // turns the reading direction
  EXPECT_EQ(Call(*stub(), &Service::RouteEscalation, hidden, response).error_code(),
            grpc::StatusCode::INVALID_ARGUMENT);
}

TEST_F(QueueCallsTest, ABulkMoveTellsOfEachItem) {
  pb::ReassignEscalationsRequest request;
  request.set_request_id("request-1");
  request.set_actor("lead");
  request.set_to_handler("anna");
  request.set_reason_code("SICK_LEAVE");
  for (const char* id : {"e-1", "e-2"}) {
    auto* item = request.add_items();
    item->set_escalation_id(id);
    item->set_expected_version(3);
  }
  pb::ReassignEscalationsResponse response;
  ASSERT_TRUE(Call(*stub(), &Service::ReassignEscalations, request, response).ok());
  ASSERT_EQ(response.results_size(), 2);
  EXPECT_TRUE(response.results(0).moved());
  EXPECT_EQ(response.results(0).version(), 4);
  EXPECT_FALSE(response.results(1).moved());
  EXPECT_EQ(response.results(1).refusal().reason(), "SKILL_MISSING");
  for (int i = 0; i < 100; ++i) *request.add_items() = request.items(0);
  EXPECT_EQ(Call(*stub(), &Service::ReassignEscalations, request, response).error_code(),
            grpc::StatusCode::INVALID_ARGUMENT);
}

TEST_F(QueueCallsTest, AListOfQuestionsHasNoTextsButTheItemHas) {
  pb::ListConsultationsResponse list;
  ASSERT_TRUE(
      Call(*stub(), &Service::ListConsultations, pb::ListConsultationsRequest(), list).ok());
  ASSERT_EQ(list.consultations_size(), 1);
  EXPECT_EQ(list.consultations(0).queue(), "Q-08");
  EXPECT_TRUE(list.consultations(0).question().empty());
  pb::GetEscalationRequest get;
  get.set_escalation_id("e-1");
  pb::GetEscalationResponse item;
  ASSERT_TRUE(Call(*stub(), &Service::GetEscalation, get, item).ok());
  ASSERT_EQ(item.consultations_size(), 1);
  EXPECT_EQ(item.consultations(0).question(), "Ryms kostnaden?");
}

TEST_F(QueueCallsTest, AskingAndAnswering) {
  pb::ConsultSpecialistRequest ask;
  ask.set_request_id("request-1");
  ask.set_escalation_id("e-1");
  ask.set_handler("anna");
  ask.set_queue("Q-08");
  ask.set_question("Ryms kostnaden?");
  ask.set_answer_by("2026-12-01");
  pb::ConsultSpecialistResponse asked;
  ASSERT_TRUE(Call(*stub(), &Service::ConsultSpecialist, ask, asked).ok());
  EXPECT_EQ(queues_.consulted->answer_by, *Date::Parse("2026-12-01"));
  pb::AnswerConsultationRequest answer;
  answer.set_request_id("request-2");
  answer.set_consultation_id(asked.consultation().id());
  answer.set_handler("cecilia");
  answer.set_answer("Ja.");
  pb::AnswerConsultationResponse answered;
  ASSERT_TRUE(Call(*stub(), &Service::AnswerConsultation, answer, answered).ok());
  EXPECT_EQ(answered.consultation().state(), pb::CONSULTATION_STATE_ANSWERED);
}

TEST_F(QueueCallsTest, TheLoadHasNumbersAndTheAlarm) {
  pb::GetLoadResponse response;
  ASSERT_TRUE(Call(*stub(), &Service::GetLoad, pb::GetLoadRequest(), response).ok());
  EXPECT_TRUE(response.load().handlers(0).alarm());
  EXPECT_EQ(response.load().alarm_at(), 50);
}

TEST_F(QueueCallsTest, StaffAreShownWithoutHowTheySignIn) {
  const auto staff = pb::StaffService::NewStub(channel_);
  pb::ListStaffResponse list;
  ASSERT_TRUE(Call(*staff, &pb::StaffService::Stub::ListStaff, pb::ListStaffRequest(), list).ok());
  ASSERT_EQ(list.staff_size(), 1);
  EXPECT_EQ(list.staff(0).access(0), pb::ACCESS_CLASS_RESTRICTED);
  EXPECT_EQ(list.SerializeAsString().find("spiffe"), std::string::npos);
  pb::IdentifyStaffRequest request;
  request.set_identity("oidc:https://idp.example#abc");
  pb::IdentifyStaffResponse who;
  ASSERT_TRUE(Call(*staff, &pb::StaffService::Stub::IdentifyStaff, request, who).ok());
  EXPECT_EQ(who.staff().user_id(), "anna");
}

TEST_F(QueueCallsTest, ACallIsMadeForAPersonWhereTheCallerSaysSo) {
  grpc::ClientContext context;
  context.set_deadline(std::chrono::system_clock::now() + std::chrono::seconds(10));
  context.AddMetadata("medarbetare-person", "anna");
  pb::GetLoadResponse response;
  ASSERT_TRUE(stub()->GetLoad(&context, pb::GetLoadRequest(), &response).ok());
  EXPECT_EQ(journal_.last().person, "anna");
  grpc::ClientContext wrong;
  wrong.set_deadline(std::chrono::system_clock::now() + std::chrono::seconds(10));
  wrong.AddMetadata("medarbetare-person", "anna och bo");
  EXPECT_EQ(stub()->GetLoad(&wrong, pb::GetLoadRequest(), &response).error_code(),
            grpc::StatusCode::INVALID_ARGUMENT);
}

}  // namespace
}  // namespace dm::grpc_adapter
