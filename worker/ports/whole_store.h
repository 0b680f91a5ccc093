// WholeStore: a store with all that it does; who needs less takes one of its parts.
#pragma once

#include "worker/ports/retention_store.h"
#include "worker/ports/step_store.h"

namespace dm {

class WholeStore : public StepStore, public RetentionStore {};

}  // namespace dm
