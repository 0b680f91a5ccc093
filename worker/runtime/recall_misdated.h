// RecallMisdated: what a clock that ran ahead has put off is due again once the clock is right, so
// that nothing waits for a day that will not come for years (reliability I20, I23, F41).
#pragma once

#include "worker/ports/clock.h"
#include "worker/ports/log.h"
#include "worker/ports/store.h"

namespace dm {

// One look; how many cases and effects became due. 0 after a failure, for the next look tries
// again.
int RecallMisdated(Store& store, const Clock& clock, Log& log);

}  // namespace dm
