// What a clock that ran ahead has put off: found by when it was stored, or by a wait that is longer
// than any.
#pragma once

#include <cstdint>

#include "worker/adapters/sql/database.h"
#include "worker/core/instant.h"
#include "worker/core/status.h"

namespace dm::sql {

// Workers' clocks may be this far apart (reliability F43): what is stored further ahead was stored
// by a clock that was wrong.
inline constexpr std::int64_t kClocksApartMs = std::int64_t{10} * 60'000;

StatusOr<bool> AnyMisdated(Database& database, Instant now);

// Makes it due at `now`; how many cases and effects.
StatusOr<int> RecallMisdatedRows(Database& database, Instant now);

}  // namespace dm::sql
