// What must hold before a case may change, each with its own answer when it does not.
#pragma once

#include <cstdint>
#include <span>
#include <string>

#include "worker/adapters/sql/database.h"
#include "worker/ports/step_store.h"

namespace dm::sql {

// The case as it is now, as far as guards look at it.
struct CaseHead {
  CaseState state = CaseState::kReceived;
  std::int64_t version = 0;
  std::int64_t claim_token = 0;
  std::string claimed_by;
  ApplicationId application;
  HouseholdId household;
  Month month;
  bool has_open_item = false;  // on the desk
};

using CaseHeads = std::unordered_map<std::string, CaseHead>;  // by case id

StatusOr<CaseHead> ReadHead(Database& database, const CaseId& id);  // NotFound

// Of those that there are, with as few statements as it takes.
StatusOr<CaseHeads> ReadHeads(Database& database, const std::vector<std::string>& ids);

// What is wrong with the change whatever is stored: InvalidArgument, reason CHANGE_INVALID.
Status CheckShape(const CaseChange& change);

// The same of steps that are stored together, as StepStore::ApplySteps says.
Status CheckSteps(std::span<const CaseChange> steps);

// Aborted LEASE_LOST, STALE_VERSION or CONTROL_CHANGED; AlreadyExists REQUEST_ID_REUSED;
// FailedPrecondition CASE_ENDED or TRANSITION_REFUSED.
Status CheckGuards(Database& database, const CaseChange& change, const CaseHead& head);

// The answer when the write itself found a guard broken.
Status LostGuard(const CaseChange& change);

}  // namespace dm::sql
