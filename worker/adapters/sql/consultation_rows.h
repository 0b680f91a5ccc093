// The table consultations: questions to specialists. Columns hold who, where and when; the texts
// are sealed.
#pragma once

#include "worker/adapters/sql/database.h"
#include "worker/ports/queue_store.h"

namespace dm::sql {

// Adds a question, or puts the answer to an open one.
Status PutConsultation(Database& database, const Consultation& consultation);
// Those of an item that has ended.
Status WithdrawConsultations(Database& database, const EscalationId& escalation, Instant now);

StatusOr<Consultation> ReadConsultation(Database& database, const ConsultationId& id);
StatusOr<Page<Consultation>> ListConsultationRows(Database& database,
                                                  const ConsultationFilter& filter,
                                                  const PageRequest& page);

}  // namespace dm::sql
