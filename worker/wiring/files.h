// What the worker reads from files at its start and on command, refused whole when it does not
// hold.
#pragma once

#include <memory>
#include <string>

#include "worker/config/config.h"
#include "worker/core/status.h"
#include "worker/policy/served_policies.h"
#include "worker/ports/log.h"
#include "worker/ports/store.h"

namespace dm {

// Whose signatures a set needs on that day.
SignatureRules SignatureRulesOf(const Config& config, Date today);

// The policies folder, checked for whom the environment serves and for who has signed it.
ServedLoad LoadFolder(const Config& config, Date today);
// FailedPrecondition POLICIES_INVALID with every problem; else a load with a set.
StatusOr<ServedLoad> LoadSet(const Config& config, Date today, Log& log);

// By whom the set that a start takes is signed: in the audit; or in the log that nobody has.
Status NoteSignatures(Store& store, const ServedLoad& load, Instant now, Log& log);

// For who started the worker on port 0. FailedPrecondition PORT_FILE.
Status WritePortFile(const std::string& path, int port);

}  // namespace dm
