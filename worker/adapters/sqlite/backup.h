// A copy of the store's file, taken while the worker goes on.
#pragma once

#include <string>

#include "worker/core/status.h"

namespace dm {

// Copies the store at `from` to `to`, as it stood at one moment: whole, one file, mode 0600, on the
// disk when this returns. `to` appears only then; an earlier file there is replaced. Writers of the
// store are not held up; their log grows until the copy is done.
//
// FailedPrecondition: STORE_CANNOT_OPEN (`from`), BACKUP_NOT_KEPT (`to` cannot be written).
// DataLoss: STORE_CORRUPT, of `from` or of what was written.
Status CopySqliteStore(const std::string& from, const std::string& to);

}  // namespace dm
