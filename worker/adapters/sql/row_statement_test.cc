#include "worker/adapters/sql/row_statement.h"

#include <gtest/gtest.h>

namespace dm::sql {
namespace {

TEST(RowStatement, AnInsertTakesItsRowsFromValuesOrFromASource) {
  const RowStatement statement =
      RowStatement::Insert("INSERT INTO t (a, b)", "?1, ?2", "ON CONFLICT (a) DO NOTHING");
  EXPECT_EQ(statement.one(), "INSERT INTO t (a, b) VALUES (?1, ?2) ON CONFLICT (a) DO NOTHING");
  EXPECT_EQ(statement.Many("rows AS p"),
            "INSERT INTO t (a, b) SELECT p.p1, p.p2 FROM rows AS p ON CONFLICT (a) DO NOTHING");
}

TEST(RowStatement, AnUpdateKeepsItsGuardsInBothForms) {
  const RowStatement statement =
      RowStatement::Update("UPDATE t SET b = ?2, c = c + 1", "a = ?1 AND (?12 IS NULL OR c = ?12)");
  EXPECT_EQ(statement.one(),
            "UPDATE t SET b = ?2, c = c + 1 WHERE a = ?1 AND (?12 IS NULL OR c = ?12)");
  EXPECT_EQ(statement.Many("rows AS p"),
            "UPDATE t SET b = p.p2, c = c + 1 FROM rows AS p WHERE a = p.p1 AND "
            "(p.p12 IS NULL OR c = p.p12)");
}

}  // namespace
}  // namespace dm::sql
