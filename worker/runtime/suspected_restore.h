// A restore that nobody has declared, noticed by the worker: it declares it itself, and from then
// on nothing is sent and nothing is decided by itself until a person ends it (reliability I25).
#pragma once

#include <string>

#include "worker/core/instant.h"
#include "worker/core/status.h"
#include "worker/ports/log.h"
#include "worker/ports/store.h"

namespace dm {

// True where it tells of an older store that the receiver has what this one never handed over. For
// forty days after a restore it is no news: what came in after the backup is brought again.
StatusOr<bool> TellsOfOlderStore(Store& store, Instant now);

// The receiver has this order, which the store has never handed over.
Status DeclareReceiverAhead(
    Store& store, Log& log, const std::string& worker, const StoredEffect& order, Instant now);

}  // namespace dm
