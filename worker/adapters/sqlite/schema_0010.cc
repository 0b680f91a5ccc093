#include "worker/adapters/sqlite/schema_0010.h"

namespace dm::sqlite {

// The cases that somebody holds are found at the beginning of cases_due.
const char kSchema0010[] = "DROP INDEX cases_claimed;";

sql::StepBack BackFrom0010() {
  return {
      .sql = "CREATE INDEX cases_claimed ON cases (claimed_until_ms) WHERE claimed_until_ms > 0;",
      .rows = nullptr,
      .what = ""};
}

}  // namespace dm::sqlite
