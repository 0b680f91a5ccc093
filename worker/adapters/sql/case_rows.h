// Reading cases: the row, its sealed parts, its decisions and its last escalation.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "worker/adapters/sql/database.h"
#include "worker/case/case_record.h"
#include "worker/ports/store.h"

namespace dm::sql {

enum class Part { kApplication, kHistory, kEvidence, kAssessment, kCompletion };

// Stores the sealed part, in place of the one before.
Status PutPart(Database& database, const CaseId& id, Part part, std::string_view plain);
// The opened part; nothing where there is none.
StatusOr<std::optional<std::string>> GetPart(Database& database, const CaseId& id, Part part);

// The exact input of the last assessment, in place of the one before. It outlives no case and is no
// part of one: a case is read without it.
Status PutInput(Database& database, const CaseId& id, std::string_view plain);
// As Store::AssessedInput.
StatusOr<std::string> ReadInput(Database& database, const CaseId& id);

// As Store::GetCase; `municipality` is the store's.
StatusOr<CaseRecord> ReadCase(Database& database,
                              const CaseId& id,
                              const std::string& municipality);
StatusOr<std::optional<CaseId>> FindCaseOf(Database& database, const ApplicationId& application);
// In the order in which the applications were received.
StatusOr<Page<CaseSummary>> ListCaseRows(Database& database,
                                         const CaseFilter& filter,
                                         const PageRequest& page);
StatusOr<int> CountOtherCases(Database& database,
                              const HouseholdId& household,
                              Month month,
                              const CaseId& except);
StatusOr<std::vector<StateCount>> CountCaseStates(Database& database);

}  // namespace dm::sql
