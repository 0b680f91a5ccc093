#include "worker/adapters/sql/take_over.h"

#include <cstdint>
#include <string>

#include "worker/adapters/sql/control_rows.h"

namespace dm::sql {
namespace {

constexpr char kTimelineMark[] = "timeline";
// Workers look at the end of the chain every few seconds.
constexpr std::int64_t kNoticedMs = 60'000;

std::string NowMs(const Database& database, const char* caller) {
  const std::string_view clock = database.dialect().lease_clock;
  return clock.empty() ? caller : std::string(clock);
}

}  // namespace

Status NoteTimeline(Database& database) {
  if (database.timeline().empty()) return OkStatus();
  // The first that is noted took nothing over: it began at 0.
  DM_ASSIGN_OR_RETURN(
      Statement row,
      database.Query("INSERT INTO marks (name, value, set_at_ms) VALUES (?1, ?2, ?3) ON CONFLICT "
                     "(name) DO UPDATE SET value = excluded.value, set_at_ms = " +
                         NowMs(database, "0") +
                         " WHERE marks.value <> excluded.value RETURNING set_at_ms",
                     kTimelineMark,
                     database.timeline(),
                     std::int64_t{0}));
  DM_ASSIGN_OR_RETURN(const bool noted, row.Step());
  if (!noted || row.Int(0) == 0) return OkStatus();
  DM_RETURN_IF_ERROR(row.Run());
  return RaiseControl(database);
}

StatusOr<bool> TookOverLately(Database& database, Instant now) {
  DM_ASSIGN_OR_RETURN(
      Statement row,
      database.Query("SELECT 1 FROM marks WHERE name = ?1 AND set_at_ms > 0 AND ?3 IS NOT NULL AND "
                     "set_at_ms + ?2 > " +
                         NowMs(database, "?3"),
                     kTimelineMark,
                     kNoticedMs,
                     now.unix_ms()));
  return row.Step();
}

}  // namespace dm::sql
