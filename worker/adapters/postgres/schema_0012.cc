#include "worker/adapters/postgres/schema_0012.h"

namespace dm::postgres {

const char kSchema0012[] = R"sql(
CREATE TABLE data_keys (
  owner       TEXT COLLATE "C" NOT NULL PRIMARY KEY CHECK (owner <> ''),
  kek         TEXT COLLATE "C" NOT NULL CHECK (length(kek) BETWEEN 1 AND 32),
  key_sealed  BYTEA NOT NULL
);
CREATE INDEX data_keys_by_kek ON data_keys (kek);

-- Holds a row only within a transaction that changes how content is sealed.
CREATE TABLE lifted (only_row BIGINT PRIMARY KEY CHECK (only_row = 1));

CREATE INDEX late_documents_by_case ON late_documents (from_case_id);
CREATE INDEX consultations_by_case ON consultations (case_id);

CREATE OR REPLACE FUNCTION medarbetare_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_LEVEL = 'ROW' AND TG_TABLE_NAME IN ('decisions', 'escalations', 'effects', 'frames',
      'frame_ends', 'messages', 'late_documents', 'consultations', 'communications',
      'child_analyses', 'reviews') AND EXISTS (SELECT 1 FROM lifted) THEN
    IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
    RETURN NEW;
  END IF;
  RAISE EXCEPTION 'final' USING ERRCODE = 'DM001';
END$$;
)sql";

sql::StepBack BackFrom0012() {
  return {.sql = R"sql(
CREATE OR REPLACE FUNCTION medarbetare_refuse() RETURNS trigger LANGUAGE plpgsql AS
$$BEGIN RAISE EXCEPTION 'final' USING ERRCODE = 'DM001'; END$$;
DROP INDEX consultations_by_case;
DROP INDEX late_documents_by_case;
DROP TABLE lifted;
DROP TABLE data_keys;
)sql",
          .rows = "SELECT count(*) FROM data_keys",
          .what = "encrypted cases: name their key file in the configuration"};
}

}  // namespace dm::postgres
