// Driver: one curl multi handle with its connections and call handles, run by one thread at a time.
// Internal to this folder.
#pragma once

#include <chrono>
#include <cstddef>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

#include <curl/curl.h>

#include "connectors/http/client.h"
#include "connectors/http/credentials.h"
#include "connectors/http/handle.h"

namespace dm::http {

class Driver {
 public:
  // All three must outlive the driver. Throws std::bad_alloc when curl is out of memory.
  Driver(const ClientOptions& options, const std::string& url, CredentialStore& store);
  ~Driver();
  Driver(const Driver&) = delete;
  Driver& operator=(const Driver&) = delete;
  Driver(Driver&&) = delete;
  Driver& operator=(Driver&&) = delete;

  // As HttpClient::Drive.
  void Run(CallFeed& feed, std::size_t in_flight_max, const std::stop_token& stop);

  // True when all its connections were made with `credentials`.
  bool UsesOnly(const SharedCredentials& credentials) const;

  // At most so many connections are kept alive in it.
  std::size_t connections_max() const;

 private:
  using Clock = std::chrono::steady_clock;

  // Asks the feed while there is room and it has calls.
  void Fill(CallFeed& feed, std::size_t in_flight_max);
  // False when the call could not even begin.
  bool Start(Call call);
  // Hands over what has ended; true when something had.
  bool Collect(CallFeed& feed);
  void EndAll(CallFeed& feed, Failure failure);
  void Wait();
  Handle* FreeHandle();
  void Release(Handle& handle);

  const ClientOptions& options_;
  const std::string& url_;
  CredentialStore& store_;
  CURLM* const multi_;
  SharedCredentials credentials_;  // of the call begun last
  bool mixed_ = false;             // earlier calls had others
  std::vector<std::unique_ptr<Handle>> handles_;
  std::vector<Handle*> free_;
  std::size_t in_flight_ = 0;
  // What the feed said last: finished, or not to be asked before a time. Both end with an outcome.
  bool finished_ = false;
  std::optional<Clock::time_point> ask_again_;
};

}  // namespace dm::http
