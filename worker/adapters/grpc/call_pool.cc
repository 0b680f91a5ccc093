#include "worker/adapters/grpc/call_pool.h"

#include <utility>

namespace dm::grpc_adapter {

CallPool::CallPool(int threads, std::size_t queue_max)
    : queue_max_(queue_max),
      caller_queue_max_(queue_max - queue_max / 4),
      caller_running_max_(threads - threads / 4) {
  threads_.reserve(static_cast<std::size_t>(threads));
  for (int i = 0; i < threads; ++i)
    threads_.emplace_back([this](const std::stop_token& stop) { Run(stop); });
}

CallPool::~CallPool() {
  Stop();
}

bool CallPool::Post(const std::string& caller, std::function<void()> job) {
  const MutexLock lock(mutex_);
  if (stopped_ || waiting_ >= queue_max_) return false;
  Caller& one = callers_[caller];
  if (one.jobs.size() >= caller_queue_max_) return false;
  if (one.jobs.empty()) turns_.push_back(caller);
  one.jobs.push_back(std::move(job));
  ++waiting_;
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

// The next in turn who has not all the threads that one may have.
bool CallPool::TakeNext(Job& job) {
  for (std::size_t i = turns_.size(); i > 0; --i) {
    std::string caller = std::move(turns_.front());
    turns_.pop_front();
    Caller& one = callers_.at(caller);
    if (one.running >= caller_running_max_) {
      turns_.push_back(std::move(caller));
      continue;
    }
    job.run = std::move(one.jobs.front());
    one.jobs.pop_front();
    --waiting_;
    ++one.running;
    job.caller = caller;
    if (!one.jobs.empty()) turns_.push_back(std::move(caller));
    return true;
  }
  return false;
}

bool CallPool::Take(const std::stop_token& stop, Job& job) {
  const MutexLock lock(mutex_);
  while (!TakeNext(job)) {
    if (waiting_ == 0 && stop.stop_requested()) return false;
    changed_.WaitFor(mutex_, std::chrono::milliseconds(1000));
  }
  return true;
}

void CallPool::Ended(const std::string& caller) {
  const MutexLock lock(mutex_);
  const auto found = callers_.find(caller);
  if (--found->second.running == 0 && found->second.jobs.empty()) callers_.erase(found);
  // Who waited for the caller's share may go on.
  if (waiting_ > 0) changed_.NotifyOne();
}

void CallPool::Run(const std::stop_token& stop) {
  for (Job job; Take(stop, job); job = Job()) {
    job.run();
    Ended(job.caller);
  }
}

}  // namespace dm::grpc_adapter
