#include "worker/adapters/sqlite/schema_0014.h"

namespace dm::sqlite {

const char kSchema0014[] = R"sql(
ALTER TABLE cases ADD COLUMN erased_at_ms INTEGER;

CREATE TABLE erasures (
  sequence        INTEGER PRIMARY KEY,
  at_ms           INTEGER NOT NULL,
  actor           TEXT NOT NULL,
  cases           INTEGER NOT NULL,
  frames          INTEGER NOT NULL,
  records         INTEGER NOT NULL,
  last_entry_ms   INTEGER NOT NULL,
  years           INTEGER NOT NULL,
  research        TEXT NOT NULL,
  policy_sha256   TEXT NOT NULL,
  content_sha256  TEXT NOT NULL,
  audit_sequence  INTEGER NOT NULL
) STRICT;
CREATE INDEX erasures_by_time ON erasures (at_ms, sequence);
CREATE TRIGGER erasures_final BEFORE UPDATE ON erasures
BEGIN SELECT RAISE(ABORT, 'final'); END;
CREATE TRIGGER erasures_kept BEFORE DELETE ON erasures
BEGIN SELECT RAISE(ABORT, 'kept'); END;

CREATE TABLE holds (
  hold_id        TEXT NOT NULL PRIMARY KEY,
  household_id   TEXT NOT NULL,
  case_id        TEXT NOT NULL REFERENCES cases (case_id),
  placed_at_ms   INTEGER NOT NULL,
  placed_by      TEXT NOT NULL,
  released_at_ms INTEGER,
  released_by    TEXT NOT NULL DEFAULT '',
  hold_sealed    BLOB NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX holds_by_household ON holds (household_id);
)sql";

// The earlier program would take an erased case for a damaged one, and knows of no hold.
sql::StepBack BackFrom0014() {
  return {.sql = R"sql(
DROP TABLE holds;
DROP TABLE erasures;
ALTER TABLE cases DROP COLUMN erased_at_ms;
)sql",
          .rows = "SELECT (SELECT count(*) FROM erasures) + (SELECT count(*) FROM holds)",
          .what = "erased files and holds"};
}

}  // namespace dm::sqlite
