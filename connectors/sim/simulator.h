// ssbtek-sim as a server: HTTP on loopback, or HTTPS with a required client certificate.
#pragma once

#include <atomic>
#include <cstdint>
#include <deque>
#include <fstream>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "connectors/sim/console.h"
#include "connectors/sim/front/front.h"
#include "connectors/sim/responder.h"
#include "connectors/sim/scenario.h"
#include "worker/core/mutex.h"
#include "worker/core/status.h"

namespace dm::sim {

struct SimulatorOptions {
  ListenOptions listen = {};
  int latency_ms = 0;                          // added to every answer
  int threads = 128;                           // one is held by each open connection
  std::string record_file = {};                // JSON lines of the questions; empty: none
  Contracts contracts = {};                    // versions of the contract that are answered
  std::optional<ConsoleOptions> console = {};  // absent: none
};

class Simulator {
 public:
  // Listens when it returns; errors as Front::Start and Console::Start. Failed precondition: the
  // record file cannot be written.
  static StatusOr<std::unique_ptr<Simulator>> Start(Scenario scenario, SimulatorOptions options);

  Simulator(const Simulator&) = delete;
  Simulator& operator=(const Simulator&) = delete;
  Simulator(Simulator&&) = delete;
  Simulator& operator=(Simulator&&) = delete;
  // Stops.
  ~Simulator();

  int port() const { return front_->port(); }

  // "http://127.0.0.1:4711/ssbtek/v10"; the simulator answers on every path.
  std::string url() const { return front_->url() + "/ssbtek/v10"; }

  // The latest questions, oldest first; at most 10 000.
  std::vector<QuestionRecord> questions() const DM_EXCLUDES(mutex_);

  // The same, newest first, at most `limit`.
  std::vector<QuestionRecord> latest(std::size_t limit) const DM_EXCLUDES(mutex_);

  // Null without a console.
  const Console* console() const { return console_.get(); }

  // Faults that are switched while running, and counts.
  Responder& responder() { return responder_; }

  std::int64_t question_count() const { return question_count_.load(); }

  // As Front::Stop, and the console's end.
  void Stop();

 private:
  Simulator(Scenario scenario, SimulatorOptions options);

  Status OpenRecord() DM_EXCLUDES(mutex_);
  void Handle(Front& front, const httplib::Request& request, httplib::Response& response);
  static void Send(Answer answer,
                   Front& front,
                   const httplib::Request& request,
                   httplib::Response& response);
  void Record(QuestionRecord record) DM_EXCLUDES(mutex_);

  const SimulatorOptions options_;
  Responder responder_;
  std::atomic<std::int64_t> question_count_ = 0;
  mutable Mutex mutex_;
  std::deque<QuestionRecord> questions_ DM_GUARDED_BY(mutex_);
  std::ofstream record_ DM_GUARDED_BY(mutex_);
  std::unique_ptr<Front> front_;  // its threads use what stands above
  std::unique_ptr<Console> console_;
};

}  // namespace dm::sim
