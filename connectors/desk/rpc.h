// Rpc: one call of the contract from the page to the worker: who, may they, the message, who acts,
// the certificate to go with, and the answer or the error on the way back.
#pragma once

#include <httplib.h>

#include <chrono>
#include <string>

#include "connectors/desk/exchange.h"
#include "connectors/desk/session.h"
#include "connectors/desk/wire.h"
#include "connectors/desk/worker_link.h"
#include "worker/core/status.h"
#include "worker/ports/log.h"

namespace google::protobuf {
class MethodDescriptor;
}  // namespace google::protobuf

namespace dm::desk {

struct RpcTimes {
  std::chrono::milliseconds call{15'000};         // where the page names none
  std::chrono::milliseconds call_max{30'000};     // the worker's own limit
  std::chrono::milliseconds stream_max{600'000};  // then the page opens the next one
};

class Rpc {
 public:
  // All outlive it.
  Rpc(WorkerLink& link, Sessions& sessions, const Site& site, const RpcTimes& times, Log& log)
      : link_(link), sessions_(sessions), site_(site), times_(times), log_(log) {}

  void Handle(const httplib::Request& request, httplib::Response& response);

 private:
  struct Prepared;

  StatusOr<Prepared> Prepare(const httplib::Request& request, ContentType type);
  void AnswerUnary(const Prepared& call, ContentType type, httplib::Response& response);
  void AnswerStream(Prepared call, ContentType type, httplib::Response& response);
  void Note(const std::string& method,
            const std::string& user_id,
            StatusCode code,
            std::chrono::steady_clock::time_point began);

  WorkerLink& link_;
  Sessions& sessions_;
  const Site& site_;
  const RpcTimes times_;
  Log& log_;
};

// The name that the log has for a member of staff: a keyed hash, the same while the program runs.
std::string LogName(const std::string& user_id);

}  // namespace dm::desk
