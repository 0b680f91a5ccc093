// Copies of the store, and whether one can be restored.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "worker/config/config.h"
#include "worker/core/instant.h"
#include "worker/core/status.h"
#include "worker/ports/store.h"

namespace dm {

// Copies the store while the worker goes on. FailedPrecondition BACKUP_BY_SERVER with PostgreSQL,
// whose own tools do it; else as CopySqliteStore.
Status BackUpStore(const Config& config, const std::string& to);

// What a restore from a copy would give.
struct RestoreRehearsal {
  AuditHead head;                  // the last record in the copy; the chain holds up to it
  std::vector<StateCount> states;  // cases in each state
  // Records that were noted (audit.checkpoints) after the copy was taken: what they tell of is not
  // in it. Nothing where no end was noted.
  std::optional<std::int64_t> later_records;
};

// SQLite: restores `file` into a folder beside it, opens it as the worker does, reads the whole
// audit chain and compares it with the noted ends; the folder is removed, `file` is not changed.
// PostgreSQL, where `file` is empty: the same with the restored database that `config` names; it
// takes this program's version of the tables, as at a start. Errors as OpenStore, FIELD_REQUIRED,
// BACKUP_BY_SERVER, and DataLoss AUDIT_CHAIN_BROKEN where the copy has another record than the one
// that was noted.
StatusOr<RestoreRehearsal> RehearseRestore(const Config& config,
                                           const std::string& file,
                                           Instant now);

}  // namespace dm
