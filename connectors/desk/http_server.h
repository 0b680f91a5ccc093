// HttpServer: the HTTP library's server over our own connections and threads. A thread a
// connection, made when needed, at most `connections_max`; one more is closed at once.
#pragma once

#include <httplib.h>

#include <atomic>
#include <memory>
#include <string>
#include <thread>

#include "connectors/desk/connection.h"
#include "connectors/desk/tls.h"
#include "worker/core/status.h"

namespace dm::desk {

struct HttpLimits {
  ConnectionLimits connection{};
  int connections_max = 512;  // below the library's own limit of 1 024 descriptors
};

class HttpServer final : public httplib::Server {
 public:
  // `tls` is null on loopback in development.
  HttpServer(const HttpLimits& limits, std::unique_ptr<TlsKeeper> tls);
  ~HttpServer() override;
  HttpServer(const HttpServer&) = delete;
  HttpServer& operator=(const HttpServer&) = delete;
  HttpServer(HttpServer&&) = delete;
  HttpServer& operator=(HttpServer&&) = delete;

  // host:port; the port taken. Unavailable, naming the field `listen`.
  StatusOr<int> Start(const std::string& listen);
  // No new requests; streams end, calls under way are answered. Safe to repeat.
  void Stop();

  int connections() const { return open_; }

  // The connection whose request this thread serves.
  static const Connection& Current();

 private:
  bool process_and_close_socket(socket_t socket) override;
  void Serve(Connection& connection);

  const HttpLimits limits_;
  const std::unique_ptr<TlsKeeper> tls_;
  std::atomic<bool> stopping_{false};
  std::atomic<int> open_{0};
  std::jthread listener_;
};

}  // namespace dm::desk
