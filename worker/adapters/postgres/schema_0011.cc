#include "worker/adapters/postgres/schema_0011.h"

namespace dm::postgres {

const char kSchema0011[] = R"sql(
CREATE TABLE marks (
  name      TEXT COLLATE "C" NOT NULL PRIMARY KEY CHECK (length(name) BETWEEN 1 AND 64),
  value     TEXT COLLATE "C" NOT NULL CHECK (length(value) BETWEEN 1 AND 512),
  set_at_ms BIGINT NOT NULL
);
)sql";

// The earlier program knows of no restore under way: it would send.
sql::StepBack BackFrom0011() {
  return {.sql = "DROP TABLE marks;",
          .rows = "SELECT count(*) FROM marks WHERE name = 'restore'",
          .what = "restores that are not over"};
}

}  // namespace dm::postgres
