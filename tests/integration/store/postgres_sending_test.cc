// Statements that are sent without waiting: rows of one statement go together, and a failure among
// them is told, whoever hears of it first.
#include <memory>
#include <optional>
#include <string>

#include "gtest/gtest.h"
#include "tests/support/postgres_server.h"
#include "worker/adapters/postgres/connection.h"
#include "worker/core/digest.h"

namespace dm::testing {
namespace {

using postgres::Connection;
using sql::RowStatement;

class PostgresSendingTest : public ::testing::Test {
 protected:
  void SetUp() override {
    connection_ = *Connection::Open(
        {.conninfo = PostgresServer::Shared().Connection("sending_" + RandomHex(8)),
         .password = ""});
    ASSERT_TRUE(connection_
                    ->Execute("CREATE TABLE t (a BIGINT PRIMARY KEY, b TEXT, c BYTEA, "
                              "n BIGINT NOT NULL DEFAULT 0)")
                    .ok());
    ASSERT_TRUE(connection_->StartSending().ok());
    ASSERT_TRUE(connection_->RunLater("BEGIN").ok());
  }

  Status Insert(std::int64_t a, const std::optional<std::string>& b, std::string_view c) {
    static const RowStatement statement =
        RowStatement::Insert("INSERT INTO t (a, b, c)", "?1, ?2, ?3");
    return connection_->RunRowLater(statement, a, b, sql::Blob{c});
  }

  Status Count(std::int64_t a) {
    static const RowStatement statement = RowStatement::Update("UPDATE t SET n = n + 1", "a = ?1");
    return connection_->RunRowForOne(statement, a).status();
  }

  std::int64_t Number(const std::string& sql) {
    StatusOr<sql::Statement> row = connection_->Query(sql);
    EXPECT_TRUE(row.ok());
    EXPECT_TRUE(row->Step().value_or(false));
    return row->Int(0);
  }

  std::unique_ptr<Connection> connection_;
};

TEST_F(PostgresSendingTest, RowsGoTogetherWithEachValueAsItWas) {
  const std::string bytes("\0\xff'\"", 4);
  ASSERT_TRUE(Insert(-1, "å\\,{}\"NULL", bytes).ok());
  ASSERT_TRUE(Insert(INT64_MAX, std::nullopt, "").ok());
  ASSERT_TRUE(Insert(INT64_MIN, "", bytes).ok());
  EXPECT_EQ(Number("SELECT count(*) FROM t"), 3) << "a query sees what was to be done before it";
  EXPECT_EQ(Number("SELECT count(*) FROM t WHERE b IS NULL AND a = 9223372036854775807"), 1);
  EXPECT_EQ(Number("SELECT count(*) FROM t WHERE b = '' AND a = -9223372036854775807 - 1"), 1);
  EXPECT_EQ(Number("SELECT count(*) FROM t WHERE b = 'å\\,{}\"NULL' AND a = -1"), 1);
  EXPECT_EQ(Number("SELECT count(*) FROM t WHERE c = '\\x00ff2722'"), 2);
  EXPECT_TRUE(connection_->FinishSending().ok());
  EXPECT_TRUE(connection_->Execute("COMMIT").ok());
}

TEST_F(PostgresSendingTest, MoreRowsThanAreSentAtOnceAllArrive) {
  for (std::int64_t a = 0; a < 1'000; ++a) ASSERT_TRUE(Insert(a, "b", "c").ok());
  for (std::int64_t a = 0; a < 1'000; ++a) ASSERT_TRUE(Count(a).ok());
  EXPECT_EQ(Number("SELECT count(*) FROM t WHERE n = 1"), 1'000);
}

TEST_F(PostgresSendingTest, ARowThatChangesNothingFailsAllThatWasSent) {
  ASSERT_TRUE(Insert(1, "b", "c").ok());
  ASSERT_TRUE(Count(1).ok());
  ASSERT_TRUE(Count(2).ok());  // There is no such row.
  EXPECT_FALSE(connection_->FinishSending().ok());
  EXPECT_FALSE(connection_->transaction_goes_on());
}

// Else the change that was refused would be kept as done, and the one that asked told of it.
TEST_F(PostgresSendingTest, AFailureThatAQueryHearsOfIsNotForgotten) {
  ASSERT_TRUE(Insert(1, "b", "c").ok());
  ASSERT_TRUE(Count(2).ok());
  StatusOr<sql::Statement> other = connection_->Query("SELECT count(*) FROM t");
  ASSERT_TRUE(other.ok());
  EXPECT_FALSE(other->Step().ok());
  EXPECT_FALSE(connection_->transaction_goes_on());
  EXPECT_FALSE(connection_->FinishSending().ok());
}

TEST_F(PostgresSendingTest, WhatWaitedGoesWithItsTransaction) {
  ASSERT_TRUE(Insert(1, "b", "c").ok());
  ASSERT_TRUE(connection_->Execute("ROLLBACK").ok());
  ASSERT_TRUE(connection_->StartSending().ok());
  ASSERT_TRUE(Insert(2, "b", "c").ok());
  EXPECT_EQ(Number("SELECT count(*) FROM t"), 1);
}

}  // namespace
}  // namespace dm::testing
