// The queue: which case is due, and who holds it until when. A token rises with every claim of a
// case; one that is not the present one changes nothing (reliability I15).
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "worker/adapters/sql/database.h"
#include "worker/ports/store.h"

namespace dm::sql {

struct ClaimWish {
  const std::string& worker;
  Instant now;
  std::int64_t lease_ms = 0;
};

Status CheckLease(const std::string& worker, std::int64_t lease_ms, int limit);

// As Store::ClaimDue, of a wish that was checked.
StatusOr<std::vector<Claim>> ClaimDueCases(Database& database, const ClaimWish& wish, int limit);
Status RenewCaseClaim(Database& database, const Claim& claim, Instant now, std::int64_t lease_ms);
// Stamped `now`: a wait that a wrong clock has reckoned shows by the stamp (RecallMisdatedRows).
Status ReleaseCaseClaim(Database& database, const Claim& claim, Instant due_at, Instant now);
StatusOr<std::optional<Instant>> NextDueCase(Database& database);

// Takes every claim back; for a store that has just been opened: whoever held them is gone.
Status DropAllClaims(Database& database);

Status LeaseLost();

}  // namespace dm::sql
