// CallPool: a fixed number of threads that run calls, and bounded queues before them. gRPC's own
// threads hand over at once, so that a slow store never keeps them from reading other calls.
// Callers take turns, and none has more than three quarters of the threads or of the queue. A
// system that calls faster than `per_second` while another calls too is paced: what is beyond waits
// in a line of its own, and as its streams are limited it soon sends no faster. So one that calls
// too much waits for itself, and costs others not even the reading of its calls (reliability S48).
#pragma once

#include <chrono>
#include <deque>
#include <functional>
#include <map>
#include <stop_token>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "worker/adapters/grpc/caller_turns.h"
#include "worker/core/mutex.h"

namespace dm::grpc_adapter {

class CallPool {
 public:
  using Clock = std::chrono::steady_clock;

  // A system is paced as long as another has called within this time.
  static constexpr std::chrono::seconds kBeside{1};
  // How much of a system's rate it may take at once: a page of a desk makes a dozen calls.
  static constexpr std::chrono::milliseconds kBurst{100};
  // Calls of one paced system that wait, four connections' streams, and of all such systems. One
  // more is refused.
  static constexpr std::size_t kPacedMax = 400;
  static constexpr std::size_t kPacedAllMax = 1'600;
  // Of the requests of all those: as much as 256 of the largest.
  static constexpr std::size_t kPacedBytesMax = std::size_t{256} * 1024 * 1024;

  struct Options {
    int threads = 1;
    std::size_t queue_max = 1;  // calls that wait for a thread
    int per_second = 0;         // calls of a system beside others; 0: as many as it likes
    std::function<Clock::time_point()> now = Clock::now;
  };

  explicit CallPool(Options options);
  ~CallPool();

  CallPool(const CallPool&) = delete;
  CallPool& operator=(const CallPool&) = delete;
  CallPool(CallPool&&) = delete;
  CallPool& operator=(CallPool&&) = delete;

  // False when the queue or the caller's part of it is full, or the pool has stopped; the call is
  // not kept then.
  bool Post(Call call);

  // From now on nobody is paced: what waits is to be done before the worker stops.
  void EndPacing();
  // Runs what is queued, then stops. Safe to repeat.
  void Stop();

 private:
  struct System {
    CallerTurns paced;            // its line
    Clock::time_point next;       // when its rate allows the next call
    Clock::time_point search_at;  // when to look next for calls whose time is over
  };

  bool Wait(const std::stop_token& stop, Call& call);
  bool TakeNext(Call& call) DM_REQUIRES(mutex_);
  bool Enqueue(Call call) DM_REQUIRES(mutex_);
  bool AddToLine(System& one, Call call) DM_REQUIRES(mutex_);
  bool IsPaced(const std::string& system, Clock::time_point now) const DM_REQUIRES(mutex_);
  bool HasTurn(const std::string& system, const System& one, Clock::time_point now) const
      DM_REQUIRES(mutex_);
  bool TakeTurn(const std::string& system, System& one, Clock::time_point now) DM_REQUIRES(mutex_);
  void NoteCall(const std::string& system, Clock::time_point now) DM_REQUIRES(mutex_);
  void Release(Clock::time_point now) DM_REQUIRES(mutex_);
  void ReleaseOf(const std::string& system, System& one, Clock::time_point now) DM_REQUIRES(mutex_);
  void Ended(const std::string& caller);
  void Run(const std::stop_token& stop);

  const Options options_;
  const std::size_t caller_queue_max_;
  const int caller_running_max_;
  const Clock::duration each_;  // a call's time at the rate of one system
  Mutex mutex_;
  CondVar changed_;
  CallerTurns ready_ DM_GUARDED_BY(mutex_);
  std::map<std::string, int> running_ DM_GUARDED_BY(mutex_);     // by caller
  std::map<std::string, System> systems_ DM_GUARDED_BY(mutex_);  // callers of the configuration
  std::size_t paced_ DM_GUARDED_BY(mutex_) = 0;                  // calls in all their lines
  std::size_t paced_bytes_ DM_GUARDED_BY(mutex_) = 0;
  // Who called last, and when the last of all others did.
  std::string latest_ DM_GUARDED_BY(mutex_);
  Clock::time_point latest_at_ DM_GUARDED_BY(mutex_);
  Clock::time_point others_at_ DM_GUARDED_BY(mutex_);
  bool looking_ DM_GUARDED_BY(mutex_) = false;  // a thread looks after the lines each tick
  bool pacing_ DM_GUARDED_BY(mutex_);
  bool stopped_ DM_GUARDED_BY(mutex_) = false;
  std::vector<std::jthread> threads_;
};

}  // namespace dm::grpc_adapter
