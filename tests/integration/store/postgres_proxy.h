// A way to the server that loses a connection exactly at a COMMIT: before the server has seen it,
// or after the server has carried it out and before the client hears so.
#pragma once

#include <atomic>
#include <string>
#include <thread>
#include <vector>

#include "tests/support/temporary_directory.h"

namespace dm::testing {

enum class CutAt { kNever, kBeforeCommit, kAfterCommit };

class PostgresProxy {
 public:
  // `server` is the folder with the server's socket.
  explicit PostgresProxy(std::string server);
  ~PostgresProxy();
  PostgresProxy(const PostgresProxy&) = delete;
  PostgresProxy& operator=(const PostgresProxy&) = delete;
  PostgresProxy(PostgresProxy&&) = delete;
  PostgresProxy& operator=(PostgresProxy&&) = delete;

  // What a client names as host.
  const std::string& folder() const { return folder_.path(); }

  // At the next COMMIT, once. Connections made after it are passed on as before.
  void CutAtNextCommit(CutAt when) { cut_ = when; }

  int cuts() const { return cuts_; }

 private:
  void Accept(const std::stop_token& stop);
  void Pass(int client, const std::stop_token& stop);
  // False: the connection ends here.
  bool FromClient(int client, int server);

  const std::string server_;
  TemporaryDirectory folder_;
  int listening_ = -1;
  std::atomic<CutAt> cut_ = CutAt::kNever;
  std::atomic<int> cuts_ = 0;
  std::vector<std::jthread> connections_;
  std::jthread accepting_;
};

}  // namespace dm::testing
