// The caseworkers' queues over the table escalations: taking the next item, keeping one, counting
// the load.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "worker/adapters/sql/database.h"
#include "worker/ports/queue_store.h"

namespace dm::sql {

// As the port says; part of the caller's transaction.
StatusOr<std::optional<Escalation>> ClaimNextRow(Database& database,
                                                 const NextItem& wanted,
                                                 Instant now);
StatusOr<Escalation> RenewEscalationRow(Database& database,
                                        const EscalationId& id,
                                        const std::string& handler,
                                        Instant claimed_until,
                                        Instant now);
StatusOr<std::vector<LoadCount>> CountLoadRows(Database& database, Counted counted, Instant now);
StatusOr<std::vector<EscalationId>> ItemsForMonthOf(Database& database,
                                                    const std::string& queue,
                                                    Month month,
                                                    int limit);

// A condition on who is to handle an item: nobody, or nobody who is at work. It has a placeholder,
// from ?first on, for each who is.
std::string NobodysCondition(const std::optional<std::vector<std::string>>& at_work, int first);

// InvalidArgument for more queues than a filter takes, or a code that is no id text.
Status CheckQueueCodes(const std::vector<std::string>& codes);

}  // namespace dm::sql
