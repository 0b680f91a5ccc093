#include "worker/adapters/sqlite/schema_0008.h"

namespace dm::sqlite {

const char kSchema0008[] = R"sql(
CREATE INDEX audit_by_subject ON audit (subject, sequence);
)sql";

}  // namespace dm::sqlite
