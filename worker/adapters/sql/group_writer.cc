#include "worker/adapters/sql/group_writer.h"

#include <algorithm>
#include <cstddef>

#include "worker/adapters/sql/errors.h"

namespace dm::sql {
namespace {

// Above this, one caller would wait long for the work of others; measured gains end near it.
constexpr std::size_t kGroupMax = 200;

}  // namespace

// Whoever finds nobody at work does the work of all who wait; the rest sleep until theirs is done,
// or until it is their turn to do the work of those who came meanwhile. Each is woken alone: woken
// together they would stand in line for the mutex.
Status GroupWriter::Write(GroupJob& job) {
  bool leads = false;
  {
    const MutexLock lock(mutex_);
    waiting_.push_back(&job);
    leads = !busy_;
    busy_ = true;
  }
  if (!leads) job.turn.WaitFor();
  if (!job.done) Lead(job);
  return job.status;
}

Status GroupWriter::Write(const Change& change) {
  GroupJob job;
  job.change = &change;
  return Write(job);
}

std::vector<GroupJob*> GroupWriter::TakeGroup() {
  const std::size_t size = std::min(waiting_.size(), kGroupMax);
  const auto end = waiting_.begin() + static_cast<std::ptrdiff_t>(size);
  std::vector<Job*> group(waiting_.begin(), end);
  waiting_.erase(waiting_.begin(), end);
  return group;
}

void GroupWriter::Lead(Job& own) {
  std::vector<Job*> group;
  Status status;
  {
    const MutexLock lock(mutex_);
    group = TakeGroup();
    status = broken_;
  }
  if (status.ok()) status = RunGroup(group);
  Job* next = nullptr;
  {
    const MutexLock lock(mutex_);
    busy_ = !waiting_.empty();
    if (busy_) next = waiting_.front();
  }
  // First, so that the next group is carried out while these are woken.
  if (next != nullptr) next->turn.Give();
  for (Job* job : group) {
    if (!status.ok()) job->status = status;
    job->done = true;
    // After this the job may be gone.
    if (job != &own) job->turn.Give();
  }
}

void GroupWriter::MarkBroken(const Status& cause) {
  const MutexLock lock(mutex_);
  if (broken_.ok()) broken_ = StoreBroken(cause);
}

}  // namespace dm::sql
