#include "connectors/desk/http_server.h"

#include <unistd.h>

#include <algorithm>
#include <charconv>
#include <deque>
#include <limits>
#include <optional>
#include <utility>
#include <vector>

#include <openssl/ssl.h>
#include <sys/socket.h>

#include "worker/core/mutex.h"

namespace dm::desk {
namespace {

constexpr int kListenQueue = 512;
constexpr std::chrono::milliseconds kIdleThread{1'000};
// Above the connections that are served: these close the ones that are too many.
constexpr std::size_t kRefusingThreads = 4;
// Beyond this part of the connections, idle ones make room.
constexpr int kCrowdedPercent = 75;
constexpr std::int64_t kCrowdedIdleMs = 1'000;

thread_local const Connection* t_current = nullptr;

// Threads made as connections come and kept for the next ones. The server closes what is above its
// limit at once, so that connections do not gather in the queue.
class GrowingPool final : public httplib::TaskQueue {
 public:
  explicit GrowingPool(std::size_t threads_max) : threads_max_(threads_max) {}

  void enqueue(std::function<void()> work) override {
    const MutexLock lock(mutex_);
    queue_.push_back(std::move(work));
    if (idle_ < queue_.size() && threads_.size() < threads_max_) {
      threads_.emplace_back([this] { Run(); });
    } else {
      changed_.NotifyOne();
    }
  }

  void shutdown() override {
    {
      const MutexLock lock(mutex_);
      stopping_ = true;
      changed_.NotifyAll();
    }
    for (std::jthread& thread : threads_) thread.join();
  }

 private:
  void Run() {
    while (true) {
      std::function<void()> work;
      {
        const MutexLock lock(mutex_);
        ++idle_;
        while (queue_.empty() && !stopping_) changed_.WaitFor(mutex_, kIdleThread);
        --idle_;
        if (queue_.empty()) return;
        work = std::move(queue_.front());
        queue_.pop_front();
      }
      work();
    }
  }

  const std::size_t threads_max_;
  Mutex mutex_;
  CondVar changed_;
  std::deque<std::function<void()>> queue_ DM_GUARDED_BY(mutex_);
  std::vector<std::jthread> threads_;
  std::size_t idle_ DM_GUARDED_BY(mutex_) = 0;
  bool stopping_ DM_GUARDED_BY(mutex_) = false;
};

// How long the body is, where there is one way to read that; none otherwise.
std::optional<std::size_t> BodyOf(const httplib::Request& request) {
  const std::size_t lengths = request.get_header_value_count("Content-Length");
  if (request.has_header("Transfer-Encoding") || lengths > 1) return std::nullopt;
  if (lengths == 0) return request.method == "POST" ? std::nullopt : std::optional<std::size_t>(0);
  const std::string text = request.get_header_value("Content-Length");
  std::size_t bytes = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), bytes);
  if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return bytes;
}

// The library would compress answers with its slowest setting, and answers ranges that nobody
// needs: it shall not see that they were asked for.
void Simplify(httplib::Request& request, Connection& connection) {
  const std::optional<std::size_t> body = BodyOf(request);
  connection.ExpectBody(body);
  if (!body) {
    // Nothing that follows can be trusted to be another request: the answer says so, too.
    request.headers.erase("Connection");
    request.set_header("Connection", "close");
  }
  const std::string accepted = request.get_header_value("Accept-Encoding");
  request.headers.erase("Accept-Encoding");
  request.headers.erase("X-Desk-Accept-Encoding");
  if (!accepted.empty()) request.set_header("X-Desk-Accept-Encoding", accepted);
  request.headers.erase("Range");
  request.ranges.clear();
}

}  // namespace

HttpServer::HttpServer(const HttpLimits& limits, std::unique_ptr<TlsKeeper> tls)
    : limits_(limits), tls_(std::move(tls)) {
  const auto threads = static_cast<std::size_t>(limits.connections_max) + kRefusingThreads;
  new_task_queue = [threads] { return new GrowingPool(threads); };
  set_payload_max_length(limits.connection.body_bytes_max);
  set_keep_alive_max_count(std::numeric_limits<int>::max());
  set_keep_alive_timeout(limits.connection.idle_ms / 1'000);
  set_tcp_nodelay(true);
}

HttpServer::~HttpServer() {
  Stop();
}

const Connection& HttpServer::Current() {
  return *t_current;
}

StatusOr<int> HttpServer::Start(const std::string& listen_at) {
  const std::size_t colon = listen_at.rfind(':');
  std::string host = listen_at.substr(0, colon);
  if (host.size() > 2 && host.front() == '[') host = host.substr(1, host.size() - 2);
  int port = -1;
  if (colon != std::string::npos) {
    const char* end = listen_at.data() + listen_at.size();
    std::from_chars(listen_at.data() + colon + 1, end, port);
  }
  socket_t listening = INVALID_SOCKET;
  // The library's own options would let a second server share the port unseen.
  set_socket_options([&listening](socket_t socket) {
    listening = socket;
    const int on = 1;
    setsockopt(socket, SOL_SOCKET, SO_REUSEADDR, &on, sizeof(on));
  });
  const bool bound =
      port == 0 ? (port = bind_to_any_port(host)) > 0 : port > 0 && bind_to_port(host, port);
  if (!bound) {
    return MakeStatus(StatusCode::kUnavailable,
                      "listen: the address cannot be bound",
                      {.reason = "CONFIG_INVALID",
                       .field = "listen",
                       .remedy = "Choose an address of this machine and a port that is free."});
  }
  // The library's queue of five loses callers that come together.
  ::listen(listening, kListenQueue);
  listener_ = std::jthread([this] { listen_after_bind(); });
  while (!is_running()) std::this_thread::yield();
  return port;
}

void HttpServer::Stop() {
  stopping_ = true;
  if (!listener_.joinable()) return;
  stop();
  listener_.join();
}

bool HttpServer::process_and_close_socket(socket_t socket) {
  const int others = open_.fetch_add(1);
  if (others < limits_.connections_max) {
    const SslContext context = tls_ == nullptr ? nullptr : tls_->Current();
    const std::unique_ptr<SSL, decltype(&SSL_free)> ssl(
        context == nullptr ? nullptr : SSL_new(context.get()), SSL_free);
    if (ssl != nullptr) SSL_set_fd(ssl.get(), socket);
    if (context == nullptr || ssl != nullptr) {
      Connection connection(socket, ssl.get(), limits_.connection, stopping_);
      if (connection.Handshake()) {
        Serve(connection);
        if (ssl != nullptr) SSL_shutdown(ssl.get());
      } else if (ssl != nullptr) {
        tls_->TellRefused(*ssl);
      }
    }
  }
  ::shutdown(socket, SHUT_RDWR);
  ::close(socket);
  open_.fetch_sub(1);
  return true;
}

void HttpServer::Serve(Connection& connection) {
  t_current = &connection;
  const auto idle_ms = [this] {
    const bool crowded = open_ * 100 >= limits_.connections_max * kCrowdedPercent;
    return crowded ? std::min(kCrowdedIdleMs, limits_.connection.idle_ms)
                   : limits_.connection.idle_ms;
  };
  bool close = false;
  while (!stopping_ && !close && connection.WaitForRequest(idle_ms())) {
    const bool served =
        process_request(connection, false, close, [&connection](httplib::Request& request) {
          Simplify(request, connection);
        });
    // What was refused before its body was read is read to its end, so that others can follow.
    if (!served || !connection.Drain()) {
      connection.Linger();
      break;
    }
  }
  t_current = nullptr;
}

}  // namespace dm::desk
