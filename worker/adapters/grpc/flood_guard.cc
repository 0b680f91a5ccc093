#include "worker/adapters/grpc/flood_guard.h"

#include <dirent.h>

#include <array>
#include <cstdint>
#include <cstdlib>
#include <vector>

#include <arpa/inet.h>
#include <grpcpp/server_context.h>
#include <netinet/in.h>
#include <sys/socket.h>

namespace dm::grpc_adapter {
namespace {

// As the library writes a peer: "ipv4:192.0.2.1:50000", "ipv6:%5B2001:db8::1%5D:50000". Empty for
// what is no such socket.
std::string PeerOf(int descriptor) {
  sockaddr_storage address{};
  socklen_t size = sizeof(address);
  // NOLINTNEXTLINE(cppcoreguidelines-pro-type-reinterpret-cast): the interface of sockets.
  if (::getpeername(descriptor, reinterpret_cast<sockaddr*>(&address), &size) != 0) return "";
  std::array<char, INET6_ADDRSTRLEN> text{};
  if (address.ss_family == AF_INET) {
    // NOLINTNEXTLINE(cppcoreguidelines-pro-type-reinterpret-cast): as above.
    const auto& v4 = reinterpret_cast<const sockaddr_in&>(address);
    ::inet_ntop(AF_INET, &v4.sin_addr, text.data(), text.size());
    return std::string("ipv4:") + text.data() + ":" + std::to_string(ntohs(v4.sin_port));
  }
  if (address.ss_family != AF_INET6) return "";
  // NOLINTNEXTLINE(cppcoreguidelines-pro-type-reinterpret-cast): as above.
  const auto& v6 = reinterpret_cast<const sockaddr_in6&>(address);
  if (IN6_IS_ADDR_V4MAPPED(&v6.sin6_addr)) {
    ::inet_ntop(AF_INET, &v6.sin6_addr.s6_addr[12], text.data(), text.size());
    return std::string("ipv4:") + text.data() + ":" + std::to_string(ntohs(v6.sin6_port));
  }
  ::inet_ntop(AF_INET6, &v6.sin6_addr, text.data(), text.size());
  return std::string("ipv6:%5B") + text.data() + "%5D:" + std::to_string(ntohs(v6.sin6_port));
}

// The library gives no way to a connection but its stream: here its socket is ended under it, which
// it takes as the caller having gone.
bool EndConnection(const std::string& peer) {
  const auto close = [](DIR* open) { ::closedir(open); };
  const std::unique_ptr<DIR, decltype(close)> folder(::opendir("/proc/self/fd"), close);
  if (folder == nullptr) return false;
  for (const dirent* entry = ::readdir(folder.get()); entry != nullptr;
       entry = ::readdir(folder.get())) {
    const int descriptor = std::atoi(entry->d_name);
    if (entry->d_name[0] == '.' || PeerOf(descriptor) != peer) continue;
    return ::shutdown(descriptor, SHUT_RDWR) == 0;
  }
  return false;
}

class Counter final : public grpc::experimental::ServerInterceptorFactoryInterface {
 public:
  explicit Counter(FloodGuard& guard) : guard_(guard) {}

  // Looks, and takes no part in the call.
  grpc::experimental::Interceptor* CreateServerInterceptor(
      grpc::experimental::ServerRpcInfo* info) override {
    guard_.Began(info->server_context()->peer());
    return nullptr;
  }

 private:
  FloodGuard& guard_;
};

}  // namespace

bool FloodGuard::Counted(const std::string& peer, Clock::time_point now) {
  const MutexLock lock(mutex_);
  if (now - swept_ > kWindow) {
    std::erase_if(connections_, [&](const auto& one) { return now - one.second.since > kWindow; });
    swept_ = now;
  }
  Connection& one = connections_[peer];
  if (one.unread == 0 || now - one.since > kWindow) one = {.since = now, .unread = 0, .cut = false};
  if (++one.unread <= kUnreadMax || one.cut) return false;
  one.cut = true;
  return true;
}

void FloodGuard::Began(const std::string& peer, Clock::time_point now) {
  if (!Counted(peer, now)) return;
  const bool ended = EndConnection(peer);
  if (log_ != nullptr)
    log_->Write(LogLevel::kWarning, "connection_ended", {{"ended", ended ? "yes" : "no"}});
}

void FloodGuard::Read(const std::string& peer) {
  const MutexLock lock(mutex_);
  const auto found = connections_.find(peer);
  if (found != connections_.end() && found->second.unread > 0) --found->second.unread;
}

std::unique_ptr<grpc::experimental::ServerInterceptorFactoryInterface> MakeFloodCounter(
    FloodGuard& guard) {
  return std::make_unique<Counter>(guard);
}

}  // namespace dm::grpc_adapter
