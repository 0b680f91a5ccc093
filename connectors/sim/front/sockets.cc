#include "connectors/sim/front/sockets.h"

#include <poll.h>

#include <charconv>
#include <cstring>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>

namespace dm::sim {
namespace {

// std::nullopt when the descriptor is no connected internet socket.
std::optional<int> PortOf(int descriptor, int (*name)(int, sockaddr*, socklen_t*)) {
  sockaddr_storage storage{};
  socklen_t size = sizeof(storage);
  sockaddr address{};
  // The kernel writes whole addresses; only the common head and the port are read, through a copy.
  if (name(descriptor, static_cast<sockaddr*>(static_cast<void*>(&storage)), &size) != 0) {
    return std::nullopt;
  }
  std::memcpy(&address, &storage, sizeof(address));
  if (address.sa_family != AF_INET && address.sa_family != AF_INET6) return std::nullopt;
  // sin_port and sin6_port stand at the same place.
  sockaddr_in internet{};
  std::memcpy(&internet, &storage, sizeof(internet));
  return ntohs(internet.sin_port);
}

std::vector<int> OwnDescriptors() {
  std::vector<int> descriptors;
  std::error_code error;
  for (const auto& entry : std::filesystem::directory_iterator("/proc/self/fd", error)) {
    const std::string name = entry.path().filename().string();
    int descriptor = -1;
    std::from_chars(name.data(), name.data() + name.size(), descriptor);
    if (descriptor >= 0) descriptors.push_back(descriptor);
  }
  return descriptors;
}

template <typename Do>
void ForEachConnection(int local_port, Do visit) {
  for (const int descriptor : OwnDescriptors()) {
    const std::optional<int> local = PortOf(descriptor, getsockname);
    const std::optional<int> remote = PortOf(descriptor, getpeername);
    if (local && remote && *local == local_port) visit(descriptor, *remote);
  }
}

}  // namespace

bool ResetConnection(int local_port, int remote_port) {
  bool found = false;
  ForEachConnection(local_port, [&](int descriptor, int remote) {
    if (remote != remote_port) return;
    // Connecting to "nothing" dissolves the connection at once with a reset; closing would end it
    // politely.
    sockaddr nothing{};
    nothing.sa_family = AF_UNSPEC;
    found = connect(descriptor, &nothing, sizeof(nothing)) == 0;
  });
  return found;
}

bool IsCallerGone(int local_port, int remote_port) {
  bool is_open = false;
  ForEachConnection(local_port, [&](int descriptor, int remote) {
    if (remote != remote_port) return;
    pollfd end{.fd = descriptor, .events = POLLRDHUP, .revents = 0};
    is_open = poll(&end, 1, 0) == 0;
  });
  return !is_open;
}

void ShutDownConnections(int local_port) {
  ForEachConnection(local_port, [](int descriptor, int) { shutdown(descriptor, SHUT_RDWR); });
}

}  // namespace dm::sim
