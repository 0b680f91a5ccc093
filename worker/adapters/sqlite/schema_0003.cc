#include "worker/adapters/sqlite/schema_0003.h"

namespace dm::sqlite {

const char kSchema0003[] = R"sql(
CREATE TABLE case_inputs (
  case_id       TEXT PRIMARY KEY REFERENCES cases (case_id),
  input_sealed  BLOB NOT NULL
) STRICT;
)sql";

}  // namespace dm::sqlite
