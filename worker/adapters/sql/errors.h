// What the rows and every driver say of a store that can no longer be trusted.
#pragma once

#include "worker/core/status.h"

namespace dm::sql {

// For a row or bytes that cannot be what the program wrote: data loss, STORE_CORRUPT.
Status StoreCorrupt();

// True when the store can no longer be trusted after `status`: damaged, or failing to read and
// write.
bool IsStoreDamage(const Status& status);

// What every write answers after the outcome of a commit could not be known, or after damage was
// seen.
Status StoreBroken(const Status& cause);

}  // namespace dm::sql
