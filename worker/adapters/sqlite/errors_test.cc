#include "worker/adapters/sqlite/errors.h"

#include <sqlite3.h>

#include "gtest/gtest.h"

namespace dm::sqlite {
namespace {

struct Expected {
  int code;
  StatusCode status;
  const char* reason;
};

class ErrorsTest : public ::testing::TestWithParam<Expected> {};

TEST_P(ErrorsTest, SaysWhatHappenedAndWhatToDo) {
  const Status status = FromResultCode(GetParam().code);
  EXPECT_EQ(status.code(), GetParam().status);
  EXPECT_EQ(DetailOf(status).reason, GetParam().reason);
  EXPECT_NE(DetailOf(status).remedy, "");
  EXPECT_NE(MessageOf(status), "");
}

INSTANTIATE_TEST_SUITE_P(
    Codes,
    ErrorsTest,
    ::testing::Values(
        Expected{SQLITE_FULL, StatusCode::kResourceExhausted, "STORE_FULL"},
        Expected{SQLITE_BUSY, StatusCode::kUnavailable, "STORE_LOCKED"},
        Expected{SQLITE_BUSY_SNAPSHOT, StatusCode::kUnavailable, "STORE_LOCKED"},
        Expected{SQLITE_LOCKED, StatusCode::kUnavailable, "STORE_LOCKED"},
        Expected{SQLITE_CORRUPT, StatusCode::kDataLoss, "STORE_CORRUPT"},
        Expected{SQLITE_NOTADB, StatusCode::kDataLoss, "STORE_CORRUPT"},
        Expected{SQLITE_IOERR_FSYNC, StatusCode::kDataLoss, "STORE_IO"},
        Expected{SQLITE_READONLY, StatusCode::kFailedPrecondition, "STORE_READ_ONLY"},
        Expected{SQLITE_PERM, StatusCode::kFailedPrecondition, "STORE_READ_ONLY"},
        Expected{SQLITE_CANTOPEN, StatusCode::kFailedPrecondition, "STORE_CANNOT_OPEN"},
        Expected{SQLITE_NOMEM, StatusCode::kResourceExhausted, "STORE_MEMORY"},
        Expected{SQLITE_TOOBIG, StatusCode::kInvalidArgument, "STORE_VALUE_TOO_BIG"},
        Expected{SQLITE_CONSTRAINT_TRIGGER, StatusCode::kFailedPrecondition, "STORE_IMMUTABLE"},
        Expected{SQLITE_CONSTRAINT_UNIQUE, StatusCode::kAlreadyExists, "STORE_DUPLICATE"},
        Expected{SQLITE_CONSTRAINT_CHECK, StatusCode::kInternal, "STORE_ERROR"},
        Expected{SQLITE_MISUSE, StatusCode::kInternal, "STORE_ERROR"}));

}  // namespace
}  // namespace dm::sqlite
