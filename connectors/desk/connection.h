// Connection: one browser's connection, plain or TLS, as the HTTP library reads and writes it. What
// the library leaves open is closed here: how long a request's head and body may take and be, how
// long a reader may be silent, and whose certificate it is.
#pragma once

#include <httplib.h>

#include <atomic>
#include <chrono>
#include <cstdint>
#include <optional>
#include <string>

#include <openssl/ssl.h>

namespace dm::desk {

struct ConnectionLimits {
  std::int64_t handshake_ms = 10'000;
  std::int64_t head_ms = 10'000;   // from a request's first byte until its head is whole
  std::int64_t body_ms = 30'000;   // from then until the body is whole
  std::int64_t write_ms = 15'000;  // without a byte taken by the reader
  std::int64_t idle_ms = 60'000;   // between requests
  std::size_t head_bytes_max = 16'384;
  std::size_t body_bytes_max = 1'572'864;
};

class Connection final : public httplib::Stream {
 public:
  // Owns neither; `socket` is set to non-blocking. `ssl` is null without TLS; `stopping` ends
  // waits.
  Connection(int socket,
             SSL* ssl,
             const ConnectionLimits& limits,
             const std::atomic<bool>& stopping);

  // False when the peer does not complete it in time.
  bool Handshake();

  // The one URI in the client's certificate; empty where there is none or more.
  const std::string& certificate_uri() const { return certificate_uri_; }

  // Waits for the first byte of another request, at most `idle_ms`.
  bool WaitForRequest(std::int64_t idle_ms);

  // What the head said of the body, once it is read; nothing where that is not to be trusted.
  void ExpectBody(std::optional<std::size_t> bytes) { body_expected_ = bytes; }

  // Reads what is left of the body; true when another request may follow.
  bool Drain();

  // Before a connection with unread bytes is closed: the peer gets the time to read its answer.
  void Linger();

  bool is_readable() const override;
  // False also when the peer has hung up: a stream ends without waiting for its next message.
  bool is_writable() const override;
  ssize_t read(char* bytes, std::size_t size) override;
  ssize_t write(const char* bytes, std::size_t size) override;
  void get_remote_ip_and_port(std::string& ip, int& port) const override;
  void get_local_ip_and_port(std::string& ip, int& port) const override;

  socket_t socket() const override { return socket_; }

 private:
  using Time = std::chrono::steady_clock::time_point;

  bool WaitFor(int events, Time until) const;
  // Bytes into the buffer; false at the end of the connection, of the time or of the program.
  bool Fill(Time until);
  // Counts what the library takes; false when the request is longer than it may be.
  bool Count(const char* bytes, std::size_t size);

  const int socket_;
  SSL* const ssl_;
  const ConnectionLimits limits_;
  const std::atomic<bool>& stopping_;
  std::string certificate_uri_;
  std::string buffer_;
  std::size_t taken_ = 0;
  Time request_began_;
  Time head_ended_;
  std::size_t head_bytes_ = 0;
  std::size_t body_bytes_ = 0;
  std::optional<std::size_t> body_expected_;
  int line_ends_ = 0;  // of the blank line that ends the head
  bool head_done_ = false;
};

}  // namespace dm::desk
