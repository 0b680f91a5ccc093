// Start, health, reflection, stop.
#include <future>
#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "medarbetare/v1/case_service.grpc.pb.h"
#include "tests/integration/grpc/harness.h"

namespace dm::grpc_adapter {
namespace {

namespace pb = medarbetare::v1;

class Lifecycle : public ServerTest {
 protected:
  // grpc.health.v1: field 1 of the request is the service's name, field 1 of the answer 1 for
  // SERVING, 2 for NOT_SERVING.
  int Health(const std::string& service) {
    std::string request;
    if (!service.empty())
      request = std::string("\x0a") + static_cast<char>(service.size()) + service;
    const RawReply reply = SendRaw(channel_, "/grpc.health.v1.Health/Check", request);
    return reply.code == grpc::StatusCode::OK && reply.bytes.size() == 2 ? reply.bytes[1] : -1;
  }

  // True when the server has the reflection service: a stream that it knows is not UNIMPLEMENTED.
  bool HasReflection() {
    return SendRaw(channel_, "/grpc.reflection.v1alpha.ServerReflection/ServerReflectionInfo", "")
               .code != grpc::StatusCode::UNIMPLEMENTED;
  }
};

TEST_F(Lifecycle, HealthIsNotServingUntilToldAndPerService) {
  const std::string cases = "medarbetare.v1.CaseService";
  EXPECT_EQ(Health(""), 2);
  server_->SetServing(true);
  EXPECT_EQ(Health(""), 1);
  EXPECT_EQ(Health(cases), 1);
  server_->SetServing(cases, false);
  EXPECT_EQ(Health(cases), 2);
  EXPECT_EQ(Health("medarbetare.v1.ApplicationService"), 1);
  server_->SetServing(false);
  EXPECT_EQ(Health(""), 2);
}

TEST_F(Lifecycle, DevelopmentHasReflection) {
  EXPECT_TRUE(HasReflection());
}

TEST_F(Lifecycle, ASecondServerOnThePortIsRefused) {
  const auto second = GrpcServer::Start({.listen = Target(), .development = true}, MakeApi());
  EXPECT_EQ(second.status().code(), StatusCode::kFailedPrecondition);
  EXPECT_EQ(DetailOf(second.status()).field, "grpc.listen");
  EXPECT_EQ(DetailOf(second.status()).reason, "PORT_UNAVAILABLE");
}

TEST_F(Lifecycle, WithoutTlsOnlyDevelopmentOnLoopbackStarts) {
  for (const ServerOptions& options :
       {ServerOptions{.listen = "127.0.0.1:0", .development = false},
        ServerOptions{.listen = "0.0.0.0:0", .development = true},
        ServerOptions{.listen = "127.example.org:0", .development = true}}) {
    const auto server = GrpcServer::Start(options, MakeApi());
    EXPECT_EQ(server.status().code(), StatusCode::kFailedPrecondition);
    EXPECT_EQ(DetailOf(server.status()).field, "grpc.tls");
  }
}

TEST_F(Lifecycle, TlsNeedsAllThreeFiles) {
  const auto field_of = [this](const ServerOptions& options) {
    return DetailOf(GrpcServer::Start(options, MakeApi()).status()).field;
  };
  EXPECT_EQ(field_of({.listen = "127.0.0.1:0", .key_file = "/no/such/key"}),
            "grpc.tls.certificate");
  EXPECT_EQ(field_of({.listen = "127.0.0.1:0", .certificate_file = "/no/such/file"}),
            "grpc.tls.certificate");
}

TEST_F(Lifecycle, ShutdownWaitsForACallUnderWay) {
  std::promise<void> entered;
  std::promise<void> release;
  std::shared_future<void> released = release.get_future().share();
  journal_.OnCall([&, released] {
    entered.set_value();
    released.wait();
  });
  auto call = std::async(std::launch::async, [this] {
    pb::CaseService::Stub stub(channel_);
    pb::GetCaseRequest request;
    request.set_case_id("c-1");
    pb::GetCaseResponse response;
    return Call(stub, &pb::CaseService::Stub::GetCase, request, response).error_code();
  });
  entered.get_future().wait();
  auto stop = std::async(std::launch::async, [this] { server_->Shutdown(); });
  release.set_value();
  EXPECT_EQ(call.get(), grpc::StatusCode::OK);
  stop.get();
  server_->Shutdown();  // again: nothing to do
}

}  // namespace
}  // namespace dm::grpc_adapter
