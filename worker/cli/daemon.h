// serve, run-once, check-config: the commands that are the worker rather than call it.
#pragma once

#include "worker/cli/session.h"

namespace dm::cli {

void AddDaemon(CLI::App& app, Session& session);

}  // namespace dm::cli
