#include "worker/adapters/sqlite/schema_0006.h"

namespace dm::sqlite {

// `reason_codes` is " CODE CODE ", empty for items of before: their codes are read from the item.
const char kSchema0006[] = R"sql(
ALTER TABLE escalations ADD COLUMN assigned_to TEXT NOT NULL DEFAULT '';
ALTER TABLE escalations ADD COLUMN typfall TEXT NOT NULL DEFAULT '';
ALTER TABLE escalations ADD COLUMN reason_codes TEXT NOT NULL DEFAULT '';
UPDATE escalations SET typfall = (SELECT typfall FROM cases WHERE cases.case_id = escalations.case_id)
  WHERE state IN ('OPEN', 'CLAIMED');

CREATE INDEX escalations_by_queue
  ON escalations (queue, critical_date, without_children, created_at_ms, sequence)
  WHERE state IN ('OPEN', 'CLAIMED');
CREATE INDEX escalations_by_handler ON escalations (handler) WHERE state = 'CLAIMED';
CREATE INDEX escalations_by_assignee ON escalations (assigned_to, critical_date, without_children, created_at_ms, sequence)
  WHERE state IN ('OPEN', 'CLAIMED') AND assigned_to <> '';

CREATE TABLE consultations (
  sequence             INTEGER PRIMARY KEY,
  consultation_id      TEXT NOT NULL UNIQUE,
  escalation_id        TEXT NOT NULL REFERENCES escalations (escalation_id),
  case_id              TEXT NOT NULL REFERENCES cases (case_id),
  state                TEXT NOT NULL CHECK (state IN ('OPEN', 'ANSWERED', 'WITHDRAWN')),
  access               TEXT NOT NULL CHECK (access IN ('OPEN', 'RESTRICTED', 'NAMED_PERSONS')),
  queue                TEXT NOT NULL,
  specialist           TEXT NOT NULL,
  asked_by             TEXT NOT NULL CHECK (asked_by <> ''),
  asked_at_ms          INTEGER NOT NULL,
  ended_at_ms          INTEGER,
  consultation_sealed  BLOB NOT NULL,
  CHECK (queue <> '' OR specialist <> '')
) STRICT;

CREATE INDEX consultations_by_item ON consultations (escalation_id, sequence);
CREATE INDEX consultations_open ON consultations (sequence) WHERE state = 'OPEN';

CREATE TRIGGER consultations_ended BEFORE UPDATE ON consultations WHEN OLD.state <> 'OPEN'
BEGIN SELECT RAISE(ABORT, 'ended'); END;
CREATE TRIGGER consultations_kept BEFORE DELETE ON consultations
BEGIN SELECT RAISE(ABORT, 'kept'); END;
)sql";

}  // namespace dm::sqlite
