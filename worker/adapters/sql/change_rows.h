// The one write path of a case: CaseChange, whole or not at all.
#pragma once

#include <cstddef>
#include <span>

#include "worker/adapters/sql/change_guards.h"
#include "worker/adapters/sql/database.h"
#include "worker/adapters/sql/engine.h"

namespace dm::sql {

// The call for the steps of one case; encodes their parts.
ApplyCall CallFor(std::span<const CaseChange> steps,
                  std::span<const AuditEvent> records,
                  Instant now);

// The step of the call in that place, after those before it; part of the caller's transaction,
// which any other status than OK must undo. `head` was read in this transaction, and is afterwards
// as the step has left it. `call` gets the case's version, and what to tell who watches the queues,
// once it is durable; the caller has emptied its hints.
Status ApplyStep(Database& database, CaseHead& head, ApplyCall& call, std::size_t place);

// All of them.
Status ApplyCallTo(Database& database, CaseHead head, ApplyCall& call);

}  // namespace dm::sql
