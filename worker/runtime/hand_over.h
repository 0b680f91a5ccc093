// What brings an effect that cannot be delivered to a person: the hook of delivery and of pull.
#pragma once

#include <functional>
#include <string>

#include "worker/case/effect.h"
#include "worker/ports/case_system.h"
#include "worker/ports/clock.h"
#include "worker/ports/store.h"

namespace dm {

// The store and the clock outlive it.
std::function<Status(const StoredEffect&, const Delivery&)> HandOverTo(Store& store,
                                                                       const Clock& clock,
                                                                       std::string worker);

}  // namespace dm
