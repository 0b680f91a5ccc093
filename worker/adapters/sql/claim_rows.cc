#include "worker/adapters/sql/claim_rows.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <functional>
#include <iterator>
#include <limits>
#include <string>
#include <tuple>
#include <utility>

#include "worker/adapters/sql/codes.h"

namespace dm::sql {
namespace {

// By whose clock a lease begins and ends; ?3 is the caller's.
std::string LeaseNow(const Database& database) {
  const std::string_view clock = database.dialect().lease_clock;
  return clock.empty() ? "?3" : std::string(clock);
}

// How far a token goes on. A standby that took over may give a lost case's number, and so its first
// token, to another case; the steps of two servers differ, so that no claim of before holds there.
std::int64_t TokenStep(const Database& database) {
  if (database.server().empty()) return 1;
  return 1 + static_cast<std::int64_t>(std::hash<std::string>()(database.server()) >> 34U);
}

template <typename... Values>
StatusOr<std::optional<std::int64_t>> OneNumber(Database& database,
                                                const std::string& sql,
                                                const Values&... values) {
  DM_ASSIGN_OR_RETURN(Statement row, database.Query(sql, values...));
  DM_ASSIGN_OR_RETURN(const bool found, row.Step());
  if (!found) return std::optional<std::int64_t>();
  return row.OptionalInt(0);
}

// What is due, in the order in which it is handed out. ?3 is the caller's clock.
std::string DueSql(const Database& database, const std::string& columns, const std::string& limit) {
  return "SELECT " + columns + " FROM cases" + UseIndex(database, "cases_due") +
         " WHERE claimable = 1 AND due_at_ms <= ?3 AND claimed_until_ms <= " + LeaseNow(database) +
         " ORDER BY due_at_ms, received_at_ms LIMIT " + limit +
         std::string(database.dialect().pass_over_locked);
}

// As many at once as one statement asks for. The number stands in the text: a planner that does not
// know it sorts all that wait.
constexpr std::array<int, 6> kClaimsAtOnce = {200, 64, 16, 4, 2, 1};

// The query for what to claim is carried out once, whatever the plan: it also locks what it finds.
std::string ClaimSql(const Database& database, int count) {
  const std::string clock = LeaseNow(database);
  return "WITH due AS MATERIALIZED (" + DueSql(database, "case_id", std::to_string(count)) +
         ") UPDATE cases SET claim_token = claim_token + ?4, claimed_by = ?1, claimed_until_ms = " +
         clock +
         " + ?2 WHERE case_id IN (SELECT case_id FROM due) RETURNING case_id, claim_token, "
         "version, due_at_ms, received_at_ms";
}

struct Found {
  Claim claim;
  std::int64_t due_at_ms = 0;
  std::int64_t received_at_ms = 0;
};

// Columns: case_id, claim_token, version, due_at_ms, received_at_ms.
StatusOr<bool> ReadFound(Statement& row, const ClaimWish& wish, std::vector<Found>& found) {
  DM_ASSIGN_OR_RETURN(const bool more, row.Step());
  if (!more) return false;
  Found one;
  DM_ASSIGN_OR_RETURN(one.claim.case_id, ReadId<CaseTag>(row.Text(0)));
  one.claim.worker = wish.worker;
  one.claim.token = row.Int(1);
  one.claim.version = row.Int(2);
  one.due_at_ms = row.Int(3);
  one.received_at_ms = row.Int(4);
  found.push_back(std::move(one));
  return true;
}

Status ClaimSome(Database& database, const ClaimWish& wish, int count, std::vector<Found>& found) {
  DM_ASSIGN_OR_RETURN(Statement row,
                      database.Query(ClaimSql(database, count),
                                     wish.worker,
                                     wish.lease_ms,
                                     wish.now.unix_ms(),
                                     TokenStep(database)));
  bool more = true;
  while (more) {
    DM_ASSIGN_OR_RETURN(more, ReadFound(row, wish, found));
  }
  return OkStatus();
}

// The same where nobody else writes meanwhile: a third of the work of one statement that finds and
// changes, which gathers what it found and what it gives back in tables of its own.
Status ClaimRowByRow(Database& database,
                     const ClaimWish& wish,
                     int count,
                     std::vector<Found>& found) {
  {
    const std::string due =
        DueSql(database, "case_id, claim_token + ?2, version, due_at_ms, received_at_ms", "?1");
    DM_ASSIGN_OR_RETURN(
        Statement row,
        database.Query(due, std::int64_t{count}, TokenStep(database), wish.now.unix_ms()));
    bool more = true;
    while (more) {
      DM_ASSIGN_OR_RETURN(more, ReadFound(row, wish, found));
    }
  }
  const std::string claim =
      "UPDATE cases SET claim_token = ?2, claimed_until_ms = " + LeaseNow(database) +
      " + ?4, claimed_by = ?5 WHERE case_id = ?1";
  for (const Found& one : found) {
    DM_RETURN_IF_ERROR(database.Run(claim,
                                    one.claim.case_id.value(),
                                    one.claim.token,
                                    wish.now.unix_ms(),
                                    wish.lease_ms,
                                    wish.worker));
  }
  return OkStatus();
}

Status ClaimInGroups(Database& database,
                     const ClaimWish& wish,
                     int limit,
                     std::vector<Found>& found) {
  for (const int count : kClaimsAtOnce) {
    while (limit - std::ssize(found) >= count) {
      const std::size_t before = found.size();
      DM_RETURN_IF_ERROR(ClaimSome(database, wish, count, found));
      if (std::ssize(found) < static_cast<std::ptrdiff_t>(before) + count) return OkStatus();
    }
  }
  return OkStatus();
}

bool IsEarlier(const Found& one, const Found& other) {
  return std::tie(one.due_at_ms, one.received_at_ms, one.claim.case_id.value()) <
         std::tie(other.due_at_ms, other.received_at_ms, other.claim.case_id.value());
}

}  // namespace

Status CheckLease(const std::string& worker, std::int64_t lease_ms, int limit) {
  if (!worker.empty() && lease_ms > 0 && limit > 0) return OkStatus();
  return InvalidArgument(
      "a claim has a worker, a lease above 0 ms and asks for at least one case",
      {.reason = "CLAIM_INVALID",
       .field = worker.empty() ? "worker"
                : lease_ms > 0 ? "limit"
                               : "lease_ms",
       .remedy = "Name the worker, give a lease in milliseconds and ask for one case or more."});
}

StatusOr<std::vector<Claim>> ClaimDueCases(Database& database, const ClaimWish& wish, int limit) {
  std::vector<Found> found;
  DM_RETURN_IF_ERROR(database.dialect().one_writer ? ClaimRowByRow(database, wish, limit, found)
                                                   : ClaimInGroups(database, wish, limit, found));
  // What an UPDATE gives back has no order.
  std::sort(found.begin(), found.end(), IsEarlier);
  std::vector<Claim> claims;
  claims.reserve(found.size());
  for (Found& one : found) claims.push_back(std::move(one.claim));
  return claims;
}

Status RenewCaseClaim(Database& database, const Claim& claim, Instant now, std::int64_t lease_ms) {
  DM_RETURN_IF_ERROR(CheckLease(claim.worker, lease_ms, 1));
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

Status ReleaseCaseClaim(Database& database, const Claim& claim, Instant due_at, Instant now) {
  if (claim.worker.empty()) return LeaseLost();
  DM_RETURN_IF_ERROR(
      database.Run("UPDATE cases SET claimed_by = '', claimed_until_ms = 0, due_at_ms = ?1, "
                   "updated_at_ms = CASE WHEN updated_at_ms < ?5 THEN ?5 ELSE updated_at_ms END "
                   "WHERE case_id = ?2 AND claim_token = ?3 AND claimed_by = ?4",
                   due_at.unix_ms(),
                   claim.case_id.value(),
                   claim.token,
                   claim.worker,
                   now.unix_ms()));
  return database.changes() == 1 ? OkStatus() : LeaseLost();
}

// A case that somebody holds comes up again when the lease runs out, not before.
StatusOr<std::optional<Instant>> NextDueCase(Database& database) {
  DM_ASSIGN_OR_RETURN(
      const std::optional<std::int64_t> free,
      OneNumber(database,
                "SELECT due_at_ms FROM cases" + UseIndex(database, "cases_due") +
                    " WHERE claimable = 1 AND claimed_until_ms = 0 ORDER BY due_at_ms LIMIT 1"));
  // What is due before the first that is free is held, and no more than workers hold.
  DM_ASSIGN_OR_RETURN(
      const std::optional<std::int64_t> held,
      OneNumber(database,
                "SELECT min(CASE WHEN due_at_ms > claimed_until_ms THEN due_at_ms ELSE "
                "claimed_until_ms END) FROM cases" +
                    UseIndex(database, "cases_due") +
                    " WHERE claimable = 1 AND claimed_until_ms > 0 AND due_at_ms < ?1",
                free.value_or(std::numeric_limits<std::int64_t>::max())));
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
