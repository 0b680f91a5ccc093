#include "worker/adapters/sql/claim_rows.h"

#include <algorithm>

#include "worker/adapters/sql/codes.h"

namespace dm::sql {
namespace {

// By whose clock a lease begins and ends; ?3 is the caller's.
std::string LeaseNow(const Database& database) {
  const std::string_view clock = database.dialect().lease_clock;
  return clock.empty() ? "?3" : std::string(clock);
}

StatusOr<std::optional<std::int64_t>> OneNumber(Database& database, const std::string& sql) {
  DM_ASSIGN_OR_RETURN(Statement row, database.Query(sql));
  DM_ASSIGN_OR_RETURN(const bool found, row.Step());
  if (!found) return std::optional<std::int64_t>();
  return row.OptionalInt(0);
}

Status CheckLease(const std::string& worker, std::int64_t lease_ms) {
  if (!worker.empty() && lease_ms > 0) return OkStatus();
  return InvalidArgument("a claim has a worker and a lease above 0 ms",
                         {.reason = "CLAIM_INVALID",
                          .field = worker.empty() ? "worker" : "lease_ms",
                          .remedy = "Name the worker and give a lease in milliseconds."});
}

}  // namespace

StatusOr<std::optional<Claim>> ClaimNextCase(Database& database,
                                             const std::string& worker,
                                             Instant now,
                                             std::int64_t lease_ms) {
  DM_RETURN_IF_ERROR(CheckLease(worker, lease_ms));
  DM_ASSIGN_OR_RETURN(
      Statement row,
      database.Query(
          "UPDATE cases SET claim_token = claim_token + 1, claimed_by = ?1, claimed_until_ms = " +
              LeaseNow(database) + " + ?2 WHERE case_id = (SELECT case_id FROM cases" +
              UseIndex(database, "cases_due") +
              " WHERE claimable = 1 AND due_at_ms <= ?3 AND claimed_until_ms <= " +
              LeaseNow(database) + " ORDER BY due_at_ms, received_at_ms, case_id LIMIT 1" +
              std::string(database.dialect().pass_over_locked) +
              ") RETURNING case_id, claim_token, version",
          worker,
          lease_ms,
          now.unix_ms()));
  DM_ASSIGN_OR_RETURN(const bool found, row.Step());
  if (!found) return std::optional<Claim>();
  Claim claim;
  DM_ASSIGN_OR_RETURN(claim.case_id, ReadId<CaseTag>(row.Text(0)));
  claim.worker = worker;
  claim.token = row.Int(1);
  claim.version = row.Int(2);
  DM_RETURN_IF_ERROR(row.Run());
  return std::optional<Claim>(claim);
}

Status RenewCaseClaim(Database& database, const Claim& claim, Instant now, std::int64_t lease_ms) {
  DM_RETURN_IF_ERROR(CheckLease(claim.worker, lease_ms));
  DM_RETURN_IF_ERROR(
      database.Run("UPDATE cases SET claimed_until_ms = " + LeaseNow(database) +
                       " + ?2 WHERE case_id = ?1 AND ?3 IS NOT NULL AND claim_token = ?4 "
                       "AND claimed_by = ?5",
                   claim.case_id.value(),
                   lease_ms,
                   now.unix_ms(),
                   claim.token,
                   claim.worker));
  return database.changes() == 1 ? OkStatus() : LeaseLost();
}

Status ReleaseCaseClaim(Database& database, const Claim& claim, Instant due_at) {
  if (claim.worker.empty()) return LeaseLost();
  DM_RETURN_IF_ERROR(
      database.Run("UPDATE cases SET claimed_by = '', claimed_until_ms = 0, due_at_ms = ?1 "
                   "WHERE case_id = ?2 AND claim_token = ?3 AND claimed_by = ?4",
                   due_at.unix_ms(),
                   claim.case_id.value(),
                   claim.token,
                   claim.worker));
  return database.changes() == 1 ? OkStatus() : LeaseLost();
}

// A case that somebody holds comes up again when the lease runs out, not before.
StatusOr<std::optional<Instant>> NextDueCase(Database& database) {
  DM_ASSIGN_OR_RETURN(
      const std::optional<std::int64_t> free,
      OneNumber(database,
                "SELECT due_at_ms FROM cases" + UseIndex(database, "cases_due") +
                    " WHERE claimable = 1 AND claimed_until_ms = 0 ORDER BY due_at_ms LIMIT 1"));
  DM_ASSIGN_OR_RETURN(
      const std::optional<std::int64_t> held,
      OneNumber(database,
                "SELECT min(CASE WHEN due_at_ms > claimed_until_ms THEN due_at_ms ELSE "
                "claimed_until_ms END) FROM cases" +
                    UseIndex(database, "cases_claimed") +
                    " WHERE claimed_until_ms > 0 AND claimable = 1"));
  if (!free && !held) return std::optional<Instant>();
  const std::int64_t due =
      std::min(free.value_or(held.value_or(0)), held.value_or(free.value_or(0)));
  return std::optional<Instant>(Instant::FromUnixMs(due));
}

Status DropAllClaims(Database& database) {
  return database.Run(
      "UPDATE cases SET claimed_by = '', claimed_until_ms = 0 WHERE claimed_until_ms > 0");
}

Status LeaseLost() {
  return MakeStatus(
      StatusCode::kAborted,
      "the worker no longer holds the case",
      {.reason = "LEASE_LOST",
       .field = "",
       .remedy =
           "Drop what was done on it; whoever holds the case now goes on from the stored state."});
}

}  // namespace dm::sql
