#include "worker/adapters/sqlite/schema_0001.h"

namespace dm::sqlite {

const char kSchema0001[] = R"sql(
CREATE TABLE store (
  only_row       INTEGER PRIMARY KEY CHECK (only_row = 1),
  municipality   TEXT NOT NULL,
  created_at_ms  INTEGER NOT NULL,
  health_at_ms   INTEGER NOT NULL,
  health_checks  INTEGER NOT NULL
) STRICT;

CREATE TABLE case_counters (
  month  TEXT PRIMARY KEY,
  last   INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE cases (
  case_id           TEXT PRIMARY KEY,
  application_id    TEXT NOT NULL UNIQUE,
  household_id      TEXT NOT NULL,
  month             TEXT NOT NULL,
  content_sha256    TEXT NOT NULL,
  state             TEXT NOT NULL CHECK (state IN (
                      'RECEIVED', 'REGISTERED', 'WAITING_SOURCE', 'FETCHED', 'EVALUATED', 'PROPOSED',
                      'ESCALATED', 'AWAITING_COMPLETION', 'DECIDED', 'CLOSED', 'WRITTEN_OFF')),
  version           INTEGER NOT NULL CHECK (version >= 1),
  source_attempts   INTEGER NOT NULL DEFAULT 0,
  frame_version     INTEGER,
  typfall           TEXT NOT NULL DEFAULT '',
  queue             TEXT NOT NULL DEFAULT '',
  outcome           TEXT NOT NULL DEFAULT 'NONE',
  decided_by        TEXT,
  parked_reason     TEXT NOT NULL DEFAULT '',
  received_at_ms    INTEGER NOT NULL,
  updated_at_ms     INTEGER NOT NULL,
  due_at_ms         INTEGER NOT NULL,
  processing_ms     INTEGER NOT NULL DEFAULT 0,
  claim_token       INTEGER NOT NULL DEFAULT 0,
  claimed_by        TEXT NOT NULL DEFAULT '',
  claimed_until_ms  INTEGER NOT NULL DEFAULT 0,
  effects_pending   INTEGER NOT NULL DEFAULT 0 CHECK (effects_pending >= 0),
  claimable         INTEGER NOT NULL GENERATED ALWAYS AS (
                      state IN ('RECEIVED', 'REGISTERED', 'WAITING_SOURCE', 'FETCHED', 'EVALUATED',
                                'AWAITING_COMPLETION')
                      OR (state = 'DECIDED' AND effects_pending = 0)) VIRTUAL
) STRICT, WITHOUT ROWID;

CREATE INDEX cases_due ON cases (due_at_ms, received_at_ms) WHERE claimable = 1;
CREATE INDEX cases_claimed ON cases (claimed_until_ms) WHERE claimed_until_ms > 0;
CREATE INDEX cases_by_household ON cases (household_id, month);
CREATE INDEX cases_by_received ON cases (received_at_ms);
CREATE INDEX cases_by_state ON cases (state, received_at_ms);
CREATE INDEX cases_by_month ON cases (month, received_at_ms);

CREATE TRIGGER cases_terminal BEFORE UPDATE OF state, version ON cases
WHEN OLD.state IN ('CLOSED', 'WRITTEN_OFF')
BEGIN SELECT RAISE(ABORT, 'terminal'); END;

CREATE TABLE case_parts (
  case_id  TEXT NOT NULL REFERENCES cases (case_id),
  part     TEXT NOT NULL CHECK (part IN (
             'APPLICATION', 'HISTORY', 'EVIDENCE', 'ASSESSMENT', 'COMPLETION')),
  part_sealed BLOB NOT NULL,
  PRIMARY KEY (case_id, part)
) STRICT;

CREATE TABLE decisions (
  case_id        TEXT NOT NULL REFERENCES cases (case_id),
  version        INTEGER NOT NULL CHECK (version >= 1),
  household_id   TEXT NOT NULL,
  month          TEXT NOT NULL,
  kind           TEXT NOT NULL CHECK (kind IN ('AUTOMATIC', 'HUMAN')),
  outcome        TEXT NOT NULL,
  decided_at_ms  INTEGER NOT NULL,
  policy_sha256  TEXT NOT NULL,
  decision_sealed BLOB NOT NULL,
  PRIMARY KEY (case_id, version)
) STRICT;

CREATE UNIQUE INDEX decisions_once ON decisions (household_id, month, version)
  WHERE outcome NOT IN ('AVVISNING', 'AVSKRIVNING');
CREATE UNIQUE INDEX decisions_automatic_once ON decisions (household_id, month) WHERE kind = 'AUTOMATIC';
CREATE INDEX decisions_by_household ON decisions (household_id, month);

CREATE TRIGGER decisions_final BEFORE UPDATE ON decisions
BEGIN SELECT RAISE(ABORT, 'final'); END;
CREATE TRIGGER decisions_kept BEFORE DELETE ON decisions
BEGIN SELECT RAISE(ABORT, 'kept'); END;

CREATE TABLE escalations (
  sequence          INTEGER PRIMARY KEY,
  escalation_id     TEXT NOT NULL UNIQUE,
  case_id           TEXT NOT NULL REFERENCES cases (case_id),
  state             TEXT NOT NULL CHECK (state IN ('OPEN', 'CLAIMED', 'DECIDED', 'WITHDRAWN')),
  version           INTEGER NOT NULL CHECK (version >= 1),
  queue             TEXT NOT NULL CHECK (queue <> ''),
  access            TEXT NOT NULL CHECK (access IN ('OPEN', 'RESTRICTED', 'NAMED_PERSONS')),
  critical_date     TEXT NOT NULL,
  without_children  INTEGER NOT NULL CHECK (without_children IN (0, 1)),
  handler           TEXT NOT NULL,
  claimed_until_ms  INTEGER,
  created_at_ms     INTEGER NOT NULL,
  ended_at_ms       INTEGER,
  escalation_sealed BLOB NOT NULL
) STRICT;

CREATE UNIQUE INDEX escalations_one_open ON escalations (case_id) WHERE state IN ('OPEN', 'CLAIMED');
CREATE INDEX escalations_by_case ON escalations (case_id, sequence);
CREATE INDEX escalations_in_order ON escalations (critical_date, without_children, created_at_ms, sequence)
  WHERE state IN ('OPEN', 'CLAIMED');

CREATE TRIGGER escalations_ended BEFORE UPDATE ON escalations WHEN OLD.state IN ('DECIDED', 'WITHDRAWN')
BEGIN SELECT RAISE(ABORT, 'ended'); END;

CREATE TABLE effects (
  sequence            INTEGER PRIMARY KEY,
  effect_id           TEXT NOT NULL UNIQUE,
  case_id             TEXT NOT NULL REFERENCES cases (case_id),
  kind                TEXT NOT NULL,
  decision_version    INTEGER NOT NULL,
  position            INTEGER NOT NULL,
  state               TEXT NOT NULL CHECK (state IN ('PENDING', 'SENT', 'DELIVERED', 'REFUSED')),
  attempts            INTEGER NOT NULL DEFAULT 0,
  created_at_ms       INTEGER NOT NULL,
  next_attempt_at_ms  INTEGER NOT NULL,
  receiver_reference  TEXT NOT NULL DEFAULT '',
  last_error          TEXT NOT NULL DEFAULT '',
  effect_sealed       BLOB NOT NULL
) STRICT;

CREATE UNIQUE INDEX effects_one_payment ON effects (case_id, decision_version) WHERE kind = 'PAYMENT_ORDER';
CREATE INDEX effects_due ON effects (next_attempt_at_ms, sequence) WHERE state IN ('PENDING', 'SENT');
CREATE INDEX effects_open_by_case ON effects (case_id, position, sequence) WHERE state <> 'DELIVERED';
CREATE INDEX effects_by_case ON effects (case_id, sequence);
CREATE INDEX effects_by_state ON effects (state, sequence);

CREATE TRIGGER effects_delivered BEFORE UPDATE ON effects WHEN OLD.state = 'DELIVERED'
BEGIN SELECT RAISE(ABORT, 'delivered'); END;
CREATE TRIGGER effects_content BEFORE UPDATE OF effect_id, case_id, kind, decision_version, position, effect_sealed
ON effects
BEGIN SELECT RAISE(ABORT, 'content'); END;
CREATE TRIGGER effects_kept BEFORE DELETE ON effects
BEGIN SELECT RAISE(ABORT, 'kept'); END;

CREATE TABLE frames (
  frame_id        TEXT PRIMARY KEY,
  household_id    TEXT NOT NULL,
  version         INTEGER NOT NULL CHECK (version >= 1),
  signed_at_ms    INTEGER NOT NULL,
  content_sha256  TEXT NOT NULL,
  frame_sealed    BLOB NOT NULL,
  UNIQUE (household_id, version)
) STRICT;

CREATE TRIGGER frames_final BEFORE UPDATE ON frames
BEGIN SELECT RAISE(ABORT, 'final'); END;
CREATE TRIGGER frames_kept BEFORE DELETE ON frames
BEGIN SELECT RAISE(ABORT, 'kept'); END;

CREATE TABLE control (
  only_row      INTEGER PRIMARY KEY CHECK (only_row = 1),
  version       INTEGER NOT NULL,
  paused        INTEGER NOT NULL CHECK (paused IN (0, 1)),
  paused_by     TEXT NOT NULL,
  pause_reason  TEXT NOT NULL
) STRICT;
INSERT INTO control VALUES (1, 1, 0, '', '');

CREATE TABLE modes (
  typfall     TEXT PRIMARY KEY,
  mode        TEXT NOT NULL CHECK (mode IN ('off', 'shadow', 'propose', 'decide')),
  actor       TEXT NOT NULL,
  reason      TEXT NOT NULL,
  delegation  TEXT NOT NULL,
  set_at_ms   INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE requests (
  request_id      TEXT PRIMARY KEY,
  method          TEXT NOT NULL,
  content_sha256  TEXT NOT NULL,
  result_id       TEXT NOT NULL,
  at_ms           INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE policy_sets (
  sha256      TEXT PRIMARY KEY,
  version     TEXT NOT NULL,
  content     TEXT NOT NULL,
  kept_at_ms  INTEGER NOT NULL
) STRICT;

CREATE TRIGGER policy_sets_final BEFORE UPDATE ON policy_sets
BEGIN SELECT RAISE(ABORT, 'final'); END;
CREATE TRIGGER policy_sets_kept BEFORE DELETE ON policy_sets
BEGIN SELECT RAISE(ABORT, 'kept'); END;

CREATE TABLE audit (
  sequence         INTEGER PRIMARY KEY,
  at_ms            INTEGER NOT NULL,
  actor_kind       TEXT NOT NULL CHECK (actor_kind IN ('PERSON', 'WORKER')),
  actor            TEXT NOT NULL,
  mandate          TEXT NOT NULL,
  action           TEXT NOT NULL CHECK (action <> ''),
  subject          TEXT NOT NULL,
  detail           TEXT NOT NULL,
  previous_sha256  TEXT NOT NULL,
  sha256           TEXT NOT NULL
) STRICT;

CREATE TRIGGER audit_final BEFORE UPDATE ON audit
BEGIN SELECT RAISE(ABORT, 'final'); END;
CREATE TRIGGER audit_kept BEFORE DELETE ON audit
BEGIN SELECT RAISE(ABORT, 'kept'); END;
)sql";

}  // namespace dm::sqlite
