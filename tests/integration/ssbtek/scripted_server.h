// A server on loopback that does what a test tells it, byte by byte: for the faults that no proper
// server can be made to show.
#pragma once

#include <atomic>
#include <chrono>
#include <functional>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

#include "worker/core/mutex.h"

namespace dm::ssbtek::test {

// One accepted connection, closed when the script returns.
class Connection {
 public:
  Connection(int socket, int stop_pipe) : socket_(socket), stop_pipe_(stop_pipe) {}

  ~Connection();
  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;
  Connection(Connection&&) = delete;
  Connection& operator=(Connection&&) = delete;

  // The next request's body, read whole by its Content-Length; empty when the peer has closed.
  std::string ReadRequest();

  // The request line and headers of the request read last.
  const std::string& head() const { return head_; }

  // False once the peer is gone.
  bool Write(std::string_view bytes) const;
  // An HTTP response with a Content-Length.
  bool Respond(std::string_view status_line, std::string_view type, std::string_view body) const;
  // Waits until the peer closes, the server stops or the time has passed; true in the last case.
  bool StaysOpen(std::chrono::milliseconds time);
  // Closes so that the peer sees a reset.
  void Reset();

 private:
  int socket_;
  int stop_pipe_;
  std::string buffer_;
  std::string head_;
};

class ScriptedServer {
 public:
  using Script = std::function<void(Connection&)>;

  // Each connection runs `script` on a thread of its own.
  explicit ScriptedServer(Script script);
  ~ScriptedServer();
  ScriptedServer(const ScriptedServer&) = delete;
  ScriptedServer& operator=(const ScriptedServer&) = delete;
  ScriptedServer(ScriptedServer&&) = delete;
  ScriptedServer& operator=(ScriptedServer&&) = delete;

  std::string url() const { return "http://127.0.0.1:" + std::to_string(port_) + "/"; }

  int port() const { return port_; }

  int connections() const { return connections_.load(); }

 private:
  void Accept();

  const Script script_;
  int listener_ = -1;
  int stop_read_ = -1;
  int stop_write_ = -1;
  int port_ = 0;
  std::atomic<int> connections_ = 0;
  std::vector<std::jthread> workers_;
  std::jthread acceptor_;
};

// A port on which nobody listens.
int ClosedPort();

}  // namespace dm::ssbtek::test
