// The pool's loops, for whatever threads are (worker_pool.h).
#pragma once

#include <algorithm>
#include <chrono>
#include <utility>

#include "worker/runtime/worker_pool.h"

namespace dm {

template <typename Threads>
BasicWorkerPool<Threads>::BasicWorkerPool(
    Store& store, const Clock& clock, Log& log, CaseRunner& runner, WorkerPoolOptions options)
    : store_(store), clock_(clock), log_(log), runner_(runner), options_(std::move(options)) {}

template <typename Threads>
BasicWorkerPool<Threads>::~BasicWorkerPool() {
  Stop();
}

template <typename Threads>
void BasicWorkerPool<Threads>::Start() {
  threads_.emplace_back([this](const std::stop_token& stop) { ClaimLoop(stop); });
  threads_.emplace_back([this](const std::stop_token& stop) { LeaseLoop(stop); });
  for (int i = 0; i < options_.threads; ++i) {
    threads_.emplace_back([this](const std::stop_token& stop) { WorkLoop(stop); });
  }
}

template <typename Threads>
void BasicWorkerPool<Threads>::Wake() {
  const Lock lock(mutex_);
  woken_ = true;
  idle_ = false;
  claimable_.NotifyOne();
}

template <typename Threads>
void BasicWorkerPool<Threads>::Stop() {
  for (Thread& thread : threads_) thread.request_stop();
  {
    const Lock lock(mutex_);
    claimable_.NotifyAll();
    handed_over_.NotifyAll();
    drained_.NotifyAll();
    stopping_.NotifyAll();
  }
  threads_.clear();  // Joins.
}

template <typename Threads>
Status BasicWorkerPool<Threads>::WaitUntilDrained(const std::stop_token& stop) {
  const Lock lock(mutex_);
  while (!stop.stop_requested()) {
    if (!last_error_.ok()) return last_error_;
    if (idle_ && held_.empty()) return OkStatus();
    drained_.WaitFor(mutex_, std::chrono::milliseconds(options_.poll_ms));
  }
  return OkStatus();
}

template <typename Threads>
int BasicWorkerPool<Threads>::Free() {
  const int wanted = options_.threads + options_.threads / kThreadsForOneAhead;
  return wanted - static_cast<int>(held_.size());
}

template <typename Threads>
StatusOr<bool> BasicWorkerPool<Threads>::ClaimUpTo(int limit, const std::stop_token& stop) {
  DM_ASSIGN_OR_RETURN(std::vector<Claim> claims,
                      store_.ClaimDue(options_.worker, clock_.Now(), options_.lease_ms, limit));
  if (claims.empty()) return false;
  {
    const Lock lock(mutex_);
    // This thread is told to stop before those that work: while it is not, they take what is ready.
    if (!stop.stop_requested()) {
      for (Claim& claim : claims) {
        held_[claim.case_id] = claim;
        ready_.push_back(std::move(claim));
        handed_over_.NotifyOne();
      }
      return true;
    }
  }
  // Claimed while the worker was told to stop: nobody would work them until the lease has ended.
  for (const Claim& claim : claims) {
    DM_RETURN_IF_ERROR(store_.ReleaseClaim(claim, clock_.Now(), clock_.Now()));
  }
  return false;
}

template <typename Threads>
void BasicWorkerPool<Threads>::ClaimLoop(const std::stop_token& stop) {
  while (!stop.stop_requested()) {
    int free = 0;
    {
      const Lock lock(mutex_);
      free = Free();
      if (free <= 0) {
        claimable_.WaitFor(mutex_, std::chrono::milliseconds(options_.poll_ms));
        continue;
      }
      woken_ = false;
    }
    const StatusOr<bool> claimed = ClaimUpTo(free, stop);
    if (!claimed.ok()) {
      log_.Write(LogLevel::kError, "claim_failed", {{"reason", DetailOf(claimed.status()).reason}});
    }
    if (claimed.ok() && *claimed) continue;
    const Lock lock(mutex_);
    last_error_ = claimed.status();
    idle_ = claimed.ok() && !woken_;
    drained_.NotifyAll();
    if (!woken_ && !stop.stop_requested()) {
      claimable_.WaitFor(mutex_, std::chrono::milliseconds(options_.poll_ms));
    }
  }
}

template <typename Threads>
void BasicWorkerPool<Threads>::WorkLoop(const std::stop_token& stop) {
  while (true) {
    Claim claim;
    {
      const Lock lock(mutex_);
      while (ready_.empty()) {
        if (stop.stop_requested()) return;
        handed_over_.WaitFor(mutex_, std::chrono::milliseconds(options_.poll_ms));
      }
      claim = std::move(ready_.front());
      ready_.pop_front();
    }
    runner_.Run(claim, stop);
    const Lock lock(mutex_);
    held_.erase(claim.case_id);
    idle_ = false;  // What was just done may have made something due.
    woken_ = true;
    claimable_.NotifyOne();
  }
}

template <typename Threads>
void BasicWorkerPool<Threads>::LeaseLoop(const std::stop_token& stop) {
  std::int64_t renewed_ms = clock_.MonotonicMs();
  while (!stop.stop_requested()) {
    std::vector<Claim> held;
    {
      const Lock lock(mutex_);
      const std::int64_t wait_ms = renewed_ms + options_.lease_ms / 3 - clock_.MonotonicMs();
      if (wait_ms > 0) {
        stopping_.WaitFor(mutex_, std::chrono::milliseconds(std::min(wait_ms, options_.poll_ms)));
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
