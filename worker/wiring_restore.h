// A restore from an older backup, as operations declares and ends it (docs/operating/restore.md).
// Each opens the store that the configuration names: with SQLite while no worker has it.
#pragma once

#include <map>
#include <optional>
#include <string>

#include "worker/config/config.h"
#include "worker/core/instant.h"
#include "worker/core/status.h"
#include "worker/effects/after_restore.h"
#include "worker/ports/store.h"

namespace dm {

struct RestoreCall {
  std::string actor;   // user id
  std::string reason;  // of declaring
};

struct RestoreState {
  std::optional<Restore> restore;
  int undelivered = 0;
  int unasked = 0;  // of those
};

StatusOr<RestoreState> ReadRestoreState(const Config& config, Instant now);

// From here on nothing is sent until it is ended. The file of checkpoints, which names records that
// the restored store lacks, is kept under another name: that name, or empty where it stays. The key
// of the effects' ids and the folders of files are taken as they are now.
StatusOr<std::string> DeclareRestore(const Config& config, const RestoreCall& call, Instant now);

// What the receiver has said in a list of its own, for receivers that cannot be asked. An effect
// that it does not name was never seen. The list holds for everything that was not asked about yet.
StatusOr<effects::RestorePass> ReconcileRestore(const Config& config,
                                                const RestoreCall& call,
                                                const std::map<EffectId, Delivery>& returned,
                                                Log& log,
                                                Instant now);

// FailedPrecondition NO_RESTORE, RESTORE_NOT_RECONCILED.
Status EndRestore(const Config& config, const RestoreCall& call, Instant now);

}  // namespace dm
