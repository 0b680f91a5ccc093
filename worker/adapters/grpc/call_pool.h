// CallPool: a fixed number of threads that run calls, and a bounded queue before them. gRPC's own
// threads hand over at once, so that a slow store never keeps them from reading other calls.
#pragma once

#include <deque>
#include <functional>
#include <stop_token>
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

  // False when the queue is full or the pool has stopped; the job is not kept then.
  bool Post(std::function<void()> job);

  // Runs what is queued, then stops. Safe to repeat.
  void Stop();

 private:
  void Run(const std::stop_token& stop);
  bool Take(const std::stop_token& stop, std::function<void()>& job);

  const std::size_t queue_max_;
  Mutex mutex_;
  CondVar changed_;
  std::deque<std::function<void()>> jobs_ DM_GUARDED_BY(mutex_);
  bool stopped_ DM_GUARDED_BY(mutex_) = false;
  std::vector<std::jthread> threads_;
};

}  // namespace dm::grpc_adapter
