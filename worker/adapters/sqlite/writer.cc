#include "worker/adapters/sqlite/writer.h"

#include "worker/adapters/sql/errors.h"

namespace dm::sqlite {
namespace {

// 4 MB of log: SQLite's own default between checkpoints.
constexpr int kLogPagesMax = 1'000;

}  // namespace

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
  if (committed.ok()) CheckpointWhenLong();
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
