#include "connectors/http/client.h"

#include <algorithm>
#include <csignal>
#include <iterator>
#include <utility>

#include <curl/curl.h>

#include "connectors/http/credentials.h"
#include "connectors/http/driver.h"

namespace dm::http {
namespace {

// Writing over TLS to a peer that is gone must end the call, not the process. A handler that
// someone has set stays.
void IgnoreBrokenPipes() {
  struct sigaction current = {};
  if (sigaction(SIGPIPE, nullptr, &current) == 0 && current.sa_handler == SIG_DFL) {
    std::signal(SIGPIPE, SIG_IGN);
  }
}

// curl_global_init is called once, before any handle; it needs no matching clean-up in a process
// that uses curl until it ends.
bool StartCurl() {
  static const bool started = [] {
    IgnoreBrokenPipes();
    return curl_global_init(CURL_GLOBAL_DEFAULT) == CURLE_OK;
  }();
  return started;
}

constexpr int kInFlightMax = 256;

// The feed of Post.
class OneCall : public CallFeed {
 public:
  explicit OneCall(Call call) : call_(std::move(call)) {}

  std::variant<Call, Pause, Finished> Next() override {
    if (given_) return Finished{};
    given_ = true;
    return std::move(call_);
  }

  void Take(std::uint64_t, Result result) override { result_ = std::move(result); }

  Result TakeResult() { return std::move(result_); }

 private:
  Call call_;
  bool given_ = false;
  Result result_ = Failure::kCancelled;  // as it stays when the stop came before the call
};

}  // namespace

const char* FailureCode(Failure failure) {
  switch (failure) {
    case Failure::kRefused:
      return "REFUSED";
    case Failure::kTimeout:
      return "TIMEOUT";
    case Failure::kTls:
      return "TLS";
    case Failure::kReset:
      return "RESET";
    case Failure::kOversize:
      return "OVERSIZE";
    case Failure::kCancelled:
      return "CANCELLED";
    case Failure::kOther:
      return "OTHER";
  }
  return "OTHER";
}

StatusOr<std::unique_ptr<HttpClient>> HttpClient::Create(ClientOptions options, std::string url) {
  if (!StartCurl()) return Internal("the HTTP library did not start");
  DM_RETURN_IF_ERROR(Check(options));
  DM_RETURN_IF_ERROR(CheckUrl(options, url));
  std::unique_ptr<HttpClient> client(new HttpClient(std::move(options), std::move(url)));
  DM_ASSIGN_OR_RETURN(client->store_, CredentialStore::Open(client->options_));
  return client;
}

HttpClient::HttpClient(ClientOptions options, std::string url)
    : options_(std::move(options)), url_(std::move(url)) {}

HttpClient::~HttpClient() = default;

Result HttpClient::Post(const Request& request) {
  OneCall feed({.tag = 0,
                .body = std::string(request.body),
                .content_type = std::string(request.content_type),
                .headers = request.headers,
                .timeout_ms = request.timeout_ms});
  Drive(feed, 1, request.stop);
  return feed.TakeResult();
}

void HttpClient::Drive(CallFeed& feed, int in_flight_max, const std::stop_token& stop) {
  std::unique_ptr<Driver> driver = TakeDriver();
  driver->Run(feed, static_cast<std::size_t>(std::clamp(in_flight_max, 1, kInFlightMax)), stop);
  GiveBack(std::move(driver));
}

CertificateReport HttpClient::Certificates() const {
  return store_->Report();
}

// Drivers with connections of files since replaced are let go; so is a driver that met the change
// while it ran, when it is given back.
std::unique_ptr<Driver> HttpClient::TakeDriver() {
  const SharedCredentials current = store_->Current();
  std::vector<std::unique_ptr<Driver>> let_go;
  {
    const MutexLock lock(mutex_);
    const auto old = std::stable_partition(
        idle_.begin(), idle_.end(), [&](const auto& idle) { return idle->UsesOnly(current); });
    std::move(old, idle_.end(), std::back_inserter(let_go));
    idle_.erase(old, idle_.end());
    if (!idle_.empty()) {
      std::unique_ptr<Driver> driver = std::move(idle_.back());
      idle_.pop_back();
      return driver;
    }
  }
  return std::make_unique<Driver>(options_, url_, *store_);
}

// The one used longest ago is let go first: its connections are the likeliest to be dead. What is
// let go closes its connections after the lock, as that may take time.
void HttpClient::GiveBack(std::unique_ptr<Driver> driver) {
  if (!driver->UsesOnly(store_->Current())) return;
  std::vector<std::unique_ptr<Driver>> let_go;
  const MutexLock lock(mutex_);
  idle_.push_back(std::move(driver));
  std::size_t connections = 0;
  for (const auto& idle : idle_) connections += idle->connections_max();
  const auto begin = idle_.begin();
  auto end = begin;
  for (; connections > options_.idle_sessions_max; ++end) connections -= (*end)->connections_max();
  std::move(begin, end, std::back_inserter(let_go));
  idle_.erase(begin, end);
}

}  // namespace dm::http
