#include "worker/adapters/sql/hold_rows.h"

#include <utility>
#include <vector>

#include "worker/adapters/sql/audit_rows.h"
#include "worker/adapters/sql/case_rows.h"
#include "worker/adapters/sql/codes.h"
#include "worker/adapters/sql/cursor.h"
#include "worker/adapters/sql/request_rows.h"
#include "worker/adapters/sql/sealed.h"
#include "worker/case/erased.h"
#include "worker/case/not_found.h"

namespace dm::sql {
namespace {

constexpr char kColumns[] =
    "SELECT hold_id, household_id, case_id, placed_at_ms, placed_by, released_at_ms, released_by, "
    "hold_sealed FROM holds ";

StatusOr<Hold> ReadRow(Database& database, const Statement& row) {
  Hold hold;
  hold.id = row.Text(0);
  DM_ASSIGN_OR_RETURN(hold.case_id, ReadId<CaseTag>(row.Text(2)));
  hold.placed_at = Instant::FromUnixMs(row.Int(3));
  hold.placed_by = row.Text(4);
  if (!row.IsNull(5)) hold.released_at = Instant::FromUnixMs(row.Int(5));
  hold.released_by = row.Text(6);
  DM_ASSIGN_OR_RETURN(hold.reason, Unseal(database, HoldPlace(row.Text(1), hold.id), row.Bytes(7)));
  return hold;
}

Status NoSuchHold() {
  return MakeStatus(StatusCode::kNotFound,
                    "no hold has this id",
                    {.reason = "HOLD_NOT_FOUND",
                     .field = "hold_id",
                     .remedy = "List the holds: one of an erased file is gone with it."});
}

// The household of a case that is not erased.
StatusOr<std::string> HouseholdOf(Database& database, const CaseId& id) {
  DM_ASSIGN_OR_RETURN(
      Statement row,
      database.Query("SELECT household_id, erased_at_ms FROM cases WHERE case_id = ?1",
                     id.value()));
  DM_ASSIGN_OR_RETURN(const bool found, row.Step());
  if (!found) return NoSuchCase();
  if (!row.IsNull(1)) return CaseErased();
  return row.Text(0);
}

Status Record(Database& database,
              const Hold& hold,
              const std::string& request_id,
              AuditEvent audit,
              Instant now) {
  DM_RETURN_IF_ERROR(RecordRequest(
      database,
      request_id,
      {.method = audit.action, .content_sha256 = audit.request_sha256, .result_id = hold.id},
      now));
  audit.subject = hold.case_id.value();
  audit.detail = "hold=" + hold.id;
  return AppendAudit(database, audit, now);
}

// The hold that an earlier call with this request id was about; nothing where there was none.
StatusOr<std::optional<Hold>> Repeated(Database& database,
                                       const std::string& request_id,
                                       const AuditEvent& audit) {
  DM_ASSIGN_OR_RETURN(const bool repeated, IsRepeat(database, request_id, audit));
  if (!repeated) return std::optional<Hold>();
  DM_ASSIGN_OR_RETURN(const auto request, FindRequest(database, request_id));
  if (!request) return Unreadable();
  DM_ASSIGN_OR_RETURN(Hold hold, ReadHold(database, request->result_id));
  return std::optional<Hold>(std::move(hold));
}

}  // namespace

StatusOr<Hold> PutHold(Database& database,
                       const Hold& hold,
                       const std::string& request_id,
                       const AuditEvent& audit,
                       Instant now) {
  DM_ASSIGN_OR_RETURN(std::optional<Hold> earlier, Repeated(database, request_id, audit));
  if (earlier) return *std::move(earlier);
  DM_ASSIGN_OR_RETURN(const std::string household, HouseholdOf(database, hold.case_id));
  Hold placed = hold;
  placed.placed_at = now;
  placed.released_at.reset();
  placed.released_by.clear();
  DM_ASSIGN_OR_RETURN(const std::string sealed,
                      Seal(database, HoldPlace(household, hold.id), hold.reason));
  DM_RETURN_IF_ERROR(
      database.Run("INSERT INTO holds (hold_id, household_id, case_id, placed_at_ms, placed_by, "
                   "hold_sealed) VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
                   placed.id,
                   household,
                   placed.case_id.value(),
                   now.unix_ms(),
                   placed.placed_by,
                   Blob{sealed}));
  DM_RETURN_IF_ERROR(Record(database, placed, request_id, audit, now));
  return placed;
}

StatusOr<Hold> EndHold(Database& database,
                       const std::string& id,
                       const std::string& request_id,
                       const AuditEvent& audit,
                       Instant now) {
  DM_ASSIGN_OR_RETURN(std::optional<Hold> earlier, Repeated(database, request_id, audit));
  if (earlier) return *std::move(earlier);
  DM_ASSIGN_OR_RETURN(Hold hold, ReadHold(database, id));
  if (hold.released_at)
    return FailedPrecondition("the hold was released before",
                              {.reason = "HOLD_RELEASED",
                               .field = "hold_id",
                               .remedy = "Nothing needs to be done; place a new hold to keep the "
                                         "file again."});
  hold.released_at = now;
  hold.released_by = audit.actor;
  DM_RETURN_IF_ERROR(
      database.Run("UPDATE holds SET released_at_ms = ?2, released_by = ?3 WHERE hold_id = ?1",
                   id,
                   now.unix_ms(),
                   hold.released_by));
  DM_RETURN_IF_ERROR(Record(database, hold, request_id, audit, now));
  return hold;
}

StatusOr<Hold> ReadHold(Database& database, const std::string& id) {
  DM_ASSIGN_OR_RETURN(Statement row,
                      database.Query(std::string(kColumns) + "WHERE hold_id = ?1", id));
  DM_ASSIGN_OR_RETURN(const bool found, row.Step());
  if (!found) return NoSuchHold();
  return ReadRow(database, row);
}

StatusOr<Page<Hold>> ListHoldRows(Database& database, bool released, const PageRequest& page) {
  DM_RETURN_IF_ERROR(CheckPage(page));
  const std::string scope = released ? "holds/all" : "holds/standing";
  DM_ASSIGN_OR_RETURN(const std::vector<std::string> after, ReadCursor(scope, 1, page.after));
  DM_ASSIGN_OR_RETURN(Statement row,
                      database.Query(std::string(kColumns) + "WHERE hold_id > ?1" +
                                         (released ? "" : " AND released_at_ms IS NULL") +
                                         " ORDER BY hold_id LIMIT ?2",
                                     after.empty() ? std::string() : after[0],
                                     page.limit + 1));
  Page<Hold> result;
  DM_ASSIGN_OR_RETURN(bool more, row.Step());
  while (more) {
    if (std::ssize(result.items) == page.limit) {
      result.next = MakeCursor(scope, {result.items.back().id});
      break;
    }
    DM_ASSIGN_OR_RETURN(Hold hold, ReadRow(database, row));
    result.items.push_back(std::move(hold));
    DM_ASSIGN_OR_RETURN(more, row.Step());
  }
  return result;
}

StatusOr<bool> IsHeld(Database& database, const std::string& household) {
  DM_ASSIGN_OR_RETURN(
      Statement row,
      database.Query("SELECT 1 FROM holds WHERE household_id = ?1 AND released_at_ms IS NULL "
                     "LIMIT 1",
                     household));
  return row.Step();
}

}  // namespace dm::sql
