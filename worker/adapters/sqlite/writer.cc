#include "worker/adapters/sqlite/writer.h"

#include "worker/adapters/sql/errors.h"

namespace dm::sqlite {
namespace {

// 16 MB of log between checkpoints, four times SQLite's own default: a page that many commits
// change is then written to the file a quarter as often.
constexpr int kLogPagesMax = 4'000;

}  // namespace

Status Writer::RunGroup(const std::vector<Job*>& group) {
  DM_ASSIGN_OR_RETURN(const sql::Together done, RunTogether(group));
  return done == sql::Together::kDone ? OkStatus() : RunOneByOne(group);
}

StatusOr<sql::Together> Writer::RunTogether(const std::vector<Job*>& group) {
  DM_ASSIGN_OR_RETURN(Transaction transaction, Transaction::BeginWrite(*database_));
  StatusOr<sql::Together> done = sql::RunTogether(*database_, group);
  if (sql::IsStoreDamage(done.status())) MarkBroken(done.status());
  if (!done.ok() || *done == sql::Together::kOneByOne) return done;  // Rolls back.
  DM_RETURN_IF_ERROR(Commit(transaction));
  return sql::Together::kDone;
}

Status Writer::RunOneByOne(const std::vector<Job*>& group) {
  DM_ASSIGN_OR_RETURN(Transaction transaction, Transaction::BeginWrite(*database_));
  for (Job* job : group) {
    const Status apart = RunOne(*job);
    for (const Status& status : {job->status, apart}) {
      if (!sql::IsStoreDamage(status)) continue;
      MarkBroken(status);
      return status;
    }
    // What could not be undone alone goes with all the others: nothing of them is kept.
    DM_RETURN_IF_ERROR(apart);
    // Some failures, a full disk among them, undo the whole transaction.
    if (!database_->in_transaction()) return job->status;
  }
  return Commit(transaction);
}

Status Writer::Commit(Transaction& transaction) {
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
  job.status = sql::RunAlone(*database_, job);
  if (!database_->in_transaction()) return OkStatus();
  if (!job.status.ok()) {
    database_->ForgetTurn();
    DM_RETURN_IF_ERROR(database_->Run("ROLLBACK TO change"));
  }
  return database_->Run("RELEASE change");
}

Status Writer::CutLog() {
  cut_done_ = false;
  cut_wanted_ = true;
  DM_RETURN_IF_ERROR(Write([](sql::Database& database) {
    return database.Run("UPDATE store SET health_checks = health_checks + 1");
  }));
  if (cut_done_) return OkStatus();
  return MakeStatus(StatusCode::kUnavailable,
                    "another program reads an older state of the store",
                    {.reason = "LOG_IN_USE",
                     .field = "database",
                     .remedy = "It is tried again; end a backup or a reader that hangs."});
}

// The commits are durable in the log already; a checkpoint that fails is damage for those to come.
void Writer::CheckpointWhenLong() {
  if (cut_wanted_.exchange(false)) {
    const StatusOr<bool> cut = database_->TruncateLog();
    if (sql::IsStoreDamage(cut.status())) MarkBroken(cut.status());
    cut_done_ = cut.ok() && *cut;
    return;
  }
  if (database_->log_pages() < kLogPagesMax) return;
  const Status status = database_->Checkpoint();
  if (sql::IsStoreDamage(status)) MarkBroken(status);
}

}  // namespace dm::sqlite
