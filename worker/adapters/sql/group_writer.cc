#include "worker/adapters/sql/group_writer.h"

#include <algorithm>
#include <chrono>
#include <cstddef>

#include "worker/adapters/sql/errors.h"

namespace dm::sql {
namespace {

// Above this, one caller would wait long for the work of others; measured gains end near it.
constexpr std::size_t kBatchMax = 64;
// A missed wake-up would cost this at most.
constexpr std::chrono::milliseconds kWakeUp(100);

}  // namespace

// Whoever finds nobody at work does the work of all who wait; the rest sleep until theirs is done.
Status GroupWriter::Write(const Change& change) {
  Job job{.change = &change, .status = OkStatus()};
  const MutexLock lock(mutex_);
  waiting_.push_back(&job);
  while (!job.done) {
    if (busy_) {
      done_.WaitFor(mutex_, kWakeUp);
      continue;
    }
    const std::size_t size = std::min(waiting_.size(), kBatchMax);
    const auto end = waiting_.begin() + static_cast<std::ptrdiff_t>(size);
    const std::vector<Job*> batch(waiting_.begin(), end);
    waiting_.erase(waiting_.begin(), end);
    busy_ = true;
    mutex_.Unlock();
    RunBatch(batch);
    mutex_.Lock();
    busy_ = false;
    for (Job* finished : batch) finished->done = true;
    done_.NotifyAll();
  }
  return job.status;
}

void GroupWriter::MarkBroken(const Status& cause) {
  const MutexLock lock(mutex_);
  if (broken_.ok()) broken_ = StoreBroken(cause);
}

Status GroupWriter::BrokenOrOk() {
  const MutexLock lock(mutex_);
  return broken_;
}

void GroupWriter::RunBatch(const std::vector<Job*>& batch) {
  Status status = BrokenOrOk();
  if (status.ok()) status = RunTogether(batch);
  if (status.ok()) return;
  for (Job* job : batch) job->status = status;
}

}  // namespace dm::sql
