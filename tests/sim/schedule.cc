#include "tests/sim/schedule.h"

#include <algorithm>
#include <exception>
#include <utility>

#include "worker/core/check.h"

namespace dm::sim {

// Every task must have ended: the history kills its processes and lets the rest run out.
Schedule::~Schedule() = default;

void Schedule::Spawn(std::shared_ptr<Host> host, std::int64_t in_ms, std::function<void()> body) {
  auto task = std::make_unique<Task>();
  Task* self = task.get();
  self->host = std::move(host);
  if (self->host) ++self->host->tasks;
  self->fiber = std::make_unique<Fiber>([self, body = std::move(body)] {
    try {
      if (!self->host || self->host->alive) body();
    } catch (const Killed&) {
      // The process is gone; so is what it was doing.
    }
  });
  Queue(*self, now_ms_ + in_ms);
  tasks_.push_back(std::move(task));
}

void Schedule::Queue(Task& task, std::int64_t at_ms) {
  task.turn = ++turns_;
  queue_.push({at_ms, task.turn, &task});
}

void Schedule::Wait(std::int64_t ms, bool dozing) {
  DM_CHECK(running_ != nullptr);
  Task& self = *running_;
  // What is being killed does not wait any more, also not on its way out.
  if (self.host && !self.host->alive) {
    if (std::uncaught_exceptions() > 0) return;
    throw Killed{};
  }
  self.dozing = dozing;
  Queue(self, now_ms_ + std::max<std::int64_t>(ms, 0));
  do {
    self.fiber->StandStill();
    const bool frozen = self.host && self.host->alive && self.host->frozen_until_ms > now_ms_;
    if (!frozen) break;
    Queue(self, self.host->frozen_until_ms);
  } while (true);
  self.dozing = false;
  if (self.host && !self.host->alive) throw Killed{};
}

void Schedule::Sleep(std::int64_t ms) {
  Wait(ms, false);
}

void Schedule::Doze(std::int64_t ms, const void* something) {
  DM_CHECK(running_ != nullptr);
  running_->waits_for = something;
  Wait(ms, true);
}

void Schedule::Wake(const Host* host) {
  for (const auto& task : tasks_) {
    if (!task->dozing || task->waits_for != nullptr || task->host.get() != host) continue;
    task->dozing = false;
    Queue(*task, now_ms_);
  }
}

void Schedule::WakeFor(const void* something) {
  for (const auto& task : tasks_) {
    if (!task->dozing || task->waits_for != something) continue;
    task->dozing = false;
    Queue(*task, now_ms_);
  }
}

Around*& Schedule::witness() {
  DM_CHECK(running_ != nullptr);
  return running_->witness;
}

Around*& Schedule::mischief() {
  DM_CHECK(running_ != nullptr);
  return running_->mischief;
}

std::shared_ptr<Host> Schedule::Enter(std::shared_ptr<Host> host) {
  DM_CHECK(running_ != nullptr);
  if (running_->host) --running_->host->tasks;
  if (host) ++host->tasks;
  return std::exchange(running_->host, std::move(host));
}

void Schedule::Thaw(Host& host) {
  if (host.frozen_until_ms <= now_ms_) return;
  host.frozen_until_ms = 0;
  for (const auto& task : tasks_) {
    if (task.get() != running_ && task->host.get() == &host) Queue(*task, now_ms_);
  }
}

void Schedule::Kill(Host& host) {
  host.alive = false;
  for (const auto& task : tasks_) {
    if (task.get() != running_ && task->host.get() == &host) Queue(*task, now_ms_);
  }
}

void Schedule::Leave(Task& task) {
  if (task.host) --task.host->tasks;
  task.host.reset();
}

void Schedule::RunUntil(std::int64_t ms) {
  while (!queue_.empty() && queue_.top().at_ms <= ms) {
    const Place next = queue_.top();
    queue_.pop();
    if (next.turn != next.task->turn) continue;  // It was woken or killed before.
    now_ms_ = std::max(now_ms_, next.at_ms);
    running_ = next.task;
    next.task->fiber->Resume();
    running_ = nullptr;
    if (!next.task->fiber->ended()) continue;
    Leave(*next.task);
    const auto gone = std::find_if(tasks_.begin(), tasks_.end(), [&next](const auto& task) {
      return task.get() == next.task;
    });
    // Its places in the queue are void, but name it: it goes when the queue has none left.
    next.task->turn = 0;
    next.task->fiber.reset();
    std::swap(*gone, tasks_.back());
    ended_.push_back(std::move(tasks_.back()));
    tasks_.pop_back();
  }
  now_ms_ = std::max(now_ms_, ms);
}

}  // namespace dm::sim
