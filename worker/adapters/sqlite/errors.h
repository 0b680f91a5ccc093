// The one place where SQLite's result codes become a Status: what happened, and what to do about
// it.
#pragma once

#include "worker/core/status.h"

namespace dm::sqlite {

// The status for an extended result code that is neither OK, ROW nor DONE. The message holds no
// SQL, no value and no path: SQLite's own messages may.
//   full                 resource exhausted  STORE_FULL        nothing was changed
//   busy, locked         unavailable         STORE_LOCKED      nothing was changed
//   corrupt, no database data loss           STORE_CORRUPT
//   input/output error   data loss           STORE_IO
//   read-only, not ours  failed precondition STORE_READ_ONLY
//   cannot open          failed precondition STORE_CANNOT_OPEN
//   no memory            resource exhausted  STORE_MEMORY
//   value too big        invalid argument    STORE_VALUE_TOO_BIG
//   row is immutable     failed precondition STORE_IMMUTABLE
//   row exists           already exists      STORE_DUPLICATE
//   anything else        internal            STORE_ERROR
Status FromResultCode(int extended_code);

}  // namespace dm::sqlite
