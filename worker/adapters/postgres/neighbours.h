// Neighbours: what processes that share a store tell each other beside its tables, on a connection
// of its own: hints (LISTEN, NOTIFY), which may be lost and cost only time then, and who does what
// is done once for all (an advisory lock, which ends with its holder). Thread-safe.
#pragma once

#include <chrono>
#include <functional>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "worker/adapters/postgres/pool.h"
#include "worker/core/mutex.h"

namespace dm::postgres {

// Takes the lock of the duties for as long as the connection lives. False: another process has the
// store open.
StatusOr<bool> TryTakeDuties(Connection& connection);

class Neighbours {
 public:
  // `from` tells this process's own hints from others'.
  Neighbours(Connect connect, std::string from)
      : connect_(std::move(connect)), from_(std::move(from)) {}

  ~Neighbours();
  Neighbours(const Neighbours&) = delete;
  Neighbours& operator=(const Neighbours&) = delete;
  Neighbours(Neighbours&&) = delete;
  Neighbours& operator=(Neighbours&&) = delete;

  void Start();

  // Called on the listening thread with what another process told, and with an empty text after a
  // time in which hints may have been lost.
  void OnHint(std::function<void(const std::string&)> listener);

  // Hands the text (at most 4 000 bytes, no personal data) to the listening thread to be sent;
  // dropped while the database does not answer.
  void Tell(std::string text);

  // True while this process holds the lock of the duties, as its connection has shown within the
  // last ten seconds: a process that stood still longer may have lost it.
  bool HoldsDuties() const;

 private:
  void Loop(const std::stop_token& stop);
  Status Serve(Connection& connection, const std::stop_token& stop);
  Status SendWaiting(Connection& connection, const std::string& channel);
  Status TakeDuties(Connection& connection);
  void Receive(Connection& connection);
  void Hear(const std::string& text);
  bool HasLock() const;
  void SetHeld(std::optional<std::chrono::steady_clock::time_point> at);

  const Connect connect_;
  const std::string from_;
  mutable Mutex mutex_;
  std::function<void(const std::string&)> listener_ DM_GUARDED_BY(mutex_);
  std::vector<std::string> waiting_ DM_GUARDED_BY(mutex_);
  // When the lock was last seen to be held; nothing: it is not.
  std::optional<std::chrono::steady_clock::time_point> held_at_ DM_GUARDED_BY(mutex_);
  int wake_[2] = {-1, -1};  // a pipe: Tell wakes the listening thread with it
  std::jthread thread_;
};

}  // namespace dm::postgres
