// HttpClient: posts to one peer over kept-alive connections, with every limit set. It follows no
// redirect, reads no proxy from the environment and never puts an address or a body in an error.
#pragma once

#include <cstdint>
#include <memory>
#include <stop_token>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "connectors/http/certificate.h"
#include "connectors/http/options.h"
#include "worker/core/mutex.h"
#include "worker/core/status.h"

namespace dm::http {

class CredentialStore;
class Driver;

struct Request {
  std::string_view body;
  std::string_view content_type;
  std::vector<std::string> headers;  // "Name: value"
  std::int64_t timeout_ms = 30'000;  // for the whole call, connecting included; at least 1
  std::stop_token stop;              // ends the call at once with kCancelled
};

struct Response {
  int status = 0;
  std::string content_type;  // as sent, empty when missing
  std::string body;
};

// Why no whole response came. An HTTP error status is a response.
enum class Failure {
  kRefused,    // no name, no connection
  kTimeout,    // connect, idle or total limit
  kTls,        // handshake, certificate, pin
  kReset,      // the connection broke, or the peer ended it before the response did
  kOversize,   // more bytes than response_bytes_max
  kCancelled,  // Request::stop
  kOther,
};

// "REFUSED", "TIMEOUT", …
const char* FailureCode(Failure failure);

using Result = std::variant<Response, Failure>;

// One of many calls under way at once. Owns its body until the outcome has been taken.
struct Call {
  std::uint64_t tag = 0;  // given back with the outcome
  std::string body;
  std::string content_type;
  std::vector<std::string> headers;  // "Name: value"
  std::int64_t timeout_ms = 30'000;  // as in Request
};

// No call now; ask again after so long, or when an outcome has come, whichever is first.
struct Pause {
  std::int64_t ms = 0;
};

// No call now, and none later unless an outcome brings one.
struct Finished {};

// Where calls come from and outcomes go. Both are called on the thread that drives, one at a time.
class CallFeed {
 public:
  virtual ~CallFeed() = default;
  // Asked whenever there is room for another call.
  virtual std::variant<Call, Pause, Finished> Next() = 0;
  virtual void Take(std::uint64_t tag, Result result) = 0;
};

// Thread-safe; calls run in parallel, each on a connection of its own.
class HttpClient {
 public:
  // Invalid argument for options or an address that break the rules of options.h; failed
  // precondition for files that cannot be read or do not fit together. Each names the field and the
  // remedy.
  static StatusOr<std::unique_ptr<HttpClient>> Create(ClientOptions options, std::string url);

  ~HttpClient();
  HttpClient(const HttpClient&) = delete;
  HttpClient& operator=(const HttpClient&) = delete;
  HttpClient(HttpClient&&) = delete;
  HttpClient& operator=(HttpClient&&) = delete;

  // Drives one call.
  Result Post(const Request& request);

  // Runs the feed's calls on the calling thread, at most `in_flight_max` (1 to 256) at once, each
  // on a connection of its own that is kept for later. Returns when the feed is finished and
  // nothing is in flight. After `stop` the calls in flight end with kCancelled and no more are
  // asked for.
  void Drive(CallFeed& feed, int in_flight_max, const std::stop_token& stop);

  // What the client shows of itself to its peer, and whether its files are the ones in use.
  CertificateReport Certificates() const;

 private:
  HttpClient(ClientOptions options, std::string url);

  std::unique_ptr<Driver> TakeDriver();
  void GiveBack(std::unique_ptr<Driver> driver);

  const ClientOptions options_;
  const std::string url_;
  std::unique_ptr<CredentialStore> store_;  // of options_; never null once created
  Mutex mutex_;
  std::vector<std::unique_ptr<Driver>> idle_ DM_GUARDED_BY(mutex_);
};

}  // namespace dm::http
