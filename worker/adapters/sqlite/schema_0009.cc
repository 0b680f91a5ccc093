#include "worker/adapters/sqlite/schema_0009.h"

namespace dm::sqlite {

// The state of a closed case stays, or goes to decided by the correction; its version counts what
// happens on the desk meanwhile.
const char kSchema0009[] = R"sql(
DROP TRIGGER cases_terminal;
CREATE TRIGGER cases_terminal BEFORE UPDATE OF state, version ON cases
WHEN OLD.state = 'WRITTEN_OFF'
  OR (OLD.state = 'CLOSED' AND NEW.state NOT IN ('CLOSED', 'DECIDED'))
BEGIN SELECT RAISE(ABORT, 'terminal'); END;
)sql";

// A closed case with something on the desk can neither be worked nor closed by the earlier form.
sql::StepBack BackFrom0009() {
  return {.sql = R"sql(
DROP TRIGGER cases_terminal;
CREATE TRIGGER cases_terminal BEFORE UPDATE OF state, version ON cases
WHEN OLD.state = 'WRITTEN_OFF' OR (OLD.state = 'CLOSED' AND NEW.state <> 'DECIDED')
BEGIN SELECT RAISE(ABORT, 'terminal'); END;
)sql",
          .rows =
              "SELECT count(*) FROM escalations AS e JOIN cases AS c ON c.case_id = e.case_id "
              "WHERE c.state = "
              "'CLOSED' AND e.state IN ('OPEN', 'CLAIMED')",
          .what = "closed cases with a correction on the desk"};
}

}  // namespace dm::sqlite
