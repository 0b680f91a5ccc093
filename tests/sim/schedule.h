// Schedule: virtual time, and who goes on next. Single-threaded: one task runs at a time, from one
// moment of waiting to the next; the same calls in the same order give the same history.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <queue>
#include <vector>

#include "tests/sim/fiber.h"

namespace dm::sim {

// What tasks run in: a process that can be killed or stand still (F1, F3).
struct Host {
  bool alive = true;
  std::int64_t frozen_until_ms = 0;
  int tasks = 0;  // that have not ended or left
};

// Thrown through a task whose process is gone. No std::exception on purpose: what the worker
// catches is not this.
struct Killed {};

// What the running task wants done right before and right after the store's next change, with
// nothing in between: how one who looks on sees exactly what the change was made on.
struct Around {
  std::function<void()> before;
  std::function<void()> after;
};

class Schedule {
 public:
  Schedule() = default;
  ~Schedule();
  Schedule(const Schedule&) = delete;
  Schedule& operator=(const Schedule&) = delete;
  Schedule(Schedule&&) = delete;
  Schedule& operator=(Schedule&&) = delete;

  // Milliseconds since the history began, by the one true clock.
  std::int64_t now_ms() const { return now_ms_; }

  // `host` may be null: a task outside every process.
  void Spawn(std::shared_ptr<Host> host, std::int64_t in_ms, std::function<void()> body);

  // From inside a task. Throws Killed when the task's process is gone by then.
  void Sleep(std::int64_t ms);
  // As Sleep, but Wake(host) ends it; where it waits for something, WakeFor(something).
  void Doze(std::int64_t ms, const void* something = nullptr);
  void Wake(const Host* host);
  void WakeFor(const void* something);

  // Which task runs; to be compared, not looked into.
  const void* running() const { return running_; }

  // Of the running task; each may be null.
  Around*& witness();
  Around*& mischief();

  // The running task goes on inside another process, as a call of a client does.
  std::shared_ptr<Host> Enter(std::shared_ptr<Host> host);

  // It stands still no more.
  void Thaw(Host& host);

  // Kills the process: every task in it ends at its next turn, the running one by Killed.
  void Kill(Host& host);

  // Runs all that happens until then.
  void RunUntil(std::int64_t ms);

 private:
  struct Task {
    std::unique_ptr<Fiber> fiber;
    std::shared_ptr<Host> host;
    std::uint64_t turn = 0;  // of its place in the queue; older places are void
    bool dozing = false;
    const void* waits_for = nullptr;
    Around* witness = nullptr;
    Around* mischief = nullptr;
  };

  struct Place {
    std::int64_t at_ms;
    std::uint64_t turn;
    Task* task;

    friend bool operator>(const Place& a, const Place& b) {
      return a.at_ms != b.at_ms ? a.at_ms > b.at_ms : a.turn > b.turn;
    }
  };

  void Queue(Task& task, std::int64_t at_ms);
  void Wait(std::int64_t ms, bool dozing);
  static void Leave(Task& task);

  std::int64_t now_ms_ = 0;
  std::uint64_t turns_ = 0;
  Task* running_ = nullptr;
  std::vector<std::unique_ptr<Task>> tasks_;
  std::vector<std::unique_ptr<Task>> ended_;  // still named by void places of the queue
  std::priority_queue<Place, std::vector<Place>, std::greater<>> queue_;
};

}  // namespace dm::sim
