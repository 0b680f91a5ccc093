#include "worker/adapters/postgres/schema_0010.h"

namespace dm::postgres {

// With room left in its page for the new version of a row, and none of its indexed columns changed,
// a claim touches no index at all. Cases are claimed in the order in which they lie, so that all
// rows of a page need their new versions at once.
const char kSchema0010[] = R"sql(
DROP INDEX cases_claimed;
ALTER TABLE cases SET (fillfactor = 50);
)sql";

sql::StepBack BackFrom0010() {
  return {.sql = R"sql(
ALTER TABLE cases RESET (fillfactor);
CREATE INDEX cases_claimed ON cases (claimed_until_ms) WHERE claimed_until_ms > 0;
)sql",
          .rows = nullptr,
          .what = ""};
}

}  // namespace dm::postgres
