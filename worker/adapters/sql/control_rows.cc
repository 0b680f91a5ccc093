#include "worker/adapters/sql/control_rows.h"

#include <utility>

#include "worker/adapters/sql/audit_rows.h"
#include "worker/adapters/sql/codes.h"
#include "worker/adapters/sql/quality_rows.h"
#include "worker/adapters/sql/request_rows.h"

namespace dm::sql {
namespace {

Status ReadModes(Database& database, Control& control) {
  DM_ASSIGN_OR_RETURN(
      Statement row,
      database.Query("SELECT typfall, mode, actor, reason, delegation, set_at_ms FROM modes"));
  DM_ASSIGN_OR_RETURN(bool more, row.Step());
  while (more) {
    ModeOverride mode;
    mode.typfall = row.Text(0);
    DM_ASSIGN_OR_RETURN(mode.mode, ReadMode(row.Text(1)));
    mode.actor = row.Text(2);
    mode.reason = row.Text(3);
    mode.delegation = row.Text(4);
    mode.set_at = Instant::FromUnixMs(row.Int(5));
    control.modes[mode.typfall] = mode;
    DM_ASSIGN_OR_RETURN(more, row.Step());
  }
  return OkStatus();
}

// The request id and the audit record of a change of control.
Status Record(Database& database,
              const std::string& request_id,
              AuditEvent audit,
              const std::string& subject,
              Instant now) {
  DM_RETURN_IF_ERROR(RecordRequest(
      database,
      request_id,
      {.method = audit.action, .content_sha256 = audit.request_sha256, .result_id = subject},
      now));
  if (audit.subject.empty()) audit.subject = subject;
  return AppendAudit(database, audit, now);
}

}  // namespace

StatusOr<Control> ReadControl(Database& database) {
  DM_ASSIGN_OR_RETURN(
      Statement row,
      database.Query(
          "SELECT version, paused, paused_by, pause_reason FROM control WHERE only_row = 1"));
  DM_ASSIGN_OR_RETURN(const bool found, row.Step());
  if (!found) return Unreadable();
  Control control;
  control.version = row.Int(0);
  control.paused = row.Int(1) != 0;
  control.paused_by = row.Text(2);
  control.pause_reason = row.Text(3);
  DM_RETURN_IF_ERROR(ReadModes(database, control));
  DM_RETURN_IF_ERROR(ReadHolds(database, control));
  return control;
}

Status RaiseControl(Database& database) {
  return database.Run("UPDATE control SET version = version + 1");
}

StatusOr<Control> PutPause(Database& database, const PauseChange& change, Instant now) {
  DM_ASSIGN_OR_RETURN(const bool repeated, IsRepeat(database, change.request_id, change.audit));
  if (repeated) return ReadControl(database);
  DM_RETURN_IF_ERROR(database.Run(
      "UPDATE control SET version = version + 1, paused = ?1, paused_by = ?2, pause_reason = ?3",
      change.paused ? 1 : 0,
      change.paused ? change.audit.actor : std::string(),
      change.paused ? change.reason : std::string()));
  DM_RETURN_IF_ERROR(Record(database, change.request_id, change.audit, "control", now));
  return ReadControl(database);
}

StatusOr<Control> PutMode(Database& database,
                          const ModeOverride& mode,
                          const std::string& request_id,
                          const AuditEvent& audit,
                          Instant now) {
  DM_ASSIGN_OR_RETURN(const bool repeated, IsRepeat(database, request_id, audit));
  if (repeated) return ReadControl(database);
  DM_RETURN_IF_ERROR(
      database.Run("INSERT INTO modes VALUES (?1, ?2, ?3, ?4, ?5, ?6) ON CONFLICT (typfall) DO "
                   "UPDATE SET mode = "
                   "excluded.mode, actor = excluded.actor, reason = excluded.reason, delegation = "
                   "excluded.delegation, "
                   "set_at_ms = excluded.set_at_ms",
                   mode.typfall,
                   ModeCode(mode.mode),
                   mode.actor,
                   mode.reason,
                   mode.delegation,
                   mode.set_at.unix_ms()));
  DM_RETURN_IF_ERROR(RaiseControl(database));
  DM_RETURN_IF_ERROR(Record(database, request_id, audit, mode.typfall, now));
  return ReadControl(database);
}

StatusOr<Control> PutSwitch(Database& database, const SwitchChange& change, Instant now) {
  DM_ASSIGN_OR_RETURN(const bool repeated, IsRepeat(database, change.request_id, change.audit));
  if (repeated) return ReadControl(database);
  const Switch& changed = change.changed;
  if (change.on) {
    DM_RETURN_IF_ERROR(database.Run("DELETE FROM switches WHERE kind = ?1 AND name = ?2",
                                    SwitchKindCode(changed.kind),
                                    changed.name));
  } else {
    DM_RETURN_IF_ERROR(
        database.Run("INSERT INTO switches VALUES (?1, ?2, ?3, ?4, ?5) ON CONFLICT (kind, name) DO "
                     "UPDATE SET actor = excluded.actor, reason = excluded.reason, set_at_ms = "
                     "excluded.set_at_ms",
                     SwitchKindCode(changed.kind),
                     changed.name,
                     changed.actor,
                     changed.reason,
                     now.unix_ms()));
  }
  DM_RETURN_IF_ERROR(RaiseControl(database));
  DM_RETURN_IF_ERROR(Record(database, change.request_id, change.audit, changed.name, now));
  return ReadControl(database);
}

StatusOr<Control> PutRelease(Database& database, const DemotionRelease& release, Instant now) {
  DM_ASSIGN_OR_RETURN(const bool repeated, IsRepeat(database, release.request_id, release.audit));
  if (repeated) return ReadControl(database);
  DM_RETURN_IF_ERROR(
      database.Run("UPDATE demotions SET released_by = ?2, release_reason = ?3, released_at_ms = "
                   "?4 WHERE typfall = ?1 AND released_at_ms IS NULL",
                   release.typfall,
                   release.audit.actor,
                   release.reason,
                   now.unix_ms()));
  if (database.changes() == 0) {
    return FailedPrecondition("no error holds the typfall",
                              {.reason = "NOT_DEMOTED",
                               .field = "typfall",
                               .remedy = "mode show tells which typfall are held."});
  }
  DM_RETURN_IF_ERROR(RaiseControl(database));
  DM_RETURN_IF_ERROR(Record(database, release.request_id, release.audit, release.typfall, now));
  return ReadControl(database);
}

Status PutPolicySet(Database& database, const KeptPolicySet& set, Instant now) {
  DM_RETURN_IF_ERROR(database.Run(
      "INSERT INTO policy_sets VALUES (?1, ?2, ?3, ?4) ON CONFLICT (sha256) DO NOTHING",
      set.sha256,
      set.version,
      set.content,
      now.unix_ms()));
  if (database.changes() == 1) return OkStatus();
  DM_ASSIGN_OR_RETURN(
      Statement row,
      database.Query(
          "SELECT content = ?2 FROM policy_sets WHERE sha256 = ?1", set.sha256, set.content));
  DM_RETURN_IF_ERROR(row.Step().status());
  if (row.Int(0) == 1) return OkStatus();
  return MakeStatus(
      StatusCode::kDataLoss,
      "the policy set is kept already with other content under the same hash",
      {.reason = "POLICY_SET_CHANGED",
       .field = "policy.sha256",
       .remedy =
           "Check how the policy folder was put in place; a changed policy has another hash."});
}

Status TakePolicySet(Database& database,
                     const KeptPolicySet& set,
                     const std::string& replaced,
                     const std::string& request_id,
                     const AuditEvent& audit,
                     Instant now) {
  DM_ASSIGN_OR_RETURN(const bool repeated, IsRepeat(database, request_id, audit));
  if (repeated) return OkStatus();
  DM_RETURN_IF_ERROR(PutPolicySet(database, set, now));
  return Record(database, request_id, audit, replaced + " " + set.sha256, now);
}

StatusOr<KeptPolicySet> FindPolicySet(Database& database, const std::string& sha256) {
  DM_ASSIGN_OR_RETURN(
      Statement row,
      database.Query("SELECT version, content FROM policy_sets WHERE sha256 = ?1", sha256));
  DM_ASSIGN_OR_RETURN(const bool found, row.Step());
  if (!found) {
    return MakeStatus(StatusCode::kNotFound,
                      "no policy set is kept under this hash",
                      {.reason = "POLICY_SET_NOT_KEPT",
                       .field = "sha256",
                       .remedy = "Use the hash that the assessment names."});
  }
  return KeptPolicySet{.sha256 = sha256, .version = row.Text(0), .content = row.Text(1)};
}

}  // namespace dm::sql
