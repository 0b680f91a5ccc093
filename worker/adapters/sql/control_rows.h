// What people have told the worker to do and not to do: the pause and the modes. And the policy
// sets that were in force.
#pragma once

#include <string>

#include "worker/adapters/sql/database.h"
#include "worker/case/audit_record.h"
#include "worker/case/control.h"
#include "worker/ports/quality_store.h"
#include "worker/ports/store.h"

namespace dm::sql {

struct PauseChange {
  bool paused = false;
  std::string reason;
  std::string request_id;
  AuditEvent audit;
};

StatusOr<Control> ReadControl(Database& database);
// A decision that was made under what stood before is made anew (CONTROL_CHANGED).
Status RaiseControl(Database& database);
StatusOr<Control> PutPause(Database& database, const PauseChange& change, Instant now);
StatusOr<Control> PutMode(Database& database,
                          const ModeOverride& mode,
                          const std::string& request_id,
                          const AuditEvent& audit,
                          Instant now);

struct SwitchChange {
  Switch changed;
  bool on = false;
  std::string request_id;
  AuditEvent audit;
};

StatusOr<Control> PutSwitch(Database& database, const SwitchChange& change, Instant now);

struct DemotionRelease {
  std::string typfall;
  std::string reason;
  std::string request_id;
  AuditEvent audit;
};

StatusOr<Control> PutRelease(Database& database, const DemotionRelease& release, Instant now);

// Idempotent. DataLoss, reason POLICY_SET_CHANGED, when the same hash is kept with other content.
Status PutPolicySet(Database& database, const KeptPolicySet& set, Instant now);
// As Store::TakePolicySet and Store::FindPolicySet.
Status TakePolicySet(Database& database,
                     const KeptPolicySet& set,
                     const std::string& replaced,
                     const std::string& request_id,
                     const AuditEvent& audit,
                     Instant now);
StatusOr<KeptPolicySet> FindPolicySet(Database& database, const std::string& sha256);

}  // namespace dm::sql
