#include "connectors/sim/front/front.h"

#include <httplib.h>

#include <algorithm>
#include <chrono>
#include <limits>
#include <utility>

#include <openssl/ssl.h>
#include <sys/socket.h>

#include "connectors/sim/front/sockets.h"
#include "worker/core/loopback.h"

namespace dm::sim {
namespace {

constexpr int kThreadsMin = 8;
constexpr int kKeepAliveSeconds = 30;
constexpr int kListenQueue = 512;
constexpr std::int64_t kGoneCheckMs = 250;

Status Check(const ListenOptions& options) {
  const int given = static_cast<int>(!options.tls_certificate_file.empty()) +
                    static_cast<int>(!options.tls_key_file.empty()) +
                    static_cast<int>(!options.client_ca_file.empty());
  if (given != 0 && given != 3) {
    return InvalidArgument(
        "--tls-cert, --tls-key and --client-ca belong together; give all three or none");
  }
  if (given == 0 && !IsLoopbackHost(options.host)) {
    return InvalidArgument(
        "--listen: without TLS only a loopback address is served; give --tls-cert, "
        "--tls-key and --client-ca, or listen on 127.0.0.1");
  }
  return OkStatus();
}

StatusOr<std::unique_ptr<httplib::Server>> MakeServer(const ListenOptions& options) {
  if (options.tls_certificate_file.empty()) return std::make_unique<httplib::Server>();
  auto server = std::make_unique<httplib::SSLServer>(options.tls_certificate_file.c_str(),
                                                     options.tls_key_file.c_str(),
                                                     options.client_ca_file.c_str());
  if (!server->is_valid()) {
    return FailedPrecondition(
        "--tls-cert, --tls-key or --client-ca cannot be read, or do not belong together");
  }
  SSL_CTX_set_min_proto_version(server->ssl_context(), TLS1_2_VERSION);
  return server;
}

}  // namespace

Front::Front(ListenOptions listen) : listen_(std::move(listen)) {}

StatusOr<std::unique_ptr<Front>> Front::Start(const FrontOptions& options, Handler handler) {
  DM_RETURN_IF_ERROR(Check(options.listen));
  std::unique_ptr<Front> front(new Front(options.listen));
  DM_RETURN_IF_ERROR(front->Listen(options, std::move(handler)));
  return front;
}

Status Front::Listen(const FrontOptions& options, Handler handler) {
  DM_ASSIGN_OR_RETURN(server_, MakeServer(listen_));
  const auto threads = static_cast<std::size_t>(std::max(options.threads, kThreadsMin));
  server_->new_task_queue = [threads] { return new httplib::ThreadPool(threads); };
  server_->set_payload_max_length(options.request_bytes_max);
  server_->set_keep_alive_max_count(std::numeric_limits<int>::max());
  server_->set_keep_alive_timeout(kKeepAliveSeconds);
  server_->set_tcp_nodelay(true);
  // The library's own options would let a second server share the port unseen.
  socket_t listening = INVALID_SOCKET;
  server_->set_socket_options([&listening](socket_t socket) {
    listening = socket;
    const int on = 1;
    setsockopt(socket, SOL_SOCKET, SO_REUSEADDR, &on, sizeof(on));
  });
  server_->Post(options.path,
                [this, handler = std::move(handler)](const httplib::Request& request,
                                                     httplib::Response& response) {
                  handler(*this, request, response);
                });
  port_ = listen_.port;
  const bool bound = port_ == 0 ? (port_ = server_->bind_to_any_port(listen_.host)) > 0
                                : server_->bind_to_port(listen_.host, port_);
  if (!bound)
    return Unavailable("--listen: the address cannot be bound; is another program using it?");
  // The library's queue of five loses callers that come together; listening again only makes it
  // longer.
  listen(listening, kListenQueue);
  listener_ = std::jthread([this] { server_->listen_after_bind(); });
  while (!server_->is_running()) std::this_thread::yield();
  return OkStatus();
}

Front::~Front() {
  Stop();
}

void Front::Stop() {
  {
    const MutexLock lock(mutex_);
    stopping_ = true;
    stopping_changed_.NotifyAll();
  }
  if (!listener_.joinable()) return;
  server_->stop();
  ShutDownConnections(port_);
  listener_.join();
}

std::string Front::url() const {
  const std::string scheme = listen_.tls_certificate_file.empty() ? "http://" : "https://";
  const bool is_v6 = listen_.host.find(':') != std::string::npos;
  const std::string host = is_v6 ? "[" + listen_.host + "]" : listen_.host;
  return scheme + host + ":" + std::to_string(port_);
}

// A caller that gave up no longer holds a thread: its end of the connection is looked at now and
// then.
bool Front::WaitFor(std::int64_t ms, int remote_port) {
  while (ms > 0) {
    const std::int64_t step = std::min<std::int64_t>(ms, kGoneCheckMs);
    if (!Wait(step)) return false;
    ms -= step;
    if (ms > 0 && IsCallerGone(port_, remote_port)) return false;
  }
  return true;
}

bool Front::Wait(std::int64_t ms) {
  const auto end = std::chrono::steady_clock::now() + std::chrono::milliseconds(ms);
  const MutexLock lock(mutex_);
  while (!stopping_) {
    const auto left =
        std::chrono::ceil<std::chrono::milliseconds>(end - std::chrono::steady_clock::now());
    if (left.count() <= 0) return true;
    stopping_changed_.WaitFor(mutex_, left);
  }
  return false;
}

void Front::Reset(int remote_port) const {
  ResetConnection(port_, remote_port);
}

}  // namespace dm::sim
