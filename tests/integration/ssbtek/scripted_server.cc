#include "tests/integration/ssbtek/scripted_server.h"

#include <poll.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <utility>

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>

#include "worker/core/check.h"

namespace dm::ssbtek::test {
namespace {

sockaddr_in Loopback() {
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  return address;
}

int Listen(int& port) {
  const int listener = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  DM_CHECK(listener >= 0);
  sockaddr_in address = Loopback();
  socklen_t size = sizeof(address);
  // NOLINTNEXTLINE(cppcoreguidelines-pro-type-reinterpret-cast): what the socket calls want.
  auto* generic = reinterpret_cast<sockaddr*>(&address);
  DM_CHECK(::bind(listener, generic, size) == 0);
  DM_CHECK(::listen(listener, 256) == 0);
  DM_CHECK(::getsockname(listener, generic, &size) == 0);
  port = ntohs(address.sin_port);
  return listener;
}

// The Content-Length of a request's head; 0 when missing.
std::size_t LengthIn(std::string_view head) {
  constexpr std::string_view kName = "Content-Length: ";
  const std::size_t at = head.find(kName);
  if (at == std::string_view::npos) return 0;
  const std::string_view digits = head.substr(at + kName.size());
  std::size_t length = 0;
  std::from_chars(digits.data(), digits.data() + digits.size(), length);
  return length;
}

}  // namespace

Connection::~Connection() {
  if (socket_ >= 0) ::close(socket_);
}

std::string Connection::ReadRequest() {
  constexpr std::string_view kBlank = "\r\n\r\n";
  std::array<char, 4096> chunk{};
  while (true) {
    const std::size_t end = buffer_.find(kBlank);
    if (end != std::string::npos) {
      const std::size_t total = end + kBlank.size() + LengthIn(buffer_.substr(0, end));
      if (buffer_.size() >= total) {
        head_ = buffer_.substr(0, end + kBlank.size());
        std::string body = buffer_.substr(end + kBlank.size(), total - end - kBlank.size());
        buffer_.erase(0, total);
        return body;
      }
    }
    std::array<pollfd, 2> waits = {pollfd{socket_, POLLIN, 0}, pollfd{stop_pipe_, POLLIN, 0}};
    ::poll(waits.data(), waits.size(), -1);
    if (waits[1].revents != 0) return {};
    const ssize_t got = ::recv(socket_, chunk.data(), chunk.size(), 0);
    if (got <= 0) return {};
    buffer_.append(chunk.data(), static_cast<std::size_t>(got));
  }
}

bool Connection::Write(std::string_view bytes) const {
  while (!bytes.empty()) {
    const ssize_t sent = ::send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
    if (sent <= 0) return false;
    bytes.remove_prefix(static_cast<std::size_t>(sent));
  }
  return true;
}

bool Connection::Respond(std::string_view status_line,
                         std::string_view type,
                         std::string_view body) const {
  std::string head = "HTTP/1.1 " + std::string(status_line) + "\r\n";
  if (!type.empty()) head += "Content-Type: " + std::string(type) + "\r\n";
  head += "Content-Length: " + std::to_string(body.size()) + "\r\n\r\n";
  return Write(head + std::string(body));
}

bool Connection::StaysOpen(std::chrono::milliseconds time) {
  std::array<pollfd, 2> waits = {pollfd{socket_, POLLIN | POLLRDHUP, 0},
                                 pollfd{stop_pipe_, POLLIN, 0}};
  return ::poll(waits.data(), waits.size(), static_cast<int>(time.count())) == 0;
}

void Connection::Reset() {
  const linger hard{.l_onoff = 1, .l_linger = 0};
  ::setsockopt(socket_, SOL_SOCKET, SO_LINGER, &hard, sizeof(hard));
  ::close(std::exchange(socket_, -1));
}

ScriptedServer::ScriptedServer(Script script) : script_(std::move(script)) {
  listener_ = Listen(port_);
  std::array<int, 2> ends{};
  DM_CHECK(::pipe(ends.data()) == 0);
  stop_read_ = ends[0];
  stop_write_ = ends[1];
  acceptor_ = std::jthread([this] { Accept(); });
}

ScriptedServer::~ScriptedServer() {
  // Never read: every poll on it wakes, now and later.
  DM_CHECK(::write(stop_write_, "x", 1) == 1);
  acceptor_.join();
  workers_.clear();
  ::close(listener_);
  ::close(stop_read_);
  ::close(stop_write_);
}

void ScriptedServer::Accept() {
  while (true) {
    std::array<pollfd, 2> waits = {pollfd{listener_, POLLIN, 0}, pollfd{stop_read_, POLLIN, 0}};
    ::poll(waits.data(), waits.size(), -1);
    if (waits[1].revents != 0) return;
    const int socket = ::accept4(listener_, nullptr, nullptr, SOCK_CLOEXEC);
    if (socket < 0) continue;
    ++connections_;
    workers_.emplace_back([this, socket] {
      Connection connection(socket, stop_read_);
      script_(connection);
    });
  }
}

int ClosedPort() {
  int port = 0;
  ::close(Listen(port));
  return port;
}

}  // namespace dm::ssbtek::test
