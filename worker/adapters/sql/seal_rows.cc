#include "worker/adapters/sql/seal_rows.h"

#include <array>
#include <cstdint>
#include <optional>
#include <utility>
#include <vector>

#include "worker/adapters/sql/audit_rows.h"
#include "worker/adapters/sql/data_keys.h"
#include "worker/adapters/sql/delivery_rows.h"
#include "worker/adapters/sql/errors.h"
#include "worker/adapters/sql/sealed.h"

namespace dm::sql {
namespace {

constexpr char kMark[] = "sealing";
constexpr char kBegun[] = "begun";
constexpr char kDone[] = "done";
constexpr int kOwnersAtOnce = 50;

constexpr std::array kColumns = {
    SealedColumn{"case_parts", "part_sealed", "case_id", "part"},
    SealedColumn{"case_inputs", "input_sealed", "case_id", ""},
    SealedColumn{"decisions", "decision_sealed", "case_id", "version"},
    SealedColumn{"escalations", "escalation_sealed", "case_id", "escalation_id"},
    SealedColumn{"consultations", "consultation_sealed", "case_id", "consultation_id"},
    SealedColumn{"effects", "effect_sealed", "case_id", "effect_id"},
    SealedColumn{"frames", "frame_sealed", "household_id", "version", true},
    SealedColumn{"frame_ends", "note_sealed", "household_id", "version", true},
    SealedColumn{"communications", "communication_sealed", "case_id", "number"},
    SealedColumn{"child_analyses", "analysis_sealed", "case_id", "number"},
    SealedColumn{"contacts", "contact_sealed", "case_id", ""},
    SealedColumn{"messages", "message_sealed", "case_id", "message_id"},
    SealedColumn{"late_documents", "document_sealed", "from_case_id", "document_id"},
    SealedColumn{"reviews", "review_sealed", "case_id", "review_id"},
    SealedColumn{"comparisons", "comparison_sealed", "case_id", "comparison_id"},
    SealedColumn{"holds", "hold_sealed", "household_id", "hold_id", true, true},
};

enum class Pass { kSeal, kUnseal };

struct Row {
  std::string name;
  std::string bytes;
};

// SQL of a column's rows. Only fixed text goes in.
struct RowSql {
  std::string select;
  std::string update;
};

RowSql SqlOf(const SealedColumn& column) {
  const std::string row = *column.row == '\0' ? "''" : column.row;
  const std::string where = std::string(" WHERE ") + column.owner + " = ?1";
  return {.select = std::string("SELECT ") + column.column + ", CAST(" + row + " AS TEXT) FROM " +
                    column.table + where,
          .update = std::string("UPDATE ") + column.table + " SET " + column.column + " = ?3" +
                    where + " AND CAST(" + row + " AS TEXT) = ?2"};
}

StatusOr<std::vector<Row>> RowsOf(Database& database,
                                  const std::string& sql,
                                  const std::string& id) {
  DM_ASSIGN_OR_RETURN(Statement row, database.Query(sql, id));
  std::vector<Row> rows;
  DM_ASSIGN_OR_RETURN(bool more, row.Step());
  while (more) {
    rows.push_back({.name = row.Text(1), .bytes = row.Bytes(0)});
    DM_ASSIGN_OR_RETURN(more, row.Step());
  }
  return rows;
}

Status PassColumn(Database& database,
                  const SealedColumn& column,
                  const Owner& owner,
                  const std::string& id,
                  Pass pass) {
  const RowSql sql = SqlOf(column);
  const std::string name = std::string(column.table) + "." + column.column;
  DM_ASSIGN_OR_RETURN(const std::vector<Row> rows, RowsOf(database, sql.select, id));
  for (const Row& row : rows) {
    if (row.bytes.empty()) return StoreCorrupt();
    const bool sealed = row.bytes.front() == kSealCase;
    if (sealed == (pass == Pass::kSeal)) continue;
    const Place place{.owner = owner, .column = name, .row = row.name};
    std::string bytes;
    if (pass == Pass::kSeal) {
      DM_ASSIGN_OR_RETURN(bytes, Seal(database, place, std::string_view(row.bytes).substr(1)));
    } else {
      DM_ASSIGN_OR_RETURN(bytes, Unseal(database, place, row.bytes));
      bytes.insert(bytes.begin(), kSealPlain);
    }
    DM_RETURN_IF_ERROR(database.Run(sql.update, id, row.name, Blob{bytes}));
  }
  return OkStatus();
}

Status PassOwner(Database& database, const std::string& id, bool household, Pass pass) {
  const Owner owner = household ? Owner::OfHousehold(id) : Owner::OfCase(id);
  if (pass == Pass::kSeal) {
    DM_ASSIGN_OR_RETURN(const DataKey key, FindDataKey(database, owner));
    if (key == nullptr) DM_RETURN_IF_ERROR(NewDataKey(database, owner).status());
  }
  for (const SealedColumn& column : kColumns) {
    if (column.household != household || (column.later && pass == Pass::kUnseal)) continue;
    DM_RETURN_IF_ERROR(PassColumn(database, column, owner, id, pass));
  }
  return OkStatus();
}

Status PassOwners(Database& database,
                  const std::vector<std::string>& ids,
                  bool household,
                  Pass pass) {
  for (const std::string& id : ids) {
    DM_RETURN_IF_ERROR(PassOwner(database, id, household, pass));
  }
  return OkStatus();
}

const char* OwnersSql(bool household, Pass pass) {
  if (!household)
    return pass == Pass::kUnseal
               ? "SELECT case_id FROM cases WHERE case_id > ?1 ORDER BY case_id LIMIT ?2"
               : "SELECT case_id FROM cases WHERE case_id > ?1 AND erased_at_ms IS NULL ORDER BY "
                 "case_id LIMIT ?2";
  if (pass == Pass::kUnseal)
    return "SELECT DISTINCT household_id FROM frames WHERE household_id > ?1 ORDER BY household_id "
           "LIMIT ?2";
  return "SELECT household_id FROM (SELECT household_id FROM frames WHERE household_id > ?1 UNION "
         "SELECT household_id FROM holds WHERE household_id > ?1) AS owners ORDER BY household_id "
         "LIMIT ?2";
}

StatusOr<std::vector<std::string>> OwnersAfter(Database& database,
                                               const std::string& after,
                                               bool household,
                                               Pass pass) {
  DM_ASSIGN_OR_RETURN(Statement row,
                      database.Query(OwnersSql(household, pass), after, kOwnersAtOnce));
  std::vector<std::string> owners;
  DM_ASSIGN_OR_RETURN(bool more, row.Step());
  while (more) {
    owners.push_back(row.Text(0));
    DM_ASSIGN_OR_RETURN(more, row.Step());
  }
  return owners;
}

// How many owners there were.
StatusOr<std::int64_t> PassAll(Database& database,
                               const InTurn& in_turn,
                               bool household,
                               Pass pass) {
  std::int64_t count = 0;
  std::string after;
  while (true) {
    DM_ASSIGN_OR_RETURN(const std::vector<std::string> owners,
                        OwnersAfter(database, after, household, pass));
    if (owners.empty()) return count;
    const Change change = [&](Database& turn) {
      return WithFinalRows(turn, [&] { return PassOwners(turn, owners, household, pass); });
    };
    DM_RETURN_IF_ERROR(in_turn(change));
    after = owners.back();
    count += std::ssize(owners);
  }
}

// Who commits a row there lets every program change what is final: none of ours does.
Status CheckNothingLifted(Database& database) {
  DM_ASSIGN_OR_RETURN(Statement row, database.Query("SELECT 1 FROM lifted"));
  DM_ASSIGN_OR_RETURN(const bool found, row.Step());
  return found ? StoreCorrupt() : OkStatus();
}

AuditEvent ByStore(const char* action) {
  AuditEvent audit;
  audit.actor_kind = ActorKind::kWorker;
  audit.actor = "store";
  audit.action = action;
  audit.subject = "store";
  return audit;
}

Status Note(const InTurn& in_turn, const char* value, const AuditEvent& audit, Instant now) {
  return in_turn([&](Database& turn) { return PutMark(turn, kMark, value, audit, now); });
}

// The key that is current is noted, so that another one under its name is found.
Status NoteKey(const InTurn& in_turn, Instant now) {
  return in_turn(
      [&](Database& turn) { return NoteCurrentKey(turn, ByStore("sealing_key_noted"), now); });
}

// A store in which nothing was done yet: it has its keys from the beginning.
Status BeginSealed(const InTurn& in_turn, Instant now) {
  return in_turn([&](Database& turn) -> Status {
    DM_RETURN_IF_ERROR(NoteCurrentKey(turn, std::nullopt, now));
    return WriteMark(turn, kMark, kDone, now);
  });
}

}  // namespace

std::span<const SealedColumn> SealedColumns() {
  return kColumns;
}

Status WithFinalRows(Database& database, const std::function<Status()>& change) {
  DM_RETURN_IF_ERROR(database.Run("INSERT INTO lifted (only_row) VALUES (1)"));
  DM_RETURN_IF_ERROR(change());
  return database.Run("DELETE FROM lifted");
}

Status PrepareSealing(Database& database,
                      const InTurn& in_turn,
                      const std::function<Status()>& drop_old,
                      Instant now) {
  DM_RETURN_IF_ERROR(CheckNothingLifted(database));
  DM_ASSIGN_OR_RETURN(const std::optional<std::string> mark, ReadMark(database, kMark));
  if (database.vault() == nullptr) {
    return mark ? KeysRequired() : OkStatus();
  }
  DM_RETURN_IF_ERROR(CheckKeys(database));
  DM_ASSIGN_OR_RETURN(const AuditHead head, GetAuditHead(database));
  if (!mark && head.sequence == 0) return BeginSealed(in_turn, now);
  DM_RETURN_IF_ERROR(NoteKey(in_turn, now));
  if (mark == kDone) return OkStatus();
  if (!mark) DM_RETURN_IF_ERROR(Note(in_turn, kBegun, ByStore("sealing_begun"), now));
  DM_ASSIGN_OR_RETURN(const std::int64_t cases, PassAll(database, in_turn, false, Pass::kSeal));
  DM_ASSIGN_OR_RETURN(const std::int64_t households, PassAll(database, in_turn, true, Pass::kSeal));
  DM_RETURN_IF_ERROR(drop_old());
  AuditEvent audit = ByStore("sealing_finished");
  audit.detail = "cases=" + std::to_string(cases) + " households=" + std::to_string(households);
  return Note(in_turn, kDone, audit, now);
}

Status UnsealAll(Database& database, const InTurn& in_turn, Instant now) {
  DM_ASSIGN_OR_RETURN(const std::optional<std::string> mark, ReadMark(database, kMark));
  if (!mark) return OkStatus();
  if (database.vault() == nullptr) return KeysRequired();
  DM_RETURN_IF_ERROR(CheckKeys(database));
  // Cut off from here on, the next start encrypts again what was opened.
  DM_RETURN_IF_ERROR(Note(in_turn, kBegun, ByStore("unsealing_begun"), now));
  for (const bool household : {false, true})
    DM_RETURN_IF_ERROR(PassAll(database, in_turn, household, Pass::kUnseal).status());
  return in_turn([&](Database& turn) -> Status {
    DM_RETURN_IF_ERROR(turn.Run("DELETE FROM data_keys"));
    DM_RETURN_IF_ERROR(
        turn.Run("DELETE FROM marks WHERE name = 'sealing' OR name LIKE "
                 "'sealing_key/%'"));
    return AppendAudit(turn, ByStore("unsealing_finished"), now);
  });
}

}  // namespace dm::sql
