// The table escalations: what lies on people's desks. The row's columns hold what lists and filters
// need and what changes; the rest is sealed.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "worker/adapters/sql/database.h"
#include "worker/case/case_record.h"
#include "worker/ports/store.h"

namespace dm::sql {

// Adds the item, or changes the one with its id, which must not have ended. Its version becomes 1,
// or one more than stored: what guards against a stale write is the version of the case. A new item
// ends an open one of the same case.
Status PutEscalation(Database& database, const Escalation& escalation, Instant now);
// Ends the open item of the case, if any, as `state`.
Status EndOpenEscalation(Database& database,
                         const CaseId& case_id,
                         EscalationState state,
                         Instant now);
StatusOr<bool> HasOpenEscalation(Database& database, const CaseId& case_id);

// The item of the case that waits for a person, as hints tell of it.
struct OpenItem {
  EscalationId id;
  std::string queue;
  AccessClass access = AccessClass::kOpen;
  std::int64_t version = 0;
};

StatusOr<std::optional<OpenItem>> FindOpenItem(Database& database, const CaseId& case_id);

StatusOr<Escalation> ReadEscalation(Database& database, const EscalationId& id);
StatusOr<std::optional<Escalation>> LastEscalation(Database& database, const CaseId& case_id);
StatusOr<Page<Escalation>> ListEscalationRows(Database& database,
                                              const EscalationFilter& filter,
                                              const PageRequest& page);
// " AND …" on the items' access class; empty where all count.
std::string CountedCondition(Counted counted);
// Open and claimed items by queue.
StatusOr<std::vector<QueueCount>> CountQueueRows(Database& database, Counted counted);

}  // namespace dm::sql
