#include "worker/adapters/sqlite/schema_0011.h"

namespace dm::sqlite {

const char kSchema0011[] = R"sql(
CREATE TABLE marks (
  name      TEXT NOT NULL PRIMARY KEY CHECK (length(name) BETWEEN 1 AND 64),
  value     TEXT NOT NULL CHECK (length(value) BETWEEN 1 AND 512),
  set_at_ms INTEGER NOT NULL
) STRICT;
)sql";

// The earlier program knows of no restore under way: it would send.
sql::StepBack BackFrom0011() {
  return {.sql = "DROP TABLE marks;",
          .rows = "SELECT count(*) FROM marks WHERE name = 'restore'",
          .what = "restores that are not over"};
}

}  // namespace dm::sqlite
