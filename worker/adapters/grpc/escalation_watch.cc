#include "worker/adapters/grpc/escalation_watch.h"

#include <deque>
#include <utility>

#include "worker/adapters/codec/field_reader.h"
#include "worker/adapters/codec/to_proto.h"
#include "worker/adapters/grpc/queue_calls.h"

namespace dm::grpc_adapter {
namespace {

namespace pb = medarbetare::v1;

Status TooSlow() {
  return MakeStatus(StatusCode::kResourceExhausted,
                    "256 hints wait to be read",
                    {.reason = "WATCH_TOO_SLOW",
                     .field = "",
                     .remedy = "List the escalations again, then watch again and read faster."});
}

Status Stopping() {
  return MakeStatus(StatusCode::kUnavailable,
                    "the worker stops",
                    {.reason = "UNAVAILABLE",
                     .field = "",
                     .remedy = "Watch again in a moment, and list the escalations then."});
}

StatusOr<WatchRequest> ReadWatch(const pb::WatchEscalationsRequest& request) {
  codec::FieldReader reader(codec::Origin::kCaller);
  WatchRequest wanted;
  wanted.queues = ReadQueues(reader, request.queues());
  wanted.include_restricted = request.include_restricted();
  DM_RETURN_IF_ERROR(reader.status());
  return wanted;
}

}  // namespace

// One stream. gRPC calls its reactions; the worker's threads bring hints. It keeps itself alive
// from Begin to OnDone.
class Watcher final : public grpc::ServerWriteReactor<pb::WatchEscalationsResponse>,
                      public HintListener,
                      public std::enable_shared_from_this<Watcher> {
 public:
  explicit Watcher(WatchStreams& streams) : streams_(streams) {}

  void Begin() { self_ = shared_from_this(); }

  void Hear(const EscalationHint& hint) override {
    const MutexLock lock(mutex_);
    if (ending_) return;
    if (waiting_.size() >= WatchStreams::kBufferMax) return EndLocked(TooSlow());
    waiting_.push_back(hint);
    WriteNext();
  }

  void End(const Status& status) {
    const MutexLock lock(mutex_);
    if (!ending_) EndLocked(status);
  }

  void OnWriteDone(bool ok) override {
    const MutexLock lock(mutex_);
    writing_ = false;
    if (!ok && !ending_) return EndLocked(Stopping());
    if (ending_) return FinishOnce();
    WriteNext();
  }

  void OnCancel() override {
    const MutexLock lock(mutex_);
    if (!ending_) EndLocked(absl::CancelledError("cancelled"));
  }

  void OnDone() override {
    streams_.Remove(shared_from_this());
    // The last of it: nothing is used after this line.
    const std::shared_ptr<Watcher> last = std::move(self_);
  }

 private:
  void WriteNext() DM_REQUIRES(mutex_) {
    if (writing_ || waiting_.empty()) return;
    *message_.mutable_hint() = codec::ToProto(waiting_.front());
    waiting_.pop_front();
    writing_ = true;
    StartWrite(&message_);
  }

  void EndLocked(const Status& status) DM_REQUIRES(mutex_) {
    ending_ = true;
    status_ = status;
    waiting_.clear();
    if (!writing_) FinishOnce();
  }

  void FinishOnce() DM_REQUIRES(mutex_) {
    if (std::exchange(finished_, true)) return;
    Finish(streams_.dispatcher_.Answer(pb::WatchEscalationsRequest(), status_));
  }

  WatchStreams& streams_;
  std::shared_ptr<Watcher> self_;
  Mutex mutex_;
  std::deque<EscalationHint> waiting_ DM_GUARDED_BY(mutex_);
  pb::WatchEscalationsResponse message_ DM_GUARDED_BY(mutex_);
  bool writing_ DM_GUARDED_BY(mutex_) = false;
  bool ending_ DM_GUARDED_BY(mutex_) = false;
  bool finished_ DM_GUARDED_BY(mutex_) = false;
  Status status_ DM_GUARDED_BY(mutex_);
};

grpc::ServerWriteReactor<pb::WatchEscalationsResponse>* WatchStreams::Start(
    grpc::CallbackServerContext* context, const pb::WatchEscalationsRequest* request) {
  const auto watcher = std::make_shared<Watcher>(*this);
  watcher->Begin();
  const StatusOr<CallContext> call = dispatcher_.AdmitStream(*context, *request);
  const StatusOr<WatchRequest> wanted = ReadWatch(*request);
  if (!call.ok()) {
    watcher->End(call.status());
  } else if (!wanted.ok()) {
    watcher->End(wanted.status());
  } else if (!Add(watcher)) {
    watcher->End(Stopping());
  } else if (const Status status = queues_.Watch(*call, *wanted, watcher); !status.ok()) {
    watcher->End(status);
  }
  return watcher.get();
}

bool WatchStreams::Add(const std::shared_ptr<Watcher>& watcher) {
  const MutexLock lock(mutex_);
  if (ended_) return false;
  all_.insert(watcher);
  return true;
}

void WatchStreams::Remove(const std::shared_ptr<Watcher>& watcher) {
  queues_.Unwatch(watcher.get());
  const MutexLock lock(mutex_);
  all_.erase(watcher);
}

void WatchStreams::EndAll() {
  std::set<std::shared_ptr<Watcher>> all;
  {
    const MutexLock lock(mutex_);
    ended_ = true;
    all = all_;
  }
  for (const std::shared_ptr<Watcher>& watcher : all) watcher->End(Stopping());
}

}  // namespace dm::grpc_adapter
