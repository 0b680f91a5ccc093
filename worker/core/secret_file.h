// Who may read the file of a secret: a key, a password, a store of both. Every reader of one asks
// here first, at the start and whenever it takes the file anew.
#pragma once

#include <string>

#include "worker/core/status.h"

namespace dm {

// FailedPrecondition SECRET_FILE_OPEN, naming `field`, when others than the process's user could
// read or change the file at `path`: its owner is neither root nor that user, or its mode gives
// anything to all, or to a group more than reading; a group reads only what root owns
// (docs/operating/install.md: root:medarbetare, 0640). Root may read files of any owner: it checks
// a configuration for the service's user. OK for an empty path, and where the file is not there:
// whoever opens it says so.
Status CheckSecretFile(const std::string& field, const std::string& path);

// The same of a file that is open, so that what was looked at is what is read.
Status CheckSecretFile(const std::string& field, int descriptor);

}  // namespace dm
