#include "worker/adapters/postgres/errors.h"

#include <string>

#include "gtest/gtest.h"
#include "worker/adapters/postgres/statement.h"

namespace dm::postgres {
namespace {

struct Expected {
  const char* state;
  StatusCode code;
  const char* reason;
};

class ErrorsTest : public ::testing::TestWithParam<Expected> {};

TEST_P(ErrorsTest, SaysWhatHappenedAndWhatToDo) {
  const Status status = FromSqlState(GetParam().state);
  EXPECT_EQ(status.code(), GetParam().code);
  EXPECT_EQ(DetailOf(status).reason, GetParam().reason);
  EXPECT_NE(DetailOf(status).remedy, "");
  EXPECT_NE(MessageOf(status).find(GetParam().state), std::string::npos);
}

INSTANTIATE_TEST_SUITE_P(
    States,
    ErrorsTest,
    ::testing::Values(Expected{"DM001", StatusCode::kFailedPrecondition, "STORE_IMMUTABLE"},
                      Expected{"23505", StatusCode::kAlreadyExists, "STORE_DUPLICATE"},
                      Expected{"23514", StatusCode::kInternal, "STORE_ERROR"},
                      Expected{"40001", StatusCode::kAborted, "STORE_CONFLICT"},
                      Expected{"40P01", StatusCode::kAborted, "STORE_CONFLICT"},
                      Expected{"55P03", StatusCode::kUnavailable, "STORE_LOCKED"},
                      Expected{"57014", StatusCode::kUnavailable, "STORE_LOCKED"},
                      Expected{"57P01", StatusCode::kUnavailable, "STORE_UNREACHABLE"},
                      Expected{"57P03", StatusCode::kUnavailable, "STORE_UNREACHABLE"},
                      Expected{"08006", StatusCode::kUnavailable, "STORE_UNREACHABLE"},
                      Expected{"53300", StatusCode::kUnavailable, "STORE_UNREACHABLE"},
                      Expected{"53100", StatusCode::kResourceExhausted, "STORE_FULL"},
                      Expected{"53200", StatusCode::kResourceExhausted, "STORE_MEMORY"},
                      Expected{"25006", StatusCode::kFailedPrecondition, "STORE_READ_ONLY"},
                      Expected{"28P01", StatusCode::kFailedPrecondition, "STORE_FORBIDDEN"},
                      Expected{"42501", StatusCode::kFailedPrecondition, "STORE_FORBIDDEN"},
                      Expected{"3D000", StatusCode::kFailedPrecondition, "STORE_CANNOT_OPEN"},
                      Expected{"XX001", StatusCode::kDataLoss, "STORE_CORRUPT"},
                      Expected{"58030", StatusCode::kDataLoss, "STORE_IO"},
                      Expected{"22021", StatusCode::kInvalidArgument, "STORE_VALUE_REFUSED"},
                      Expected{"42601", StatusCode::kInternal, "STORE_ERROR"}));

TEST(RetryTest, OnlyWhatTookNoEffectIsTriedAgain) {
  EXPECT_TRUE(IsConflict(FromSqlState("40001")));
  EXPECT_FALSE(IsConflict(FromSqlState("23505")));
  EXPECT_FALSE(IsConflict(OkStatus()));
  EXPECT_TRUE(IsConnectionLost(Unreachable()));
  EXPECT_TRUE(IsConnectionLost(FromSqlState("25006")));
  EXPECT_FALSE(IsConnectionLost(FromSqlState("40001")));
  EXPECT_FALSE(IsConnectionLost(OkStatus()));
}

TEST(WithDollarsTest, NumbersParametersAsTheServerDoes) {
  EXPECT_EQ(WithDollars("SELECT ?1 WHERE x = ?12"), "SELECT $1 WHERE x = $12");
  EXPECT_EQ(WithDollars("SELECT 1?"), "SELECT 1?");
  EXPECT_EQ(WithDollars(""), "");
}

}  // namespace
}  // namespace dm::postgres
