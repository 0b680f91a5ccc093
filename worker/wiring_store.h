// Opens the store that the configuration names: a file of its own, or a shared database.
#pragma once

#include <cstdint>
#include <memory>

#include "worker/config/config.h"
#include "worker/core/instant.h"
#include "worker/core/status.h"
#include "worker/ports/store.h"

namespace dm {

// Errors as the adapters say. PASSWORD_FILE_REFUSED where the file of the password cannot be read
// or others can read it too.
StatusOr<std::unique_ptr<Store>> OpenStore(const Config& config, Instant now);

// Brings that store back to version `to`, for an earlier program. No worker has it open.
Status StepStoreBack(const Config& config, std::int64_t to);

}  // namespace dm
