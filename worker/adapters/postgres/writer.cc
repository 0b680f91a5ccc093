#include "worker/adapters/postgres/writer.h"

#include <algorithm>
#include <chrono>
#include <thread>

#include "worker/adapters/postgres/errors.h"
#include "worker/adapters/sql/errors.h"
#include "worker/adapters/sql/take_over.h"

namespace dm::postgres {
namespace {

using std::chrono::milliseconds;
using std::chrono::steady_clock;

constexpr int kTriesMax = 6;
constexpr milliseconds kPause(25);
constexpr milliseconds kPauseMax(1'000);

// Whoever holds this row writes; it is let go with the transaction, however that ends.
constexpr char kTakeTurn[] = "SELECT only_row FROM store WHERE only_row = 1 FOR UPDATE";

// All that a change or a claim looks for stands in an index, in its order. A server that has not
// counted a table lately would rather read all that waits and sort it, for each claim anew. What
// has no other way is then thought so dear that it would be compiled first: hence no jit.
constexpr char kFindByIndex[] =
    "SET enable_seqscan = off; SET enable_bitmapscan = off; SET enable_sort = off; SET jit = off; "
    // There is one way that is right: no statement is planned anew for its values.
    "SET plan_cache_mode = force_generic_plan";

Status OutcomeUnknown() {
  return MakeStatus(StatusCode::kUnavailable,
                    "the database was lost while a change became durable",
                    {.reason = "STORE_OUTCOME_UNKNOWN",
                     .field = "",
                     .remedy = "Repeat the call with the same request id: it is answered as the "
                               "first time if the change was kept."});
}

}  // namespace

Status Writer::EnsureConnected() {
  if (connection_ != nullptr && !connection_->lost()) return OkStatus();
  connection_.reset();
  DM_ASSIGN_OR_RETURN(std::unique_ptr<Connection> connection, connect_());
  DM_RETURN_IF_ERROR(connection->Execute(kFindByIndex));
  Transaction transaction(*connection);
  DM_RETURN_IF_ERROR(transaction.Begin(std::string("BEGIN; ") + kTakeTurn));
  DM_RETURN_IF_ERROR(sql::NoteTimeline(*connection));
  DM_RETURN_IF_ERROR(transaction.Commit());
  connection_ = std::move(connection);
  return OkStatus();
}

Status Writer::RunGroup(const std::vector<Job*>& group) {
  Status status;
  sql::Together how = sql::Together::kDone;
  for (int i = 0; i < kTriesMax; ++i) {
    if (i > 0) std::this_thread::sleep_for(std::min(kPause * (1 << i), kPauseMax));
    Attempt attempt = Try(group, how);
    if (attempt.one_by_one) {
      how = sql::Together::kOneByOne;
      attempt = Try(group, how);
    }
    if (attempt.outcome == Outcome::kUnknown) attempt.outcome = Resolve();
    if (attempt.outcome == Outcome::kCommitted) return OkStatus();
    if (attempt.outcome == Outcome::kUnknown) return OutcomeUnknown();
    status = attempt.status;
    if (sql::IsStoreDamage(status)) MarkBroken(status);
    if (!IsConflict(status) && !IsConnectionLost(status)) return status;
    // A server that takes no writes may have changed places with another.
    if (IsConnectionLost(status)) connection_.reset();
  }
  return status;
}

Writer::Attempt Writer::Try(const std::vector<Job*>& group, sql::Together how) {
  Attempt attempt;
  attempt.status = EnsureConnected();
  if (!attempt.status.ok()) return attempt;
  Transaction transaction(*connection_);
  connection_->ForgetTurn();
  ++batch_;
  if (how == sql::Together::kOneByOne) {
    attempt.status = BeginGroup(group);
    if (attempt.status.ok()) attempt.status = RunOneByOne(group);
  } else {
    const StatusOr<sql::Together> done = RunTogether(group);
    attempt.status = connection_->lost() ? Unreachable() : done.status();
    attempt.one_by_one = attempt.status.ok() && *done == sql::Together::kOneByOne;
  }
  if (!attempt.status.ok() || attempt.one_by_one) return attempt;
  const bool nothing =
      std::none_of(group.begin(), group.end(), [](const Job* job) { return job->status.ok(); });
  if (nothing) {
    attempt.outcome = Outcome::kCommitted;  // Each job's own answer stands; the end rolls back.
    return attempt;
  }
  attempt.status = transaction.Commit();
  if (attempt.status.ok()) {
    attempt.outcome = Outcome::kCommitted;
  } else if (connection_->lost()) {
    attempt.outcome = Outcome::kUnknown;
  }
  return attempt;
}

// What stands here is sent at once, or with what follows. Claims alone need no turn: rows that
// another process is claiming are passed over, and no record is written.
Status Writer::BeginGroup(const std::vector<Job*>& group) {
  DM_RETURN_IF_ERROR(connection_->RunLater("BEGIN"));
  const bool claims_alone =
      std::all_of(group.begin(), group.end(), [](const Job* job) { return job->claim != nullptr; });
  if (claims_alone) return OkStatus();
  DM_RETURN_IF_ERROR(connection_->RunLater(kTakeTurn));
  return connection_->RunLater(
      "INSERT INTO writers (writer_id, batch) VALUES (?1, ?2) ON CONFLICT (writer_id) DO UPDATE "
      "SET batch = excluded.batch, opened_at = now()",
      options_.writer_id,
      batch_);
}

StatusOr<sql::Together> Writer::RunTogether(const std::vector<Job*>& group) {
  DM_RETURN_IF_ERROR(connection_->StartSending());
  DM_RETURN_IF_ERROR(BeginGroup(group));
  DM_ASSIGN_OR_RETURN(const sql::Together done, sql::RunTogether(*connection_, group));
  if (done == sql::Together::kOneByOne) return done;
  const Status sent = connection_->FinishSending();
  if (sent.ok()) return done;
  if (IsConflict(sent) || IsConnectionLost(sent)) return sent;
  return sql::Together::kOneByOne;
}

Status Writer::RunOneByOne(const std::vector<Job*>& group) {
  // Alone, a change that fails takes the whole transaction with it.
  if (group.size() == 1) {
    Job& job = *group.front();
    job.status = sql::RunAlone(*connection_, job);
    const bool again = IsConflict(job.status) || connection_->lost() ||
                       IsConnectionLost(job.status) || sql::IsStoreDamage(job.status);
    return again ? job.status : OkStatus();
  }
  for (Job* job : group) {
    job->status = RunOne(*job, job == group.front());
    if (connection_->lost()) return Unreachable();
    const bool again =
        IsConflict(job->status) || IsConnectionLost(job->status) || sql::IsStoreDamage(job->status);
    if (again) return job->status;
  }
  return OkStatus();
}

Status Writer::RunOne(Job& job, bool first) {
  DM_RETURN_IF_ERROR(
      connection_->Execute(first ? "SAVEPOINT change" : "RELEASE change; SAVEPOINT change"));
  Status status = sql::RunAlone(*connection_, job);
  if (connection_->lost()) return Unreachable();
  if (!status.ok()) {
    connection_->ForgetTurn();
    DM_RETURN_IF_ERROR(connection_->Execute("ROLLBACK TO change"));
  }
  return status;
}

StatusOr<bool> Writer::AskWhetherCommitted() {
  DM_RETURN_IF_ERROR(EnsureConnected());
  // The turn comes only when the transaction that was lost has ended, on the server too.
  Transaction transaction(*connection_);
  DM_RETURN_IF_ERROR(transaction.Begin(std::string("BEGIN; ") + kTakeTurn));
  DM_ASSIGN_OR_RETURN(
      sql::Statement row,
      connection_->Query("SELECT batch FROM writers WHERE writer_id = ?1", options_.writer_id));
  DM_ASSIGN_OR_RETURN(const bool found, row.Step());
  return found && row.Int(0) == batch_;
}

Writer::Outcome Writer::Resolve() {
  const auto until = steady_clock::now() + milliseconds(options_.reconnect_timeout_ms);
  milliseconds pause = kPause;
  do {
    const StatusOr<bool> committed = AskWhetherCommitted();
    if (committed.ok()) return *committed ? Outcome::kCommitted : Outcome::kNothing;
    std::this_thread::sleep_for(pause);
    pause = std::min(pause * 2, kPauseMax);
  } while (steady_clock::now() < until);
  return Outcome::kUnknown;
}

}  // namespace dm::postgres
