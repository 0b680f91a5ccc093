#include "worker/adapters/postgres/errors.h"

#include <string>

namespace dm::postgres {
namespace {

struct Meaning {
  std::string_view prefix;  // of the SQLSTATE; the first row that fits holds
  StatusCode code;
  const char* what;
  const char* reason;
  const char* remedy;
};

constexpr char kNothingChanged[] = "Nothing was changed, and the same call may be repeated.";
constexpr char kReport[] = "Report the code; nothing was changed.";

constexpr Meaning kMeanings[] = {
    {"DM001",
     StatusCode::kFailedPrecondition,
     "the row is final and cannot be changed or removed",
     "STORE_IMMUTABLE",
     "Add a new version instead."},
    {"23505",
     StatusCode::kAlreadyExists,
     "the row exists already",
     "STORE_DUPLICATE",
     "Read what is stored; nothing was changed."},
    {"23",
     StatusCode::kInternal,
     "the value breaks a rule of its table",
     "STORE_ERROR",
     "Report the code: the program should not have tried this. Nothing was changed."},
    {"40",
     StatusCode::kAborted,
     "other changes came between, again and again",
     "STORE_CONFLICT",
     kNothingChanged},
    {"55P03",
     StatusCode::kUnavailable,
     "another connection holds a lock on the store",
     "STORE_LOCKED",
     kNothingChanged},
    {"57014",
     StatusCode::kUnavailable,
     "a statement took longer than it may",
     "STORE_LOCKED",
     kNothingChanged},
    {"25006",
     StatusCode::kFailedPrecondition,
     "the database takes no changes: it is a standby or read-only",
     "STORE_READ_ONLY",
     "Name the primary server in store.connection, or all servers with "
     "target_session_attrs=read-write."},
    {"42501",
     StatusCode::kFailedPrecondition,
     "the database user may not do this",
     "STORE_FORBIDDEN",
     "Make the user of store.connection the owner of the schema."},
    {"28",
     StatusCode::kFailedPrecondition,
     "the database refused the login",
     "STORE_FORBIDDEN",
     "Check that the database of dbname exists, the user and its password file or certificate, and "
     "pg_hba.conf."},
    {"3D000",
     StatusCode::kFailedPrecondition,
     "there is no such database",
     "STORE_CANNOT_OPEN",
     "Create it, or correct dbname in store.connection."},
    {"53100",
     StatusCode::kResourceExhausted,
     "the database's disk is full",
     "STORE_FULL",
     "Free space on the database's disk; nothing was changed, and the same call may be repeated."},
    {"53200",
     StatusCode::kResourceExhausted,
     "the database had no memory",
     "STORE_MEMORY",
     kNothingChanged},
    {"53",
     StatusCode::kUnavailable,
     "the database takes no more connections",
     "STORE_UNREACHABLE",
     "Raise max_connections, or lower store.connections of the workers."},
    {"08",
     StatusCode::kUnavailable,
     "the database does not answer",
     "STORE_UNREACHABLE",
     "Check the server and the network and, where sslmode asks for it, that the server speaks TLS "
     "and its certificate is of sslrootcert; the worker tries again by itself."},
    {"57P",
     StatusCode::kUnavailable,
     "the database is stopping or starting",
     "STORE_UNREACHABLE",
     "Check the server; the worker tries again by itself."},
    {"25P03",
     StatusCode::kUnavailable,
     "the database ended a connection that stood still",
     "STORE_UNREACHABLE",
     "The worker tries again by itself; look for a machine that freezes."},
    {"XX001",
     StatusCode::kDataLoss,
     "a page of the database is damaged",
     "STORE_CORRUPT",
     "Stop the program, keep the database as it is, and restore the latest backup."},
    {"XX002",
     StatusCode::kDataLoss,
     "an index of the database is damaged",
     "STORE_CORRUPT",
     "Stop the program, keep the database as it is, and restore the latest backup."},
    {"58",
     StatusCode::kDataLoss,
     "the database's disk failed to read or write",
     "STORE_IO",
     "Check the database's disk and log, then restart the program; it resumes from what is "
     "durable."},
    {"22",
     StatusCode::kInvalidArgument,
     "a value is not one that the store takes",
     "STORE_VALUE_REFUSED",
     "Send text without NUL characters and of a smaller size; nothing was changed."},
    {"",
     StatusCode::kInternal,
     "the store could not carry out a statement",
     "STORE_ERROR",
     kReport},
};

}  // namespace

Status FromSqlState(std::string_view state) {
  for (const Meaning& meaning : kMeanings) {
    if (!state.starts_with(meaning.prefix)) continue;
    const std::string message =
        std::string(meaning.what) + " (SQLSTATE " + std::string(state) + ")";
    return MakeStatus(
        meaning.code, message, {.reason = meaning.reason, .field = "", .remedy = meaning.remedy});
  }
  return Internal("every SQLSTATE has a meaning");  // The last row fits all.
}

Status Unreachable() {
  return FromSqlState("08006");
}

bool IsConflict(const Status& status) {
  return !status.ok() && DetailOf(status).reason == "STORE_CONFLICT";
}

bool IsConnectionLost(const Status& status) {
  if (status.ok()) return false;
  const std::string reason = DetailOf(status).reason;
  return reason == "STORE_UNREACHABLE" || reason == "STORE_READ_ONLY";
}

}  // namespace dm::postgres
