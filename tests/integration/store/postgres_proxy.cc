#include "tests/integration/store/postgres_proxy.h"

#include <poll.h>
#include <unistd.h>

#include <array>
#include <cstring>
#include <string_view>
#include <utility>

#include <sys/socket.h>
#include <sys/un.h>

#include "worker/core/check.h"

namespace dm::testing {
namespace {

constexpr char kSocket[] = "/.s.PGSQL.5432";
constexpr int kLookMs = 50;
// A simple query of the protocol: type, length, text with its final zero.
constexpr std::string_view kCommit(
    "Q\0\0\0\x0b"
    "COMMIT\0",
    12);

int Socket(const std::string& folder, sockaddr_un& address) {
  address.sun_family = AF_UNIX;
  const std::string path = folder + kSocket;
  DM_CHECK(path.size() < sizeof(address.sun_path));
  std::memcpy(address.sun_path, path.c_str(), path.size() + 1);
  return ::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
}

const sockaddr* Any(const sockaddr_un& address) {
  return reinterpret_cast<const sockaddr*>(&address);
}

bool SendAll(int to, std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t sent = ::send(to, bytes.data(), bytes.size(), MSG_NOSIGNAL);
    if (sent <= 0) return false;
    bytes.remove_prefix(static_cast<std::size_t>(sent));
  }
  return true;
}

}  // namespace

PostgresProxy::PostgresProxy(std::string server) : server_(std::move(server)) {
  sockaddr_un address{};
  listening_ = Socket(folder_.path(), address);
  DM_CHECK(::bind(listening_, Any(address), sizeof(address)) == 0);
  DM_CHECK(::listen(listening_, 16) == 0);
  accepting_ = std::jthread([this](const std::stop_token& stop) { Accept(stop); });
}

PostgresProxy::~PostgresProxy() {
  accepting_ = {};  // Joins.
  connections_.clear();
  ::close(listening_);
}

void PostgresProxy::Accept(const std::stop_token& stop) {
  while (!stop.stop_requested()) {
    pollfd one{.fd = listening_, .events = POLLIN, .revents = 0};
    if (::poll(&one, 1, kLookMs) <= 0) continue;
    const int client = ::accept(listening_, nullptr, nullptr);
    if (client < 0) continue;
    connections_.emplace_back(
        [this, client](const std::stop_token& stopped) { Pass(client, stopped); });
  }
}

void PostgresProxy::Pass(int client, const std::stop_token& stop) {
  sockaddr_un address{};
  const int server = Socket(server_, address);
  bool open = ::connect(server, Any(address), sizeof(address)) == 0;
  std::array<char, 65'536> bytes{};
  while (open && !stop.stop_requested()) {
    std::array<pollfd, 2> ends{pollfd{.fd = client, .events = POLLIN, .revents = 0},
                               pollfd{.fd = server, .events = POLLIN, .revents = 0}};
    if (::poll(ends.data(), ends.size(), kLookMs) <= 0) continue;
    if (ends[0].revents != 0) open = FromClient(client, server);
    if (open && ends[1].revents != 0) {
      const ssize_t got = ::recv(server, bytes.data(), bytes.size(), 0);
      open = got > 0 && SendAll(client, {bytes.data(), static_cast<std::size_t>(got)});
    }
  }
  ::close(client);
  ::close(server);
}

bool PostgresProxy::FromClient(int client, int server) {
  std::array<char, 65'536> bytes{};
  const ssize_t got = ::recv(client, bytes.data(), bytes.size(), 0);
  if (got <= 0) return false;
  const std::string_view text(bytes.data(), static_cast<std::size_t>(got));
  const CutAt cut = cut_;
  if (cut == CutAt::kNever || text != kCommit) return SendAll(server, text);
  cut_ = CutAt::kNever;
  ++cuts_;
  if (cut == CutAt::kBeforeCommit) return false;
  // The server's answer shows that it is durable; the client never hears it.
  if (SendAll(server, text)) {
    DM_CHECK(::recv(server, bytes.data(), bytes.size(), 0) > 0);
  }
  return false;
}

}  // namespace dm::testing
