// FloodGuard: ends a connection that begins far more calls than it lets the worker read, as in a
// rapid reset: each costs the library more than it costs the caller, and waits before the calls of
// others. What the library limits, streams at once, does not see those that are gone at once.
#pragma once

#include <chrono>
#include <map>
#include <memory>
#include <string>

#include <grpcpp/support/server_interceptor.h>

#include "worker/core/mutex.h"
#include "worker/ports/log.h"

namespace dm::grpc_adapter {

class FloodGuard {
 public:
  using Clock = std::chrono::steady_clock;

  // Calls of one connection that were begun and not read within the window. A caller has at most a
  // hundred streams open; one that gives up calls by the hundred in ten seconds is no client.
  static constexpr int kUnreadMax = 500;
  static constexpr std::chrono::seconds kWindow{10};

  // `log` may be null; it outlives this.
  explicit FloodGuard(Log* log) : log_(log) {}

  // A call of the connection from `peer` ("ipv4:192.0.2.1:50000") has begun; has been read.
  void Began(const std::string& peer, Clock::time_point now = Clock::now());
  void Read(const std::string& peer);

  // True once for each connection that is to be ended; for Began, and for tests.
  bool Counted(const std::string& peer, Clock::time_point now);

 private:
  struct Connection {
    Clock::time_point since;
    int unread = 0;
    bool cut = false;
  };

  Log* const log_;
  Mutex mutex_;
  std::map<std::string, Connection> connections_ DM_GUARDED_BY(mutex_);  // of the last window
  Clock::time_point swept_ DM_GUARDED_BY(mutex_);
};

// Counts what begins. `guard` outlives the server.
std::unique_ptr<grpc::experimental::ServerInterceptorFactoryInterface> MakeFloodCounter(
    FloodGuard& guard);

}  // namespace dm::grpc_adapter
