#include <gmock/gmock.h>

#include "medarbetare/v1/contact_service.grpc.pb.h"
#include "tests/integration/grpc/harness.h"
#include "tests/integration/grpc/requests.h"

namespace dm::grpc_adapter {
namespace {

namespace pb = medarbetare::v1;
using ::testing::ElementsAre;

// A call that is expected to end with OK.
#define DM_EXPECT_CALL_OK(stub, method, request, response)                  \
  do {                                                                      \
    const grpc::Status call_status = Call(stub, method, request, response); \
    ASSERT_TRUE(call_status.ok()) << call_status.error_message();           \
  } while (false)

class ContactCalls : public ServerTest {
 protected:
  using Stub = pb::ContactService::Stub;
};

TEST_F(ContactCalls, MessagesGoBothWays) {
  Stub stub(channel_);
  pb::SendMessageRequest send;
  send.set_request_id("request-0001");
  send.set_case_id("c-7");
  send.set_handler("handler-1");
  send.set_text("Hej! Ring oss gärna.");
  pb::SendMessageResponse sent;
  DM_EXPECT_CALL_OK(stub, &Stub::SendMessage, send, sent);
  EXPECT_EQ(sent.message().text(), "Hej! Ring oss gärna.");
  EXPECT_EQ(sent.message().direction(), pb::MESSAGE_DIRECTION_OUTBOUND);

  pb::ReceiveMessageRequest receive;
  receive.set_request_id("request-0002");
  receive.set_case_id("c-7");
  receive.set_person("p1");
  receive.set_channel(pb::CHANNEL_E_APPLICATION);
  receive.set_text("Hej");
  pb::ReceiveMessageResponse received;
  DM_EXPECT_CALL_OK(stub, &Stub::ReceiveMessage, receive, received);

  pb::ListMessagesRequest list;
  list.set_case_id("c-7");
  list.set_unread_only(true);
  pb::ListMessagesResponse listed;
  DM_EXPECT_CALL_OK(stub, &Stub::ListMessages, list, listed);
  ASSERT_EQ(listed.messages_size(), 1);

  pb::MarkMessageReadRequest mark;
  mark.set_request_id("request-0003");
  mark.set_message_id("MSG-1");
  mark.set_handler("handler-1");
  pb::MarkMessageReadResponse marked;
  DM_EXPECT_CALL_OK(stub, &Stub::MarkMessageRead, mark, marked);
  EXPECT_THAT(journal_.calls(),
              ElementsAre("SendMessage c-7",
                          "ReceiveMessage c-7 p1",
                          "ListMessages c-7 unread=true limit=50",
                          "MarkMessageRead MSG-1 handler-1"));
}

TEST_F(ContactCalls, ARequestToCompleteReachesThePortWhole) {
  Stub stub(channel_);
  pb::RequestCompletionRequest request;
  request.set_request_id("request-0001");
  request.set_escalation_id("c-7.1");
  request.set_expected_version(3);
  request.set_handler("handler-1");
  pb::RequestCompletionRequest::Item& item = *request.add_items();
  item.set_code("proof.boende");
  item.set_person("p1");
  item.set_why("Hyran har ändrats.");
  item.set_how("Fota avin.");
  request.set_due("2026-11-20");
  pb::RequestCompletionResponse response;
  DM_EXPECT_CALL_OK(stub, &Stub::RequestCompletion, request, response);
  ASSERT_EQ(contact_.asked.items.size(), 1U);
  EXPECT_EQ(contact_.asked.items[0].why, "Hyran har ändrats.");
  EXPECT_EQ(contact_.asked.items[0].how, "Fota avin.");
  EXPECT_EQ(contact_.asked.items[0].person, PersonKey::FromTrusted("p1"));
  EXPECT_EQ(contact_.asked.due->ToString(), "2026-11-20");
  EXPECT_EQ(contact_.asked.expected_version, 3);
}

TEST_F(ContactCalls, AWithdrawalTellsWhoHasNotSigned) {
  Stub stub(channel_);
  pb::WithdrawApplicationRequest request;
  request.set_request_id("request-0001");
  request.set_case_id("c-7");
  request.mutable_signature()->set_person("p1");
  request.mutable_signature()->set_level(pb::ASSURANCE_LEVEL_SUBSTANTIAL);
  request.mutable_signature()->mutable_signed_at()->set_seconds(1'790'000'000);
  request.mutable_signature()->set_text_sha256(std::string(64, 'a'));
  request.set_pressure(pb::ANSWER_NO);
  pb::WithdrawApplicationResponse response;
  DM_EXPECT_CALL_OK(stub, &Stub::WithdrawApplication, request, response);
  EXPECT_THAT(response.missing(), ElementsAre("p2"));
  EXPECT_EQ(contact_.withdrawn.pressure, Answer::kNo);

  pb::RequestPersonRequest wish;
  wish.set_request_id("request-0002");
  wish.set_case_id("c-7");
  wish.set_channel(pb::CHANNEL_ORAL);
  pb::RequestPersonResponse wished;
  DM_EXPECT_CALL_OK(stub, &Stub::RequestPerson, wish, wished);
  EXPECT_EQ(wished.version(), 4);
}

TEST_F(ContactCalls, AnApplicantsStatusIsToldWhole) {
  contact_.status.case_id = CaseId::FromTrusted("c-7");
  contact_.status.month = *Month::Parse("2026-12");
  contact_.status.stage = ApplicantStage::kNeedsInput;
  contact_.status.title = "Vi behöver något från dig";
  contact_.status.last_day = *Date::Parse("2026-11-20");
  contact_.status.items = {{.text = "Hyresavi", .why = "Därför", .how = "Så", .answered = true}};
  contact_.status.documents = {{.kind = "Hyresavi",
                                .received_on = *Date::Parse("2026-11-12"),
                                .readable = true,
                                .joins_next_month = true}};
  contact_.status.decisions.emplace_back();
  contact_.status.decisions[0].pay_date = *Date::Parse("2026-11-27");
  contact_.status.decisions[0].granted = Money::FromKronor(8280);
  contact_.status.sources.emplace_back();
  contact_.status.sources[0].agency = "CSN";
  contact_.status.sources[0].details = {"Studiebidrag"};
  contact_.status.checks = {"Identitet"};
  contact_.status.waits_for = {"Den andra vuxna har inte skrivit under återkallelsen."};
  Stub stub(channel_);
  pb::GetApplicantStatusRequest request;
  request.set_case_id("c-7");
  request.set_person("p1");
  request.set_html(true);
  pb::GetApplicantStatusResponse response;
  DM_EXPECT_CALL_OK(stub, &Stub::GetApplicantStatus, request, response);
  const pb::ApplicantStatus& status = response.status();
  EXPECT_EQ(status.stage(), pb::APPLICANT_STAGE_NEEDS_INPUT);
  EXPECT_EQ(status.last_day(), "2026-11-20");
  EXPECT_TRUE(status.items(0).answered());
  EXPECT_TRUE(status.documents(0).joins_next_application());
  EXPECT_EQ(status.decisions(0).pay_date(), "2026-11-27");
  EXPECT_EQ(status.decisions(0).granted().ore(), 828'000);
  EXPECT_EQ(status.sources(0).details(0), "Studiebidrag");
  EXPECT_EQ(status.checks(0), "Identitet");
  EXPECT_EQ(status.waits_for_size(), 1);

  pb::ListApplicantCasesRequest list;
  list.set_household("HH-1");
  pb::ListApplicantCasesResponse listed;
  DM_EXPECT_CALL_OK(stub, &Stub::ListApplicantCases, list, listed);
  EXPECT_EQ(listed.cases(0).title(), "Beslutad");
  EXPECT_THAT(
      journal_.calls(),
      ElementsAre("GetApplicantStatus c-7 p1 html=true", "ListApplicantCases HH-1 limit=50"));
}

}  // namespace
}  // namespace dm::grpc_adapter
