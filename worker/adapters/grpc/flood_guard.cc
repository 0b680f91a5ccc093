#include "worker/adapters/grpc/flood_guard.h"

#include <array>
#include <charconv>
#include <cstdint>
#include <filesystem>
#include <iterator>
#include <system_error>
#include <utility>

#include <arpa/inet.h>
#include <grpcpp/server_context.h>
#include <netinet/in.h>
#include <sys/socket.h>

namespace dm::grpc_adapter {
namespace {

// What the library keeps of a connection is a list of names with values; this one is ours.
constexpr char kConnectionProperty[] = "medarbetare_connection";

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
  std::error_code failed;
  std::filesystem::directory_iterator open("/proc/self/fd", failed);
  for (; !failed && open != std::filesystem::directory_iterator(); open.increment(failed)) {
    const std::string name = open->path().filename().string();
    int descriptor = -1;
    std::from_chars(name.data(), name.data() + name.size(), descriptor);
    if (PeerOf(descriptor) == peer) return ::shutdown(descriptor, SHUT_RDWR) == 0;
  }
  return false;
}

// Names a connection at its first call, in what the library keeps of it. No call of a connection
// goes on before the name stands, so that who reads it later reads what no longer changes.
class CallGate final : public grpc::AuthMetadataProcessor {
 public:
  explicit CallGate(FloodGuard& guard) : guard_(guard) {}

  bool IsBlocking() const override { return false; }

  grpc::Status Process(const InputMetadata& /*metadata*/,
                       grpc::AuthContext* context,
                       OutputMetadata* /*consumed*/,
                       OutputMetadata* /*response*/) override {
    if (guard_.Began(Named(*context))) return grpc::Status::OK;
    return {grpc::StatusCode::RESOURCE_EXHAUSTED, "calls"};
  }

 private:
  std::string Named(grpc::AuthContext& context) {
    const MutexLock lock(mutex_);
    std::string name = ConnectionOf(&context);
    if (name.empty()) {
      name = std::to_string(++named_);
      context.AddProperty(kConnectionProperty, name);
    }
    return name;
  }

  FloodGuard& guard_;
  Mutex mutex_;
  std::uint64_t named_ DM_GUARDED_BY(mutex_) = 0;
};

// Lives as long as its call.
class CountedCall final : public grpc::experimental::Interceptor {
 public:
  CountedCall(FloodGuard& guard, std::string connection)
      : guard_(guard), connection_(std::move(connection)) {}

  ~CountedCall() override { guard_.Ended(connection_); }

  CountedCall(const CountedCall&) = delete;
  CountedCall& operator=(const CountedCall&) = delete;
  CountedCall(CountedCall&&) = delete;
  CountedCall& operator=(CountedCall&&) = delete;

  void Intercept(grpc::experimental::InterceptorBatchMethods* methods) override {
    methods->Proceed();
  }

 private:
  FloodGuard& guard_;
  const std::string connection_;
};

class Counter final : public grpc::experimental::ServerInterceptorFactoryInterface {
 public:
  explicit Counter(FloodGuard& guard) : guard_(guard) {}

  grpc::experimental::Interceptor* CreateServerInterceptor(
      grpc::experimental::ServerRpcInfo* info) override {
    const grpc::ServerContextBase& call = *info->server_context();
    std::string connection = ConnectionOf(call.auth_context().get());
    if (connection.empty()) return nullptr;
    guard_.Taken(connection, call.peer());
    // NOLINTNEXTLINE(cppcoreguidelines-owning-memory): the library takes it.
    return new CountedCall(guard_, std::move(connection));
  }

 private:
  FloodGuard& guard_;
};

}  // namespace

FloodGuard::FloodGuard(Log* log, End end)
    : log_(log), end_(end ? std::move(end) : End(EndConnection)) {}

bool FloodGuard::IsOver(const Connection& one) const {
  return one.over || one.unread > kUnreadMax || one.open > kOpenMax ||
         (one.unread > kStreamsMax && unread_ > kUnreadAllMax);
}

void FloodGuard::Forget(Connection& one) {
  unread_ -= std::exchange(one.unread, 0);
}

bool FloodGuard::Began(const std::string& connection, Clock::time_point now) {
  std::string to_end;
  {
    const MutexLock lock(mutex_);
    if (now - swept_ > kWindow) {
      for (auto one = connections_.begin(); one != connections_.end();) {
        const bool old = one->second.open == 0 && now - one->second.since > kWindow;
        if (old) Forget(one->second);
        one = old ? connections_.erase(one) : std::next(one);
      }
      swept_ = now;
    }
    Connection& one = connections_[connection];
    if (one.unread == 0 || now - one.since > kWindow) {
      one.since = now;
      Forget(one);
    }
    ++one.unread;
    ++unread_;
    one.over = IsOver(one);
    if (!one.over) return true;
    if (!one.peer.empty() && !std::exchange(one.ended, true)) to_end = one.peer;
  }
  EndPeer(to_end);
  return false;
}

void FloodGuard::Taken(const std::string& connection, const std::string& peer) {
  if (connection.empty()) return;
  {
    const MutexLock lock(mutex_);
    Connection& one = connections_[connection];
    one.peer = peer;
    ++one.open;
    one.over = IsOver(one);
    if (!one.over || std::exchange(one.ended, true)) return;
  }
  EndPeer(peer);
}

void FloodGuard::EndPeer(const std::string& peer) const {
  if (peer.empty()) return;
  const bool ended = end_(peer);
  if (log_ != nullptr)
    log_->Write(LogLevel::kWarning, "connection_ended", {{"ended", ended ? "yes" : "no"}});
}

void FloodGuard::Read(const std::string& connection) {
  const MutexLock lock(mutex_);
  const auto found = connections_.find(connection);
  if (found == connections_.end() || found->second.unread == 0) return;
  --found->second.unread;
  --unread_;
}

void FloodGuard::Ended(const std::string& connection) {
  const MutexLock lock(mutex_);
  const auto found = connections_.find(connection);
  if (found != connections_.end() && found->second.open > 0) --found->second.open;
}

std::string ConnectionOf(const grpc::AuthContext* context) {
  if (context == nullptr) return "";
  const auto names = context->FindPropertyValues(kConnectionProperty);
  return names.size() == 1 ? std::string(names[0].data(), names[0].size()) : "";
}

std::shared_ptr<grpc::AuthMetadataProcessor> MakeCallGate(FloodGuard& guard) {
  return std::make_shared<CallGate>(guard);
}

std::unique_ptr<grpc::experimental::ServerInterceptorFactoryInterface> MakeFloodCounter(
    FloodGuard& guard) {
  return std::make_unique<Counter>(guard);
}

}  // namespace dm::grpc_adapter
