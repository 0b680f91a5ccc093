// folkbokforing-sim as a server: HTTP on loopback, or HTTPS with a required client certificate.
#pragma once

#include <atomic>
#include <cstdint>
#include <memory>
#include <string>
#include <thread>

#include "connectors/folkbokforing/sim/responder.h"
#include "connectors/folkbokforing/sim/scenario.h"
#include "worker/core/mutex.h"
#include "worker/core/status.h"

namespace httplib {
class Server;
struct Request;
struct Response;
}  // namespace httplib

namespace dm::folk::sim {

struct SimulatorOptions {
  std::string host = "127.0.0.1";
  int port = 0;  // 0: any free port
  // All three for HTTPS, none for HTTP. Without them only loopback addresses are served.
  std::string tls_certificate_file = {};
  std::string tls_key_file = {};
  std::string client_ca_file = {};
  int latency_ms = 0;  // added to every answer
  int threads = 64;    // one is held by each open connection
};

class Simulator {
 public:
  // Listens when it returns. Invalid argument: options that do not go together; unavailable: the
  // address cannot be bound; failed precondition: certificates cannot be read.
  static StatusOr<std::unique_ptr<Simulator>> Start(Scenario scenario, SimulatorOptions options);

  Simulator(const Simulator&) = delete;
  Simulator& operator=(const Simulator&) = delete;
  Simulator(Simulator&&) = delete;
  Simulator& operator=(Simulator&&) = delete;
  // Stops.
  ~Simulator();

  int port() const { return port_; }

  // "http://127.0.0.1:4711/v1/person".
  std::string url() const;

  std::int64_t question_count() const { return question_count_.load(); }

  // Answers under way are cut short, connections closed, threads joined. Safe to call twice, from
  // any thread but a handler's.
  void Stop();

 private:
  Simulator(Scenario scenario, SimulatorOptions options);

  Status Listen();
  void Handle(const httplib::Request& request, httplib::Response& response);
  void Send(Answer answer, const httplib::Request& request, httplib::Response& response) const;
  // Waits, but not beyond a stop.
  void Wait(std::int64_t ms) DM_EXCLUDES(mutex_);

  const SimulatorOptions options_;
  Responder responder_;
  std::unique_ptr<httplib::Server> server_;
  int port_ = 0;
  std::atomic<std::int64_t> question_count_ = 0;
  Mutex mutex_;
  CondVar stopping_changed_;
  bool stopping_ DM_GUARDED_BY(mutex_) = false;
  std::jthread listener_;
};

}  // namespace dm::folk::sim
