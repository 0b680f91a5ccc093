// The rows of data_keys: the data key of each case and of each household with a frame, wrapped.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "worker/adapters/sql/database.h"
#include "worker/adapters/sql/sealed.h"
#include "worker/adapters/sql/vault.h"
#include "worker/core/instant.h"
#include "worker/core/status.h"

namespace dm::sql {

// The store's vault is set for all of them.

// Null where there is none.
StatusOr<DataKey> FindDataKey(Database& database, const Owner& owner);
// Makes one and writes it with this change.
StatusOr<DataKey> NewDataKey(Database& database, const Owner& owner);

// Notes the check value of the current key, where it was never noted; a store that begins with it
// has nothing to record.
Status NoteCurrentKey(Database& database, const std::optional<AuditEvent>& audit, Instant now);

// Whether another key than the current one wraps something, or the current one was never noted.
StatusOr<bool> AnyToRewrap(Database& database);

// Wraps up to `limit` data keys with the current key that were wrapped with another; how many there
// were.
StatusOr<int> RewrapDataKeys(Database& database, const std::string& actor, int limit, Instant now);

struct KeyUse {
  std::string key;
  std::int64_t wraps = 0;
};

// The keys that wrap something.
StatusOr<std::vector<KeyUse>> CountKeyUse(Database& database);

// Each key of the file is the one that the store began to use under its name, and none that it
// needs is missing. SEALING_KEY_WRONG, SEALING_KEY_MISSING.
Status CheckKeys(Database& database);

Status KeysRequired();

}  // namespace dm::sql
