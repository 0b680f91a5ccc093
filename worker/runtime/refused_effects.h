// What the receiver refused of a decided or closed case stays with a person until it is delivered
// (I23): also when the item that told of it has ended meanwhile, because somebody decided the case.
#pragma once

#include <string>

#include "worker/ports/clock.h"
#include "worker/ports/log.h"
#include "worker/ports/store.h"

namespace dm {

// One look over the refused effects: a decided or closed case that has one and no open item gets an
// item. How many did. 0 after a failure, for the next look tries again.
int PutRefusedOnDesk(Store& store, const Clock& clock, Log& log, const std::string& worker);

}  // namespace dm
