// WorkerPool: one thread claims due cases, a fixed number of threads work a case each, one keeps
// the leases. Queues are bounded by the number of threads: a case is claimed when somebody can take
// it at once, or soon: one for each kThreadsForOneAhead threads is claimed ahead, so that no thread
// waits for the commit of a claim while cases wait.
#pragma once

#include <cstdint>
#include <deque>
#include <map>
#include <stop_token>
#include <string>
#include <thread>
#include <vector>

#include "worker/core/mutex.h"
#include "worker/core/status.h"
#include "worker/ports/clock.h"
#include "worker/ports/log.h"
#include "worker/ports/store.h"

namespace dm {

// Threads for each case that is claimed ahead: it waits until the first of them is free.
inline constexpr int kThreadsForOneAhead = 8;

// Takes one claimed case as far as the worker can, and gives the claim back. Called from several
// threads at once.
class CaseRunner {
 public:
  virtual ~CaseRunner() = default;
  virtual void Run(const Claim& claim, const std::stop_token& stop) = 0;
};

struct WorkerPoolOptions {
  std::string worker;  // new at each start
  int threads = 4;
  std::int64_t lease_ms = 120'000;
  std::int64_t poll_ms = 500;  // between looks at an empty queue; Wake cuts it short
};

// What a pool's threads are, and how they wait for each other. The simulation has its own, in
// virtual time, so that it runs these loops and no others.
struct SystemThreads {
  using Mutex = dm::Mutex;
  using Lock = MutexLock;
  using Condition = CondVar;
  using Thread = std::jthread;
};

// Defined in worker_pool_loops.h.
template <typename Threads>
class BasicWorkerPool {
 public:
  BasicWorkerPool(
      Store& store, const Clock& clock, Log& log, CaseRunner& runner, WorkerPoolOptions options);
  // Stops and waits.
  ~BasicWorkerPool();
  BasicWorkerPool(const BasicWorkerPool&) = delete;
  BasicWorkerPool& operator=(const BasicWorkerPool&) = delete;
  BasicWorkerPool(BasicWorkerPool&&) = delete;
  BasicWorkerPool& operator=(BasicWorkerPool&&) = delete;

  void Start();
  // A hint that a case may be due. Any thread.
  void Wake();
  // Claims no more, lets the cases in hand finish their step, and waits for the threads.
  void Stop();
  // Blocks until nothing is due and nothing is in hand, or `stop` is asked for: what `run-once`
  // does.
  Status WaitUntilDrained(const std::stop_token& stop);

 private:
  void ClaimLoop(const std::stop_token& stop);
  void WorkLoop(const std::stop_token& stop);
  void LeaseLoop(const std::stop_token& stop);
  // Claims what is due, for as many threads as are free, in one durable change. True when a case
  // was claimed and handed over; false when none is due.
  StatusOr<bool> ClaimUpTo(int limit, const std::stop_token& stop);
  // How many cases more to claim.
  int Free() DM_REQUIRES(mutex_);

  Store& store_;
  const Clock& clock_;
  Log& log_;
  CaseRunner& runner_;
  const WorkerPoolOptions options_;

  using Lock = typename Threads::Lock;
  using Condition = typename Threads::Condition;
  using Thread = typename Threads::Thread;

  typename Threads::Mutex mutex_;
  // One for each kind of waiter: with many threads, all that are idle would wake for each case.
  Condition claimable_;    // a thread is free, or a case may be due: the thread that claims
  Condition handed_over_;  // a case in ready_: one of those that work
  Condition drained_;      // nothing is due or in hand, or the store failed
  Condition stopping_;     // the thread that keeps leases
  std::deque<Claim> ready_ DM_GUARDED_BY(mutex_);
  std::map<CaseId, Claim> held_ DM_GUARDED_BY(mutex_);  // ready or being worked: leases to keep
  bool woken_ DM_GUARDED_BY(mutex_) = false;
  bool idle_ DM_GUARDED_BY(mutex_) = false;  // the last look found nothing due
  Status last_error_ DM_GUARDED_BY(mutex_);

  std::vector<Thread> threads_;
};

extern template class BasicWorkerPool<SystemThreads>;

using WorkerPool = BasicWorkerPool<SystemThreads>;

}  // namespace dm
