// The table decisions: versions, only ever added to; and the months of a household that were
// decided.
#pragma once

#include "worker/adapters/sql/database.h"
#include "worker/case/decision.h"
#include "worker/case/history.h"
#include "worker/core/date.h"
#include "worker/core/id.h"

namespace dm::sql {

// What a decision is for.
struct DecisionPlace {
  CaseId case_id;
  HouseholdId household;
  Month month;
};

// AlreadyExists, reason DECISION_EXISTS, when the household has this version for the month
// already, or a second automatic decision (reliability I2). A dismissal or write-off does not try
// the matter and takes no version of the month.
Status PutDecision(Database& database, const DecisionPlace& place, const Decision& decision);

// As Store::DecidedMonths.
StatusOr<History> DecidedMonthsOf(Database& database, const HouseholdId& household, Month before);

}  // namespace dm::sql
