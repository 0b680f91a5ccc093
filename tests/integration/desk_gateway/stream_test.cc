// Streams of the worker, against a worker that is nothing but streams.
#include <atomic>
#include <chrono>
#include <memory>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include <grpcpp/generic/async_generic_service.h>
#include <grpcpp/server_builder.h>
#include <gtest/gtest.h>

#include "connectors/desk/worker_link.h"
#include "worker/core/mutex.h"

namespace dm::desk {
namespace {

using std::chrono::milliseconds;

grpc::ByteBuffer ToBuffer(const std::string& bytes) {
  const grpc::Slice slice(bytes);
  return {&slice, 1};
}

// Answers "a", "b", "c", then ends with NOT_FOUND; "/test/Forever" never ends, "/test/None" ends at
// once.
class Reactor final : public grpc::ServerGenericBidiReactor {
 public:
  Reactor(const grpc::GenericCallbackServerContext& context, std::atomic<int>& gone)
      : forever_(context.method().find("Forever") != std::string::npos),
        messages_(context.method() == "/test/None" ? 0 : 3),
        gone_(gone) {
    StartRead(&request_);
  }

  void OnReadDone(bool ok) override {
    const MutexLock lock(mutex_);
    if (!ok) return End(grpc::Status(grpc::StatusCode::INVALID_ARGUMENT, "no request"));
    Next();
  }

  void OnWriteDone(bool ok) override {
    const MutexLock lock(mutex_);
    if (!ok) return End(grpc::Status::CANCELLED);
    Next();
  }

  // Comes beside the others: what is under way ends by itself, one that only waits ends here.
  void OnCancel() override {
    const MutexLock lock(mutex_);
    cancelled_ = true;
    if (waiting_) End(grpc::Status::CANCELLED);
  }

  void OnDone() override {
    ++gone_;
    delete this;
  }

 private:
  void Next() DM_REQUIRES(mutex_) {
    if (sent_ < messages_) {
      answer_ = ToBuffer(std::string(1, static_cast<char>('a' + sent_++)));
      return StartWrite(&answer_);
    }
    if (!forever_) return End(grpc::Status(grpc::StatusCode::NOT_FOUND, "no more"));
    waiting_ = true;
    if (cancelled_) End(grpc::Status::CANCELLED);
  }

  void End(const grpc::Status& status) DM_REQUIRES(mutex_) {
    if (!std::exchange(ended_, true)) Finish(status);
  }

  const bool forever_;
  const int messages_;
  std::atomic<int>& gone_;
  grpc::ByteBuffer request_;
  grpc::ByteBuffer answer_;
  Mutex mutex_;
  int sent_ DM_GUARDED_BY(mutex_) = 0;
  bool waiting_ DM_GUARDED_BY(mutex_) = false;
  bool cancelled_ DM_GUARDED_BY(mutex_) = false;
  bool ended_ DM_GUARDED_BY(mutex_) = false;
};

class Service final : public grpc::CallbackGenericService {
 public:
  grpc::ServerGenericBidiReactor* CreateReactor(
      grpc::GenericCallbackServerContext* context) override {
    const auto found = context->client_metadata().find(kPersonHeader);
    if (found != context->client_metadata().end()) {
      const MutexLock lock(mutex_);
      person_.assign(found->second.data(), found->second.size());
    }
    return new Reactor(*context, gone);
  }

  std::string person() {
    const MutexLock lock(mutex_);
    return person_;
  }

  std::atomic<int> gone{0};

 private:
  Mutex mutex_;
  std::string person_ DM_GUARDED_BY(mutex_);
};

class Streams : public ::testing::Test {
 protected:
  void SetUp() override {
    grpc::ServerBuilder builder;
    int port = 0;
    builder.AddListeningPort("127.0.0.1:0", grpc::InsecureServerCredentials(), &port);
    builder.RegisterCallbackGenericService(&service_);
    server_ = builder.BuildAndStart();
    LinkOptions options;
    options.target = "127.0.0.1:" + std::to_string(port);
    link_ = *WorkerLink::Create(options);
  }

  void TearDown() override {
    link_.reset();
    server_->Shutdown(std::chrono::system_clock::now() + milliseconds(2'000));
  }

  std::unique_ptr<WorkerStream> Open(const std::string& method, milliseconds deadline) {
    return link_->Stream(
        Way::kOpen, method, "HL000001", "request", std::chrono::system_clock::now() + deadline);
  }

  Service service_;
  std::unique_ptr<grpc::Server> server_;
  std::unique_ptr<WorkerLink> link_;
};

// All messages in a row until the end.
std::string ReadAll(WorkerStream& stream) {
  std::string all;
  for (std::string bytes;;) {
    switch (stream.Wait(milliseconds(100), bytes)) {
      case WorkerStream::Next::kMessage:
        all += bytes;
        break;
      case WorkerStream::Next::kNothingYet:
        break;
      case WorkerStream::Next::kEnd:
        return all;
    }
  }
}

TEST_F(Streams, MessagesComeInOrderAndTheEndWithItsStatus) {
  const auto stream = Open("/test/Three", milliseconds(5'000));
  EXPECT_EQ(ReadAll(*stream), "abc");
  EXPECT_EQ(stream->status().code(), StatusCode::kNotFound);
  EXPECT_EQ(service_.person(), "HL000001");
}

TEST_F(Streams, TheDeadlineEndsOneThatGoesOn) {
  const auto stream = Open("/test/Forever", milliseconds(300));
  EXPECT_EQ(ReadAll(*stream), "abc");
  EXPECT_EQ(stream->status().code(), StatusCode::kDeadlineExceeded);
}

TEST_F(Streams, LeavingEndsItAtTheWorker) {
  auto stream = Open("/test/Forever", milliseconds(60'000));
  std::string bytes;
  EXPECT_EQ(stream->Wait(milliseconds(5'000), bytes), WorkerStream::Next::kMessage);
  stream.reset();
  const auto until = std::chrono::steady_clock::now() + std::chrono::seconds(10);
  while (service_.gone == 0 && std::chrono::steady_clock::now() < until) std::this_thread::yield();
  EXPECT_EQ(service_.gone, 1);
}

TEST_F(Streams, ManyAtOnceLeaveTheShortCallsAlone) {
  std::vector<std::unique_ptr<WorkerStream>> streams;
  streams.reserve(200);
  for (int i = 0; i < 200; ++i) streams.push_back(Open("/test/Forever", milliseconds(60'000)));
  for (const auto& stream : streams) {
    std::string bytes;
    EXPECT_EQ(stream->Wait(milliseconds(5'000), bytes), WorkerStream::Next::kMessage);
  }
  const auto answer = link_->Call(Way::kOpen,
                                  "/test/None",
                                  "",
                                  "request",
                                  std::chrono::system_clock::now() + milliseconds(5'000));
  EXPECT_EQ(answer.status().code(), StatusCode::kNotFound);
}

TEST_F(Streams, AWorkerThatIsGoneEndsThem) {
  const auto stream = Open("/test/Forever", milliseconds(60'000));
  std::string bytes;
  EXPECT_EQ(stream->Wait(milliseconds(5'000), bytes), WorkerStream::Next::kMessage);
  server_->Shutdown(std::chrono::system_clock::now());
  ReadAll(*stream);
  EXPECT_NE(stream->status().code(), StatusCode::kOk);
}

}  // namespace
}  // namespace dm::desk
