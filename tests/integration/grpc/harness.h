// A server over fakes on loopback, and a channel to it.
#pragma once

#include <chrono>
#include <future>
#include <memory>
#include <string>

#include <grpcpp/generic/generic_stub.h>
#include <grpcpp/grpcpp.h>
#include <gtest/gtest.h>

#include "tests/integration/grpc/fakes.h"
#include "worker/adapters/grpc/server.h"

namespace dm::grpc_adapter {

struct RawReply {
  grpc::StatusCode code;
  std::string bytes;
};

// Sends `bytes` as the request of any method, known to this test's stubs or not.
inline RawReply SendRaw(const std::shared_ptr<grpc::Channel>& channel,
                        const std::string& method,
                        const std::string& bytes) {
  grpc::GenericStub stub(channel);
  grpc::ClientContext context;
  context.set_deadline(std::chrono::system_clock::now() + std::chrono::seconds(10));
  const grpc::Slice slice(bytes);
  const grpc::ByteBuffer request(&slice, 1);
  grpc::ByteBuffer response;
  std::promise<grpc::Status> done;
  stub.UnaryCall(
      &context, method, grpc::StubOptions(), &request, &response, [&](grpc::Status status) {
        done.set_value(std::move(status));
      });
  const grpc::Status status = done.get_future().get();
  grpc::Slice single;
  if (status.ok() && response.Length() > 0) response.DumpToSingleSlice(&single);
  return {status.error_code(),
          std::string(reinterpret_cast<const char*>(single.begin()), single.size())};
}

class ServerTest : public ::testing::Test {
 protected:
  void SetUp() override { Start({.listen = "127.0.0.1:0", .development = true}); }

  void Start(const ServerOptions& options) {
    auto server = GrpcServer::Start(options, MakeApi());
    ASSERT_TRUE(server.ok()) << server.status();
    server_ = *std::move(server);
    channel_ = grpc::CreateChannel(Target(), grpc::InsecureChannelCredentials());
  }

  Api MakeApi() {
    return {.intake = intake_,
            .cases = cases_,
            .escalations = escalations_,
            .frames = frames_,
            .effects = effects_,
            .operations = operations_,
            .queues = queues_,
            .staff = queues_,
            .contact = &contact_};
  }

  std::string Target() const { return "127.0.0.1:" + std::to_string(server_->port()); }

  // Calls `method` of `stub` with a deadline.
  template <typename Stub, typename Method, typename Request, typename Response>
  static grpc::Status Call(Stub& stub, Method method, const Request& request, Response& response) {
    grpc::ClientContext context;
    context.set_deadline(std::chrono::system_clock::now() + std::chrono::seconds(10));
    return (stub.*method)(&context, request, &response);
  }

  Journal journal_;
  FakeIntake intake_{journal_};
  FakeCases cases_{journal_};
  FakeEscalations escalations_{journal_};
  FakeFrames frames_{journal_};
  FakeQueues queues_{journal_};
  FakeEffects effects_{journal_};
  FakeOperations operations_{journal_};
  FakeContact contact_{journal_};
  std::unique_ptr<GrpcServer> server_;
  std::shared_ptr<grpc::Channel> channel_;
};

}  // namespace dm::grpc_adapter
