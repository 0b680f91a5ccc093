// The store on PostgreSQL 15 or later: one database, any number of processes on any number of
// machines. docs/data.md tells what stands in it, docs/operating/several-workers.md how to run it.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "worker/adapters/sql/data_keys.h"
#include "worker/core/instant.h"
#include "worker/core/status.h"
#include "worker/ports/whole_store.h"
#include "worker/sealing/key_ring.h"

namespace dm {

struct PostgresOptions {
  // libpq's connection string or URI, without a password.
  std::string connection;
  std::string password;               // of the file that the configuration names; empty: none
  int connections = 8;                // that read and claim, 1 to 64; two more write and listen
  int connect_timeout_ms = 5'000;     // 1 000 to 60 000
  int statement_timeout_ms = 30'000;  // 1 000 to 600 000
  // How long the outcome of a commit that was lost is asked for.
  int reconnect_timeout_ms = 30'000;
  // True: a server that is not on this machine must show a certificate (sslmode=verify-full).
  bool require_verified_server = true;
  // For tests over virtual time: leases run by the caller's clock in place of the database's.
  bool leases_by_callers_clock = false;
  std::string effect_key;                  // CaseRecord::effect_key of every case
  std::shared_ptr<sealing::KeyRing> keys;  // as SqliteOptions::keys
};

// Opens the store, making its tables for `municipality` where the schema is empty. Claims of other
// processes stay: they run out.
//
// InvalidArgument: STORE_OPTIONS_INVALID. Unavailable: STORE_UNREACHABLE. FailedPrecondition:
// STORE_FORBIDDEN, STORE_CANNOT_OPEN, STORE_READ_ONLY (a standby or read-only server),
// STORE_TOO_OLD, STORE_ENCODING, STORE_FOREIGN, STORE_NEWER, STORE_OTHER_MUNICIPALITY,
// SEALING_KEY_REQUIRED, SEALING_KEY_MISSING, SEALING_KEY_WRONG. DataLoss: STORE_CORRUPT, STORE_IO,
// AUDIT_CHAIN_BROKEN.
StatusOr<std::unique_ptr<WholeStore>> OpenPostgresStore(const PostgresOptions& options,
                                                        const std::string& municipality,
                                                        Instant now);

// Brings the store back to version `to`, for an earlier program; no worker has it open. Errors as
// above, and STORE_NO_STEP_BACK, STORE_STEP_BACK_REFUSED.
Status StepPostgresStoreBack(const PostgresOptions& options, std::int64_t to, Instant now);

// Which keys wrap something, for who looks from outside.
StatusOr<std::vector<sql::KeyUse>> ReadPostgresKeyUse(const PostgresOptions& options);

// The part of the check of the options that needs no server: the connection string.
Status CheckPostgresConnection(const PostgresOptions& options);

}  // namespace dm
