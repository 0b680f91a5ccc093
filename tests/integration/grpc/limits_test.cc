// Limits of a call: deadline, size, metadata, form, load.
#include <future>
#include <mutex>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "medarbetare/v1/application_service.grpc.pb.h"
#include "medarbetare/v1/case_service.grpc.pb.h"
#include "tests/integration/grpc/harness.h"
#include "tests/integration/grpc/requests.h"
#include "worker/adapters/grpc/error.h"

namespace dm::grpc_adapter {
namespace {

namespace pb = medarbetare::v1;
using SystemClock = std::chrono::system_clock;

class Limits : public ServerTest {
 protected:
  grpc::Status GetCase(grpc::ClientContext& context) {
    pb::CaseService::Stub stub(channel_);
    pb::GetCaseRequest request;
    request.set_case_id("c-1");
    pb::GetCaseResponse response;
    return stub.GetCase(&context, request, &response);
  }
};

TEST_F(Limits, ACallWithoutADeadlineIsRefused) {
  grpc::ClientContext context;
  const grpc::Status status = GetCase(context);
  EXPECT_EQ(status.error_code(), grpc::StatusCode::INVALID_ARGUMENT);
  EXPECT_EQ(DetailOf(FromGrpcStatus(status)).field, "deadline");
  EXPECT_EQ(DetailOf(FromGrpcStatus(status)).reason, "DEADLINE_REQUIRED");
}

TEST_F(Limits, ADeadlineIsAtMostThirtySeconds) {
  grpc::ClientContext at_limit;
  at_limit.set_deadline(SystemClock::now() + std::chrono::seconds(30));
  EXPECT_TRUE(GetCase(at_limit).ok());
  grpc::ClientContext above;
  above.set_deadline(SystemClock::now() + std::chrono::seconds(35));
  EXPECT_EQ(GetCase(above).error_code(), grpc::StatusCode::INVALID_ARGUMENT);
}

TEST_F(Limits, ACallThatWaitsPastItsDeadlineEndsForTheCaller) {
  std::promise<void> release;
  std::shared_future<void> released = release.get_future().share();
  journal_.OnCall([released] { released.wait(); });
  grpc::ClientContext context;
  context.set_deadline(SystemClock::now() + std::chrono::milliseconds(100));
  EXPECT_EQ(GetCase(context).error_code(), grpc::StatusCode::DEADLINE_EXCEEDED);
  release.set_value();
}

TEST_F(Limits, AMessageAboveOneMebibyteIsRefused) {
  pb::SubmitApplicationRequest request = SubmitRequest();
  request.mutable_application()->set_free_text(std::string(std::size_t{1024} * 1024, 'a'));
  pb::ApplicationService::Stub stub(channel_);
  pb::SubmitApplicationResponse response;
  const grpc::Status status =
      Call(stub, &pb::ApplicationService::Stub::SubmitApplication, request, response);
  EXPECT_EQ(status.error_code(), grpc::StatusCode::RESOURCE_EXHAUSTED);
  EXPECT_TRUE(journal_.calls().empty());
}

TEST_F(Limits, MetadataAboveEightKibibytesIsRefused) {
  grpc::ClientContext small;
  small.set_deadline(SystemClock::now() + std::chrono::seconds(10));
  small.AddMetadata("note", std::string(std::size_t{4} * 1024, 'a'));
  EXPECT_TRUE(GetCase(small).ok());
  grpc::ClientContext large;
  large.set_deadline(SystemClock::now() + std::chrono::seconds(10));
  large.AddMetadata("note", std::string(std::size_t{16} * 1024, 'a'));
  EXPECT_EQ(GetCase(large).error_code(), grpc::StatusCode::RESOURCE_EXHAUSTED);
}

TEST_F(Limits, BytesThatAreNoMessageAreRefusedAndTheServerLives) {
  const std::string method = "/medarbetare.v1.ApplicationService/SubmitApplication";
  for (const std::string& bytes : {std::string("\xff\xff\xff\xff"),
                                   std::string("\x0a\x7f short", 8),
                                   std::string(1000, '\x08'),
                                   std::string("\x0a\x02\xc3\x28", 4)}) {
    EXPECT_NE(SendRaw(channel_, method, bytes).code, grpc::StatusCode::OK);
    EXPECT_TRUE(journal_.calls().empty());
  }
  grpc::ClientContext context;
  context.set_deadline(SystemClock::now() + std::chrono::seconds(10));
  EXPECT_TRUE(GetCase(context).ok());
}

TEST_F(Limits, RandomBytesNeverReachAPort) {
  std::uint32_t state = 12'345;
  for (int i = 0; i < 300; ++i) {
    std::string bytes;
    for (int j = 0; j < i; ++j) {
      state = state * 1'664'525U + 1'013'904'223U;
      bytes += static_cast<char>(state >> 24U);
    }
    EXPECT_NE(SendRaw(channel_, "/medarbetare.v1.EscalationService/DecideCase", bytes).code,
              grpc::StatusCode::OK);
  }
  EXPECT_TRUE(journal_.calls().empty());
}

TEST_F(Limits, AMethodThatIsNotThereIsUnimplemented) {
  EXPECT_EQ(SendRaw(channel_, "/medarbetare.v1.CaseService/DropAllCases", "").code,
            grpc::StatusCode::UNIMPLEMENTED);
}

// One thread and a queue of one: the third call at once is refused, and the first two are answered.
TEST_F(Limits, ACallAboveTheQueueIsRefusedAtOnce) {
  server_->Shutdown();
  Start({.listen = "127.0.0.1:0", .development = true, .threads = 1, .queue_max = 1});
  std::promise<void> entered;
  std::promise<void> release;
  std::shared_future<void> released = release.get_future().share();
  std::once_flag once;
  journal_.OnCall([&, released] {
    std::call_once(once, [&] { entered.set_value(); });
    released.wait();
  });
  const auto call = [this] {
    grpc::ClientContext context;
    context.set_deadline(SystemClock::now() + std::chrono::seconds(20));
    return GetCase(context).error_code();
  };
  auto first = std::async(std::launch::async, call);
  entered.get_future().wait();
  // Of two more, one fits the queue; the other is refused while the first still runs.
  auto second = std::async(std::launch::async, call);
  auto third = std::async(std::launch::async, call);
  std::vector<grpc::StatusCode> codes;
  while (codes.empty()) {
    for (auto* one : {&second, &third}) {
      if (one->wait_for(std::chrono::milliseconds(10)) != std::future_status::ready) continue;
      codes.push_back(one->get());
      break;
    }
  }
  EXPECT_EQ(codes[0], grpc::StatusCode::RESOURCE_EXHAUSTED);
  release.set_value();
  EXPECT_EQ(first.get(), grpc::StatusCode::OK);
  EXPECT_EQ((second.valid() ? second : third).get(), grpc::StatusCode::OK);
}

}  // namespace
}  // namespace dm::grpc_adapter
