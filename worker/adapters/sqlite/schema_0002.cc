#include "worker/adapters/sqlite/schema_0002.h"

namespace dm::sqlite {

// A CHECK cannot be changed in place: the table is made anew and takes the rows over.
const char kSchema0002[] = R"sql(
CREATE TABLE modes_2 (
  typfall     TEXT PRIMARY KEY,
  mode        TEXT NOT NULL CHECK (mode IN ('off', 'shadow', 'prepare', 'propose', 'decide')),
  actor       TEXT NOT NULL,
  reason      TEXT NOT NULL,
  delegation  TEXT NOT NULL,
  set_at_ms   INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
INSERT INTO modes_2 SELECT typfall, mode, actor, reason, delegation, set_at_ms FROM modes;
DROP TABLE modes;
ALTER TABLE modes_2 RENAME TO modes;
)sql";

}  // namespace dm::sqlite
