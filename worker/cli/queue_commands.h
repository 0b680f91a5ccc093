// The commands of `medarbetare queue` beside listing, claiming and deciding one item.
#pragma once

#include "worker/cli/session.h"

namespace dm::cli {

void AddQueueWork(CLI::App& queue, Session& session);

}  // namespace dm::cli
