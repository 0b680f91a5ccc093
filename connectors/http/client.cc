#include "connectors/http/client.h"

#include <utility>

#include <curl/curl.h>

#include "connectors/http/session.h"

namespace dm::http {
namespace {

// curl_global_init is called once, before any handle; it needs no matching clean-up in a process
// that uses curl until it ends.
bool StartCurl() {
  static const bool started = curl_global_init(CURL_GLOBAL_DEFAULT) == CURLE_OK;
  return started;
}

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
  return std::unique_ptr<HttpClient>(new HttpClient(std::move(options), std::move(url)));
}

HttpClient::HttpClient(ClientOptions options, std::string url)
    : options_(std::move(options)), url_(std::move(url)) {}

HttpClient::~HttpClient() = default;

Result HttpClient::Post(const Request& request) {
  std::unique_ptr<Session> session = TakeSession();
  if (session == nullptr) return Failure::kOther;
  Result result = session->Post(request);
  // After a failure the connection's state is unknown: the next call starts with a new one.
  if (std::holds_alternative<Response>(result)) GiveBack(std::move(session));
  return result;
}

std::unique_ptr<Session> HttpClient::TakeSession() {
  {
    const MutexLock lock(mutex_);
    if (!idle_.empty()) {
      std::unique_ptr<Session> session = std::move(idle_.back());
      idle_.pop_back();
      return session;
    }
  }
  return Session::Make(options_, url_);
}

void HttpClient::GiveBack(std::unique_ptr<Session> session) {
  const MutexLock lock(mutex_);
  if (idle_.size() < options_.idle_sessions_max) idle_.push_back(std::move(session));
}

}  // namespace dm::http
