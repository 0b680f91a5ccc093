#include "worker/adapters/sqlite/writer.h"

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <utility>

#include "worker/adapters/sql/errors.h"

namespace dm::sqlite {
namespace {

// Above this, one caller would wait long for the work of others; measured gains end near it.
constexpr std::size_t kBatchMax = 64;
// 4 MB of log: SQLite's own default between checkpoints.
constexpr int kLogPagesMax = 1'000;
// A missed wake-up would cost this at most.
constexpr std::chrono::milliseconds kWakeUp(100);

}  // namespace

// Whoever finds nobody at work does the work of all who wait; the rest sleep until theirs is done.
Status Writer::Write(const Change& change) {
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

void Writer::MarkBroken(const Status& cause) {
  const MutexLock lock(mutex_);
  if (broken_.ok()) broken_ = sql::StoreBroken(cause);
}

Status Writer::BrokenOrOk() {
  const MutexLock lock(mutex_);
  return broken_;
}

void Writer::RunBatch(const std::vector<Job*>& batch) {
  Status status = BrokenOrOk();
  if (status.ok()) status = RunTogether(batch);
  if (status.ok()) {
    CheckpointWhenLong();
    return;
  }
  // What one change saw of another was never kept: nobody's answer stands.
  for (Job* job : batch) job->status = status;
}

Status Writer::RunTogether(const std::vector<Job*>& batch) {
  DM_ASSIGN_OR_RETURN(Transaction transaction, Transaction::BeginWrite(*database_));
  for (Job* job : batch) {
    job->status = RunOne(*job);
    if (sql::IsStoreDamage(job->status)) {
      MarkBroken(job->status);
      return job->status;
    }
    // Some failures, a full disk among them, undo the whole transaction.
    if (!database_->in_transaction()) return job->status;
  }
  Status committed = transaction.Commit();
  // A full disk writes no commit record: nothing happened, and there may be space again. After any
  // other failure only the next opening tells what the disk holds, so a second try could hide a
  // loss.
  if (committed.ok() || DetailOf(committed).reason == "STORE_FULL") return committed;
  MarkBroken(committed);
  return sql::StoreBroken(committed);
}

Status Writer::RunOne(Job& job) {
  DM_RETURN_IF_ERROR(database_->Run("SAVEPOINT change"));
  Status status = (*job.change)(*database_);
  if (!database_->in_transaction()) return status;
  if (!status.ok()) DM_RETURN_IF_ERROR(database_->Run("ROLLBACK TO change"));
  DM_RETURN_IF_ERROR(database_->Run("RELEASE change"));
  return status;
}

// The commits are durable in the log already; a checkpoint that fails is damage for those to come.
void Writer::CheckpointWhenLong() {
  if (database_->log_pages() < kLogPagesMax) return;
  const Status status = database_->Checkpoint();
  if (sql::IsStoreDamage(status)) MarkBroken(status);
}

}  // namespace dm::sqlite
