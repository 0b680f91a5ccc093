#include "worker/adapters/sqlite/schema_0007.h"

namespace dm::sqlite {

// A closed case opens again for one thing only: a person's correction of its decision.
const char kSchema0007[] = R"sql(
CREATE TABLE communications (
  case_id               TEXT NOT NULL REFERENCES cases (case_id),
  number                INTEGER NOT NULL CHECK (number >= 1),
  answer_by             TEXT NOT NULL,
  answers               INTEGER NOT NULL DEFAULT 0,
  communication_sealed  BLOB NOT NULL,
  PRIMARY KEY (case_id, number)
) STRICT;

CREATE TRIGGER communications_kept BEFORE DELETE ON communications
BEGIN SELECT RAISE(ABORT, 'kept'); END;

CREATE TABLE child_analyses (
  case_id          TEXT NOT NULL REFERENCES cases (case_id),
  number           INTEGER NOT NULL CHECK (number >= 1),
  analysis_sealed  BLOB NOT NULL,
  PRIMARY KEY (case_id, number)
) STRICT;

CREATE TRIGGER child_analyses_final BEFORE UPDATE ON child_analyses
BEGIN SELECT RAISE(ABORT, 'final'); END;
CREATE TRIGGER child_analyses_kept BEFORE DELETE ON child_analyses
BEGIN SELECT RAISE(ABORT, 'kept'); END;

CREATE TABLE frame_ends (
  household_id  TEXT NOT NULL,
  version       INTEGER NOT NULL,
  ended_at_ms   INTEGER NOT NULL,
  ended_by      TEXT NOT NULL,
  mandate       TEXT NOT NULL,
  reason        TEXT NOT NULL,
  note_sealed   BLOB NOT NULL,
  PRIMARY KEY (household_id, version),
  FOREIGN KEY (household_id, version) REFERENCES frames (household_id, version)
) STRICT;

CREATE TRIGGER frame_ends_final BEFORE UPDATE ON frame_ends
BEGIN SELECT RAISE(ABORT, 'final'); END;
CREATE TRIGGER frame_ends_kept BEFORE DELETE ON frame_ends
BEGIN SELECT RAISE(ABORT, 'kept'); END;

DROP TRIGGER cases_terminal;
CREATE TRIGGER cases_terminal BEFORE UPDATE OF state, version ON cases
WHEN OLD.state = 'WRITTEN_OFF' OR (OLD.state = 'CLOSED' AND NEW.state <> 'DECIDED')
BEGIN SELECT RAISE(ABORT, 'terminal'); END;
)sql";

}  // namespace dm::sqlite
