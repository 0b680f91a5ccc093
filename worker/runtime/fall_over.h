// What lies too long in a queue falls over to the next, told to the log.
#pragma once

#include "worker/escalation/queue_service.h"
#include "worker/ports/log.h"

namespace dm {

void FallOverAndTell(escalation::QueueService& queues, Log& log);

}  // namespace dm
