// ListCaseEvents: who did what with a case comes in pages, the newest first.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "medarbetare/v1/case_service.grpc.pb.h"
#include "tests/integration/grpc/harness.h"

namespace dm::grpc_adapter {
namespace {

namespace pb = medarbetare::v1;
using testing::ElementsAre;
using Stub = pb::CaseService::Stub;

class CaseEventCalls : public ServerTest {};

TEST_F(CaseEventCalls, EventsAreTheNewestFirstInPages) {
  Stub stub(channel_);
  pb::ListCaseEventsRequest request;
  request.set_case_id("c-1");
  request.set_page_size(2);
  std::vector<std::int64_t> sequences;
  do {
    pb::ListCaseEventsResponse response;
    const grpc::Status status = Call(stub, &Stub::ListCaseEvents, request, response);
    ASSERT_TRUE(status.ok()) << status.error_message();
    for (const pb::CaseEvent& one : response.events()) {
      sequences.push_back(one.sequence());
      EXPECT_EQ(one.action(), "case_read");
      EXPECT_EQ(one.actor(), "HL000001 via spiffe://desk");
    }
    request.set_page_token(response.next_page_token());
  } while (!request.page_token().empty());
  EXPECT_THAT(sequences, ElementsAre(5, 4, 3, 2, 1));
}

}  // namespace
}  // namespace dm::grpc_adapter
