#include "tests/integration/ssbtek/scripted_server.h"

#include <poll.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <csignal>
#include <utility>

#include <arpa/inet.h>
#include <netinet/in.h>
#include <openssl/ssl.h>
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

std::shared_ptr<SSL_CTX> MakeContext(const TlsSetup& setup) {
  // Writing to a peer that is gone must end the write, not the test.
  std::signal(SIGPIPE, SIG_IGN);
  std::shared_ptr<SSL_CTX> context(SSL_CTX_new(TLS_server_method()), &SSL_CTX_free);
  DM_CHECK(context != nullptr);
  SSL_CTX* raw = context.get();
  if (setup.version_max < TLS1_2_VERSION) SSL_CTX_set_security_level(raw, 0);
  DM_CHECK(SSL_CTX_set_min_proto_version(raw, TLS1_VERSION) == 1);
  DM_CHECK(SSL_CTX_set_max_proto_version(raw, setup.version_max) == 1);
  DM_CHECK(SSL_CTX_use_certificate_chain_file(raw, setup.certificate_file.c_str()) == 1);
  DM_CHECK(SSL_CTX_use_PrivateKey_file(raw, setup.key_file.c_str(), SSL_FILETYPE_PEM) == 1);
  if (!setup.client_ca_file.empty()) {
    DM_CHECK(SSL_CTX_load_verify_locations(raw, setup.client_ca_file.c_str(), nullptr) == 1);
    SSL_CTX_set_verify(raw, SSL_VERIFY_PEER | SSL_VERIFY_FAIL_IF_NO_PEER_CERT, nullptr);
  }
  return context;
}

}  // namespace

Connection::~Connection() {
  if (socket_ >= 0) ::close(socket_);
}

bool Connection::StartTls(ssl_ctx_st* context) {
  tls_ = {SSL_new(context), &SSL_free};
  DM_CHECK(tls_ != nullptr);
  return SSL_set_fd(tls_.get(), socket_) == 1 && SSL_accept(tls_.get()) == 1;
}

std::string Connection::PeerName() const {
  X509* peer = tls_ == nullptr ? nullptr : SSL_get0_peer_certificate(tls_.get());
  std::array<char, 128> name{};
  if (peer == nullptr) return {};
  X509_NAME_get_text_by_NID(
      X509_get_subject_name(peer), NID_commonName, name.data(), static_cast<int>(name.size()));
  return name.data();
}

long Connection::Receive(char* bytes, std::size_t size) const {
  if (tls_ == nullptr) return ::recv(socket_, bytes, size, 0);
  return SSL_read(tls_.get(), bytes, static_cast<int>(size));
}

long Connection::Send(std::string_view bytes) const {
  if (tls_ == nullptr) return ::send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
  return SSL_write(tls_.get(), bytes.data(), static_cast<int>(bytes.size()));
}

// Waits; false when the server stops first.
bool Connection::HasBytes() const {
  if (tls_ != nullptr && SSL_pending(tls_.get()) > 0) return true;
  std::array<pollfd, 2> waits = {pollfd{socket_, POLLIN, 0}, pollfd{stop_pipe_, POLLIN, 0}};
  ::poll(waits.data(), waits.size(), -1);
  return waits[1].revents == 0;
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
    if (!HasBytes()) return {};
    const long got = Receive(chunk.data(), chunk.size());
    if (got <= 0) return {};
    buffer_.append(chunk.data(), static_cast<std::size_t>(got));
  }
}

bool Connection::Write(std::string_view bytes) const {
  while (!bytes.empty()) {
    const long sent = Send(bytes);
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
  Start();
}

ScriptedServer::ScriptedServer(const TlsSetup& tls, Script script)
    : script_(std::move(script)), tls_(MakeContext(tls)) {
  Start();
}

void ScriptedServer::Start() {
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
    workers_.emplace_back([this, socket] { Serve(socket); });
  }
}

void ScriptedServer::Serve(int socket) {
  Connection connection(socket, stop_read_);
  if (tls_ != nullptr && !connection.StartTls(tls_.get())) {
    ++handshakes_failed_;
    return;
  }
  script_(connection);
}

int VersionSpokenWith(int port) {
  const std::unique_ptr<SSL_CTX, decltype(&SSL_CTX_free)> context(SSL_CTX_new(TLS_client_method()),
                                                                  &SSL_CTX_free);
  SSL_CTX_set_security_level(context.get(), 0);
  SSL_CTX_set_min_proto_version(context.get(), TLS1_VERSION);
  const std::unique_ptr<SSL, decltype(&SSL_free)> tls(SSL_new(context.get()), &SSL_free);
  const int socket = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_in address = Loopback();
  address.sin_port = htons(static_cast<std::uint16_t>(port));
  // NOLINTNEXTLINE(cppcoreguidelines-pro-type-reinterpret-cast): what the socket calls want.
  DM_CHECK(::connect(socket, reinterpret_cast<sockaddr*>(&address), sizeof(address)) == 0);
  SSL_set_fd(tls.get(), socket);
  const int version = SSL_connect(tls.get()) == 1 ? SSL_version(tls.get()) : 0;
  ::close(socket);
  return version;
}

int ClosedPort() {
  int port = 0;
  ::close(Listen(port));
  return port;
}

}  // namespace dm::ssbtek::test
