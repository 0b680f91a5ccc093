#include "connectors/folkbokforing/sim/simulator.h"

#include <httplib.h>

#include <algorithm>
#include <chrono>
#include <utility>

#include <openssl/ssl.h>
#include <sys/socket.h>

#include "connectors/sim/sockets.h"

namespace dm::folk::sim {
namespace {

constexpr std::size_t kRequestBytesMax = std::size_t{64} << 10U;
constexpr int kListenQueue = 512;
constexpr int kUnsupportedType = 415;

bool IsLoopback(const std::string& host) {
  return host == "localhost" || host == "::1" || host.starts_with("127.");
}

Instant Now() {
  const auto since = std::chrono::system_clock::now().time_since_epoch();
  return Instant::FromUnixMs(std::chrono::duration_cast<std::chrono::milliseconds>(since).count());
}

Status Check(const SimulatorOptions& options) {
  const int given = static_cast<int>(!options.tls_certificate_file.empty()) +
                    static_cast<int>(!options.tls_key_file.empty()) +
                    static_cast<int>(!options.client_ca_file.empty());
  if (given != 0 && given != 3) {
    return InvalidArgument(
        "--tls-cert, --tls-key and --client-ca belong together; give all three or none");
  }
  if (given == 0 && !IsLoopback(options.host)) {
    return InvalidArgument(
        "--listen: without TLS only a loopback address is served; give --tls-cert, "
        "--tls-key and --client-ca, or listen on 127.0.0.1");
  }
  return OkStatus();
}

StatusOr<std::unique_ptr<httplib::Server>> MakeServer(const SimulatorOptions& options) {
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

// The length of the whole is promised; `write` sends what is left after `offset`, or nothing.
template <typename Write>
void SendPart(httplib::Response& response, const Answer& answer, std::size_t size, Write write) {
  response.set_content_provider(
      size,
      answer.content_type,
      [write](std::size_t offset, std::size_t left, httplib::DataSink& sink) {
        return write(offset, left, sink);
      });
}

}  // namespace

Simulator::Simulator(Scenario scenario, SimulatorOptions options)
    : options_(std::move(options)), responder_(std::move(scenario)) {}

StatusOr<std::unique_ptr<Simulator>> Simulator::Start(Scenario scenario, SimulatorOptions options) {
  DM_RETURN_IF_ERROR(Check(options));
  std::unique_ptr<Simulator> simulator(new Simulator(std::move(scenario), std::move(options)));
  DM_RETURN_IF_ERROR(simulator->Listen());
  return simulator;
}

Status Simulator::Listen() {
  DM_ASSIGN_OR_RETURN(server_, MakeServer(options_));
  const auto threads = static_cast<std::size_t>(std::max(options_.threads, 8));
  server_->new_task_queue = [threads] { return new httplib::ThreadPool(threads); };
  server_->set_payload_max_length(kRequestBytesMax);
  server_->set_keep_alive_max_count(std::numeric_limits<int>::max());
  server_->set_tcp_nodelay(true);
  // The library's own options would let a second server share the port unseen.
  socket_t listening = INVALID_SOCKET;
  server_->set_socket_options([&listening](socket_t socket) {
    listening = socket;
    const int on = 1;
    setsockopt(socket, SOL_SOCKET, SO_REUSEADDR, &on, sizeof(on));
  });
  server_->Post("(.*)/v1/person",
                [this](const httplib::Request& request, httplib::Response& response) {
                  Handle(request, response);
                });
  port_ = options_.port;
  const bool bound = port_ == 0 ? (port_ = server_->bind_to_any_port(options_.host)) > 0
                                : server_->bind_to_port(options_.host, port_);
  if (!bound) {
    return Unavailable("--listen: the address cannot be bound; is another program using it?");
  }
  // The library's queue of five loses callers that come together.
  listen(listening, kListenQueue);
  listener_ = std::jthread([this] { server_->listen_after_bind(); });
  while (!server_->is_running()) std::this_thread::yield();
  return OkStatus();
}

Simulator::~Simulator() {
  Stop();
}

void Simulator::Stop() {
  {
    const MutexLock lock(mutex_);
    stopping_ = true;
    stopping_changed_.NotifyAll();
  }
  if (!listener_.joinable()) return;
  server_->stop();
  dm::sim::ShutDownConnections(port_);
  listener_.join();
}

std::string Simulator::url() const {
  const std::string scheme = options_.tls_certificate_file.empty() ? "http://" : "https://";
  const bool is_v6 = options_.host.find(':') != std::string::npos;
  const std::string host = is_v6 ? "[" + options_.host + "]" : options_.host;
  return scheme + host + ":" + std::to_string(port_) + "/v1/person";
}

void Simulator::Wait(std::int64_t ms) {
  const auto end = std::chrono::steady_clock::now() + std::chrono::milliseconds(ms);
  const MutexLock lock(mutex_);
  while (!stopping_) {
    const auto left =
        std::chrono::ceil<std::chrono::milliseconds>(end - std::chrono::steady_clock::now());
    if (left.count() <= 0) return;
    stopping_changed_.WaitFor(mutex_, left);
  }
}

void Simulator::Handle(const httplib::Request& request, httplib::Response& response) {
  question_count_.fetch_add(1);
  if (!request.get_header_value("Content-Type").starts_with("application/json")) {
    response.status = kUnsupportedType;
    response.set_content("expected application/json\n", "text/plain");
    return;
  }
  Answer answer = responder_.Respond(request.body, Now());
  const std::int64_t delay_ms = answer.delay_ms + options_.latency_ms;
  if (delay_ms > 0) Wait(delay_ms);
  Send(std::move(answer), request, response);
}

void Simulator::Send(Answer answer,
                     const httplib::Request& request,
                     httplib::Response& response) const {
  response.status = answer.status;
  const auto body = std::make_shared<const std::string>(std::move(answer.body));
  switch (answer.delivery) {
    case Delivery::kWhole:
      response.set_content(*body, answer.content_type);
      break;
    case Delivery::kReset:
      dm::sim::ResetConnection(port_, request.remote_port);
      break;
    case Delivery::kTruncated:
      SendPart(response,
               answer,
               body->size(),
               [body](std::size_t offset, std::size_t, httplib::DataSink& sink) {
                 const std::size_t half = body->size() / 2;
                 return offset < half && sink.write(body->data() + offset, half - offset);
               });
      break;
    case Delivery::kOversize: {
      const auto size = std::max(static_cast<std::size_t>(answer.bytes), body->size());
      SendPart(response,
               answer,
               size,
               [body](std::size_t offset, std::size_t left, httplib::DataSink& sink) {
                 static const std::string kFiller(std::size_t{64} << 10U, ' ');
                 if (offset < body->size()) {
                   return sink.write(body->data() + offset, body->size() - offset);
                 }
                 return sink.write(kFiller.data(), std::min(kFiller.size(), left));
               });
      break;
    }
  }
}

}  // namespace dm::folk::sim
