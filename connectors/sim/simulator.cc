#include "connectors/sim/simulator.h"

#include <httplib.h>

#include <algorithm>
#include <chrono>
#include <utility>

#include <openssl/ssl.h>
#include <sys/socket.h>

#include "connectors/sim/record.h"
#include "connectors/sim/sockets.h"

namespace dm::sim {
namespace {

constexpr std::size_t kQuestionsKept = 10000;
constexpr std::size_t kRequestBytesMax = std::size_t{1} << 20U;
constexpr int kKeepAliveSeconds = 30;
constexpr int kListenQueue = 512;
constexpr std::size_t kChunkBytes = 1024;
constexpr int kSlowTickMs = 100;
constexpr std::int64_t kSilenceMs = 600'000;
constexpr std::int64_t kGoneCheckMs = 250;

bool IsLoopback(const std::string& host) {
  return host == "localhost" || host == "::1" || host.starts_with("127.");
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

// A caller that sends another content type does not speak SOAP 1.1.
bool IsSoap(const httplib::Request& request) {
  return request.get_header_value("Content-Type").starts_with("text/xml");
}

bool HasForeignAction(const httplib::Request& request) {
  const std::string action = request.get_header_value("SOAPAction");
  return !action.empty() && action != "\"\"";
}

Answer Refused(int status, const std::string& why) {
  Answer answer;
  answer.http_status = status;
  answer.content_type = "text/plain; charset=utf-8";
  answer.body = why + "\n";
  answer.record.operation = "invalid";
  answer.record.http_status = status;
  answer.record.problem = why;
  return answer;
}

}  // namespace

Simulator::Simulator(Scenario scenario, SimulatorOptions options)
    : options_(std::move(options)), responder_(std::move(scenario), options_.contracts) {}

StatusOr<std::unique_ptr<Simulator>> Simulator::Start(Scenario scenario, SimulatorOptions options) {
  DM_RETURN_IF_ERROR(Check(options));
  std::unique_ptr<Simulator> simulator(new Simulator(std::move(scenario), std::move(options)));
  DM_RETURN_IF_ERROR(simulator->Listen());
  if (simulator->options_.console) {
    const auto latest = [&from = *simulator](std::size_t limit) { return from.latest(limit); };
    DM_ASSIGN_OR_RETURN(
        simulator->console_,
        Console::Start(simulator->responder_, latest, *simulator->options_.console));
  }
  return simulator;
}

Status Simulator::Listen() {
  DM_ASSIGN_OR_RETURN(server_, MakeServer(options_));
  if (!options_.record_file.empty()) {
    const MutexLock lock(mutex_);
    record_.open(options_.record_file, std::ios::app);
    if (!record_) return FailedPrecondition("--record: the file cannot be written");
  }
  const auto threads = static_cast<std::size_t>(std::max(options_.threads, 64));
  server_->new_task_queue = [threads] { return new httplib::ThreadPool(threads); };
  server_->set_payload_max_length(kRequestBytesMax);
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
  server_->Post(".*", [this](const httplib::Request& request, httplib::Response& response) {
    Handle(request, response);
  });
  port_ = options_.port;
  const bool bound = port_ == 0 ? (port_ = server_->bind_to_any_port(options_.host)) > 0
                                : server_->bind_to_port(options_.host, port_);
  if (!bound)
    return Unavailable("--listen: the address cannot be bound; is another program using it?");
  // The library's queue of five loses callers that come together; listening again only makes it
  // longer.
  listen(listening, kListenQueue);
  listener_ = std::jthread([this] { server_->listen_after_bind(); });
  while (!server_->is_running()) std::this_thread::yield();
  return OkStatus();
}

Simulator::~Simulator() {
  Stop();
}

void Simulator::Stop() {
  console_.reset();
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

std::string Simulator::url() const {
  const std::string scheme = options_.tls_certificate_file.empty() ? "http://" : "https://";
  const bool is_v6 = options_.host.find(':') != std::string::npos;
  const std::string host = is_v6 ? "[" + options_.host + "]" : options_.host;
  return scheme + host + ":" + std::to_string(port_) + "/ssbtek/v10";
}

std::vector<QuestionRecord> Simulator::questions() const {
  const MutexLock lock(mutex_);
  return {questions_.begin(), questions_.end()};
}

std::vector<QuestionRecord> Simulator::latest(std::size_t limit) const {
  const MutexLock lock(mutex_);
  const auto count = static_cast<std::ptrdiff_t>(std::min(limit, questions_.size()));
  return {questions_.rbegin(), questions_.rbegin() + count};
}

void Simulator::Record(QuestionRecord record) {
  const MutexLock lock(mutex_);
  record.number = question_count_.fetch_add(1) + 1;
  if (record_.is_open()) record_ << ToJsonLine(record) << '\n' << std::flush;
  questions_.push_back(std::move(record));
  if (questions_.size() > kQuestionsKept) questions_.pop_front();
}

// A caller that gave up no longer holds a thread: its end of the connection is looked at now and
// then.
bool Simulator::WaitFor(std::int64_t ms, int remote_port) {
  while (ms > 0) {
    const std::int64_t step = std::min<std::int64_t>(ms, kGoneCheckMs);
    if (!Wait(step)) return false;
    ms -= step;
    if (ms > 0 && IsCallerGone(port_, remote_port)) return false;
  }
  return true;
}

bool Simulator::Wait(std::int64_t ms) {
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

void Simulator::Handle(const httplib::Request& request, httplib::Response& response) {
  Answer answer;
  if (!IsSoap(request)) {
    answer = Refused(415, "Content-Type: expected text/xml");
  } else if (HasForeignAction(request)) {
    answer = Refused(400, "SOAPAction: expected the empty action");
  } else {
    answer = responder_.Respond(request.body);
  }
  answer.delay_ms += options_.latency_ms;
  answer.record.delay_ms = answer.delay_ms;
  answer.record.bytes = std::ssize(answer.body);
  Record(std::move(answer.record));
  if (answer.delay_ms > 0 && !WaitFor(answer.delay_ms, request.remote_port)) {
    response.set_header("Connection", "close");
  }
  Send(std::move(answer), request, response);
}

void Simulator::Send(Answer answer, const httplib::Request& request, httplib::Response& response) {
  response.status = answer.http_status;
  if (!answer.location.empty()) response.set_header("Location", answer.location);
  const auto body = std::make_shared<const std::string>(std::move(answer.body));
  const auto bytes = static_cast<std::size_t>(answer.bytes);
  switch (answer.delivery) {
    case Delivery::kWhole:
      response.set_content(*body, answer.content_type);
      break;
    case Delivery::kReset:
      ResetConnection(port_, request.remote_port);
      break;
    case Delivery::kSilent:
      // Held until the caller hangs up; what goes out then reaches nobody.
      WaitFor(kSilenceMs, request.remote_port);
      ResetConnection(port_, request.remote_port);
      break;
    case Delivery::kChunked:
      response.set_chunked_content_provider(
          answer.content_type, [body](std::size_t offset, httplib::DataSink& sink) {
            if (offset >= body->size()) {
              sink.done();
              return true;
            }
            return sink.write(body->data() + offset, std::min(kChunkBytes, body->size() - offset));
          });
      break;
    case Delivery::kTruncated:
      response.set_content_provider(
          body->size(),
          answer.content_type,
          [body, bytes](std::size_t offset, std::size_t, httplib::DataSink& sink) {
            const std::size_t end = std::min(bytes, body->size());
            return offset < end && sink.write(body->data() + offset, end - offset);
          });
      break;
    case Delivery::kSlow:
      response.set_content_provider(
          body->size(),
          answer.content_type,
          [this, body, bytes](std::size_t offset, std::size_t left, httplib::DataSink& sink) {
            const std::size_t tick = std::max<std::size_t>(1, bytes * kSlowTickMs / 1000);
            const auto tick_ms = static_cast<std::int64_t>(tick * 1000 / bytes);
            return sink.write(body->data() + offset, std::min(tick, left)) && Wait(tick_ms);
          });
      break;
    case Delivery::kOversize:
      response.set_content_provider(
          std::max(bytes, body->size()),
          answer.content_type,
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

}  // namespace dm::sim
