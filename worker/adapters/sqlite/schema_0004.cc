#include "worker/adapters/sqlite/schema_0004.h"

namespace dm::sqlite {

const char kSchema0004[] = R"sql(
CREATE TABLE contacts (
  case_id         TEXT PRIMARY KEY REFERENCES cases (case_id),
  contact_sealed  BLOB NOT NULL
) STRICT;

CREATE TABLE messages (
  sequence        INTEGER PRIMARY KEY,
  message_id      TEXT NOT NULL UNIQUE,
  case_id         TEXT NOT NULL REFERENCES cases (case_id),
  household_id    TEXT NOT NULL,
  direction       TEXT NOT NULL CHECK (direction IN ('INBOUND', 'OUTBOUND')),
  sent_at_ms      INTEGER NOT NULL,
  read_at_ms      INTEGER,
  read_by         TEXT NOT NULL DEFAULT '',
  message_sealed  BLOB NOT NULL
) STRICT;

CREATE INDEX messages_by_case ON messages (case_id, sequence);
CREATE INDEX messages_by_household ON messages (household_id, sequence);
CREATE INDEX messages_unread ON messages (direction, household_id, sequence) WHERE read_at_ms IS NULL;

CREATE TRIGGER messages_content
BEFORE UPDATE OF message_id, case_id, household_id, direction, sent_at_ms, message_sealed ON messages
BEGIN SELECT RAISE(ABORT, 'content'); END;
CREATE TRIGGER messages_read BEFORE UPDATE ON messages WHEN OLD.read_at_ms IS NOT NULL
BEGIN SELECT RAISE(ABORT, 'read'); END;
CREATE TRIGGER messages_kept BEFORE DELETE ON messages
BEGIN SELECT RAISE(ABORT, 'kept'); END;

CREATE TABLE late_documents (
  sequence         INTEGER PRIMARY KEY,
  household_id     TEXT NOT NULL,
  document_id      TEXT NOT NULL,
  from_case_id     TEXT NOT NULL REFERENCES cases (case_id),
  joined_case_id   TEXT REFERENCES cases (case_id),
  document_sealed  BLOB NOT NULL,
  UNIQUE (household_id, document_id)
) STRICT;

CREATE INDEX late_documents_waiting ON late_documents (household_id, sequence) WHERE joined_case_id IS NULL;

CREATE TRIGGER late_documents_content
BEFORE UPDATE OF household_id, document_id, from_case_id, document_sealed ON late_documents
BEGIN SELECT RAISE(ABORT, 'content'); END;
CREATE TRIGGER late_documents_kept BEFORE DELETE ON late_documents
BEGIN SELECT RAISE(ABORT, 'kept'); END;
)sql";

}  // namespace dm::sqlite
