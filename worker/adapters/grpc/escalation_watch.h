// WatchEscalations: hints as a server stream. A watcher's buffer is bounded: who reads too slowly
// is ended and told to list again, and the worker waits for nobody.
#pragma once

#include <memory>
#include <set>

#include <grpcpp/support/server_callback.h>

#include "medarbetare/v1/escalation_service.pb.h"
#include "worker/adapters/grpc/dispatcher.h"
#include "worker/core/mutex.h"
#include "worker/ports/queue_api.h"

namespace dm::grpc_adapter {

class Watcher;

// The streams under way. Thread-safe; outlives the server.
class WatchStreams {
 public:
  // Hints that wait for one watcher.
  static constexpr std::size_t kBufferMax = 256;

  WatchStreams(Dispatcher& dispatcher, QueueApi& queues)
      : dispatcher_(dispatcher), queues_(queues) {}

  grpc::ServerWriteReactor<medarbetare::v1::WatchEscalationsResponse>* Start(
      grpc::CallbackServerContext* context,
      const medarbetare::v1::WatchEscalationsRequest* request);

  // The server stops: each stream ends with UNAVAILABLE, and no new one begins.
  void EndAll();

 private:
  friend class Watcher;

  bool Add(const std::shared_ptr<Watcher>& watcher);
  void Remove(const std::shared_ptr<Watcher>& watcher);

  Dispatcher& dispatcher_;
  QueueApi& queues_;
  Mutex mutex_;
  bool ended_ DM_GUARDED_BY(mutex_) = false;
  std::set<std::shared_ptr<Watcher>> all_ DM_GUARDED_BY(mutex_);
};

}  // namespace dm::grpc_adapter
