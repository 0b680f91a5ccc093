// The one write path of a case: CaseChange, whole or not at all.
#pragma once

#include <cstdint>
#include <vector>

#include "worker/adapters/sql/change_guards.h"
#include "worker/adapters/sql/database.h"
#include "worker/ports/store.h"

namespace dm::sql {

// As Store::Apply; part of the caller's transaction, which any other status than OK must undo. The
// new version of the case.
// `hints` gets what to tell who watches the queues, once it is durable.
StatusOr<std::int64_t> ApplyChange(Database& database,
                                   const CaseChange& change,
                                   Instant now,
                                   std::vector<EscalationHint>& hints);

// The same for who has read the head of the case in this transaction.
StatusOr<std::int64_t> ApplyTo(Database& database,
                               const CaseHead& head,
                               const CaseChange& change,
                               Instant now,
                               std::vector<EscalationHint>& hints);

}  // namespace dm::sql
