// A server on loopback that does what a test tells it, byte by byte: for the faults that no proper
// server can be made to show.
#pragma once

#include <atomic>
#include <chrono>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

#include "worker/core/mutex.h"

struct ssl_st;  // the TLS library's, so that a test without TLS need not include it
struct ssl_ctx_st;

namespace dm::ssbtek::test {

// How the server speaks TLS. `version_max` is one of TLS1_1_VERSION, TLS1_2_VERSION,
// TLS1_3_VERSION; below 1.2 the server lowers its own security level to be able to.
struct TlsSetup {
  std::string certificate_file;
  std::string key_file;
  std::string client_ca_file;  // whose certificates the client must show
  int version_max = 0x0304;    // TLS1_3_VERSION
};

// One accepted connection, closed when the script returns.
class Connection {
 public:
  Connection(int socket, int stop_pipe) : socket_(socket), stop_pipe_(stop_pipe) {}

  // False when the peers do not come to terms. `context` is an SSL_CTX.
  bool StartTls(ssl_ctx_st* context);
  // The common name in the client's certificate; empty without one.
  std::string PeerName() const;

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
  long Receive(char* bytes, std::size_t size) const;
  long Send(std::string_view bytes) const;
  bool HasBytes() const;

  int socket_;
  int stop_pipe_;
  std::shared_ptr<ssl_st> tls_;
  std::string buffer_;
  std::string head_;
};

class ScriptedServer {
 public:
  using Script = std::function<void(Connection&)>;

  // Each connection runs `script` on a thread of its own.
  explicit ScriptedServer(Script script);
  ScriptedServer(const TlsSetup& tls, Script script);
  ~ScriptedServer();
  ScriptedServer(const ScriptedServer&) = delete;
  ScriptedServer& operator=(const ScriptedServer&) = delete;
  ScriptedServer(ScriptedServer&&) = delete;
  ScriptedServer& operator=(ScriptedServer&&) = delete;

  std::string url() const {
    return (tls_ ? "https" : "http") + std::string("://127.0.0.1:") + std::to_string(port_) + "/";
  }

  int port() const { return port_; }

  int connections() const { return connections_.load(); }

  // Connections whose TLS handshake failed.
  int handshakes_failed() const { return handshakes_failed_.load(); }

 private:
  void Start();
  void Accept();
  void Serve(int socket);

  const Script script_;
  std::shared_ptr<ssl_ctx_st> tls_;  // null: plain
  int listener_ = -1;
  int stop_read_ = -1;
  int stop_write_ = -1;
  int port_ = 0;
  std::atomic<int> connections_ = 0;
  std::atomic<int> handshakes_failed_ = 0;
  std::vector<std::jthread> workers_;
  std::jthread acceptor_;
};

// The TLS version that the server on `port` of loopback and a client that takes any come to; 0 when
// they do not.
int VersionSpokenWith(int port);

// A port on which nobody listens.
int ClosedPort();

}  // namespace dm::ssbtek::test
