#include "worker/adapters/postgres/schema_0009.h"

namespace dm::postgres {

const char kSchema0009[] = R"sql(
DROP TRIGGER cases_terminal ON cases;
CREATE TRIGGER cases_terminal BEFORE UPDATE OF state, version ON cases
  FOR EACH ROW WHEN (OLD.state = 'WRITTEN_OFF'
    OR (OLD.state = 'CLOSED' AND NEW.state NOT IN ('CLOSED', 'DECIDED')))
  EXECUTE FUNCTION medarbetare_refuse();
)sql";

}  // namespace dm::postgres
