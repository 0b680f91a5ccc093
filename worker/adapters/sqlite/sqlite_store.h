// The store on SQLite: one file, one process, one writing connection. docs/data.md tells what
// stands in it.
#pragma once

#include <cstdint>
#include <memory>
#include <string>

#include "worker/core/instant.h"
#include "worker/core/status.h"
#include "worker/ports/whole_store.h"
#include "worker/sealing/key_ring.h"

namespace dm {

struct SqliteOptions {
  int readers = 4;               // connections that read, 1 to 64
  int busy_timeout_ms = 5'000;   // how long a lock of another program (a backup) is waited for
  std::int64_t max_pages = 0;    // limit of the file in pages of 4 096 bytes; 0: the disk's
  bool check_whole_file = true;  // look for damage in every page when opening
  std::string vfs;               // SQLite's name of a file layer; empty: the system's
  std::string effect_key;        // CaseRecord::effect_key of every case
  // The keys that the content is encrypted with; null: it is not. A store that has none yet is
  // encrypted whole at its opening.
  std::shared_ptr<sealing::KeyRing> keys;
  // Tests that move a clock of their own: leases by the time that the caller gives, not by a clock
  // that never goes back.
  bool leases_by_callers_clock = false;
};

// Opens the store at `path`, making it for `municipality` where there is none; files get mode 0600.
// Claims that an earlier process left are taken back. `now` is noted when the file is made.
//
// FailedPrecondition: STORE_DIRECTORY_MISSING, STORE_READ_ONLY, STORE_CANNOT_OPEN, STORE_IN_USE (a
// second process), STORE_FOREIGN (another program's file), STORE_NEWER (a later version of this
// one), STORE_OTHER_MUNICIPALITY, SEALING_KEY_REQUIRED, SEALING_KEY_MISSING, SEALING_KEY_WRONG.
// DataLoss: STORE_CORRUPT, STORE_IO, AUDIT_CHAIN_BROKEN. ResourceExhausted: STORE_FULL.
// InvalidArgument: the options.
StatusOr<std::unique_ptr<WholeStore>> OpenSqliteStore(const std::string& path,
                                                      const std::string& municipality,
                                                      const SqliteOptions& options,
                                                      Instant now);

// Brings the store at `path` back to version `to`, for an earlier program; no program has it open.
// An encrypted one is decrypted with
// `keys` where the earlier program could not. Errors as above, and STORE_NO_STEP_BACK,
// STORE_STEP_BACK_REFUSED.
Status StepSqliteStoreBack(const std::string& path,
                           std::int64_t to,
                           const std::shared_ptr<sealing::KeyRing>& keys,
                           Instant now);

}  // namespace dm
