// Each error: code, reason, field, remedy, and never a value.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "medarbetare/v1/application_service.grpc.pb.h"
#include "medarbetare/v1/case_service.grpc.pb.h"
#include "medarbetare/v1/effect_service.grpc.pb.h"
#include "medarbetare/v1/error_detail.pb.h"
#include "medarbetare/v1/escalation_service.grpc.pb.h"
#include "medarbetare/v1/frame_service.grpc.pb.h"
#include "medarbetare/v1/operations_service.grpc.pb.h"
#include "tests/integration/grpc/harness.h"
#include "tests/integration/grpc/requests.h"
#include "worker/adapters/grpc/error.h"

namespace dm::grpc_adapter {
namespace {

namespace pb = medarbetare::v1;

class Errors : public ServerTest {
 protected:
  template <typename Service, typename Method, typename Request, typename Response>
  void ExpectRefused(Method method,
                     const Request& request,
                     Response response,
                     const std::string& field,
                     const std::string& reason) {
    typename Service::Stub stub(channel_);
    const grpc::Status status = Call(stub, method, request, response);
    EXPECT_EQ(status.error_code(), grpc::StatusCode::INVALID_ARGUMENT) << status.error_message();
    const ErrorDetail detail = DetailOf(FromGrpcStatus(status));
    EXPECT_EQ(detail.field, field);
    EXPECT_EQ(detail.reason, reason);
    EXPECT_FALSE(detail.remedy.empty());
    EXPECT_TRUE(journal_.calls().empty()) << "refused before the port is called";
  }

  void ExpectSubmitRefused(const pb::SubmitApplicationRequest& request,
                           const std::string& field,
                           const std::string& reason) {
    ExpectRefused<pb::ApplicationService>(&pb::ApplicationService::Stub::SubmitApplication,
                                          request,
                                          pb::SubmitApplicationResponse(),
                                          field,
                                          reason);
  }

  grpc::Status GetCaseStatus() {
    pb::CaseService::Stub stub(channel_);
    pb::GetCaseRequest request;
    request.set_case_id("c-1");
    pb::GetCaseResponse response;
    return Call(stub, &pb::CaseService::Stub::GetCase, request, response);
  }
};

TEST_F(Errors, ChangesNeedARequestId) {
  pb::SubmitApplicationRequest request = SubmitRequest();
  request.clear_request_id();
  ExpectSubmitRefused(request, "request_id", "FIELD_REQUIRED");
  request.set_request_id("short");
  ExpectSubmitRefused(request, "request_id", "FIELD_INVALID");
  request.set_request_id("with space and more");
  ExpectSubmitRefused(request, "request_id", "FIELD_INVALID");
  request.set_request_id(std::string(65, 'a'));
  ExpectSubmitRefused(request, "request_id", "FIELD_INVALID");
}

TEST_F(Errors, ARequestIdWithOtherContentIsRefused) {
  pb::ApplicationService::Stub stub(channel_);
  pb::SubmitApplicationResponse response;
  pb::SubmitApplicationRequest request = SubmitRequest();
  ASSERT_TRUE(Call(stub, &pb::ApplicationService::Stub::SubmitApplication, request, response).ok());
  request.mutable_application()->set_wants_person(true);
  const grpc::Status status =
      Call(stub, &pb::ApplicationService::Stub::SubmitApplication, request, response);
  EXPECT_EQ(status.error_code(), grpc::StatusCode::ALREADY_EXISTS);
  EXPECT_EQ(DetailOf(FromGrpcStatus(status)).reason, "REQUEST_ID_REUSED");
}

TEST_F(Errors, APersonalNumberIsNeverInTheAnswer) {
  pb::SubmitApplicationRequest request = SubmitRequest();
  request.mutable_application()->mutable_persons(0)->set_personnummer("199001012386");
  pb::ApplicationService::Stub stub(channel_);
  pb::SubmitApplicationResponse response;
  const grpc::Status status =
      Call(stub, &pb::ApplicationService::Stub::SubmitApplication, request, response);
  EXPECT_EQ(DetailOf(FromGrpcStatus(status)).field, "application.persons[0].personnummer");
  EXPECT_EQ((status.error_message() + status.error_details()).find("1990"), std::string::npos);
}

TEST_F(Errors, UnknownEnumerationValuesAndFieldsAreRefused) {
  pb::SubmitApplicationRequest request = SubmitRequest();
  request.mutable_application()->set_channel(static_cast<pb::Channel>(77));
  ExpectSubmitRefused(request, "application.channel", "UNKNOWN_ENUM_VALUE");
  request = SubmitRequest();
  pb::Application* application = request.mutable_application();
  application->GetReflection()->MutableUnknownFields(application)->AddVarint(500, 1);
  ExpectSubmitRefused(request, "application", "UNKNOWN_FIELD");
  request = SubmitRequest();
  request.GetReflection()->MutableUnknownFields(&request)->AddVarint(500, 1);
  ExpectSubmitRefused(request, "", "UNKNOWN_FIELD");
}

TEST_F(Errors, ARequestIdThatIsTooShortIsNotCalledMissing) {
  pb::ApplicationService::Stub stub(channel_);
  pb::SubmitApplicationResponse response;
  pb::SubmitApplicationRequest request = SubmitRequest();
  request.set_request_id("short");
  const grpc::Status status =
      Call(stub, &pb::ApplicationService::Stub::SubmitApplication, request, response);
  EXPECT_EQ(status.error_message(),
            "request_id: is no request id: 8 to 64 characters of A-Z a-z 0-9 . _ : -");
}

TEST_F(Errors, EveryRequestNamesItsFieldAtFault) {
  using Escalations = pb::EscalationService;
  pb::GetCaseRequest get_case;
  ExpectRefused<pb::CaseService>(&pb::CaseService::Stub::GetCase,
                                 get_case,
                                 pb::GetCaseResponse(),
                                 "case_id",
                                 "FIELD_REQUIRED");
  get_case.set_case_id("no id at all");
  ExpectRefused<pb::CaseService>(
      &pb::CaseService::Stub::GetCase, get_case, pb::GetCaseResponse(), "case_id", "FIELD_INVALID");
  ExpectRefused<pb::CaseService>(&pb::CaseService::Stub::ExplainAssessment,
                                 pb::ExplainAssessmentRequest(),
                                 pb::ExplainAssessmentResponse(),
                                 "case_id",
                                 "FIELD_REQUIRED");
  ExpectRefused<pb::CaseService>(&pb::CaseService::Stub::PreviewAssessment,
                                 pb::PreviewAssessmentRequest(),
                                 pb::PreviewAssessmentResponse(),
                                 "input.application.id",
                                 "FIELD_REQUIRED");
  ExpectRefused<pb::ApplicationService>(&pb::ApplicationService::Stub::GetApplication,
                                        pb::GetApplicationRequest(),
                                        pb::GetApplicationResponse(),
                                        "application_id",
                                        "FIELD_REQUIRED");
  pb::AddDocumentRequest add;
  add.set_request_id("request-0001");
  add.set_case_id("c-1");
  ExpectRefused<pb::ApplicationService>(&pb::ApplicationService::Stub::AddDocument,
                                        add,
                                        pb::AddDocumentResponse(),
                                        "document.id",
                                        "FIELD_REQUIRED");
  ExpectRefused<Escalations>(&Escalations::Stub::GetEscalation,
                             pb::GetEscalationRequest(),
                             pb::GetEscalationResponse(),
                             "escalation_id",
                             "FIELD_REQUIRED");
  pb::ListEscalationsRequest list;
  list.add_states(pb::ESCALATION_STATE_UNSPECIFIED);
  ExpectRefused<Escalations>(&Escalations::Stub::ListEscalations,
                             list,
                             pb::ListEscalationsResponse(),
                             "states",
                             "FIELD_REQUIRED");
  pb::ClaimEscalationRequest claim;
  claim.set_request_id("request-0001");
  claim.set_escalation_id("e-1");
  ExpectRefused<Escalations>(&Escalations::Stub::ClaimEscalation,
                             claim,
                             pb::ClaimEscalationResponse(),
                             "handler",
                             "FIELD_REQUIRED");
  pb::ReleaseEscalationRequest release;
  release.set_request_id("request-0001");
  release.set_escalation_id("e-1");
  release.set_handler("anna");
  release.set_expected_version(-1);
  ExpectRefused<Escalations>(&Escalations::Stub::ReleaseEscalation,
                             release,
                             pb::ReleaseEscalationResponse(),
                             "expected_version",
                             "FIELD_OUT_OF_RANGE");
  ExpectRefused<pb::FrameService>(&pb::FrameService::Stub::GetFrame,
                                  pb::GetFrameRequest(),
                                  pb::GetFrameResponse(),
                                  "household",
                                  "FIELD_REQUIRED");
  ExpectRefused<pb::FrameService>(&pb::FrameService::Stub::ListFrames,
                                  pb::ListFramesRequest(),
                                  pb::ListFramesResponse(),
                                  "household",
                                  "FIELD_REQUIRED");
  pb::SignFrameRequest sign = SignRequest();
  sign.mutable_frame()->clear_valid_to();
  ExpectRefused<pb::FrameService>(&pb::FrameService::Stub::SignFrame,
                                  sign,
                                  pb::SignFrameResponse(),
                                  "frame.valid_to",
                                  "FIELD_REQUIRED");
}

TEST_F(Errors, EveryChangeOfEffectsAndOperationsNamesItsFieldAtFault) {
  pb::AcknowledgeEffectRequest acknowledge;
  acknowledge.set_request_id("request-0001");
  acknowledge.set_effect_id("notice-1");
  ExpectRefused<pb::EffectService>(&pb::EffectService::Stub::AcknowledgeEffect,
                                   acknowledge,
                                   pb::AcknowledgeEffectResponse(),
                                   "error_code",
                                   "FIELD_REQUIRED");
  acknowledge.set_accepted(true);
  acknowledge.set_error_code("X_Y");
  ExpectRefused<pb::EffectService>(&pb::EffectService::Stub::AcknowledgeEffect,
                                   acknowledge,
                                   pb::AcknowledgeEffectResponse(),
                                   "error_code",
                                   "FIELD_INVALID");
  pb::ListEffectsRequest list;
  list.set_state(static_cast<pb::EffectState>(9));
  ExpectRefused<pb::EffectService>(&pb::EffectService::Stub::ListEffects,
                                   list,
                                   pb::ListEffectsResponse(),
                                   "state",
                                   "UNKNOWN_ENUM_VALUE");
  pb::PauseRequest pause;
  pause.set_request_id("request-0001");
  pause.set_actor("drift-1");
  ExpectRefused<pb::OperationsService>(
      &pb::OperationsService::Stub::Pause, pause, pb::PauseResponse(), "reason", "FIELD_REQUIRED");
  pb::ResumeRequest resume;
  resume.set_request_id("request-0001");
  resume.set_reason("over");
  ExpectRefused<pb::OperationsService>(&pb::OperationsService::Stub::Resume,
                                       resume,
                                       pb::ResumeResponse(),
                                       "actor",
                                       "FIELD_REQUIRED");
  pb::SetModeRequest mode;
  mode.set_request_id("request-0001");
  mode.set_typfall("TF-02");
  ExpectRefused<pb::OperationsService>(
      &pb::OperationsService::Stub::SetMode, mode, pb::SetModeResponse(), "mode", "FIELD_REQUIRED");
}

TEST_F(Errors, ADecisionIsHeldToItsLimits) {
  const auto expect = [this](const pb::DecideCaseRequest& request,
                             const char* field,
                             const char* reason) {
    ExpectRefused<pb::EscalationService>(
        &pb::EscalationService::Stub::DecideCase, request, pb::DecideCaseResponse(), field, reason);
  };
  pb::DecideCaseRequest request = DecideRequest();
  request.clear_outcome();
  expect(request, "outcome", "FIELD_REQUIRED");
  request = DecideRequest();
  request.clear_mandate();
  expect(request, "mandate", "FIELD_REQUIRED");
  request = DecideRequest();
  request.mutable_edited_rows(0)->mutable_amount()->set_ore(-1);
  expect(request, "edited_rows[0].amount", "FIELD_OUT_OF_RANGE");
  request = DecideRequest();
  request.set_motivation(std::string(4001, 'a'));
  expect(request, "motivation", "FIELD_TOO_LONG");
  request = DecideRequest();
  while (request.edited_rows_size() <= 128) *request.add_edited_rows() = request.edited_rows(0);
  expect(request, "edited_rows", "TOO_MANY_ITEMS");
}

TEST_F(Errors, PagesRefuseANegativeSizeAndATokenOfAnotherList) {
  pb::ListCasesRequest request;
  request.set_page_size(-1);
  ExpectRefused<pb::CaseService>(&pb::CaseService::Stub::ListCases,
                                 request,
                                 pb::ListCasesResponse(),
                                 "page_size",
                                 "FIELD_OUT_OF_RANGE");
  request.set_page_size(2);
  request.set_page_token("made up by the caller");
  ExpectRefused<pb::CaseService>(&pb::CaseService::Stub::ListCases,
                                 request,
                                 pb::ListCasesResponse(),
                                 "page_token",
                                 "PAGE_TOKEN_INVALID");
}

TEST_F(Errors, ATokenIsNotCarriedOverToAnotherFilter) {
  pb::CaseService::Stub stub(channel_);
  pb::ListCasesRequest request;
  request.set_page_size(2);
  pb::ListCasesResponse response;
  ASSERT_TRUE(Call(stub, &pb::CaseService::Stub::ListCases, request, response).ok());
  request.set_page_token(response.next_page_token());
  request.set_month("2026-12");
  const grpc::Status status = Call(stub, &pb::CaseService::Stub::ListCases, request, response);
  EXPECT_EQ(DetailOf(FromGrpcStatus(status)).reason, "PAGE_TOKEN_INVALID");
}

// What the ports answer goes out with the same code, reason, field and remedy.
TEST_F(Errors, OfThePortsKeepTheirCodeAndDetail) {
  const StatusCode codes[] = {StatusCode::kInvalidArgument,
                              StatusCode::kNotFound,
                              StatusCode::kAlreadyExists,
                              StatusCode::kFailedPrecondition,
                              StatusCode::kAborted,
                              StatusCode::kUnavailable,
                              StatusCode::kResourceExhausted,
                              StatusCode::kDeadlineExceeded,
                              StatusCode::kPermissionDenied};
  for (const StatusCode code : codes) {
    journal_.Fail("GetCase",
                  MakeStatus(code, "said", {.reason = "WHY", .field = "f", .remedy = "do"}));
    const Status status = FromGrpcStatus(GetCaseStatus());
    EXPECT_EQ(status.code(), code);
    EXPECT_EQ(MessageOf(status), "said");
    EXPECT_EQ(DetailOf(status).reason, "WHY");
    EXPECT_EQ(DetailOf(status).field, "f");
    EXPECT_EQ(DetailOf(status).remedy, "do");
  }
}

TEST_F(Errors, OfThePortsWithoutAReasonTellNothingOfTheInside) {
  for (const Status& inner : {Internal("SELECT secret FROM t: /var/lib/file"),
                              DataLoss("page 7 of /var/lib/file"),
                              NotFound("secret"),
                              Unavailable("secret host")}) {
    journal_.Fail("GetCase", inner);
    const grpc::Status status = GetCaseStatus();
    EXPECT_EQ(static_cast<int>(status.error_code()), static_cast<int>(inner.code()));
    const std::string all = status.error_message() + status.error_details();
    EXPECT_EQ(all.find("secret"), std::string::npos);
    EXPECT_EQ(all.find("/var"), std::string::npos);
    EXPECT_FALSE(DetailOf(FromGrpcStatus(status)).reason.empty());
  }
}

TEST_F(Errors, CarryDetailsInTheFormOfGoogleRpcStatus) {
  journal_.Fail(
      "GetCase",
      MakeStatus(
          StatusCode::kNotFound, "said", {.reason = "WHY", .field = "case_id", .remedy = "do"}));
  const grpc::Status status = GetCaseStatus();
  pb::ErrorStatus packed;
  ASSERT_TRUE(packed.ParseFromString(status.error_details()));
  EXPECT_EQ(packed.code(), 5);
  ASSERT_EQ(packed.details_size(), 3);
  EXPECT_EQ(packed.details(1).type_url(), "type.googleapis.com/google.rpc.ErrorInfo");
  pb::ErrorInfo info;
  ASSERT_TRUE(info.ParseFromString(packed.details(1).value()));
  EXPECT_EQ(info.domain(), "medarbetare");
  EXPECT_EQ(info.metadata().at("remedy"), "do");
  pb::BadRequest bad_request;
  ASSERT_TRUE(bad_request.ParseFromString(packed.details(2).value()));
  EXPECT_EQ(bad_request.field_violations(0).field(), "case_id");
}

}  // namespace
}  // namespace dm::grpc_adapter
