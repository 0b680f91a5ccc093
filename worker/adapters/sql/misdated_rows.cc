#include "worker/adapters/sql/misdated_rows.h"

#include <cstdint>
#include <string>

#include "worker/case/effect.h"

namespace dm::sql {
namespace {

// An effect that was tried waits at most a quarter of an hour for the next try.
constexpr std::int64_t kEffectWaitMs = std::int64_t{15} * 60'000 + kClocksApartMs;
// No register's window is closed longer than over holidays and a weekend.
constexpr std::int64_t kSourceWaitMs = std::int64_t{7} * 24 * 3'600'000;

// ?1 now, ?2 what stored times end before, ?3 the end of the longest wait for a register. Only two
// states wait long; a case in any other is due at once, or seconds after a step that failed.
constexpr char kCases[] =
    "claimable = 1 AND due_at_ms > ?1 AND (updated_at_ms > ?2 OR (due_at_ms > ?2 AND state NOT IN "
    "('WAITING_SOURCE', 'AWAITING_COMPLETION')) OR (due_at_ms > ?3 AND state = 'WAITING_SOURCE'))";

// ?1, ?2 as above, ?3 the end of the longest wait for a receiver that can be asked.
const std::string& Effects() {
  static const std::string where =
      "state IN ('PENDING', 'SENT') AND next_attempt_at_ms > ?1 AND (created_at_ms > ?2 OR "
      "(attempts > 0 AND next_attempt_at_ms > ?3 + CASE WHEN last_error IN ('" +
      std::string(kReplyAwaited) + "', '" + kReplyUnreadable + "') THEN " +
      std::to_string(kReplyWaitMs) + " ELSE 0 END))";
  return where;
}

StatusOr<bool> Any(Database& database,
                   const std::string& from_where,
                   Instant now,
                   std::int64_t wait_ms) {
  DM_ASSIGN_OR_RETURN(
      Statement row,
      database.Query("SELECT CASE WHEN EXISTS (SELECT 1 FROM " + from_where + ") THEN 1 ELSE 0 END",
                     now.unix_ms(),
                     now.unix_ms() + kClocksApartMs,
                     now.unix_ms() + wait_ms));
  DM_RETURN_IF_ERROR(row.Step().status());
  return row.Int(0) == 1;
}

StatusOr<int> Recall(Database& database,
                     const std::string& update,
                     Instant now,
                     std::int64_t wait_ms) {
  DM_RETURN_IF_ERROR(
      database.Run(update, now.unix_ms(), now.unix_ms() + kClocksApartMs, now.unix_ms() + wait_ms));
  return static_cast<int>(database.changes());
}

}  // namespace

StatusOr<bool> AnyMisdated(Database& database, Instant now) {
  DM_ASSIGN_OR_RETURN(const bool cases,
                      Any(database,
                          "cases" + UseIndex(database, "cases_due") + " WHERE " + kCases,
                          now,
                          kSourceWaitMs));
  if (cases) return true;
  return Any(database,
             "effects" + UseIndex(database, "effects_due") + " WHERE " + Effects(),
             now,
             kEffectWaitMs);
}

StatusOr<int> RecallMisdatedRows(Database& database, Instant now) {
  DM_ASSIGN_OR_RETURN(const int cases,
                      Recall(database,
                             std::string("UPDATE cases SET due_at_ms = ?1 WHERE ") + kCases,
                             now,
                             kSourceWaitMs));
  DM_ASSIGN_OR_RETURN(
      const int effects,
      Recall(database,
             std::string("UPDATE effects SET next_attempt_at_ms = ?1 WHERE ") + Effects(),
             now,
             kEffectWaitMs));
  return cases + effects;
}

}  // namespace dm::sql
