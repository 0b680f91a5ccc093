// What the worker reads from files at its start and on command, refused whole when it does not
// hold.
#pragma once

#include <memory>
#include <string>

#include "worker/config/config.h"
#include "worker/core/status.h"
#include "worker/policy/served_policies.h"
#include "worker/ports/log.h"

namespace dm {

// The policies folder, checked for whom the environment serves.
PolicyLoad LoadFolder(const Config& config);
// FailedPrecondition POLICIES_INVALID with every problem.
StatusOr<std::shared_ptr<const PolicySet>> LoadSet(const Config& config, Log& log);

// For who started the worker on port 0. FailedPrecondition PORT_FILE.
Status WritePortFile(const std::string& path, int port);

}  // namespace dm
