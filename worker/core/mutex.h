// Mutex, MutexLock and CondVar: std's, with clang's thread-safety annotations.
#pragma once

#include <chrono>
#include <condition_variable>
#include <mutex>

#if defined(__clang__)
#  define DM_THREAD_ANNOTATION(x) __attribute__((x))
#else
#  define DM_THREAD_ANNOTATION(x)
#endif
#define DM_GUARDED_BY(x) DM_THREAD_ANNOTATION(guarded_by(x))
#define DM_REQUIRES(...) DM_THREAD_ANNOTATION(requires_capability(__VA_ARGS__))
#define DM_EXCLUDES(...) DM_THREAD_ANNOTATION(locks_excluded(__VA_ARGS__))

namespace dm {

class DM_THREAD_ANNOTATION(capability("mutex")) Mutex {
 public:
  void Lock() DM_THREAD_ANNOTATION(acquire_capability()) { mutex_.lock(); }

  void Unlock() DM_THREAD_ANNOTATION(release_capability()) { mutex_.unlock(); }

  std::mutex& native() { return mutex_; }

 private:
  std::mutex mutex_;
};

class DM_THREAD_ANNOTATION(scoped_lockable) MutexLock {
 public:
  explicit MutexLock(Mutex& mutex) DM_THREAD_ANNOTATION(acquire_capability(mutex)) : mutex_(mutex) {
    mutex_.Lock();
  }

  ~MutexLock() DM_THREAD_ANNOTATION(release_capability()) { mutex_.Unlock(); }

  MutexLock(const MutexLock&) = delete;
  MutexLock& operator=(const MutexLock&) = delete;
  MutexLock(MutexLock&&) = delete;
  MutexLock& operator=(MutexLock&&) = delete;

 private:
  Mutex& mutex_;
};

// Waits release the mutex; the caller re-checks its condition in a loop.
class CondVar {
 public:
  void NotifyOne() { condition_.notify_one(); }

  void NotifyAll() { condition_.notify_all(); }

  void WaitFor(Mutex& mutex, std::chrono::milliseconds timeout) DM_REQUIRES(mutex) {
    std::unique_lock<std::mutex> lock(mutex.native(), std::adopt_lock);
    condition_.wait_for(lock, timeout);
    lock.release();
  }

 private:
  std::condition_variable condition_;
};

}  // namespace dm
