#include "worker/audit/checkpoint_keeper.h"

#include <algorithm>
#include <utility>

#include "worker/case/audit_chain.h"
#include "worker/ports/stop_deciding.h"

namespace dm::audit {
namespace {

constexpr int kPart = 1'000;

Status RolledBack(std::int64_t noted, std::int64_t found) {
  return MakeStatus(
      StatusCode::kDataLoss,
      "the audit chain ends at record " + std::to_string(found) + ", but record " +
          std::to_string(noted) + " was noted: the store was cut, or an older one was put back",
      {.reason = "AUDIT_ROLLED_BACK",
       .field = "audit.checkpoints",
       .remedy = "Find out why. After a restore that was meant: medarbetare restore declare."});
}

bool IsDamage(const Status& status) {
  return status.code() == StatusCode::kDataLoss;
}

}  // namespace

CheckpointKeeper::CheckpointKeeper(Store& store, const Clock& clock, CheckpointOptions options)
    : store_(store), clock_(clock), options_(std::move(options)), file_(options_.file) {}

Status CheckpointKeeper::CheckStart() {
  const MutexLock lock(mutex_);
  DM_ASSIGN_OR_RETURN(const AuditHead head, store_.GetAuditHead());
  checked_ = head.sequence;  // opening the store has read the end of the chain
  checked_sha256_ = head.sha256;
  if (options_.file.empty()) return OkStatus();
  DM_ASSIGN_OR_RETURN(const std::optional<AuditCheckpoint> latest, file_.Latest());
  if (!latest) {
    unwitnessed_records_ = head.sequence;
    return OkStatus();
  }
  if (latest->municipality != options_.municipality)
    return FailedPrecondition("the file of checkpoints is of another municipality",
                              {.reason = "CHECKPOINT_OF_ANOTHER",
                               .field = "audit.checkpoints",
                               .remedy = "Name the file that belongs to this worker's database."});
  latest_ = *latest;
  if (latest->sequence > head.sequence) return RolledBack(latest->sequence, head.sequence);
  checked_ = latest->sequence;
  checked_sha256_ = latest->sha256;
  return CheckSince(head.sequence);
}

Status CheckpointKeeper::Look(Noting noting) {
  const MutexLock lock(mutex_);
  DM_ASSIGN_OR_RETURN(const AuditHead head, store_.GetAuditHead());
  if (head.sequence < checked_) return RolledBack(checked_, head.sequence);
  DM_RETURN_IF_ERROR(CheckSince(head.sequence));
  if (options_.file.empty() || !IsDue(head.sequence, noting)) return OkStatus();
  const AuditCheckpoint checkpoint{.municipality = options_.municipality,
                                   .sequence = head.sequence,
                                   .sha256 = head.sha256,
                                   .at = clock_.Now()};
  if (Status kept = file_.Append(checkpoint); !kept.ok()) {
    if (!failing_since_ms_) failing_since_ms_ = clock_.MonotonicMs();
    return kept;
  }
  failing_since_ms_.reset();
  latest_ = checkpoint;
  return OkStatus();
}

std::int64_t CheckpointKeeper::UnwitnessedMs() const {
  const MutexLock lock(mutex_);
  return failing_since_ms_ ? clock_.MonotonicMs() - *failing_since_ms_ : 0;
}

// Each part is read with the record before it, so that it follows what was read last. That one must
// still be what it was: a database whose standby took over with a loss may have grown past it
// again.
Status CheckpointKeeper::CheckSince(std::int64_t head) {
  if (checked_ > 0 && !checked_sha256_.empty()) {
    DM_ASSIGN_OR_RETURN(const std::vector<AuditRecord> last, store_.ReadAudit(checked_, 1));
    if (last.empty()) return RolledBack(checked_, head);
    if (last.front().sha256 != checked_sha256_)
      return AuditChainBroken(checked_, "is not the one that was noted");
  }
  while (checked_ < head) {
    const auto wanted = static_cast<int>(std::min<std::int64_t>(kPart, head - checked_));
    DM_ASSIGN_OR_RETURN(const std::vector<AuditRecord> records,
                        store_.ReadAudit(checked_ + 1, wanted));
    if (records.empty()) return AuditChainBroken(checked_ + 1, "is missing");
    checked_ = records.back().sequence;
    checked_sha256_ = records.back().sha256;
  }
  return OkStatus();
}

bool CheckpointKeeper::IsDue(std::int64_t head, Noting noting) const {
  const std::int64_t grown = head - latest_.sequence;
  if (grown == 0) return false;
  return noting == Noting::kNow || grown >= options_.records || latest_.sequence == 0 ||
         clock_.Now().unix_ms() - latest_.at.unix_ms() >= options_.every_ms;
}

// Whether the store was put back cannot be seen then: the disk may not be there, or the file gone.
void CheckpointKeeper::TellUnwitnessed(Log& log) {
  const MutexLock lock(mutex_);
  if (unwitnessed_records_ == 0) return;
  log.Write(LogLevel::kWarning, "audit_witness_missing", {{"records", unwitnessed_records_}});
  unwitnessed_records_ = 0;
}

void CheckpointKeeper::LookAndTell(Log& log, Noting noting) {
  TellUnwitnessed(log);
  const Status looked = Look(noting);
  if (looked.ok()) return;
  const std::string reason = DetailOf(looked).reason;
  if (IsDamage(looked)) {
    log.Write(LogLevel::kError, "audit_chain_broken", {{"reason", reason}});
    StopDeciding(store_, log, options_.worker, reason, clock_.Now());
    return StopSending(store_, log, options_.worker, reason, clock_.Now());
  }
  log.Write(LogLevel::kError, "audit_not_checked", {{"reason", reason}});
  if (UnwitnessedMs() >= options_.unwitnessed_max_ms)
    StopDeciding(store_, log, options_.worker, "AUDIT_NOT_WITNESSED", clock_.Now());
}

}  // namespace dm::audit
