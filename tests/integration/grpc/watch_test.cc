// WatchEscalations over a real server: everybody hears, nobody is waited for.
#include <chrono>
#include <condition_variable>
#include <mutex>
#include <thread>

#include "medarbetare/v1/escalation_service.grpc.pb.h"
#include "tests/integration/grpc/harness.h"

namespace dm::grpc_adapter {
namespace {

namespace pb = medarbetare::v1;
using Clock = std::chrono::steady_clock;

constexpr int kWatchers = 200;
constexpr int kStreamsAConnection = 50;

EscalationHint Changed(std::int64_t version) {
  EscalationHint hint;
  hint.kind = HintKind::kChanged;
  hint.queue = "Q-20";
  hint.escalation = EscalationId::FromTrusted("e-1");
  hint.version = version;
  return hint;
}

// Counts down; Wait is false when it does not reach zero in time.
class Latch {
 public:
  explicit Latch(int count) : count_(count) {}

  void Down() {
    const std::lock_guard lock(mutex_);
    if (--count_ <= 0) changed_.notify_all();
  }

  bool Wait(std::chrono::seconds limit) {
    std::unique_lock lock(mutex_);
    return changed_.wait_for(lock, limit, [this] { return count_ <= 0; });
  }

 private:
  std::mutex mutex_;
  std::condition_variable changed_;
  int count_;
};

class Watching final : public grpc::ClientReadReactor<pb::WatchEscalationsResponse> {
 public:
  Watching(pb::EscalationService::Stub& stub, Latch& begun, Latch& heard, Latch& done)
      : begun_(begun), heard_(heard), done_(done) {
    context_.set_deadline(std::chrono::system_clock::now() + std::chrono::seconds(120));
    stub.async()->WatchEscalations(&context_, &request_, this);
    StartRead(&message_);
    StartCall();
  }

  void OnReadDone(bool ok) override {
    if (!ok) return;
    const bool first = message_.hint().kind() == pb::ESCALATION_HINT_KIND_BEGUN;
    (first ? begun_ : heard_).Down();
    StartRead(&message_);
  }

  void OnDone(const grpc::Status& status) override {
    status_ = status;
    done_.Down();
  }

  const grpc::Status& status() const { return status_; }

 private:
  Latch& begun_;
  Latch& heard_;
  Latch& done_;
  grpc::ClientContext context_;
  pb::WatchEscalationsRequest request_;
  pb::WatchEscalationsResponse message_;
  grpc::Status status_;
};

class WatchTest : public ServerTest {
 protected:
  // A connection of its own: 100 streams share one at most.
  std::unique_ptr<pb::EscalationService::Stub> Connect(int number) {
    grpc::ChannelArguments arguments;
    arguments.SetInt("connection-number", number);
    return pb::EscalationService::NewStub(
        grpc::CreateCustomChannel(Target(), grpc::InsecureChannelCredentials(), arguments));
  }
};

TEST_F(WatchTest, ReachesTwoHundredWatchersInLessThanASecond) {
  Latch begun(kWatchers);
  Latch heard(kWatchers);
  Latch done(kWatchers);
  std::vector<std::unique_ptr<pb::EscalationService::Stub>> stubs;
  std::vector<std::unique_ptr<Watching>> all;
  for (int i = 0; i < kWatchers; ++i) {
    if (i % kStreamsAConnection == 0) stubs.push_back(Connect(i));
    all.push_back(std::make_unique<Watching>(*stubs.back(), begun, heard, done));
  }
  ASSERT_TRUE(begun.Wait(std::chrono::seconds(30)));
  const auto from = Clock::now();
  EXPECT_EQ(queues_.Tell(Changed(4)), static_cast<std::size_t>(kWatchers));
  ASSERT_TRUE(heard.Wait(std::chrono::seconds(30)));
  const auto took = std::chrono::duration_cast<std::chrono::milliseconds>(Clock::now() - from);
  RecordProperty("milliseconds", static_cast<int>(took.count()));
  EXPECT_LT(took.count(), 1'000);

  // The drain ends them all at once, long before their deadline.
  server_->Shutdown();
  ASSERT_TRUE(done.Wait(std::chrono::seconds(10)));
  for (const auto& one : all) EXPECT_EQ(one->status().error_code(), grpc::StatusCode::UNAVAILABLE);
}

TEST_F(WatchTest, WhoReadsTooSlowlyIsEndedAndToldToListAgain) {
  const auto stub = pb::EscalationService::NewStub(channel_);
  grpc::ClientContext context;
  context.set_deadline(std::chrono::system_clock::now() + std::chrono::seconds(60));
  const auto reader = stub->WatchEscalations(&context, pb::WatchEscalationsRequest());
  pb::WatchEscalationsResponse message;
  ASSERT_TRUE(reader->Read(&message));
  EXPECT_EQ(message.hint().kind(), pb::ESCALATION_HINT_KIND_BEGUN);
  // Nothing is read meanwhile: what the connection does not hold waits in the worker's buffer.
  std::int64_t told = 0;
  const auto until = Clock::now() + std::chrono::seconds(20);
  while (Clock::now() < until && told < 2'000'000) queues_.Tell(Changed(++told));
  std::int64_t read = 0;
  while (reader->Read(&message)) ++read;
  const grpc::Status status = reader->Finish();
  EXPECT_EQ(status.error_code(), grpc::StatusCode::RESOURCE_EXHAUSTED) << status.error_message();
  EXPECT_LT(read, told);
}

TEST_F(WatchTest, ADeadlineOfMoreThanAnHourIsRefused) {
  const auto stub = pb::EscalationService::NewStub(channel_);
  grpc::ClientContext context;
  context.set_deadline(std::chrono::system_clock::now() + std::chrono::hours(2));
  const auto reader = stub->WatchEscalations(&context, pb::WatchEscalationsRequest());
  pb::WatchEscalationsResponse message;
  EXPECT_FALSE(reader->Read(&message));
  EXPECT_EQ(reader->Finish().error_code(), grpc::StatusCode::INVALID_ARGUMENT);
}

TEST_F(WatchTest, AStreamIsCountedOutWhenItsClientGoes) {
  const auto stub = pb::EscalationService::NewStub(channel_);
  grpc::ClientContext context;
  context.set_deadline(std::chrono::system_clock::now() + std::chrono::seconds(60));
  const auto reader = stub->WatchEscalations(&context, pb::WatchEscalationsRequest());
  pb::WatchEscalationsResponse message;
  ASSERT_TRUE(reader->Read(&message));
  EXPECT_EQ(queues_.Tell(Changed(1)), 1U);
  context.TryCancel();
  while (reader->Read(&message)) {
  }
  EXPECT_EQ(reader->Finish().error_code(), grpc::StatusCode::CANCELLED);
  const auto until = Clock::now() + std::chrono::seconds(10);
  while (queues_.Tell(Changed(2)) != 0U && Clock::now() < until) std::this_thread::yield();
  EXPECT_EQ(queues_.Tell(Changed(3)), 0U);
}

}  // namespace
}  // namespace dm::grpc_adapter
