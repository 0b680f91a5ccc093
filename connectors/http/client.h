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

#include "connectors/http/options.h"
#include "worker/core/mutex.h"
#include "worker/core/status.h"

namespace dm::http {

class Session;

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

// Thread-safe; calls run in parallel, each on a connection of its own.
class HttpClient {
 public:
  // Invalid argument for options or an address that break the rules of options.h.
  static StatusOr<std::unique_ptr<HttpClient>> Create(ClientOptions options, std::string url);

  ~HttpClient();
  HttpClient(const HttpClient&) = delete;
  HttpClient& operator=(const HttpClient&) = delete;
  HttpClient(HttpClient&&) = delete;
  HttpClient& operator=(HttpClient&&) = delete;

  Result Post(const Request& request);

 private:
  HttpClient(ClientOptions options, std::string url);

  std::unique_ptr<Session> TakeSession();
  void GiveBack(std::unique_ptr<Session> session);

  const ClientOptions options_;
  const std::string url_;
  Mutex mutex_;
  std::vector<std::unique_ptr<Session>> idle_ DM_GUARDED_BY(mutex_);
};

}  // namespace dm::http
