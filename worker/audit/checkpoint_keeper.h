// CheckpointKeeper: while the worker runs, reads what the audit chain has grown by, and keeps its
// end in a file. A chain that does not hold, is shorter than it was or ends otherwise than it did
// stops all deciding (reliability I21, S22, S23).
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
  std::string worker;              // who stops deciding
  std::string file;                // empty: the end of the chain is kept nowhere else
  std::int64_t every_ms = 60'000;  // between two, where something was done
  std::int64_t records = 1'000;    // at the latest after this many
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

  // Look, told to the log; a chain that does not hold stops deciding.
  void LookAndTell(Log& log, Noting noting = Noting::kWhenDue);

 private:
  Status CheckSince(std::int64_t head) DM_REQUIRES(mutex_);
  bool IsDue(std::int64_t head, Noting noting) const DM_REQUIRES(mutex_);

  Store& store_;
  const Clock& clock_;
  const CheckpointOptions options_;
  const CheckpointFile file_;

  Mutex mutex_;
  std::int64_t checked_ DM_GUARDED_BY(mutex_) = 0;  // the last record that was read and held
  AuditCheckpoint latest_ DM_GUARDED_BY(mutex_);
};

}  // namespace dm::audit
