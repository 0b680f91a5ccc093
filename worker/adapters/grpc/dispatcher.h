// Dispatcher: the one way from gRPC to the worker. Every call of every service passes the same
// checks here, in this order: metadata, deadline, caller, access, form; then it runs on the pool
// and its Status goes out.
#pragma once

#include <chrono>
#include <functional>
#include <string>
#include <utility>
#include <vector>

#include <google/protobuf/message.h>
#include <grpcpp/server_context.h>
#include <grpcpp/support/server_callback.h>

#include "worker/adapters/grpc/access.h"
#include "worker/adapters/grpc/call_pool.h"
#include "worker/adapters/grpc/flood_guard.h"
#include "worker/core/status.h"
#include "worker/ports/api.h"
#include "worker/ports/log.h"

namespace dm::grpc_adapter {

// Of one call: names, values and 32 bytes an entry.
inline constexpr std::size_t kMetadataBytesMax = std::size_t{8} * 1024;

class Dispatcher {
 public:
  using Work = std::function<Status(const CallContext&)>;

  enum class Callers { kCertificates, kDevelopment };

  // For whom a caller asks: a refusal for who may not act, else which access classes above open
  // that person may see; nothing where there is no staff list. Empty: every caller answers for its
  // people.
  using AdmitPerson =
      std::function<StatusOr<std::optional<PersonAccess>>(const std::string& person)>;

  Dispatcher(Access access,
             Callers callers,
             CallPool::Options pool,
             Log* log,
             AdmitPerson admit_person = {},
             FloodGuard* flood_guard = nullptr)
      : access_(std::move(access)),
        callers_(callers),
        log_(log),
        admit_person_(std::move(admit_person)),
        flood_guard_(flood_guard),
        pool_(std::move(pool)) {}

  // `request` and what `work` fills live as long as the call; gRPC keeps them until the reactor has
  // finished.
  grpc::ServerUnaryReactor* Start(grpc::CallbackServerContext* context,
                                  const google::protobuf::Message& request,
                                  Work work);

  // The same checks for a stream, whose deadline may be an hour ahead.
  StatusOr<CallContext> AdmitStream(const grpc::CallbackServerContext& context,
                                    const google::protobuf::Message& request) const;
  grpc::Status Answer(const google::protobuf::Message& request, const Status& status) const;

  // What ends streams when the server is to stop; before it serves.
  void OnDrain(std::function<void()> end_streams) {
    end_streams_.push_back(std::move(end_streams));
  }

  void Drain() {
    pool_.EndPacing();
    for (const std::function<void()>& end : end_streams_) end();
  }

  // After the server has shut down.
  void Stop() { pool_.Stop(); }

 private:
  StatusOr<CallContext> Admit(const grpc::CallbackServerContext& context,
                              const google::protobuf::Message& request,
                              std::chrono::seconds deadline_max) const;
  void TellDenied(const std::string& caller, const std::string& method) const;
  Status ReadPerson(const grpc::CallbackServerContext& context, CallContext& call) const;
  std::string CallerOf(const grpc::CallbackServerContext& context) const;
  // The person in whose name a gateway calls; empty where it names none.
  static StatusOr<std::string> PersonOf(const grpc::CallbackServerContext& context);
  grpc::Status Answer(const std::string& method, const Status& status) const;

  const Access access_;
  const Callers callers_;
  Log* const log_;
  const AdmitPerson admit_person_;
  FloodGuard* const flood_guard_;  // outlives this; may be null
  std::vector<std::function<void()>> end_streams_;
  CallPool pool_;
};

}  // namespace dm::grpc_adapter
