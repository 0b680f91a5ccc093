#include "worker/adapters/postgres/schema_0015.h"

namespace dm::postgres {

// A case that was written off stays so; its version counts what happens on the desk meanwhile.
const char kSchema0015[] = R"sql(
DROP TRIGGER cases_terminal ON cases;
CREATE TRIGGER cases_terminal BEFORE UPDATE OF state, version ON cases
  FOR EACH ROW WHEN ((OLD.state = 'WRITTEN_OFF' AND NEW.state <> 'WRITTEN_OFF')
    OR (OLD.state = 'CLOSED' AND NEW.state NOT IN ('CLOSED', 'DECIDED')))
  EXECUTE FUNCTION medarbetare_refuse();
)sql";

// The earlier form can neither work nor end what such a case has on the desk.
sql::StepBack BackFrom0015() {
  return {.sql = R"sql(
DROP TRIGGER cases_terminal ON cases;
CREATE TRIGGER cases_terminal BEFORE UPDATE OF state, version ON cases
  FOR EACH ROW WHEN (OLD.state = 'WRITTEN_OFF'
    OR (OLD.state = 'CLOSED' AND NEW.state NOT IN ('CLOSED', 'DECIDED')))
  EXECUTE FUNCTION medarbetare_refuse();
)sql",
          .rows =
              "SELECT count(*) FROM escalations AS e JOIN cases AS c ON c.case_id = e.case_id "
              "WHERE c.state = 'WRITTEN_OFF' AND e.state IN ('OPEN', 'CLAIMED')",
          .what = "written-off cases with something undelivered on the desk"};
}

}  // namespace dm::postgres
