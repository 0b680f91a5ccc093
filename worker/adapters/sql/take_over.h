// Another line of commits than before: a standby was promoted, or a backup was brought to a point
// in time. It may lack the last commits of the one before it. Nobody can tell from what it has; but
// a worker that saw what is missing notices by the end of the audit chain (ADR 29).
#pragma once

#include "worker/adapters/sql/database.h"
#include "worker/core/instant.h"
#include "worker/core/status.h"

namespace dm::sql {

// In a transaction of its own, before anything else is written over a new connection. Where the
// timeline is another than the one noted before, what is being decided is looked at again. Nothing
// for a file.
Status NoteTimeline(Database& database);

// Whether that is so lately that a worker who saw more may not have noticed yet.
StatusOr<bool> TookOverLately(Database& database, Instant now);

}  // namespace dm::sql
