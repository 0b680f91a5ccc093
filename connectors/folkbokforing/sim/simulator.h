// folkbokforing-sim as a server: HTTP on loopback, or HTTPS with a required client certificate.
#pragma once

#include <atomic>
#include <cstdint>
#include <memory>
#include <string>

#include "connectors/folkbokforing/sim/responder.h"
#include "connectors/folkbokforing/sim/scenario.h"
#include "connectors/sim/front/front.h"
#include "worker/core/status.h"

namespace dm::folk::sim {

struct SimulatorOptions {
  dm::sim::ListenOptions listen = {};
  int latency_ms = 0;  // added to every answer
  int threads = 64;    // one is held by each open connection
};

class Simulator {
 public:
  // Listens when it returns; errors as Front::Start.
  static StatusOr<std::unique_ptr<Simulator>> Start(Scenario scenario, SimulatorOptions options);

  int port() const { return front_->port(); }

  // "http://127.0.0.1:4711/v1/person".
  std::string url() const { return front_->url() + "/v1/person"; }

  std::int64_t question_count() const { return question_count_.load(); }

  // As Front::Stop.
  void Stop() { front_->Stop(); }

 private:
  Simulator(Scenario scenario, SimulatorOptions options);

  void Handle(dm::sim::Front& front, const httplib::Request& request, httplib::Response& response);
  static void Send(Answer answer,
                   const dm::sim::Front& front,
                   const httplib::Request& request,
                   httplib::Response& response);

  const SimulatorOptions options_;
  Responder responder_;
  std::atomic<std::int64_t> question_count_ = 0;
  std::unique_ptr<dm::sim::Front> front_;  // last: its threads use what stands above
};

}  // namespace dm::folk::sim
