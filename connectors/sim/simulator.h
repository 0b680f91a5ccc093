// ssbtek-sim as a server: HTTP on loopback, or HTTPS with a required client certificate.
#pragma once

#include <atomic>
#include <cstdint>
#include <deque>
#include <fstream>
#include <memory>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "connectors/sim/console.h"
#include "connectors/sim/responder.h"
#include "connectors/sim/scenario.h"
#include "worker/core/mutex.h"
#include "worker/core/status.h"

namespace httplib {
class Server;
struct Request;
struct Response;
}  // namespace httplib

namespace dm::sim {

struct SimulatorOptions {
  std::string host = "127.0.0.1";
  int port = 0;  // 0: any free port
  // All three for HTTPS, none for HTTP. Without them only loopback addresses are served.
  std::string tls_certificate_file = {};
  std::string tls_key_file = {};
  std::string client_ca_file = {};
  int latency_ms = 0;                          // added to every answer
  int threads = 128;                           // one is held by each open connection
  std::string record_file = {};                // JSON lines of the questions; empty: none
  Contracts contracts = {};                    // versions of the contract that are answered
  std::optional<ConsoleOptions> console = {};  // absent: none
};

class Simulator {
 public:
  // Listens when it returns. Invalid argument: options that do not go together; unavailable: the
  // address cannot be bound; failed precondition: certificates or the record file cannot be read or
  // written.
  static StatusOr<std::unique_ptr<Simulator>> Start(Scenario scenario, SimulatorOptions options);

  Simulator(const Simulator&) = delete;
  Simulator& operator=(const Simulator&) = delete;
  Simulator(Simulator&&) = delete;
  Simulator& operator=(Simulator&&) = delete;
  // Stops.
  ~Simulator();

  int port() const { return port_; }

  // "http://127.0.0.1:4711/ssbtek/v10"; the simulator answers on every path.
  std::string url() const;
  // The latest questions, oldest first; at most 10 000.
  std::vector<QuestionRecord> questions() const DM_EXCLUDES(mutex_);

  // The same, newest first, at most `limit`.
  std::vector<QuestionRecord> latest(std::size_t limit) const DM_EXCLUDES(mutex_);

  // Null without a console.
  const Console* console() const { return console_.get(); }

  // Faults that are switched while running, and counts.
  Responder& responder() { return responder_; }

  std::int64_t question_count() const { return question_count_.load(); }

  // Answers under way are cut short, connections closed, threads joined. Safe to call twice, from
  // any thread but a handler's.
  void Stop();

 private:
  Simulator(Scenario scenario, SimulatorOptions options);

  Status Listen();
  void Handle(const httplib::Request& request, httplib::Response& response);
  void Send(Answer answer, const httplib::Request& request, httplib::Response& response);
  void Record(QuestionRecord record) DM_EXCLUDES(mutex_);
  // Waits, but not beyond a stop. False when stopping.
  bool Wait(std::int64_t ms) DM_EXCLUDES(mutex_);
  // The same; false also when the caller at `remote_port` has hung up.
  bool WaitFor(std::int64_t ms, int remote_port) DM_EXCLUDES(mutex_);

  const SimulatorOptions options_;
  Responder responder_;
  std::unique_ptr<httplib::Server> server_;
  int port_ = 0;
  std::atomic<std::int64_t> question_count_ = 0;
  mutable Mutex mutex_;
  CondVar stopping_changed_;
  bool stopping_ DM_GUARDED_BY(mutex_) = false;
  std::deque<QuestionRecord> questions_ DM_GUARDED_BY(mutex_);
  std::ofstream record_ DM_GUARDED_BY(mutex_);
  std::jthread listener_;
  std::unique_ptr<Console> console_;
};

}  // namespace dm::sim
