#include "worker/adapters/postgres/schema_0016.h"

namespace dm::postgres {

// Of rows that are pending the attempts tell; the rest are marked when they become so again.
const char kSchema0016[] = R"sql(
ALTER TABLE effects ADD COLUMN tried BIGINT NOT NULL DEFAULT 0;
UPDATE effects SET tried = 1 WHERE state = 'PENDING' AND attempts > 0;
UPDATE cases SET frame_version = NULL WHERE frame_version = 0;
CREATE INDEX requests_by_time ON requests (at_ms);
)sql";

sql::StepBack BackFrom0016() {
  return {.sql = R"sql(
DROP INDEX requests_by_time;
ALTER TABLE effects DROP COLUMN tried;
)sql"};
}

}  // namespace dm::postgres
