// A restore from an older backup, declared and ended on a store that the configuration names (with
// SQLite while no worker has it): docs/operating/restore.md.
#pragma once

#include <map>
#include <string>

#include "worker/config/config.h"
#include "worker/core/instant.h"
#include "worker/core/status.h"
#include "worker/ports/log.h"
#include "worker/ports/restore_api.h"
#include "worker/ports/store.h"

namespace dm {

struct RestoreCall {
  std::string actor;   // user id
  std::string reason;  // of declaring
};

StatusOr<RestoreState> ReadRestoreState(const Config& config, Log& log, Instant now);

// From here on nothing is sent and nothing decided until it is ended. The file of checkpoints,
// which names records that the restored store lacks, is kept under another name: that name, or
// empty where it stays. The key of the effects' ids and the folders of files are taken as they are
// now.
StatusOr<std::string> DeclareRestore(const Config& config,
                                     const RestoreCall& call,
                                     Log& log,
                                     Instant now);

// As RestoreApi.
StatusOr<RestorePass> ReconcileRestore(const Config& config,
                                       const RestoreCall& call,
                                       const std::map<EffectId, Delivery>& returned,
                                       Log& log,
                                       Instant now);
Status EndRestore(const Config& config, const RestoreCall& call, Log& log, Instant now);

}  // namespace dm
