#include "worker/adapters/sqlite/schema_0005.h"

namespace dm::sqlite {

const char kSchema0005[] = R"sql(
CREATE TABLE switches (
  kind       TEXT NOT NULL CHECK (kind IN ('GATE', 'ROW', 'TYPFALL')),
  name       TEXT NOT NULL CHECK (name <> ''),
  actor      TEXT NOT NULL,
  reason     TEXT NOT NULL,
  set_at_ms  INTEGER NOT NULL,
  PRIMARY KEY (kind, name)
) STRICT, WITHOUT ROWID;

CREATE TABLE demotions (
  sequence        INTEGER PRIMARY KEY,
  typfall         TEXT NOT NULL,
  at_ms           INTEGER NOT NULL,
  cause           TEXT NOT NULL,
  case_id         TEXT NOT NULL,
  released_by     TEXT NOT NULL DEFAULT '',
  release_reason  TEXT NOT NULL DEFAULT '',
  released_at_ms  INTEGER
) STRICT;
CREATE UNIQUE INDEX demotions_one_open ON demotions (typfall) WHERE released_at_ms IS NULL;
CREATE TRIGGER demotions_kept BEFORE DELETE ON demotions
BEGIN SELECT RAISE(ABORT, 'kept'); END;

CREATE TABLE sample_months (
  month         TEXT PRIMARY KEY,
  seed          TEXT NOT NULL,
  opening_plan  TEXT NOT NULL,
  closing_plan  TEXT NOT NULL DEFAULT '',
  opened_at_ms  INTEGER NOT NULL,
  closed_at_ms  INTEGER
) STRICT, WITHOUT ROWID;
CREATE TRIGGER sample_months_seed BEFORE UPDATE OF month, seed, opening_plan ON sample_months
BEGIN SELECT RAISE(ABORT, 'seed'); END;

CREATE TABLE sample_cases (
  case_id        TEXT PRIMARY KEY REFERENCES cases (case_id),
  month          TEXT NOT NULL,
  typfall        TEXT NOT NULL,
  household      TEXT NOT NULL,
  amount         TEXT NOT NULL,
  channel        TEXT NOT NULL,
  drawn          TEXT NOT NULL CHECK (drawn IN ('NOT', 'ARRIVAL', 'TOP_UP', 'STATED')),
  part           TEXT NOT NULL CHECK (part IN ('', 'PRE', 'POST')),
  entered_at_ms  INTEGER NOT NULL,
  CHECK ((drawn = 'NOT') = (part = ''))
) STRICT, WITHOUT ROWID;
CREATE INDEX sample_cases_by_month ON sample_cases (month, case_id);

CREATE TABLE reviews (
  review_id      TEXT PRIMARY KEY,
  case_id        TEXT NOT NULL REFERENCES cases (case_id),
  month          TEXT NOT NULL,
  state          TEXT NOT NULL CHECK (state IN ('OPEN', 'STARTED', 'SUBMITTED', 'COMPLETED')),
  reviewer       TEXT NOT NULL,
  due_on         TEXT NOT NULL,
  version        INTEGER NOT NULL CHECK (version >= 1),
  review_sealed  BLOB NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX reviews_in_order ON reviews (due_on, review_id) WHERE state <> 'COMPLETED';
CREATE INDEX reviews_by_month ON reviews (month, due_on, review_id);
CREATE INDEX reviews_by_case ON reviews (case_id);
CREATE TRIGGER reviews_completed BEFORE UPDATE ON reviews WHEN OLD.state = 'COMPLETED'
BEGIN SELECT RAISE(ABORT, 'completed'); END;

CREATE TABLE comparisons (
  sequence           INTEGER PRIMARY KEY,
  comparison_id      TEXT NOT NULL UNIQUE,
  case_id            TEXT NOT NULL REFERENCES cases (case_id),
  kind               TEXT NOT NULL CHECK (kind IN ('MACHINE_HUMAN', 'HUMAN_HUMAN')),
  typfall            TEXT NOT NULL,
  comparison_sealed  BLOB NOT NULL
) STRICT;
CREATE INDEX comparisons_by_typfall ON comparisons (typfall, sequence);
CREATE INDEX comparisons_by_case ON comparisons (case_id);

CREATE TABLE amount_counts (
  month      TEXT NOT NULL,
  household  TEXT NOT NULL,
  step       INTEGER NOT NULL CHECK (step >= 0),
  count      INTEGER NOT NULL CHECK (count >= 1),
  PRIMARY KEY (month, household, step)
) STRICT, WITHOUT ROWID;
)sql";

}  // namespace dm::sqlite
