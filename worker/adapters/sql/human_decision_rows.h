// What goes with decisions by people: communications with the household, analyses of children.
#pragma once

#include "worker/adapters/sql/database.h"
#include "worker/case/case_record.h"
#include "worker/ports/store.h"

namespace dm::sql {

// A communication is new or has answers added; an analysis is new.
Status PutHumanDecisionParts(Database& database, const CaseChange& change);

// Reads both into the record.
Status ReadHumanDecisionParts(Database& database, CaseRecord& record);

}  // namespace dm::sql
