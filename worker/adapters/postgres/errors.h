// The one place where PostgreSQL's SQLSTATEs and a lost connection become a Status: what happened,
// and what to do about it.
#pragma once

#include <string_view>

#include "worker/core/status.h"

namespace dm::postgres {

// The status for the SQLSTATE of a failed statement. The message holds no SQL, no value and no
// address: the server's own messages may.
//   serialization, deadlock    aborted              STORE_CONFLICT     nothing was changed
//   lock or statement timeout  unavailable          STORE_LOCKED       nothing was changed
//   connection, shutdown       unavailable          STORE_UNREACHABLE
//   too many connections       unavailable          STORE_UNREACHABLE
//   read only, standby         failed precondition  STORE_READ_ONLY
//   not allowed, no login      failed precondition  STORE_FORBIDDEN
//   disk full                  resource exhausted   STORE_FULL         nothing was changed
//   no memory                  resource exhausted   STORE_MEMORY
//   damaged data, index        data loss            STORE_CORRUPT
//   read or write failed       data loss            STORE_IO
//   row is immutable           failed precondition  STORE_IMMUTABLE
//   row exists                 already exists       STORE_DUPLICATE
//   value not taken            invalid argument     STORE_VALUE_REFUSED
//   anything else              internal             STORE_ERROR
Status FromSqlState(std::string_view state);

// The connection is gone or does not answer. Whether the last statement took effect is not known.
Status Unreachable();

// The whole change may be tried again: it took no effect.
bool IsConflict(const Status& status);

// Another connection may serve where this one does not: it is lost, or its server takes no writes
// any more.
bool IsConnectionLost(const Status& status);

}  // namespace dm::postgres
