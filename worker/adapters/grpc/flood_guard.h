// FloodGuard: ends a connection that begins far more calls than it lets the worker read, as in a
// rapid reset, or that keeps far more of them open than it may, as who takes no answers and has not
// confirmed the limit of streams. Each costs the library some 14 KiB as long as it lives, and waits
// before the calls of others. It counts where the library has just parsed a call: what is counted
// by the worker's own threads comes thousands of calls too late.
#pragma once

#include <chrono>
#include <functional>
#include <map>
#include <memory>
#include <string>

#include <grpcpp/security/auth_metadata_processor.h>
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
  // Of all connections, above which those with more than their streams are ended: an attacker that
  // is cut off comes back at once, and what it has begun lives on for as long as it keeps the
  // library's threads busy.
  static constexpr int kUnreadAllMax = 1'000;
  static constexpr int kStreamsMax = 100;
  static constexpr std::chrono::seconds kWindow{10};
  // Calls of one connection that the worker has begun to handle and that have not ended: four times
  // the streams that a caller may have, as a call outlives its stream for a moment.
  static constexpr int kOpenMax = 400;

  // Ends the connection from a peer ("ipv4:192.0.2.1:50000"); false when there is none.
  using End = std::function<bool(const std::string& peer)>;

  // `log` may be null; it outlives this. `end` is for tests.
  explicit FloodGuard(Log* log, End end = {});

  // A call was parsed. False: the connection has too many, the call is to be refused at once. Ends
  // the connection then, as soon as a call of it has told who its peer is.
  bool Began(const std::string& connection, Clock::time_point now = Clock::now());
  // The worker has it in hand, from `peer`; ends the connection that has too many. An empty
  // `connection`, in development without TLS, is not counted.
  void Taken(const std::string& connection, const std::string& peer);
  // Its request was read whole.
  void Read(const std::string& connection);
  // It is over, for each Taken once.
  void Ended(const std::string& connection);

 private:
  struct Connection {
    Clock::time_point since;
    int unread = 0;
    int open = 0;
    bool over = false;
    bool ended = false;
    std::string peer{};  // once it is known
  };

  bool IsOver(const Connection& one) const DM_REQUIRES(mutex_);
  void Forget(Connection& one) DM_REQUIRES(mutex_);
  void EndPeer(const std::string& peer) const;

  Log* const log_;
  const End end_;
  Mutex mutex_;
  // Those with an open call, and those that began one in the last window.
  std::map<std::string, Connection> connections_ DM_GUARDED_BY(mutex_);
  Clock::time_point swept_ DM_GUARDED_BY(mutex_);
  int unread_ DM_GUARDED_BY(mutex_) = 0;  // of all
};

// The connection of a call, as MakeCallGate has named it; empty where there is no TLS.
std::string ConnectionOf(const grpc::AuthContext* context);

// Refuses calls that `guard` has too many of, where they are parsed. `guard` outlives the server.
std::shared_ptr<grpc::AuthMetadataProcessor> MakeCallGate(FloodGuard& guard);

// Counts what the worker takes in hand until it is over. `guard` outlives the server.
std::unique_ptr<grpc::experimental::ServerInterceptorFactoryInterface> MakeFloodCounter(
    FloodGuard& guard);

}  // namespace dm::grpc_adapter
