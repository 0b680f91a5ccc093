#include "worker/adapters/sqlite/schema_0012.h"

#include <array>
#include <string>

namespace dm::sqlite {
namespace {

constexpr char kTables[] = R"sql(
CREATE TABLE data_keys (
  owner       TEXT NOT NULL PRIMARY KEY CHECK (owner <> ''),
  kek         TEXT NOT NULL CHECK (length(kek) BETWEEN 1 AND 32),
  key_sealed  BLOB NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX data_keys_by_kek ON data_keys (kek);

-- Holds a row only within a transaction that changes how content is sealed.
CREATE TABLE lifted (only_row INTEGER PRIMARY KEY CHECK (only_row = 1)) STRICT;

CREATE INDEX late_documents_by_case ON late_documents (from_case_id);
CREATE INDEX consultations_by_case ON consultations (case_id);
)sql";

constexpr char kNoTables[] = R"sql(
DROP INDEX consultations_by_case;
DROP INDEX late_documents_by_case;
DROP TABLE lifted;
DROP TABLE data_keys;
)sql";

struct Trigger {
  const char* name;
  const char* event;
  const char* when;  // empty: always
  const char* word;
};

// Those that keep sealed rows as they are. Their words are told in the error alone.
constexpr std::array kTriggers = {
    Trigger{"decisions_final", " BEFORE UPDATE ON decisions", "", "final"},
    Trigger{"decisions_kept", " BEFORE DELETE ON decisions", "", "kept"},
    Trigger{"escalations_ended",
            " BEFORE UPDATE ON escalations",
            "OLD.state IN ('DECIDED', 'WITHDRAWN')",
            "ended"},
    Trigger{
        "effects_delivered", " BEFORE UPDATE ON effects", "OLD.state = 'DELIVERED'", "delivered"},
    Trigger{"effects_content",
            " BEFORE UPDATE OF effect_id, case_id, kind, decision_version, position, "
            "effect_sealed\nON effects",
            "",
            "content"},
    Trigger{"effects_kept", " BEFORE DELETE ON effects", "", "kept"},
    Trigger{"frames_final", " BEFORE UPDATE ON frames", "", "final"},
    Trigger{"frames_kept", " BEFORE DELETE ON frames", "", "kept"},
    Trigger{"frame_ends_final", " BEFORE UPDATE ON frame_ends", "", "final"},
    Trigger{"frame_ends_kept", " BEFORE DELETE ON frame_ends", "", "kept"},
    Trigger{"messages_content",
            "\nBEFORE UPDATE OF message_id, case_id, household_id, direction, sent_at_ms, "
            "message_sealed ON "
            "messages",
            "",
            "content"},
    Trigger{"messages_read", " BEFORE UPDATE ON messages", "OLD.read_at_ms IS NOT NULL", "read"},
    Trigger{"messages_kept", " BEFORE DELETE ON messages", "", "kept"},
    Trigger{"late_documents_content",
            "\nBEFORE UPDATE OF household_id, document_id, from_case_id, document_sealed ON "
            "late_documents",
            "",
            "content"},
    Trigger{"late_documents_kept", " BEFORE DELETE ON late_documents", "", "kept"},
    Trigger{
        "consultations_ended", " BEFORE UPDATE ON consultations", "OLD.state <> 'OPEN'", "ended"},
    Trigger{"consultations_kept", " BEFORE DELETE ON consultations", "", "kept"},
    Trigger{"communications_kept", " BEFORE DELETE ON communications", "", "kept"},
    Trigger{"child_analyses_final", " BEFORE UPDATE ON child_analyses", "", "final"},
    Trigger{"child_analyses_kept", " BEFORE DELETE ON child_analyses", "", "kept"},
    Trigger{
        "reviews_completed", " BEFORE UPDATE ON reviews", "OLD.state = 'COMPLETED'", "completed"},
};

enum class Form { kBefore, kLiftable };

std::string Triggers(Form form) {
  std::string sql;
  for (const Trigger& one : kTriggers) {
    const bool always = *one.when == '\0';
    std::string when = one.when;
    if (form == Form::kLiftable) {
      const char* const not_lifted = "NOT EXISTS (SELECT 1 FROM lifted)";
      when = always ? not_lifted : "(" + when + ") AND " + not_lifted;
    }
    sql += std::string("DROP TRIGGER ") + one.name + ";\nCREATE TRIGGER " + one.name + one.event +
           (when.empty() ? "" : " WHEN " + when) + "\nBEGIN SELECT RAISE(ABORT, '" + one.word +
           "'); END;\n";
  }
  return sql;
}

}  // namespace

const char* Schema0012() {
  static const std::string sql = kTables + Triggers(Form::kLiftable);
  return sql.c_str();
}

sql::StepBack BackFrom0012() {
  static const std::string sql = Triggers(Form::kBefore) + kNoTables;
  return {.sql = sql.c_str(),
          .rows = "SELECT count(*) FROM data_keys",
          .what = "encrypted cases: name their key file in the configuration"};
}

}  // namespace dm::sqlite
