// RewrapKeys: when another key of the key file was made current, the worker wraps the data keys of
// the content with it, in batches beside its work.
#pragma once

#include <string>

#include "worker/ports/clock.h"
#include "worker/ports/log.h"
#include "worker/ports/store.h"

namespace dm {

// One look, of at most a few thousand data keys; the next goes on.
void RewrapKeys(Store& store, const Clock& clock, Log& log, const std::string& worker);

}  // namespace dm
