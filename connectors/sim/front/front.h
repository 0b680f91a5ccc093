// Front: where a simulator is reached. HTTP on loopback, or HTTPS with a required client
// certificate; and an end that waits for no caller.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <thread>

#include "worker/core/mutex.h"
#include "worker/core/status.h"

namespace httplib {
class Server;
struct Request;
struct Response;
}  // namespace httplib

namespace dm::sim {

struct ListenOptions {
  std::string host = "127.0.0.1";
  int port = 0;  // 0: any free port
  // All three for HTTPS, none for HTTP. Without them only loopback addresses are served.
  std::string tls_certificate_file = {};
  std::string tls_key_file = {};
  std::string client_ca_file = {};
};

struct FrontOptions {
  ListenOptions listen;
  std::string path = ".*";  // a regular expression; other paths are not found
  std::size_t request_bytes_max = std::size_t{1} << 20U;
  int threads = 64;  // one is held by each open connection
};

class Front {
 public:
  using Handler = std::function<void(Front&, const httplib::Request&, httplib::Response&)>;

  // Answers each POST by `handler`, from any of its threads, when it returns. Invalid argument:
  // options that do not go together; unavailable: the address cannot be bound; failed precondition:
  // certificates cannot be read.
  static StatusOr<std::unique_ptr<Front>> Start(const FrontOptions& options, Handler handler);

  Front(const Front&) = delete;
  Front& operator=(const Front&) = delete;
  Front(Front&&) = delete;
  Front& operator=(Front&&) = delete;
  // Stops.
  ~Front();

  int port() const { return port_; }

  // "http://127.0.0.1:4711", without a path.
  std::string url() const;

  // Waits, but not beyond a stop. False when stopping.
  bool Wait(std::int64_t ms) DM_EXCLUDES(mutex_);
  // The same; false also when the caller at `remote_port` has hung up.
  bool WaitFor(std::int64_t ms, int remote_port) DM_EXCLUDES(mutex_);
  // The caller at `remote_port` sees its connection reset.
  void Reset(int remote_port) const;

  // Answers under way are cut short, connections closed, threads joined. Safe to call twice, from
  // any thread but a handler's.
  void Stop() DM_EXCLUDES(mutex_);

 private:
  explicit Front(ListenOptions listen);

  Status Listen(const FrontOptions& options, Handler handler);

  const ListenOptions listen_;
  std::unique_ptr<httplib::Server> server_;
  int port_ = 0;
  Mutex mutex_;
  CondVar stopping_changed_;
  bool stopping_ DM_GUARDED_BY(mutex_) = false;
  std::jthread listener_;
};

}  // namespace dm::sim
