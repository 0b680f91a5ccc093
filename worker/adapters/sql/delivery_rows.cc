#include "worker/adapters/sql/delivery_rows.h"

#include "worker/adapters/sql/audit_rows.h"
#include "worker/adapters/sql/control_rows.h"
#include "worker/adapters/sql/request_rows.h"

namespace dm::sql {
namespace {

constexpr std::size_t kMarkLengthMax = 512;
// Its value: who has declared it, a line feed, and why.
constexpr char kRestoreMark[] = "restore";

}  // namespace

Status WriteMark(Database& database,
                 const std::string& name,
                 const std::string& value,
                 Instant now) {
  if (value.empty() || value.size() > kMarkLengthMax)
    return InvalidArgument(
        "a mark has 1 to 512 bytes",
        {.reason = "LIMIT_INVALID", .field = "mark", .remedy = "Shorten the text."});
  return database.Run(
      "INSERT INTO marks (name, value, set_at_ms) VALUES (?1, ?2, ?3) ON CONFLICT (name) DO UPDATE "
      "SET value = excluded.value, set_at_ms = excluded.set_at_ms",
      name,
      value,
      now.unix_ms());
}

StatusOr<std::optional<std::string>> ReadMark(Database& database, const std::string& name) {
  DM_ASSIGN_OR_RETURN(Statement row,
                      database.Query("SELECT value FROM marks WHERE name = ?1", name));
  DM_ASSIGN_OR_RETURN(const bool found, row.Step());
  return found ? std::optional<std::string>(row.Text(0)) : std::nullopt;
}

Status PutMark(Database& database,
               const std::string& name,
               const std::string& value,
               const AuditEvent& audit,
               Instant now) {
  DM_RETURN_IF_ERROR(WriteMark(database, name, value, now));
  return AppendAudit(database, audit, now);
}

StatusOr<std::optional<Restore>> ReadRestore(Database& database) {
  DM_ASSIGN_OR_RETURN(
      Statement row,
      database.Query("SELECT value, set_at_ms FROM marks WHERE name = ?1", kRestoreMark));
  DM_ASSIGN_OR_RETURN(const bool found, row.Step());
  if (!found) return std::optional<Restore>();
  const std::string value = row.Text(0);
  const std::size_t end = value.find('\n');
  Restore restore;
  restore.declared_at = Instant::FromUnixMs(row.Int(1));
  restore.declared_by = value.substr(0, end);
  if (end != std::string::npos) restore.reason = value.substr(end + 1);
  return std::optional<Restore>(std::move(restore));
}

Status PutRestore(Database& database,
                  const Restore& restore,
                  const AuditEvent& audit,
                  Instant now) {
  DM_RETURN_IF_ERROR(WriteMark(
      database, kRestoreMark, restore.declared_by + "\n" + restore.reason, restore.declared_at));
  DM_RETURN_IF_ERROR(
      database.Run("UPDATE effects SET last_error = '' WHERE state IN ('PENDING', 'SENT')"));
  // What is being decided now is looked at again: nothing is decided while a restore is under way.
  DM_RETURN_IF_ERROR(RaiseControl(database));
  return AppendAudit(database, audit, now);
}

StatusOr<int> CountUnaskedEffects(Database& database) {
  DM_ASSIGN_OR_RETURN(Statement row,
                      database.Query("SELECT count(*) FROM effects WHERE state IN ('PENDING', "
                                     "'SENT') AND last_error <> ?1",
                                     kRestoreAsked));
  DM_RETURN_IF_ERROR(row.Step().status());
  return static_cast<int>(row.Int(0));
}

Status RemoveRestore(Database& database,
                     const std::string& request_id,
                     const AuditEvent& audit,
                     Instant now) {
  DM_ASSIGN_OR_RETURN(const bool repeated, IsRepeat(database, request_id, audit));
  if (repeated) return OkStatus();
  DM_ASSIGN_OR_RETURN(const std::optional<Restore> restore, ReadRestore(database));
  if (!restore) return NoRestore();
  DM_ASSIGN_OR_RETURN(const int left, CountUnaskedEffects(database));
  if (left > 0) return RestoreNotReconciled(left);
  DM_RETURN_IF_ERROR(database.Run("DELETE FROM marks WHERE name = ?1", kRestoreMark));
  DM_RETURN_IF_ERROR(WriteMark(database, kRestoreEndedMark, std::to_string(now.unix_ms()), now));
  DM_RETURN_IF_ERROR(
      database.Run("UPDATE effects SET next_attempt_at_ms = ?1 WHERE state IN ('PENDING', 'SENT')",
                   now.unix_ms()));
  // What the worker would have approved meanwhile.
  DM_RETURN_IF_ERROR(
      database.Run("UPDATE cases SET due_at_ms = ?1 WHERE state = 'EVALUATED' AND due_at_ms > ?1",
                   now.unix_ms()));
  DM_RETURN_IF_ERROR(RecordRequest(
      database,
      request_id,
      {.method = audit.action, .content_sha256 = audit.request_sha256, .result_id = kRestoreMark},
      now));
  return AppendAudit(database, audit, now);
}

}  // namespace dm::sql
