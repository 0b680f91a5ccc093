#include "connectors/desk/connection.h"

#include <fcntl.h>
#include <netdb.h>
#include <poll.h>

#include <algorithm>
#include <cerrno>
#include <cstring>

#include <openssl/err.h>
#include <sys/socket.h>

#include "connectors/desk/tls.h"

namespace dm::desk {
namespace {

constexpr std::size_t kReadBytes = 16 * 1024;
constexpr std::int64_t kStopCheckMs = 250;  // how late a wait hears that the program stops
constexpr int kBlankLineEnds = 2;
constexpr std::int64_t kLingerMs = 500;
constexpr std::size_t kLingerBytesMax = std::size_t{256} * 1024;

using Milliseconds = std::chrono::milliseconds;

Milliseconds LeftUntil(std::chrono::steady_clock::time_point until) {
  return std::chrono::ceil<Milliseconds>(until - std::chrono::steady_clock::now());
}

void Address(int socket, bool remote, std::string& ip, int& port) {
  sockaddr_storage storage{};
  socklen_t size = sizeof(storage);
  auto* address = static_cast<sockaddr*>(static_cast<void*>(&storage));
  const int failed =
      remote ? getpeername(socket, address, &size) : getsockname(socket, address, &size);
  char host[NI_MAXHOST] = "";
  char service[NI_MAXSERV] = "";
  if (failed != 0 || getnameinfo(address,
                                 size,
                                 host,
                                 sizeof(host),
                                 service,
                                 sizeof(service),
                                 NI_NUMERICHOST | NI_NUMERICSERV) != 0) {
    return;
  }
  ip = host;
  port = std::atoi(service);  // NOLINT(cert-err34-c): getnameinfo wrote digits
}

}  // namespace

Connection::Connection(int socket,
                       SSL* ssl,
                       const ConnectionLimits& limits,
                       const std::atomic<bool>& stopping)
    : socket_(socket), ssl_(ssl), limits_(limits), stopping_(stopping) {
  const int flags = fcntl(socket_, F_GETFL);
  fcntl(socket_, F_SETFL, flags | O_NONBLOCK);
}

bool Connection::WaitFor(int events, Time until) const {
  while (!stopping_) {
    const Milliseconds left = LeftUntil(until);
    if (left.count() <= 0) return false;
    pollfd one{.fd = socket_, .events = static_cast<short>(events), .revents = 0};
    const auto step = static_cast<int>(std::min<std::int64_t>(left.count(), kStopCheckMs));
    const int ready = poll(&one, 1, step);
    if (ready > 0) return true;
    if (ready < 0 && errno != EINTR) return false;
  }
  return false;
}

bool Connection::Handshake() {
  if (ssl_ == nullptr) return true;
  const Time until = std::chrono::steady_clock::now() + Milliseconds(limits_.handshake_ms);
  while (true) {
    ERR_clear_error();
    const int done = SSL_accept(ssl_);
    if (done == 1) break;
    const int why = SSL_get_error(ssl_, done);
    const bool again = (why == SSL_ERROR_WANT_READ && WaitFor(POLLIN, until)) ||
                       (why == SSL_ERROR_WANT_WRITE && WaitFor(POLLOUT, until));
    if (!again) return false;
  }
  certificate_uri_ = UriOfPeer(*ssl_);
  return true;
}

bool Connection::WaitForRequest(std::int64_t idle_ms) {
  head_done_ = false;
  head_bytes_ = body_bytes_ = 0;
  body_expected_.reset();
  line_ends_ = 0;
  const bool pending = taken_ < buffer_.size();
  if (!pending && !Fill(std::chrono::steady_clock::now() + Milliseconds(idle_ms))) return false;
  request_began_ = std::chrono::steady_clock::now();
  return true;
}

bool Connection::Fill(Time until) {
  buffer_.resize(kReadBytes);
  taken_ = 0;
  while (true) {
    ssize_t got = 0;
    int wait_for = POLLIN;
    if (ssl_ != nullptr) {
      ERR_clear_error();
      got = SSL_read(ssl_, buffer_.data(), static_cast<int>(buffer_.size()));
      const int why = got > 0 ? SSL_ERROR_NONE : SSL_get_error(ssl_, static_cast<int>(got));
      if (why == SSL_ERROR_WANT_WRITE) wait_for = POLLOUT;
      if (got <= 0 && why != SSL_ERROR_WANT_READ && why != SSL_ERROR_WANT_WRITE) break;
    } else {
      got = recv(socket_, buffer_.data(), buffer_.size(), 0);
      if (got == 0 || (got < 0 && errno != EAGAIN && errno != EWOULDBLOCK && errno != EINTR)) break;
    }
    if (got > 0) {
      buffer_.resize(static_cast<std::size_t>(got));
      return true;
    }
    if (!WaitFor(wait_for, until)) break;
  }
  buffer_.clear();
  return false;
}

bool Connection::Count(const char* bytes, std::size_t size) {
  for (std::size_t i = 0; i < size && !head_done_; ++i) {
    ++head_bytes_;
    if (bytes[i] == '\n') {
      ++line_ends_;
    } else if (bytes[i] != '\r') {
      line_ends_ = 0;
    }
    if (line_ends_ < kBlankLineEnds) continue;
    head_done_ = true;
    head_ended_ = std::chrono::steady_clock::now();
    body_bytes_ = size - i - 1;
    return true;
  }
  if (!head_done_) return head_bytes_ <= limits_.head_bytes_max;
  body_bytes_ += size;
  return body_bytes_ <= limits_.body_bytes_max;
}

ssize_t Connection::read(char* bytes, std::size_t size) {
  if (taken_ >= buffer_.size()) {
    const Time until = head_done_ ? head_ended_ + Milliseconds(limits_.body_ms)
                                  : request_began_ + Milliseconds(limits_.head_ms);
    if (!Fill(until)) return -1;
  }
  const std::size_t count = std::min(size, buffer_.size() - taken_);
  std::memcpy(bytes, buffer_.data() + taken_, count);
  taken_ += count;
  return Count(bytes, count) ? static_cast<ssize_t>(count) : -1;
}

ssize_t Connection::write(const char* bytes, std::size_t size) {
  std::size_t written = 0;
  while (written < size) {
    const Time until = std::chrono::steady_clock::now() + Milliseconds(limits_.write_ms);
    ssize_t sent = 0;
    int wait_for = POLLOUT;
    if (ssl_ != nullptr) {
      ERR_clear_error();
      sent = SSL_write(ssl_, bytes + written, static_cast<int>(size - written));
      const int why = sent > 0 ? SSL_ERROR_NONE : SSL_get_error(ssl_, static_cast<int>(sent));
      if (why == SSL_ERROR_WANT_READ) wait_for = POLLIN;
      if (sent <= 0 && why != SSL_ERROR_WANT_READ && why != SSL_ERROR_WANT_WRITE) return -1;
    } else {
      sent = send(socket_, bytes + written, size - written, MSG_NOSIGNAL);
      if (sent < 0 && errno != EAGAIN && errno != EWOULDBLOCK && errno != EINTR) return -1;
    }
    if (sent > 0) {
      written += static_cast<std::size_t>(sent);
    } else if (!WaitFor(wait_for, until)) {
      return -1;
    }
  }
  return static_cast<ssize_t>(size);
}

bool Connection::Drain() {
  char dropped[kReadBytes];
  while (head_done_ && body_expected_ && body_bytes_ < *body_expected_) {
    const std::size_t left = *body_expected_ - body_bytes_;
    if (read(dropped, std::min(left, sizeof(dropped))) <= 0) return false;
  }
  return head_done_ && body_expected_ == body_bytes_;
}

void Connection::Linger() {
  shutdown(socket_, SHUT_WR);
  const Time until = std::chrono::steady_clock::now() + Milliseconds(kLingerMs);
  char dropped[kReadBytes];
  for (std::size_t left = kLingerBytesMax; left > 0 && WaitFor(POLLIN, until);) {
    const ssize_t got = recv(socket_, dropped, sizeof(dropped), 0);
    if (got <= 0) break;
    left -= std::min(left, static_cast<std::size_t>(got));
  }
}

bool Connection::is_readable() const {
  if (taken_ < buffer_.size()) return true;
  pollfd one{.fd = socket_, .events = POLLIN, .revents = 0};
  return poll(&one, 1, 0) > 0;
}

bool Connection::is_writable() const {
  pollfd one{.fd = socket_, .events = POLLRDHUP, .revents = 0};
  return !stopping_ && poll(&one, 1, 0) == 0;
}

void Connection::get_remote_ip_and_port(std::string& ip, int& port) const {
  Address(socket_, true, ip, port);
}

void Connection::get_local_ip_and_port(std::string& ip, int& port) const {
  Address(socket_, false, ip, port);
}

}  // namespace dm::desk
