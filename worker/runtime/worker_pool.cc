#include "worker/runtime/worker_pool.h"

#include <algorithm>
#include <chrono>
#include <utility>

namespace dm {

using std::chrono::milliseconds;

WorkerPool::WorkerPool(
    Store& store, const Clock& clock, Log& log, CaseRunner& runner, WorkerPoolOptions options)
    : store_(store), clock_(clock), log_(log), runner_(runner), options_(std::move(options)) {}

WorkerPool::~WorkerPool() {
  Stop();
}

void WorkerPool::Start() {
  threads_.emplace_back([this](const std::stop_token& stop) { ClaimLoop(stop); });
  threads_.emplace_back([this](const std::stop_token& stop) { LeaseLoop(stop); });
  for (int i = 0; i < options_.threads; ++i) {
    threads_.emplace_back([this](const std::stop_token& stop) { WorkLoop(stop); });
  }
}

void WorkerPool::Wake() {
  const MutexLock lock(mutex_);
  woken_ = true;
  idle_ = false;
  changed_.NotifyAll();
}

void WorkerPool::Stop() {
  for (std::jthread& thread : threads_) thread.request_stop();
  {
    const MutexLock lock(mutex_);
    changed_.NotifyAll();
  }
  threads_.clear();  // Joins.
}

Status WorkerPool::WaitUntilDrained(const std::stop_token& stop) {
  const MutexLock lock(mutex_);
  while (!stop.stop_requested()) {
    if (!last_error_.ok()) return last_error_;
    if (idle_ && held_.empty()) return OkStatus();
    changed_.WaitFor(mutex_, milliseconds(options_.poll_ms));
  }
  return OkStatus();
}

int WorkerPool::Free() {
  return options_.threads - static_cast<int>(held_.size());
}

StatusOr<bool> WorkerPool::ClaimUpTo(int limit) {
  DM_ASSIGN_OR_RETURN(std::vector<Claim> claims,
                      store_.ClaimDue(options_.worker, clock_.Now(), options_.lease_ms, limit));
  if (claims.empty()) return false;
  const MutexLock lock(mutex_);
  for (Claim& claim : claims) {
    held_[claim.case_id] = claim;
    ready_.push_back(std::move(claim));
  }
  changed_.NotifyAll();
  return true;
}

void WorkerPool::ClaimLoop(const std::stop_token& stop) {
  while (!stop.stop_requested()) {
    int free = 0;
    {
      const MutexLock lock(mutex_);
      free = Free();
      if (free <= 0) {
        changed_.WaitFor(mutex_, milliseconds(options_.poll_ms));
        continue;
      }
      woken_ = false;
    }
    const StatusOr<bool> claimed = ClaimUpTo(free);
    if (!claimed.ok()) {
      log_.Write(LogLevel::kError, "claim_failed", {{"reason", DetailOf(claimed.status()).reason}});
    }
    if (claimed.ok() && *claimed) continue;
    const MutexLock lock(mutex_);
    last_error_ = claimed.status();
    idle_ = claimed.ok() && !woken_;
    changed_.NotifyAll();
    if (!woken_ && !stop.stop_requested()) changed_.WaitFor(mutex_, milliseconds(options_.poll_ms));
  }
}

void WorkerPool::WorkLoop(const std::stop_token& stop) {
  while (true) {
    Claim claim;
    {
      const MutexLock lock(mutex_);
      while (ready_.empty()) {
        if (stop.stop_requested()) return;
        changed_.WaitFor(mutex_, milliseconds(options_.poll_ms));
      }
      claim = std::move(ready_.front());
      ready_.pop_front();
    }
    runner_.Run(claim, stop);
    const MutexLock lock(mutex_);
    held_.erase(claim.case_id);
    idle_ = false;  // What was just done may have made something due.
    woken_ = true;
    changed_.NotifyAll();
  }
}

void WorkerPool::LeaseLoop(const std::stop_token& stop) {
  std::int64_t renewed_ms = clock_.MonotonicMs();
  while (!stop.stop_requested()) {
    std::vector<Claim> held;
    {
      const MutexLock lock(mutex_);
      const std::int64_t wait_ms = renewed_ms + options_.lease_ms / 3 - clock_.MonotonicMs();
      if (wait_ms > 0) {
        changed_.WaitFor(mutex_, milliseconds(std::min(wait_ms, options_.poll_ms)));
        continue;
      }
      for (const auto& [id, claim] : held_) held.push_back(claim);
    }
    renewed_ms = clock_.MonotonicMs();
    for (const Claim& claim : held) {
      const Status renewed = store_.RenewClaim(claim, clock_.Now(), options_.lease_ms);
      if (!renewed.ok()) {
        log_.Write(LogLevel::kWarning, "lease_not_renewed", {{"case_id", claim.case_id}});
      }
    }
  }
}

}  // namespace dm
