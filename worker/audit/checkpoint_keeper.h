// CheckpointKeeper: while the worker runs, reads what the audit chain has grown by, and keeps its
// end in a file. A chain that does not hold, is shorter than it was or ends otherwise than it did
// stops all deciding and sending; an end that could not be noted for too long stops deciding
// (reliability I21, S22, S23).
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>

#include "worker/audit/checkpoint_file.h"
#include "worker/core/mutex.h"
#include "worker/ports/clock.h"
#include "worker/ports/log.h"
#include "worker/ports/store.h"

namespace dm::audit {

struct CheckpointOptions {
  std::string municipality;
  std::string worker;                           // who stops deciding
  std::string file;                             // empty: the end of the chain is kept nowhere else
  std::int64_t every_ms = 60'000;               // between two, where something was done
  std::int64_t records = 1'000;                 // at the latest after this many
  std::int64_t unwitnessed_max_ms = 3'600'000;  // longer without noting what is due: no decisions
};

enum class Noting { kWhenDue, kNow };

class CheckpointKeeper {
 public:
  CheckpointKeeper(Store& store, const Clock& clock, CheckpointOptions options);

  // At the start: that the store holds what the last checkpoint names. DataLoss AUDIT_ROLLED_BACK
  // for a chain that is shorter, AUDIT_CHAIN_BROKEN for one with another record there,
  // FailedPrecondition CHECKPOINT_OF_ANOTHER for the file of another municipality.
  Status CheckStart();

  // Reads the records since the last look, and adds a checkpoint when one is due; with kNow, as at
  // a stop, for every new record.
  Status Look(Noting noting = Noting::kWhenDue);

  // Look, told to the log; a chain that does not hold stops deciding and sending, and one whose end
  // has not been noted for `unwitnessed_max_ms` stops deciding (AUDIT_NOT_WITNESSED). The first
  // time it is told where a store with records had no checkpoint at the start.
  void LookAndTell(Log& log, Noting noting = Noting::kWhenDue);

  // For how long the end of the chain could not be noted, in ms; 0 while it is noted as it should.
  std::int64_t UnwitnessedMs() const;

 private:
  Status CheckSince(std::int64_t head) DM_REQUIRES(mutex_);
  void TellUnwitnessed(Log& log);
  bool IsDue(std::int64_t head, Noting noting) const DM_REQUIRES(mutex_);

  Store& store_;
  const Clock& clock_;
  const CheckpointOptions options_;
  const CheckpointFile file_;

  mutable Mutex mutex_;
  std::int64_t checked_ DM_GUARDED_BY(mutex_) = 0;  // the last record that was read and held
  std::string checked_sha256_ DM_GUARDED_BY(mutex_);
  AuditCheckpoint latest_ DM_GUARDED_BY(mutex_);
  // Records of a store that had no checkpoint at the start, until that is told.
  std::int64_t unwitnessed_records_ DM_GUARDED_BY(mutex_) = 0;
  // By the monotonic clock: since when the file takes nothing.
  std::optional<std::int64_t> failing_since_ms_ DM_GUARDED_BY(mutex_);
};

}  // namespace dm::audit
