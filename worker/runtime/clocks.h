// The clock of a running worker: the system's, shifted by a fixed offset in development (the demo
// shows a known month whatever the day is, also after a restart).
#pragma once

#include <cstdint>
#include <memory>

#include "worker/ports/clock.h"

namespace dm {

// `offset_ms` is added to the system's time; 0 in production.
std::unique_ptr<Clock> MakeClock(std::int64_t offset_ms);

}  // namespace dm
