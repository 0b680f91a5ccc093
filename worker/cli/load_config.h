// The configuration file and the policies that it names, for commands that work without a worker.
#pragma once

#include <memory>
#include <string>

#include "worker/cli/session.h"
#include "worker/config/config.h"
#include "worker/policy/policy_set.h"

namespace dm::cli {

// False, with every error on the error stream and the exit code set, when it does not hold.
bool LoadOrPrint(Session& session, const std::string& file, Config& config);
bool LoadOrPrint(Session& session,
                 const std::string& file,
                 Config& config,
                 std::shared_ptr<const PolicySet>& policy);

}  // namespace dm::cli
