// Each method: what reaches the port, and what comes back.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "medarbetare/v1/application_service.grpc.pb.h"
#include "medarbetare/v1/case_service.grpc.pb.h"
#include "medarbetare/v1/effect_service.grpc.pb.h"
#include "medarbetare/v1/escalation_service.grpc.pb.h"
#include "medarbetare/v1/frame_service.grpc.pb.h"
#include "medarbetare/v1/operations_service.grpc.pb.h"
#include "tests/integration/grpc/harness.h"
#include "tests/integration/grpc/requests.h"

namespace dm::grpc_adapter {
namespace {

namespace pb = medarbetare::v1;
using testing::ElementsAre;
using testing::HasSubstr;

#define DM_EXPECT_CALL_OK(stub, method, request, response)                  \
  do {                                                                      \
    const grpc::Status call_status = Call(stub, method, request, response); \
    ASSERT_TRUE(call_status.ok()) << call_status.error_message();           \
  } while (false)

class ApplicationCalls : public ServerTest {
 protected:
  using Stub = pb::ApplicationService::Stub;
};

TEST_F(ApplicationCalls, SubmitReachesIntakeWithCallerRequestIdAndContentHash) {
  Stub stub(channel_);
  pb::SubmitApplicationResponse response;
  DM_EXPECT_CALL_OK(stub, &Stub::SubmitApplication, SubmitRequest(), response);
  EXPECT_EQ(response.case_id(), "c-A-1");
  EXPECT_THAT(journal_.calls(), ElementsAre("Submit A-1 0"));
  EXPECT_EQ(journal_.last().caller, "development");
  EXPECT_EQ(journal_.last().request_id, "request-0001");
  EXPECT_EQ(journal_.last().content_sha256.size(), 64U);
}

TEST_F(ApplicationCalls, ARepeatIsAnsweredAsTheFirstTime) {
  Stub stub(channel_);
  pb::SubmitApplicationResponse first;
  pb::SubmitApplicationResponse second;
  DM_EXPECT_CALL_OK(stub, &Stub::SubmitApplication, SubmitRequest(), first);
  const std::string hash = journal_.last().content_sha256;
  DM_EXPECT_CALL_OK(stub, &Stub::SubmitApplication, SubmitRequest(), second);
  EXPECT_EQ(second.SerializeAsString(), first.SerializeAsString());
  EXPECT_EQ(journal_.last().content_sha256, hash);
}

TEST_F(ApplicationCalls, TheContentHashDependsOnContentAndNotOnTheRequestId) {
  Stub stub(channel_);
  pb::SubmitApplicationResponse response;
  DM_EXPECT_CALL_OK(stub, &Stub::SubmitApplication, SubmitRequest(), response);
  const std::string hash = journal_.last().content_sha256;
  pb::SubmitApplicationRequest other_id = SubmitRequest();
  other_id.set_request_id("request-9999");
  DM_EXPECT_CALL_OK(stub, &Stub::SubmitApplication, other_id, response);
  EXPECT_EQ(journal_.last().content_sha256, hash);
  pb::SubmitApplicationRequest other_content = other_id;
  other_content.set_request_id("request-8888");
  other_content.mutable_application()->set_wants_person(true);
  DM_EXPECT_CALL_OK(stub, &Stub::SubmitApplication, other_content, response);
  EXPECT_NE(journal_.last().content_sha256, hash);
}

TEST_F(ApplicationCalls, GetAnswersTheApplicationAndItsCase) {
  Stub stub(channel_);
  pb::GetApplicationRequest request;
  request.set_application_id("A-1");
  pb::GetApplicationResponse response;
  DM_EXPECT_CALL_OK(stub, &Stub::GetApplication, request, response);
  EXPECT_EQ(response.case_id(), "c-1");
  EXPECT_EQ(response.state(), pb::CASE_STATE_ESCALATED);
  EXPECT_EQ(response.application().id(), "A-1");
}

TEST_F(ApplicationCalls, ListPassesItsFilter) {
  Stub stub(channel_);
  pb::ListApplicationsRequest request;
  request.set_household("H-1");
  request.set_month("2026-12");
  request.set_state(pb::CASE_STATE_DECIDED);
  pb::ListApplicationsResponse response;
  DM_EXPECT_CALL_OK(stub, &Stub::ListApplications, request, response);
  EXPECT_THAT(journal_.calls(), ElementsAre("ListCases H-1 2026-12 DECIDED limit=50"));
  EXPECT_EQ(response.applications_size(), 5);
}

TEST_F(ApplicationCalls, AddDocumentAnswersTheCasesNewState) {
  Stub stub(channel_);
  pb::AddDocumentRequest request;
  request.set_request_id("request-0001");
  request.set_case_id("c-7");
  request.mutable_document()->set_id("D-1");
  request.mutable_document()->set_kind("hyresavi");
  request.mutable_document()->mutable_received_at()->set_seconds(1);
  pb::AddDocumentResponse response;
  DM_EXPECT_CALL_OK(stub, &Stub::AddDocument, request, response);
  EXPECT_THAT(journal_.calls(), ElementsAre("AddDocument c-7 hyresavi"));
  EXPECT_EQ(response.version(), 4);
  EXPECT_TRUE(response.joins_next_application());
  EXPECT_EQ(response.joined_case_id(), "c-8");
}

class CaseCalls : public ServerTest {
 protected:
  using Stub = pb::CaseService::Stub;
};

TEST_F(CaseCalls, GetAnswersTheWholeCase) {
  Stub stub(channel_);
  pb::GetCaseRequest request;
  request.set_case_id("c-1");
  pb::GetCaseResponse response;
  DM_EXPECT_CALL_OK(stub, &Stub::GetCase, request, response);
  EXPECT_EQ(response.case_().assessment().grant().ore(), 500'000);
}

TEST_F(CaseCalls, ExplainAnswersTextAndTree) {
  Stub stub(channel_);
  pb::ExplainAssessmentRequest request;
  request.set_case_id("c-1");
  pb::ExplainAssessmentResponse response;
  DM_EXPECT_CALL_OK(stub, &Stub::ExplainAssessment, request, response);
  EXPECT_EQ(response.rows(0).id(), "grant");
  EXPECT_EQ(response.rows(0).amount().ore(), 500'000);
  EXPECT_NE(response.text().find("riksnorm.personal/R1"), std::string::npos);
}

TEST_F(CaseCalls, ExplainSaysThatACaseIsNotAssessedYet) {
  Stub stub(channel_);
  cases_.record.assessment.reset();
  pb::ExplainAssessmentRequest request;
  request.set_case_id("c-1");
  pb::ExplainAssessmentResponse response;
  const grpc::Status status = Call(stub, &Stub::ExplainAssessment, request, response);
  EXPECT_EQ(status.error_code(), grpc::StatusCode::FAILED_PRECONDITION);
}

TEST_F(CaseCalls, ListGoesThroughAllPagesOnce) {
  Stub stub(channel_);
  pb::ListCasesRequest request;
  request.set_page_size(2);
  std::vector<std::string> ids;
  do {
    pb::ListCasesResponse response;
    DM_EXPECT_CALL_OK(stub, &Stub::ListCases, request, response);
    for (const pb::CaseSummary& item : response.cases()) ids.push_back(item.id());
    request.set_page_token(response.next_page_token());
  } while (!request.page_token().empty());
  EXPECT_THAT(ids, ElementsAre("c-0", "c-1", "c-2", "c-3", "c-4"));
}

TEST_F(CaseCalls, APageHoldsAtMostTwoHundred) {
  Stub stub(channel_);
  pb::ListCasesRequest request;
  request.set_page_size(100'000);
  pb::ListCasesResponse response;
  DM_EXPECT_CALL_OK(stub, &Stub::ListCases, request, response);
  EXPECT_THAT(journal_.calls(), ElementsAre("ListCases - - - limit=200"));
}

class EscalationCalls : public ServerTest {
 protected:
  using Stub = pb::EscalationService::Stub;
};

TEST_F(EscalationCalls, ListQueuesAnswersTheQueues) {
  Stub stub(channel_);
  pb::ListQueuesResponse response;
  DM_EXPECT_CALL_OK(stub, &Stub::ListQueues, pb::ListQueuesRequest(), response);
  ASSERT_EQ(response.queues_size(), 1);
  EXPECT_EQ(response.queues(0).open(), 7);
}

TEST_F(EscalationCalls, ListPassesItsFilter) {
  Stub stub(channel_);
  pb::ListEscalationsRequest request;
  request.add_states(pb::ESCALATION_STATE_DECIDED);
  request.set_queue("Q-20");
  request.set_handler("anna");
  request.set_include_restricted(true);
  pb::ListEscalationsResponse response;
  DM_EXPECT_CALL_OK(stub, &Stub::ListEscalations, request, response);
  EXPECT_THAT(escalations_.filtered.states, ElementsAre(EscalationState::kDecided));
  EXPECT_EQ(escalations_.filtered.handler, "anna");
  EXPECT_TRUE(escalations_.filtered.include_restricted);
  EXPECT_EQ(response.escalations(0).routing().queue(), "Q-20");
}

TEST_F(EscalationCalls, GetShowsTheSuggestionInProposeAndHidesItInShadow) {
  Stub stub(channel_);
  pb::GetEscalationRequest request;
  request.set_escalation_id("e-1");
  pb::GetEscalationResponse shown;
  DM_EXPECT_CALL_OK(stub, &Stub::GetEscalation, request, shown);
  EXPECT_TRUE(shown.escalation().has_suggested());
  EXPECT_TRUE(shown.case_().escalation().has_suggested());
  escalations_.mode = Mode::kShadow;
  pb::GetEscalationResponse hidden;
  DM_EXPECT_CALL_OK(stub, &Stub::GetEscalation, request, hidden);
  EXPECT_FALSE(hidden.escalation().has_suggested());
  EXPECT_FALSE(hidden.case_().escalation().has_suggested());
}

TEST_F(EscalationCalls, ClaimAndReleasePassHandlerAndVersion) {
  Stub stub(channel_);
  pb::ClaimEscalationRequest claim;
  claim.set_request_id("request-0001");
  claim.set_escalation_id("e-1");
  claim.set_handler("anna");
  claim.set_expected_version(2);
  pb::ClaimEscalationResponse claimed;
  DM_EXPECT_CALL_OK(stub, &Stub::ClaimEscalation, claim, claimed);
  pb::ReleaseEscalationRequest release;
  release.set_request_id("request-0002");
  release.set_escalation_id("e-1");
  release.set_handler("anna");
  release.set_expected_version(3);
  pb::ReleaseEscalationResponse released;
  DM_EXPECT_CALL_OK(stub, &Stub::ReleaseEscalation, release, released);
  EXPECT_THAT(journal_.calls(), ElementsAre("Claim e-1 anna 2", "Release e-1 anna 3"));
  EXPECT_EQ(claimed.escalation().version(), 3);
}

TEST_F(EscalationCalls, DecidePassesTheWholeDecision) {
  Stub stub(channel_);
  pb::DecideCaseResponse response;
  DM_EXPECT_CALL_OK(stub, &Stub::DecideCase, DecideRequest(), response);
  const HumanDecision& decided = escalations_.decided;
  EXPECT_EQ(decided.outcome, Outcome::kDelavslag);
  EXPECT_EQ(decided.mandate, "DEL-2026-3.2");
  EXPECT_EQ(decided.motivation, "Kostnaden är inte styrkt.");
  ASSERT_EQ(decided.edited_rows.size(), 1U);
  EXPECT_EQ(decided.edited_rows[0].amount, Money::FromKronor(5000));
  EXPECT_EQ(decided.edited_rows[0].person->value(), "p1");
  EXPECT_EQ(response.case_().id(), "c-1");
}

class FrameCalls : public ServerTest {
 protected:
  using Stub = pb::FrameService::Stub;
};

TEST_F(FrameCalls, SignAnswersTheStoredFrame) {
  Stub stub(channel_);
  pb::SignFrameResponse response;
  DM_EXPECT_CALL_OK(stub, &Stub::SignFrame, SignRequest(), response);
  EXPECT_EQ(response.frame().version(), 1);
  EXPECT_THAT(journal_.calls(), ElementsAre("Sign anna"));
}

TEST_F(FrameCalls, PersonalNumbersAreInGetAndNotInList) {
  Stub stub(channel_);
  pb::GetFrameRequest get;
  get.set_household("H-1");
  pb::GetFrameResponse one;
  DM_EXPECT_CALL_OK(stub, &Stub::GetFrame, get, one);
  EXPECT_EQ(one.frame().persons(0).personnummer(), "199001012385");
  pb::ListFramesRequest list;
  list.set_household("H-1");
  pb::ListFramesResponse many;
  DM_EXPECT_CALL_OK(stub, &Stub::ListFrames, list, many);
  EXPECT_EQ(many.frames(0).persons(0).personnummer(), "");
  EXPECT_FALSE(many.next_page_token().empty());
}

class EffectCalls : public ServerTest {
 protected:
  using Stub = pb::EffectService::Stub;
};

TEST_F(EffectCalls, ListPassesItsFilter) {
  Stub stub(channel_);
  pb::ListEffectsRequest request;
  request.set_state(pb::EFFECT_STATE_PENDING);
  request.set_case_id("c-1");
  pb::ListEffectsResponse response;
  DM_EXPECT_CALL_OK(stub, &Stub::ListEffects, request, response);
  EXPECT_THAT(journal_.calls(), ElementsAre("ListEffects PENDING c-1 limit=50"));
  EXPECT_EQ(response.effects(0).effect().notice().text(), "Logga in");
}

TEST_F(EffectCalls, AcknowledgePassesAcceptanceAndRefusal) {
  Stub stub(channel_);
  pb::AcknowledgeEffectRequest request;
  request.set_request_id("request-0001");
  request.set_effect_id("notice-1");
  request.set_accepted(true);
  request.set_reference("CS-77");
  request.mutable_amount()->set_ore(487'100);
  pb::AcknowledgeEffectResponse response;
  DM_EXPECT_CALL_OK(stub, &Stub::AcknowledgeEffect, request, response);
  request.set_request_id("request-0002");
  request.set_accepted(false);
  request.set_error_code("UNKNOWN_CASE");
  request.clear_amount();
  DM_EXPECT_CALL_OK(stub, &Stub::AcknowledgeEffect, request, response);
  EXPECT_THAT(journal_.calls(),
              ElementsAre("Acknowledge notice-1 true CS-77  487100",
                          "Acknowledge notice-1 false CS-77 UNKNOWN_CASE 0"));
}

class OperationsCalls : public ServerTest {
 protected:
  using Stub = pb::OperationsService::Stub;
};

TEST_F(OperationsCalls, StatusPauseResumeAndModeReachTheWorker) {
  Stub stub(channel_);
  pb::GetStatusResponse status;
  DM_EXPECT_CALL_OK(stub, &Stub::GetStatus, pb::GetStatusRequest(), status);
  EXPECT_EQ(status.status().version(), "9.9");
  pb::PauseRequest pause;
  pause.set_request_id("request-0001");
  pause.set_actor("drift-1");
  pause.set_reason("incident");
  pb::PauseResponse paused;
  DM_EXPECT_CALL_OK(stub, &Stub::Pause, pause, paused);
  EXPECT_TRUE(paused.status().paused());
  pb::ResumeRequest resume;
  resume.set_request_id("request-0002");
  resume.set_actor("drift-1");
  resume.set_reason("over");
  pb::ResumeResponse resumed;
  DM_EXPECT_CALL_OK(stub, &Stub::Resume, resume, resumed);
  pb::SetModeRequest mode;
  mode.set_request_id("request-0003");
  mode.set_typfall("TF-02");
  mode.set_mode(pb::MODE_DECIDE);
  mode.set_actor("drift-1");
  mode.set_reason("beslut");
  mode.set_delegation("SN 2026/12 § 4");
  pb::SetModeResponse set;
  DM_EXPECT_CALL_OK(stub, &Stub::SetMode, mode, set);
  EXPECT_EQ(set.typfall().mode(), pb::MODE_DECIDE);
  EXPECT_THAT(journal_.calls(),
              ElementsAre("GetStatus",
                          "SetPause true drift-1 incident",
                          "SetPause false drift-1 over",
                          "SetMode TF-02 decide drift-1 beslut SN 2026/12 § 4"));
}

TEST_F(OperationsCalls, AReloadReachesTheWorkerAndTellsEveryProblem) {
  Stub stub(channel_);
  pb::ReloadPoliciesRequest reload;
  reload.set_request_id("request-0009");
  reload.set_actor("drift-1");
  reload.set_reason("nya tak");
  reload.set_expected_sha256(std::string(64, 'a'));
  pb::ReloadPoliciesResponse reloaded;
  DM_EXPECT_CALL_OK(stub, &Stub::ReloadPolicies, reload, reloaded);
  EXPECT_EQ(reloaded.outcome(), pb::RELOAD_OUTCOME_REFUSED);
  EXPECT_EQ(reloaded.before().sha256(), "aa");
  EXPECT_EQ(reloaded.after().sha256(), "bb");
  EXPECT_EQ(reloaded.after().version(), "2");
  EXPECT_EQ(reloaded.problem_count(), 3'000);
  ASSERT_EQ(reloaded.problems_size(), 1);
  EXPECT_EQ(reloaded.problems(0).file(), "parameters/x.yaml");
  EXPECT_EQ(reloaded.problems(0).line(), 12);
  EXPECT_EQ(reloaded.problems(0).message(), "is wrong");
  EXPECT_EQ(reloaded.problems(0).remedy(), "correct it");
  reload.set_request_id("request-0010");
  reload.set_dry_run(true);
  reload.clear_reason();
  reload.clear_expected_sha256();
  DM_EXPECT_CALL_OK(stub, &Stub::ReloadPolicies, reload, reloaded);
  EXPECT_THAT(
      journal_.calls(),
      ElementsAre("ReloadPolicies drift-1 nya tak aaaa real", "ReloadPolicies drift-1   dry"));
}

TEST_F(OperationsCalls, AReloadNamesWhoAndWhyAndAWholeDigest) {
  Stub stub(channel_);
  pb::ReloadPoliciesRequest request;
  request.set_request_id("request-0009");
  request.set_actor("drift-1");
  pb::ReloadPoliciesResponse response;
  const auto refused = [&] { return Call(stub, &Stub::ReloadPolicies, request, response); };
  EXPECT_THAT(refused().error_message(), HasSubstr("reason"));
  request.set_reason("nya tak");
  request.set_expected_sha256("abc");
  EXPECT_THAT(refused().error_message(), HasSubstr("expected_sha256"));
  request.clear_expected_sha256();
  request.clear_actor();
  EXPECT_THAT(refused().error_message(), HasSubstr("actor"));
  EXPECT_TRUE(journal_.calls().empty());
}

TEST_F(OperationsCalls, ThePoliciesInForceAreToldWithTheirApprovals) {
  Stub stub(channel_);
  pb::GetPoliciesInForceResponse response;
  DM_EXPECT_CALL_OK(stub, &Stub::GetPoliciesInForce, pb::GetPoliciesInForceRequest(), response);
  const pb::PoliciesInForce& policies = response.policies();
  EXPECT_EQ(policies.policy().sha256(), "aa");
  EXPECT_EQ(policies.municipality(), "0000-exempelkommun");
  EXPECT_EQ(policies.effective().to_date(), "2026-12-31");
  EXPECT_EQ(policies.released_on(), "");
  EXPECT_EQ(policies.since().seconds(), 1);
  EXPECT_EQ(policies.taken_by(), "drift-1");
  ASSERT_EQ(policies.approvals_size(), 1);
  EXPECT_EQ(policies.approvals(0).valid_from(), "2026-01-01");
  EXPECT_EQ(policies.approvals(0).approved_on(), "2025-12-11");
  EXPECT_EQ(policies.refused().actor(), "drift-2");
  EXPECT_EQ(policies.refused().problem_count(), 7);
}

TEST_F(OperationsCalls, QuestionsRetriesAndStuckCasesReachTheWorker) {
  Stub stub(channel_);
  pb::PreviewQuestionRequest preview;
  preview.set_case_id("EKB-202612-000001");
  pb::PreviewQuestionResponse previewed;
  DM_EXPECT_CALL_OK(stub, &Stub::PreviewQuestion, preview, previewed);
  ASSERT_EQ(previewed.questions_size(), 1);
  EXPECT_EQ(previewed.questions(0).person(), "p1");
  EXPECT_EQ(previewed.questions(0).asked(0).groups(0), "FK:BOB");
  EXPECT_EQ(previewed.questions(0).settled(0).state(), pb::ANSWER_STATE_DATA);
  EXPECT_EQ(previewed.questions(0).messages(0), "<message/>");
  pb::RetryNowRequest retry;
  retry.set_request_id("request-0004");
  retry.set_actor("drift-1");
  pb::RetryNowResponse retried;
  DM_EXPECT_CALL_OK(stub, &Stub::RetryNow, retry, retried);
  EXPECT_EQ(retried.case_ids(0), "EKB-202612-000001");
  EXPECT_TRUE(retried.more());
  pb::ListStuckRequest list;
  list.set_page_size(7);
  pb::ListStuckResponse stuck;
  DM_EXPECT_CALL_OK(stub, &Stub::ListStuck, list, stuck);
  EXPECT_EQ(stuck.cases(0).reason(), "SOURCE_SILENT");
  EXPECT_EQ(stuck.cases(0).sources(0), pb::SOURCE_AF);
  list.set_page_token(stuck.next_page_token());
  DM_EXPECT_CALL_OK(stub, &Stub::ListStuck, list, stuck);
  EXPECT_THAT(journal_.calls(),
              ElementsAre("PreviewQuestion EKB-202612-000001",
                          "RetryNow all drift-1",
                          "ListStuck 7 ",
                          "ListStuck 7 2|x"));
}

}  // namespace
}  // namespace dm::grpc_adapter
