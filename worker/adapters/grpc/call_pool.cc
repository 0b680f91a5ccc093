#include "worker/adapters/grpc/call_pool.h"

#include <utility>

namespace dm::grpc_adapter {

CallPool::CallPool(int threads, std::size_t queue_max) : queue_max_(queue_max) {
  threads_.reserve(static_cast<std::size_t>(threads));
  for (int i = 0; i < threads; ++i)
    threads_.emplace_back([this](const std::stop_token& stop) { Run(stop); });
}

CallPool::~CallPool() {
  Stop();
}

bool CallPool::Post(std::function<void()> job) {
  const MutexLock lock(mutex_);
  if (stopped_ || jobs_.size() >= queue_max_) return false;
  jobs_.push_back(std::move(job));
  changed_.NotifyOne();
  return true;
}

void CallPool::Stop() {
  {
    const MutexLock lock(mutex_);
    stopped_ = true;
  }
  for (std::jthread& thread : threads_) thread.request_stop();
  changed_.NotifyAll();
  threads_.clear();  // joins
}

bool CallPool::Take(const std::stop_token& stop, std::function<void()>& job) {
  const MutexLock lock(mutex_);
  while (jobs_.empty()) {
    if (stop.stop_requested()) return false;
    changed_.WaitFor(mutex_, std::chrono::milliseconds(1000));
  }
  job = std::move(jobs_.front());
  jobs_.pop_front();
  return true;
}

void CallPool::Run(const std::stop_token& stop) {
  std::function<void()> job;
  while (Take(stop, job)) job();
}

}  // namespace dm::grpc_adapter
