#include "worker/adapters/sql/retention_rows.h"

#include <algorithm>
#include <array>
#include <optional>
#include <utility>

#include "worker/adapters/sql/audit_rows.h"
#include "worker/adapters/sql/codes.h"
#include "worker/adapters/sql/cursor.h"
#include "worker/adapters/sql/delivery_rows.h"
#include "worker/adapters/sql/hold_rows.h"
#include "worker/adapters/sql/seal_rows.h"
#include "worker/adapters/sql/sealed.h"
#include "worker/case/read_action.h"
#include "worker/core/digest.h"

namespace dm::sql {
namespace {

// What is removed of a case, in an order that no reference stands against. `late_documents` may
// have joined another case of the same household: all of them go in one transaction.
constexpr std::array kOfCase = {
    "DELETE FROM consultations WHERE case_id = ?1",
    "DELETE FROM escalations WHERE case_id = ?1",
    "DELETE FROM case_parts WHERE case_id = ?1",
    "DELETE FROM case_inputs WHERE case_id = ?1",
    "DELETE FROM decisions WHERE case_id = ?1",
    "DELETE FROM effects WHERE case_id = ?1",
    "DELETE FROM communications WHERE case_id = ?1",
    "DELETE FROM child_analyses WHERE case_id = ?1",
    "DELETE FROM contacts WHERE case_id = ?1",
    "DELETE FROM messages WHERE case_id = ?1",
    "DELETE FROM late_documents WHERE from_case_id = ?1",
    "DELETE FROM reviews WHERE case_id = ?1",
    "DELETE FROM comparisons WHERE case_id = ?1",
};

constexpr std::array kOfHousehold = {
    "DELETE FROM holds WHERE household_id = ?1",
    "DELETE FROM frame_ends WHERE household_id = ?1",
    "DELETE FROM frames WHERE household_id = ?1",
};

// The times of a case's rows besides its own.
constexpr std::array kTimesOfCase = {
    "SELECT max(decided_at_ms) FROM decisions WHERE case_id = ?1",
    "SELECT max(created_at_ms) FROM escalations WHERE case_id = ?1",
    "SELECT max(ended_at_ms) FROM escalations WHERE case_id = ?1",
    "SELECT max(created_at_ms) FROM effects WHERE case_id = ?1",
    "SELECT max(sent_at_ms) FROM messages WHERE case_id = ?1",
    "SELECT max(read_at_ms) FROM messages WHERE case_id = ?1",
    "SELECT max(asked_at_ms) FROM consultations WHERE case_id = ?1",
    "SELECT max(ended_at_ms) FROM consultations WHERE case_id = ?1",
};

constexpr std::array kOpenInCase = {
    "SELECT 1 FROM escalations WHERE case_id = ?1 AND state IN ('OPEN', 'CLAIMED') LIMIT 1",
    "SELECT 1 FROM effects WHERE case_id = ?1 AND state IN ('PENDING', 'SENT') LIMIT 1",
    "SELECT 1 FROM consultations WHERE case_id = ?1 AND state = 'OPEN' LIMIT 1",
    "SELECT 1 FROM reviews WHERE case_id = ?1 AND state <> 'COMPLETED' LIMIT 1",
};

// Holds are no entry of the file: what is done about keeping it does not make it younger.
std::string EntrySql() {
  std::string sql =
      "SELECT max(at_ms) FROM audit WHERE subject = ?1 AND action NOT IN ('hold_placed', "
      "'hold_released')";
  for (const std::string_view ending : kReadEndings) {
    // The underscore stands for any one character: it is one in all of them.
    sql += " AND action NOT LIKE '%" + std::string(ending) + "'";
  }
  return sql;
}

Status Newest(Database& database, std::string_view sql, const std::string& of, Instant& newest) {
  DM_ASSIGN_OR_RETURN(Statement row, database.Query(sql, of));
  DM_ASSIGN_OR_RETURN(const bool found, row.Step());
  if (found && !row.IsNull(0)) newest = std::max(newest, Instant::FromUnixMs(row.Int(0)));
  return OkStatus();
}

StatusOr<bool> IsThere(Database& database, std::string_view sql, const std::string& of) {
  DM_ASSIGN_OR_RETURN(Statement row, database.Query(sql, of));
  return row.Step();
}

Status ReadCases(Database& database, HouseholdFile& file) {
  DM_ASSIGN_OR_RETURN(
      Statement row,
      database.Query("SELECT case_id, state, received_at_ms, updated_at_ms FROM cases WHERE "
                     "household_id = ?1 AND erased_at_ms IS NULL",
                     file.household.value()));
  DM_ASSIGN_OR_RETURN(bool more, row.Step());
  while (more) {
    DM_ASSIGN_OR_RETURN(CaseId id, ReadId<CaseTag>(row.Text(0)));
    file.cases.push_back(std::move(id));
    const std::string state = row.Text(1);
    if (state != "CLOSED" && state != "WRITTEN_OFF") file.open = true;
    for (const int column : {2, 3})
      file.last_entry = std::max(file.last_entry, Instant::FromUnixMs(row.Int(column)));
    DM_ASSIGN_OR_RETURN(more, row.Step());
  }
  // Not by the database: PostgreSQL's writer is told to sort nothing, and would go through the
  // whole table in the order of its key.
  std::ranges::sort(file.cases);
  return OkStatus();
}

Status ReadFrames(Database& database, HouseholdFile& file) {
  DM_ASSIGN_OR_RETURN(Statement row,
                      database.Query("SELECT frame_id, signed_at_ms FROM frames WHERE "
                                     "household_id = ?1 ORDER BY version",
                                     file.household.value()));
  DM_ASSIGN_OR_RETURN(bool more, row.Step());
  while (more) {
    DM_ASSIGN_OR_RETURN(FrameId id, ReadId<FrameTag>(row.Text(0)));
    file.frames.push_back(std::move(id));
    file.last_entry = std::max(file.last_entry, Instant::FromUnixMs(row.Int(1)));
    DM_ASSIGN_OR_RETURN(more, row.Step());
  }
  return OkStatus();
}

// So many households of a table are looked at together.
constexpr int kWindow = 1'000;
// Behind every household: the last character that there is.
constexpr char kBehindAll[] = "\xF4\x8F\xBF\xBF";

// Where the households are, with the newest time of each.
struct Households {
  const char* end;   // of the next window
  const char* find;  // those of a window that are old enough
};

constexpr std::array kHouseholds = {
    Households{.end = "SELECT household_id FROM cases WHERE household_id > ?1 GROUP BY "
                      "household_id ORDER BY household_id LIMIT 1 OFFSET ?2",
               .find = "SELECT household_id FROM cases WHERE household_id > ?1 AND household_id <= "
                       "?2 AND erased_at_ms IS NULL GROUP BY household_id HAVING "
                       "max(updated_at_ms) < ?3 ORDER BY household_id LIMIT ?4"},
    Households{.end = "SELECT household_id FROM frames WHERE household_id > ?1 GROUP BY "
                      "household_id ORDER BY household_id LIMIT 1 OFFSET ?2",
               .find = "SELECT household_id FROM frames WHERE household_id > ?1 AND household_id "
                       "<= ?2 GROUP BY household_id HAVING max(signed_at_ms) < ?3 ORDER BY "
                       "household_id LIMIT ?4"},
};

// The last household of the next window: the nearer one of both tables.
StatusOr<std::string> EndOfWindow(Database& database, const std::string& after) {
  std::string end = kBehindAll;
  for (const Households& table : kHouseholds) {
    DM_ASSIGN_OR_RETURN(Statement row, database.Query(table.end, after, kWindow - 1));
    DM_ASSIGN_OR_RETURN(const bool found, row.Step());
    if (found) end = std::min(end, row.Text(0));
  }
  return end;
}

struct Digest {
  std::int64_t rows = 0;
  std::string text;
};

// What the sealed rows of one owner were, as they stood.
Status AddRows(Database& database, bool household, const std::string& id, Digest& digest) {
  for (const SealedColumn& column : SealedColumns()) {
    if (column.household != household) continue;
    const std::string name = *column.row == '\0' ? "''" : column.row;
    DM_ASSIGN_OR_RETURN(
        Statement row,
        database.Query(std::string("SELECT ") + column.column + ", CAST(" + name +
                           " AS TEXT) FROM " + column.table + " WHERE " + column.owner + " = ?1",
                       id));
    std::vector<std::string> lines;
    DM_ASSIGN_OR_RETURN(bool more, row.Step());
    while (more) {
      lines.push_back(std::string(column.table) + "\n" + row.Text(1) + "\n" +
                      Sha256Hex(row.Bytes(0)) + "\n");
      DM_ASSIGN_OR_RETURN(more, row.Step());
    }
    // Two databases may order text otherwise.
    std::ranges::sort(lines);
    for (const std::string& line : lines) digest.text += line;
    digest.rows += std::ssize(lines);
  }
  return OkStatus();
}

Status RemoveRows(Database& database, const HouseholdFile& file, Instant now) {
  for (const CaseId& id : file.cases) {
    for (const char* const sql : kOfCase) DM_RETURN_IF_ERROR(database.Run(sql, id.value()));
    DM_RETURN_IF_ERROR(
        database.Run("DELETE FROM data_keys WHERE owner = ?1", Owner::OfCase(id.value()).text()));
    // No id that a caller may give holds a slash.
    DM_RETURN_IF_ERROR(
        database.Run("UPDATE cases SET application_id = ?2, household_id = 'erased/', "
                     "content_sha256 = '', frame_version = NULL, parked_reason = '', "
                     "claimed_by = '', erased_at_ms = ?3 WHERE case_id = ?1",
                     id.value(),
                     "erased/" + id.value(),
                     now.unix_ms()));
  }
  const std::string& household = file.household.value();
  for (const char* const sql : kOfHousehold) DM_RETURN_IF_ERROR(database.Run(sql, household));
  return database.Run("DELETE FROM data_keys WHERE owner = ?1",
                      Owner::OfHousehold(household).text());
}

Status NotDue() {
  return FailedPrecondition("the file is not to be erased",
                            {.reason = "FILE_NOT_DUE",
                             .field = "household",
                             .remedy = "It has a new entry, or something in it is open: look "
                                       "again."});
}

// All that must hold in the transaction that erases.
Status CheckErasable(Database& database, const FileErasure& erasure) {
  DM_ASSIGN_OR_RETURN(const auto restore, ReadRestore(database));
  if (restore) return ErasingWaits();
  DM_ASSIGN_OR_RETURN(const HouseholdFile present, ReadFile(database, erasure.file.household));
  if (present.held)
    return FailedPrecondition(
        "the file is on hold",
        {.reason = "FILE_HELD", .field = "household", .remedy = "It is kept until released."});
  const bool same = present.cases == erasure.file.cases && present.frames == erasure.file.frames;
  const bool empty = present.cases.empty() && present.frames.empty();
  if (!same || empty || present.open || present.last_entry >= erasure.entry_before) return NotDue();
  return OkStatus();
}

Status Append(Database& database,
              const FileErasure& erasure,
              const Erasure& done,
              const char* action,
              const std::string& subject,
              Instant now) {
  AuditEvent audit;
  audit.actor_kind = erasure.actor_kind;
  audit.actor = erasure.actor;
  audit.action = action;
  audit.subject = subject;
  audit.detail = "rule=retention years=" + std::to_string(done.years) +
                 " research=" + done.research +
                 " last_entry=" + SwedishDate(done.last_entry).ToString() +
                 " records=" + std::to_string(done.records) + " sha256=" + done.content_sha256;
  return AppendAudit(database, audit, now);
}

StatusOr<Erasure> PutErasure(Database& database, Erasure done) {
  DM_ASSIGN_OR_RETURN(
      Statement row,
      database.Query("INSERT INTO erasures (at_ms, actor, cases, frames, records, last_entry_ms, "
                     "years, research, policy_sha256, content_sha256, audit_sequence) VALUES (?1, "
                     "?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11) RETURNING sequence",
                     done.at.unix_ms(),
                     done.actor,
                     done.cases,
                     done.frames,
                     done.records,
                     done.last_entry.unix_ms(),
                     done.years,
                     done.research,
                     done.policy_sha256,
                     done.content_sha256,
                     done.audit_sequence));
  DM_RETURN_IF_ERROR(row.Step().status());
  done.sequence = row.Int(0);
  DM_RETURN_IF_ERROR(row.Run());
  return done;
}

}  // namespace

StatusOr<std::vector<HouseholdId>> FilesBefore(Database& database,
                                               Instant before,
                                               const std::string& after,
                                               int limit) {
  // Window by window: a page costs what lies between its first household and its last one, not what
  // lies behind it in the table that has fewer.
  std::vector<HouseholdId> found;
  std::string from = after;
  while (std::ssize(found) < limit && from != kBehindAll) {
    DM_ASSIGN_OR_RETURN(std::string until, EndOfWindow(database, from));
    const auto begin = std::ssize(found);
    for (const Households& table : kHouseholds) {
      DM_ASSIGN_OR_RETURN(Statement row,
                          database.Query(table.find, from, until, before.unix_ms(), limit));
      DM_ASSIGN_OR_RETURN(bool more, row.Step());
      while (more) {
        DM_ASSIGN_OR_RETURN(HouseholdId id, ReadId<HouseholdTag>(row.Text(0)));
        found.push_back(std::move(id));
        DM_ASSIGN_OR_RETURN(more, row.Step());
      }
    }
    std::sort(found.begin() + begin, found.end());
    found.erase(std::unique(found.begin() + begin, found.end()), found.end());
    from = std::move(until);
  }
  if (std::ssize(found) > limit) found.erase(found.begin() + limit, found.end());
  return found;
}

StatusOr<HouseholdFile> ReadFile(Database& database, const HouseholdId& household) {
  static const std::string kEntry = EntrySql();
  HouseholdFile file;
  file.household = household;
  DM_RETURN_IF_ERROR(ReadCases(database, file));
  DM_RETURN_IF_ERROR(ReadFrames(database, file));
  for (const CaseId& id : file.cases) {
    for (const char* const sql : kTimesOfCase)
      DM_RETURN_IF_ERROR(Newest(database, sql, id.value(), file.last_entry));
    DM_RETURN_IF_ERROR(Newest(database, kEntry, id.value(), file.last_entry));
    for (const char* const sql : kOpenInCase) {
      DM_ASSIGN_OR_RETURN(const bool open, IsThere(database, sql, id.value()));
      file.open = file.open || open;
    }
  }
  for (const FrameId& id : file.frames)
    DM_RETURN_IF_ERROR(Newest(database, kEntry, id.value(), file.last_entry));
  DM_RETURN_IF_ERROR(Newest(database,
                            "SELECT max(ended_at_ms) FROM frame_ends WHERE household_id = ?1",
                            household.value(),
                            file.last_entry));
  DM_ASSIGN_OR_RETURN(file.held, IsHeld(database, household.value()));
  return file;
}

StatusOr<Erasure> EraseFile(Database& database, const FileErasure& erasure, Instant now) {
  DM_RETURN_IF_ERROR(CheckErasable(database, erasure));
  const HouseholdFile& file = erasure.file;
  Digest digest;
  for (const CaseId& id : file.cases)
    DM_RETURN_IF_ERROR(AddRows(database, false, id.value(), digest));
  DM_RETURN_IF_ERROR(AddRows(database, true, file.household.value(), digest));
  Erasure done;
  done.at = now;
  done.actor = erasure.actor;
  done.cases = static_cast<int>(file.cases.size());
  done.frames = static_cast<int>(file.frames.size());
  done.records = digest.rows;
  done.last_entry = file.last_entry;
  done.years = erasure.years;
  done.research = erasure.research;
  done.policy_sha256 = erasure.policy_sha256;
  done.content_sha256 = Sha256Hex(digest.text);
  DM_RETURN_IF_ERROR(WithFinalRows(database, [&] { return RemoveRows(database, file, now); }));
  for (const CaseId& id : file.cases)
    DM_RETURN_IF_ERROR(Append(database, erasure, done, "case_erased", id.value(), now));
  for (const FrameId& id : file.frames)
    DM_RETURN_IF_ERROR(Append(database, erasure, done, "frame_erased", id.value(), now));
  done.audit_sequence = database.audit_head()->sequence;
  return PutErasure(database, std::move(done));
}

StatusOr<int> ForgetRequests(Database& database, Instant before, int limit) {
  DM_RETURN_IF_ERROR(
      database.Run("DELETE FROM requests WHERE request_id IN (SELECT request_id FROM requests "
                   "WHERE at_ms < ?1 LIMIT ?2)",
                   before.unix_ms(),
                   limit));
  return static_cast<int>(database.changes());
}

StatusOr<Page<Erasure>> ListErasures(Database& database,
                                     Instant from,
                                     Instant before,
                                     const PageRequest& page) {
  DM_RETURN_IF_ERROR(CheckPage(page));
  const std::string scope =
      "erasures/" + std::to_string(from.unix_ms()) + "/" + std::to_string(before.unix_ms());
  DM_ASSIGN_OR_RETURN(const std::vector<std::string> after, ReadCursor(scope, 2, page.after));
  DM_ASSIGN_OR_RETURN(const std::int64_t after_ms,
                      after.empty() ? StatusOr<std::int64_t>(from.unix_ms()) : NumberOf(after[0]));
  DM_ASSIGN_OR_RETURN(const std::int64_t after_sequence,
                      after.empty() ? StatusOr<std::int64_t>(0) : NumberOf(after[1]));
  DM_ASSIGN_OR_RETURN(
      Statement row,
      database.Query(
          "SELECT sequence, at_ms, actor, cases, frames, records, last_entry_ms, years, research, "
          "policy_sha256, content_sha256, audit_sequence FROM erasures WHERE (at_ms, sequence) > "
          "(?1, ?2) AND at_ms < ?3 ORDER BY at_ms, sequence LIMIT ?4",
          after_ms,
          after_sequence,
          before.unix_ms(),
          page.limit + 1));
  Page<Erasure> result;
  DM_ASSIGN_OR_RETURN(bool more, row.Step());
  while (more) {
    if (std::ssize(result.items) == page.limit) {
      const Erasure& last = result.items.back();
      result.next =
          MakeCursor(scope, {std::to_string(last.at.unix_ms()), std::to_string(last.sequence)});
      break;
    }
    result.items.push_back({.sequence = row.Int(0),
                            .at = Instant::FromUnixMs(row.Int(1)),
                            .actor = row.Text(2),
                            .cases = static_cast<int>(row.Int(3)),
                            .frames = static_cast<int>(row.Int(4)),
                            .records = row.Int(5),
                            .last_entry = Instant::FromUnixMs(row.Int(6)),
                            .years = static_cast<int>(row.Int(7)),
                            .research = row.Text(8),
                            .policy_sha256 = row.Text(9),
                            .content_sha256 = row.Text(10),
                            .audit_sequence = row.Int(11)});
    DM_ASSIGN_OR_RETURN(more, row.Step());
  }
  return result;
}

}  // namespace dm::sql
