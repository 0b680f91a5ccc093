// FiberThreads: what the worker's own pool runs on in a history: its threads are tasks of a
// process, its waits are in virtual time. One task runs at a time, so a mutex has nothing to do.
#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <stop_token>

#include "tests/sim/schedule.h"
#include "worker/core/mutex.h"

namespace dm::sim {

// Which process the pool belongs to that is being made or started now.
struct FiberHome {
  Schedule* schedule = nullptr;
  std::shared_ptr<Host> host;
};

FiberHome& TheFiberHome();

class DM_THREAD_ANNOTATION(capability("mutex")) FiberMutex {};

class DM_THREAD_ANNOTATION(scoped_lockable) FiberLock {
 public:
  explicit FiberLock(FiberMutex& mutex) DM_THREAD_ANNOTATION(acquire_capability(mutex)) {
    static_cast<void>(mutex);
  }

  // NOLINTNEXTLINE(modernize-use-equals-default): a defaulted one takes no annotation
  ~FiberLock() DM_THREAD_ANNOTATION(release_capability()) {}

  FiberLock(const FiberLock&) = delete;
  FiberLock& operator=(const FiberLock&) = delete;
  FiberLock(FiberLock&&) = delete;
  FiberLock& operator=(FiberLock&&) = delete;
};

// A notice to one wakes all that wait for it: each looks whether it was meant.
class FiberCondition {
 public:
  void NotifyOne() { home_.schedule->WakeFor(this); }

  void NotifyAll() { NotifyOne(); }

  void WaitFor(FiberMutex& mutex, std::chrono::milliseconds timeout) DM_REQUIRES(mutex) {
    static_cast<void>(mutex);
    home_.schedule->Doze(timeout.count(), this);
  }

 private:
  const FiberHome home_ = TheFiberHome();
};

class FiberThread {
 public:
  explicit FiberThread(std::function<void(const std::stop_token&)> body);
  // Waits until it has ended; not for a process that is gone.
  ~FiberThread();
  FiberThread(const FiberThread&) = delete;
  FiberThread& operator=(const FiberThread&) = delete;
  FiberThread(FiberThread&&) = default;
  FiberThread& operator=(FiberThread&&) = delete;

  void request_stop() { stop_.request_stop(); }

 private:
  const FiberHome home_ = TheFiberHome();
  std::stop_source stop_;
  std::shared_ptr<bool> ended_ = std::make_shared<bool>(false);
};

struct FiberThreads {
  using Mutex = FiberMutex;
  using Lock = FiberLock;
  using Condition = FiberCondition;
  using Thread = FiberThread;
};

}  // namespace dm::sim
