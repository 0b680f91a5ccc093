// PreviewAssessment: what the caller gives is assessed, and nothing else is done.
#include <gtest/gtest.h>

#include "medarbetare/v1/case_service.grpc.pb.h"
#include "tests/integration/grpc/harness.h"
#include "tests/integration/grpc/requests.h"

namespace dm::grpc_adapter {
namespace {

namespace pb = medarbetare::v1;

class PreviewCalls : public ServerTest {
 protected:
  using Stub = pb::CaseService::Stub;
};

TEST_F(PreviewCalls, AnswersWhatTheGivenCaseWouldGive) {
  Stub stub(channel_);
  pb::PreviewAssessmentRequest request;
  *request.mutable_input()->mutable_application() = SubmitRequest().application();
  request.mutable_input()->set_assessed_on("2026-11-27");
  pb::PreviewAssessmentResponse response;
  const grpc::Status status = Call(stub, &Stub::PreviewAssessment, request, response);
  ASSERT_TRUE(status.ok()) << status.error_message();
  EXPECT_EQ(cases_.previewed.application.id.value(), request.input().application().id());
  EXPECT_EQ(cases_.previewed.assessed_on.ToString(), "2026-11-27");
  EXPECT_EQ(response.assessment().grant().ore(), 123'400);
  EXPECT_TRUE(journal_.calls().empty());
}

}  // namespace
}  // namespace dm::grpc_adapter
