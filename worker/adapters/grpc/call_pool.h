// CallPool: a fixed number of threads that run calls, and a bounded queue before them. gRPC's own
// threads hand over at once, so that a slow store never keeps them from reading other calls.
// Callers take turns, and none has more than three quarters of the threads or of the queue: one
// that calls too much waits for itself (reliability S48).
#pragma once

#include <deque>
#include <functional>
#include <map>
#include <stop_token>
#include <string>
#include <thread>
#include <vector>

#include "worker/core/mutex.h"

namespace dm::grpc_adapter {

class CallPool {
 public:
  CallPool(int threads, std::size_t queue_max);
  ~CallPool();

  CallPool(const CallPool&) = delete;
  CallPool& operator=(const CallPool&) = delete;
  CallPool(CallPool&&) = delete;
  CallPool& operator=(CallPool&&) = delete;

  // False when the queue or the caller's part of it is full, or the pool has stopped; the job is
  // not kept then.
  bool Post(const std::string& caller, std::function<void()> job);

  // Runs what is queued, then stops. Safe to repeat.
  void Stop();

 private:
  struct Caller {
    std::deque<std::function<void()>> jobs;
    int running = 0;
  };

  struct Job {
    std::string caller;
    std::function<void()> run;
  };

  void Run(const std::stop_token& stop);
  bool Take(const std::stop_token& stop, Job& job);
  bool TakeNext(Job& job) DM_REQUIRES(mutex_);
  void Ended(const std::string& caller);

  const std::size_t queue_max_;
  const std::size_t caller_queue_max_;
  const int caller_running_max_;
  Mutex mutex_;
  CondVar changed_;
  std::map<std::string, Caller> callers_ DM_GUARDED_BY(mutex_);  // those with a job
  std::deque<std::string> turns_ DM_GUARDED_BY(mutex_);          // those with one that waits
  std::size_t waiting_ DM_GUARDED_BY(mutex_) = 0;
  bool stopped_ DM_GUARDED_BY(mutex_) = false;
  std::vector<std::jthread> threads_;
};

}  // namespace dm::grpc_adapter
