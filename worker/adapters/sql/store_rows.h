// The row of the store itself: whose it is.
#pragma once

#include <string>

#include "worker/adapters/sql/database.h"
#include "worker/core/instant.h"

namespace dm::sql {

// Makes the row where there is none. FailedPrecondition, STORE_OTHER_MUNICIPALITY, where the store
// is another's; `field` is the configuration key that named it.
Status CheckMunicipality(Database& database,
                         const std::string& municipality,
                         const std::string& field,
                         Instant now);

}  // namespace dm::sql
