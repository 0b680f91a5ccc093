#include "worker/adapters/postgres/schema_0009.h"

namespace dm::postgres {

const char kSchema0009[] = R"sql(
DROP TRIGGER cases_terminal ON cases;
CREATE TRIGGER cases_terminal BEFORE UPDATE OF state, version ON cases
  FOR EACH ROW WHEN (OLD.state = 'WRITTEN_OFF'
    OR (OLD.state = 'CLOSED' AND NEW.state NOT IN ('CLOSED', 'DECIDED')))
  EXECUTE FUNCTION medarbetare_refuse();
)sql";

// A closed case with something on the desk can neither be worked nor closed by the earlier form.
sql::StepBack BackFrom0009() {
  return {.sql = R"sql(
DROP TRIGGER cases_terminal ON cases;
CREATE TRIGGER cases_terminal BEFORE UPDATE OF state, version ON cases
  FOR EACH ROW WHEN (OLD.state = 'WRITTEN_OFF' OR (OLD.state = 'CLOSED' AND NEW.state <> 'DECIDED')) EXECUTE FUNCTION medarbetare_refuse();
)sql",
          .rows =
              "SELECT count(*) FROM escalations AS e JOIN cases AS c ON c.case_id = e.case_id "
              "WHERE c.state = "
              "'CLOSED' AND e.state IN ('OPEN', 'CLAIMED')",
          .what = "closed cases with a correction on the desk"};
}

}  // namespace dm::postgres
