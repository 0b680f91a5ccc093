// The rehearsal leader's console: a page and JSON on a loopback port that show what was asked and
// switch faults on and off while the simulator runs.
#pragma once

#include <cstddef>
#include <functional>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "connectors/sim/responder.h"
#include "worker/core/status.h"

namespace httplib {
class Server;
struct Request;
struct Response;
}  // namespace httplib

namespace dm::sim {

struct ConsoleOptions {
  std::string host = "127.0.0.1";  // loopback only
  int port = 0;                    // 0: any free port
};

class Console {
 public:
  // The latest questions, newest first, at most as many as asked for.
  using Latest = std::function<std::vector<QuestionRecord>(std::size_t)>;

  // Serves when it returns. `responder` must outlive the console. Invalid argument: no loopback
  // address; unavailable: the address cannot be bound.
  static StatusOr<std::unique_ptr<Console>> Start(Responder& responder,
                                                  Latest latest,
                                                  const ConsoleOptions& options);

  Console(const Console&) = delete;
  Console& operator=(const Console&) = delete;
  Console(Console&&) = delete;
  Console& operator=(Console&&) = delete;
  ~Console();

  int port() const { return port_; }

  // "http://127.0.0.1:4711/"
  std::string url() const;

 private:
  Console(Responder& responder, Latest latest);

  void Route();
  // Nothing when the caller is a page of this console or no page at all; else why not.
  std::string ForeignCaller(const httplib::Request& request) const;
  void AddFault(const httplib::Request& request, httplib::Response& response);
  void RemoveFaults(const httplib::Request& request, httplib::Response& response);
  std::string StatusJson() const;
  std::string QuestionsJson(std::size_t limit) const;

  Responder& responder_;
  const Latest latest_;
  std::string host_;
  int port_ = 0;
  std::unique_ptr<httplib::Server> server_;
  std::jthread listener_;
};

}  // namespace dm::sim
