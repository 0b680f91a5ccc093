#include "worker/adapters/sqlite/errors.h"

#include <sqlite3.h>

#include <string>

namespace dm::sqlite {
namespace {

Status Make(StatusCode code, int number, const char* what, const char* reason, const char* remedy) {
  const std::string message = std::string(what) + " (SQLite code " + std::to_string(number) + ")";
  return MakeStatus(code, message, {.reason = reason, .field = "", .remedy = remedy});
}

Status FromConstraint(int extended_code) {
  switch (extended_code) {
    case SQLITE_CONSTRAINT_TRIGGER:
      return Make(StatusCode::kFailedPrecondition,
                  extended_code,
                  "the row is final and cannot be changed or removed",
                  "STORE_IMMUTABLE",
                  "Add a new version instead.");
    case SQLITE_CONSTRAINT_UNIQUE:
    case SQLITE_CONSTRAINT_PRIMARYKEY:
    case SQLITE_CONSTRAINT_ROWID:
      return Make(StatusCode::kAlreadyExists,
                  extended_code,
                  "the row exists already",
                  "STORE_DUPLICATE",
                  "Read what is stored; nothing was changed.");
    default:
      return Make(StatusCode::kInternal,
                  extended_code,
                  "the value breaks a rule of its table",
                  "STORE_ERROR",
                  "Report the code: the program should not have tried this. Nothing was changed.");
  }
}

}  // namespace

Status FromResultCode(int extended_code) {
  switch (extended_code & 0xff) {
    case SQLITE_FULL:
      return Make(StatusCode::kResourceExhausted,
                  extended_code,
                  "the disk that holds the store is full",
                  "STORE_FULL",
                  "Free space on the store's disk; nothing was changed, and the same call may be "
                  "repeated.");
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
      return Make(StatusCode::kUnavailable,
                  extended_code,
                  "another program holds a lock on the store",
                  "STORE_LOCKED",
                  "Close the program that has the store's file open; nothing was changed, and the "
                  "same call may be repeated.");
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
      return Make(StatusCode::kDataLoss,
                  extended_code,
                  "the store's file is damaged or is no database",
                  "STORE_CORRUPT",
                  "Stop the program, keep the damaged file with its -wal and -shm beside it, and "
                  "restore the latest backup.");
    case SQLITE_IOERR:
      return Make(StatusCode::kDataLoss,
                  extended_code,
                  "the store's disk failed to read or write",
                  "STORE_IO",
                  "Check the disk and the system log, then restart the program; it resumes from "
                  "what is durable.");
    case SQLITE_READONLY:
    case SQLITE_PERM:
    case SQLITE_AUTH:
      return Make(StatusCode::kFailedPrecondition,
                  extended_code,
                  "the store may not be written",
                  "STORE_READ_ONLY",
                  "Give the program's user write access to the store's file and its directory.");
    case SQLITE_CANTOPEN:
      return Make(
          StatusCode::kFailedPrecondition,
          extended_code,
          "the store's file cannot be opened",
          "STORE_CANNOT_OPEN",
          "Check that the path names a file, that its directory exists, and who may write there.");
    case SQLITE_NOMEM:
      return Make(
          StatusCode::kResourceExhausted,
          extended_code,
          "there was no memory for the store",
          "STORE_MEMORY",
          "Give the program more memory; nothing was changed, and the same call may be repeated.");
    case SQLITE_TOOBIG:
      return Make(StatusCode::kInvalidArgument,
                  extended_code,
                  "a value is larger than the store takes",
                  "STORE_VALUE_TOO_BIG",
                  "Send less; nothing was changed.");
    case SQLITE_CONSTRAINT:
      return FromConstraint(extended_code);
    default:
      return Make(StatusCode::kInternal,
                  extended_code,
                  "the store could not carry out a statement",
                  "STORE_ERROR",
                  "Report the code; nothing was changed.");
  }
}

}  // namespace dm::sqlite
