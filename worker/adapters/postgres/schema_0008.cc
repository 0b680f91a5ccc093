#include "worker/adapters/postgres/schema_0008.h"

namespace dm::postgres {

const char kSchema0008[] = R"sql(
CREATE INDEX audit_by_subject ON audit (subject, sequence);
)sql";

}  // namespace dm::postgres
