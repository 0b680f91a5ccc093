#include "worker/adapters/sql/escalation_rows.h"

#include <algorithm>
#include <string>
#include <utility>

#include "worker/adapters/codec/codec.h"
#include "worker/adapters/sql/codes.h"
#include "worker/adapters/sql/cursor.h"
#include "worker/adapters/sql/queue_rows.h"
#include "worker/adapters/sql/sealed.h"
#include "worker/case/not_found.h"
#include "worker/core/check.h"

namespace dm::sql {
namespace {

// Sorts behind every date: an item without a critical date comes after those with one.
constexpr char kNoCriticalDate[] = "9999-12-31";

constexpr char kColumns[] =
    "SELECT escalation_sealed, state, version, handler, claimed_until_ms, created_at_ms, "
    "ended_at_ms, "
    "critical_date, without_children, sequence, assigned_to, "
    "(SELECT month FROM cases WHERE cases.case_id = escalations.case_id), case_id, escalation_id "
    "FROM escalations ";

std::optional<Instant> OptionalInstant(const std::optional<std::int64_t>& ms) {
  if (!ms) return std::nullopt;
  return Instant::FromUnixMs(*ms);
}

StatusOr<Escalation> ReadRow(Database& database, const Statement& row) {
  DM_ASSIGN_OR_RETURN(const std::string plain,
                      Unseal(database, EscalationPlace(row.Text(12), row.Text(13)), row.Bytes(0)));
  DM_ASSIGN_OR_RETURN(Escalation escalation, codec::DecodeEscalation(plain));
  DM_ASSIGN_OR_RETURN(escalation.state, ReadEscalationState(row.Text(1)));
  escalation.version = row.Int(2);
  escalation.handler = row.Text(3);
  escalation.claimed_until = OptionalInstant(row.OptionalInt(4));
  escalation.created_at = Instant::FromUnixMs(row.Int(5));
  escalation.ended_at = OptionalInstant(row.OptionalInt(6));
  escalation.assigned_to = row.Text(10);
  const StatusOr<Month> month = Month::Parse(row.Text(11));
  if (!month.ok()) return Unreadable();
  escalation.month = *month;
  return escalation;
}

std::optional<std::int64_t> Ms(const std::optional<Instant>& instant) {
  if (!instant) return std::nullopt;
  return instant->unix_ms();
}

std::string CriticalDate(const Routing& routing) {
  return routing.critical_date ? routing.critical_date->ToString() : kNoCriticalDate;
}

bool IsOpen(EscalationState state) {
  return state == EscalationState::kOpen || state == EscalationState::kClaimed;
}

// Nothing waits without a responsible party, a reason code and a date (casework.md 3): the queue's
// people or the holder; at least one reason, each with its code; the day is the case's month's.
Status CheckEscalation(const Escalation& escalation) {
  const std::vector<Reason>& reasons = escalation.routing.reasons;
  const bool coded = std::all_of(
      reasons.begin(), reasons.end(), [](const Reason& reason) { return !reason.code.empty(); });
  const bool held = escalation.state != EscalationState::kClaimed ||
                    (!escalation.handler.empty() && escalation.claimed_until.has_value());
  const bool ok = !escalation.id.empty() && !escalation.routing.queue.empty() && !reasons.empty() &&
                  coded && held;
  if (ok) return OkStatus();
  return InvalidArgument(
      "an escalation has an id, a queue, at least one reason, each with a code, and, where it is "
      "claimed, who holds it and until when",
      {.reason = "ESCALATION_INCOMPLETE",
       .field = "escalation.routing",
       .remedy = "Route the case to a queue and say why."});
}

// " CODE CODE ": each code stands between spaces.
std::string ReasonCodes(const Routing& routing) {
  std::string codes = " ";
  for (const Reason& reason : routing.reasons) codes += reason.code + " ";
  return codes;
}

StatusOr<std::string> SealItem(Database& database, const Escalation& escalation) {
  return Seal(database,
              EscalationPlace(escalation.case_id.value(), escalation.id.value()),
              codec::Encode(escalation));
}

Status Insert(Database& database, const Escalation& escalation, Instant now) {
  DM_RETURN_IF_ERROR(
      EndOpenEscalation(database, escalation.case_id, EscalationState::kWithdrawn, now));
  DM_ASSIGN_OR_RETURN(const std::string sealed, SealItem(database, escalation));
  const Instant created = escalation.created_at == Instant() ? now : escalation.created_at;
  return database.Run(
      "INSERT INTO escalations (escalation_id, case_id, state, version, queue, access, "
      "critical_date, "
      "without_children, handler, claimed_until_ms, created_at_ms, ended_at_ms, escalation_sealed, "
      "assigned_to, typfall, reason_codes) "
      "VALUES (?1, ?2, ?3, 1, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15)",
      escalation.id.value(),
      escalation.case_id.value(),
      EscalationStateCode(escalation.state),
      escalation.routing.queue,
      AccessClassText(escalation.routing.access),
      CriticalDate(escalation.routing),
      escalation.routing.has_children ? 0 : 1,
      escalation.handler,
      Ms(escalation.claimed_until),
      created.unix_ms(),
      Ms(escalation.ended_at),
      Blob{sealed},
      escalation.assigned_to,
      escalation.typfall,
      ReasonCodes(escalation.routing));
}

Status Update(Database& database, const Escalation& escalation, Instant now) {
  DM_ASSIGN_OR_RETURN(const std::string sealed, SealItem(database, escalation));
  std::optional<Instant> ended = escalation.ended_at;
  if (!IsOpen(escalation.state) && !ended) ended = now;
  return database.Run(
      "UPDATE escalations SET state = ?2, version = version + 1, queue = ?3, access = ?4, "
      "critical_date = ?5, without_children = ?6, handler = ?7, claimed_until_ms = ?8, ended_at_ms "
      "= ?9, "
      "escalation_sealed = ?10, assigned_to = ?11, typfall = ?12, reason_codes = ?13 "
      "WHERE escalation_id = ?1",
      escalation.id.value(),
      EscalationStateCode(escalation.state),
      escalation.routing.queue,
      AccessClassText(escalation.routing.access),
      CriticalDate(escalation.routing),
      escalation.routing.has_children ? 0 : 1,
      escalation.handler,
      Ms(escalation.claimed_until),
      Ms(ended),
      Blob{sealed},
      escalation.assigned_to,
      escalation.typfall,
      ReasonCodes(escalation.routing));
}

Status Ended() {
  return FailedPrecondition(
      "the escalation has ended and does not change any more",
      {.reason = "ESCALATION_ENDED",
       .field = "escalation.id",
       .remedy = "Read the case: it has moved on, or lies on the desk under a new id."});
}

// Only codes of ours go into the text.
std::string StateCondition(const std::vector<EscalationState>& states) {
  if (states.empty()) return "state IN ('OPEN', 'CLAIMED')";
  std::string condition = "state IN (";
  for (const EscalationState state : states) {
    if (condition.back() != '(') condition += ", ";
    condition += '\'';
    condition += EscalationStateCode(state);
    condition += '\'';
  }
  return condition + ")";
}

Counted CountedBy(const EscalationFilter& filter) {
  if (!filter.include_restricted) return Counted::kOpenAccess;
  return filter.without_named_persons ? Counted::kRestricted : Counted::kAll;
}

std::string ListSql(const EscalationFilter& filter) {
  std::string sql = kColumns;
  sql += "WHERE " + StateCondition(filter.states);
  sql += " AND (critical_date, without_children, created_at_ms, sequence) > (?1, ?2, ?3, ?4)";
  sql += filter.queue.empty() ? " AND ?6 = ''" : " AND queue = ?6";
  sql += filter.handler.empty() ? " AND ?7 = ''" : " AND handler = ?7";
  sql += filter.assigned_to.empty() ? " AND ?8 = ''" : " AND assigned_to = ?8";
  const int after_queues = 14 + static_cast<int>(filter.queues.size());
  sql += filter.unassigned ? " AND " + NobodysCondition(filter.at_work, after_queues) +
                                 " AND (state <> 'CLAIMED' OR claimed_until_ms <= ?9)"
                           : " AND ?9 IS NOT NULL";
  sql += filter.typfall.empty() ? " AND ?10 = ''" : " AND typfall = ?10";
  if (filter.with_children) sql += " AND without_children = 0";
  sql += filter.critical_by ? " AND critical_date <= ?11" : " AND ?11 = ''";
  // Items of before migration 6 have no codes in the row: the caller looks into them.
  sql += filter.reason_code.empty()
             ? " AND ?12 = ''"
             : " AND (reason_codes = '' OR "
               "replace(reason_codes, ' ' || ?12 || ' ', '') <> reason_codes)";
  sql += filter.month_by
             ? " AND (SELECT month FROM cases WHERE cases.case_id = escalations.case_id) <= ?13"
             : " AND ?13 = ''";
  if (!filter.queues.empty()) {
    sql += " AND queue IN (" + Placeholders(14, filter.queues.size()) + ")";
  }
  sql += CountedCondition(CountedBy(filter));
  return sql + " ORDER BY critical_date, without_children, created_at_ms, sequence LIMIT ?5";
}

std::string ScopeOf(const EscalationFilter& filter) {
  std::string queues;
  for (const std::string& queue : filter.queues) queues += "," + queue;
  return "escalations/" + StateCondition(filter.states) + "/" + filter.queue + "/" +
         filter.handler + (filter.include_restricted ? "/all" : "/open") +
         (filter.without_named_persons ? "/unnamed" : "") + queues + "/" + filter.assigned_to +
         (filter.unassigned ? "/unassigned/" : "/") + filter.typfall +
         (filter.with_children ? "/children/" : "/") +
         (filter.critical_by ? filter.critical_by->ToString() : "") + "/" + filter.reason_code +
         "/" + (filter.month_by ? filter.month_by->ToString() : "");
}

bool HasReason(const Escalation& escalation, const std::string& code) {
  const std::vector<Reason>& reasons = escalation.routing.reasons;
  return std::any_of(
      reasons.begin(), reasons.end(), [&code](const Reason& one) { return one.code == code; });
}

struct Position {
  std::string critical_date;
  std::int64_t without_children = -1;
  std::int64_t created_at_ms = 0;
  std::int64_t sequence = 0;
};

StatusOr<Position> ReadPosition(const std::string& scope, const std::string& cursor) {
  DM_ASSIGN_OR_RETURN(const std::vector<std::string> keys, ReadCursor(scope, 4, cursor));
  Position position;
  if (keys.empty()) return position;
  position.critical_date = keys[0];
  DM_ASSIGN_OR_RETURN(position.without_children, NumberOf(keys[1]));
  DM_ASSIGN_OR_RETURN(position.created_at_ms, NumberOf(keys[2]));
  DM_ASSIGN_OR_RETURN(position.sequence, NumberOf(keys[3]));
  return position;
}

std::string CursorAt(const std::string& scope, const Position& position) {
  return MakeCursor(scope,
                    {position.critical_date,
                     std::to_string(position.without_children),
                     std::to_string(position.created_at_ms),
                     std::to_string(position.sequence)});
}

}  // namespace

Status PutEscalation(Database& database, const Escalation& escalation, Instant now) {
  DM_RETURN_IF_ERROR(CheckEscalation(escalation));
  std::string state;
  {
    DM_ASSIGN_OR_RETURN(
        Statement row,
        database.Query("SELECT state FROM escalations WHERE escalation_id = ?1 AND case_id = ?2",
                       escalation.id.value(),
                       escalation.case_id.value()));
    DM_ASSIGN_OR_RETURN(const bool found, row.Step());
    if (found) state = row.Text(0);
  }
  if (state.empty()) return Insert(database, escalation, now);
  DM_ASSIGN_OR_RETURN(const EscalationState stored, ReadEscalationState(state));
  if (!IsOpen(stored)) return Ended();
  return Update(database, escalation, now);
}

Status EndOpenEscalation(Database& database,
                         const CaseId& case_id,
                         EscalationState state,
                         Instant now) {
  return database.Run(
      "UPDATE escalations SET state = ?2, version = version + 1, claimed_until_ms = NULL, "
      "ended_at_ms = ?3 "
      "WHERE case_id = ?1 AND state IN ('OPEN', 'CLAIMED')",
      case_id.value(),
      EscalationStateCode(state),
      now.unix_ms());
}

StatusOr<bool> HasOpenEscalation(Database& database, const CaseId& case_id) {
  DM_ASSIGN_OR_RETURN(
      Statement row,
      database.Query(
          "SELECT 1 FROM escalations WHERE case_id = ?1 AND state IN ('OPEN', 'CLAIMED')",
          case_id.value()));
  return row.Step();
}

StatusOr<std::optional<OpenItem>> FindOpenItem(Database& database, const CaseId& case_id) {
  DM_ASSIGN_OR_RETURN(
      Statement row,
      database.Query("SELECT escalation_id, queue, access, version FROM escalations "
                     "WHERE case_id = ?1 AND state IN ('OPEN', 'CLAIMED')",
                     case_id.value()));
  DM_ASSIGN_OR_RETURN(const bool found, row.Step());
  if (!found) return std::optional<OpenItem>();
  OpenItem item;
  DM_ASSIGN_OR_RETURN(item.id, ReadId<EscalationTag>(row.Text(0)));
  item.queue = row.Text(1);
  DM_ASSIGN_OR_RETURN(item.access, ReadAccessClass(row.Text(2)));
  item.version = row.Int(3);
  return std::optional<OpenItem>(std::move(item));
}

StatusOr<Escalation> ReadEscalation(Database& database, const EscalationId& id) {
  DM_ASSIGN_OR_RETURN(
      Statement row,
      database.Query(std::string(kColumns) + "WHERE escalation_id = ?1", id.value()));
  DM_ASSIGN_OR_RETURN(const bool found, row.Step());
  if (found) return ReadRow(database, row);
  return NoSuchEscalation();
}

StatusOr<std::optional<Escalation>> LastEscalation(Database& database, const CaseId& case_id) {
  DM_ASSIGN_OR_RETURN(
      Statement row,
      database.Query(std::string(kColumns) + "WHERE case_id = ?1 ORDER BY sequence DESC LIMIT 1",
                     case_id.value()));
  DM_ASSIGN_OR_RETURN(const bool found, row.Step());
  if (!found) return std::optional<Escalation>();
  DM_ASSIGN_OR_RETURN(Escalation escalation, ReadRow(database, row));
  return std::optional<Escalation>(std::move(escalation));
}

StatusOr<Page<Escalation>> ListEscalationRows(Database& database,
                                              const EscalationFilter& filter,
                                              const PageRequest& page) {
  DM_RETURN_IF_ERROR(CheckPage(page));
  DM_RETURN_IF_ERROR(CheckQueueCodes(filter.queues));
  const std::string scope = ScopeOf(filter);
  DM_ASSIGN_OR_RETURN(const Position after, ReadPosition(scope, page.after));
  const std::vector<std::string> at_work = filter.unassigned
                                               ? filter.at_work.value_or(std::vector<std::string>())
                                               : std::vector<std::string>();
  DM_ASSIGN_OR_RETURN(Statement row,
                      database.Query(ListSql(filter),
                                     after.critical_date,
                                     after.without_children,
                                     after.created_at_ms,
                                     after.sequence,
                                     page.limit + 1,
                                     filter.queue,
                                     filter.handler,
                                     filter.assigned_to,
                                     filter.now.unix_ms(),
                                     filter.typfall,
                                     filter.critical_by ? filter.critical_by->ToString() : "",
                                     filter.reason_code,
                                     filter.month_by ? filter.month_by->ToString() : "",
                                     TextList{filter.queues},
                                     TextList{at_work}));
  Page<Escalation> result;
  Position last;
  DM_ASSIGN_OR_RETURN(bool more, row.Step());
  while (more) {
    if (std::ssize(result.items) == page.limit) {
      result.next = CursorAt(scope, last);
      break;
    }
    DM_ASSIGN_OR_RETURN(Escalation escalation, ReadRow(database, row));
    const bool fits = filter.reason_code.empty() || HasReason(escalation, filter.reason_code);
    if (fits) result.items.push_back(std::move(escalation));
    last = {.critical_date = row.Text(7),
            .without_children = row.Int(8),
            .created_at_ms = row.Int(5),
            .sequence = row.Int(9)};
    DM_ASSIGN_OR_RETURN(more, row.Step());
  }
  return result;
}

std::string CountedCondition(Counted counted) {
  switch (counted) {
    case Counted::kOpenAccess:
      return " AND access = 'OPEN'";
    case Counted::kRestricted:
      return " AND access <> 'NAMED_PERSONS'";
    case Counted::kAll:
      return "";
  }
  DM_CHECK(false && "what is counted outside its enum");
  return "";
}

StatusOr<std::vector<QueueCount>> CountQueueRows(Database& database, Counted counted) {
  DM_ASSIGN_OR_RETURN(
      Statement row,
      database.Query("SELECT queue, sum(CASE WHEN state = 'OPEN' THEN 1 ELSE 0 END), "
                     "sum(CASE WHEN state = 'CLAIMED' THEN 1 ELSE 0 END), min(created_at_ms) "
                     "FROM escalations WHERE state IN ('OPEN', 'CLAIMED')" +
                     CountedCondition(counted) + " GROUP BY queue ORDER BY queue"));
  std::vector<QueueCount> counts;
  DM_ASSIGN_OR_RETURN(bool more, row.Step());
  while (more) {
    counts.push_back({.queue = row.Text(0),
                      .open = static_cast<int>(row.Int(1)),
                      .claimed = static_cast<int>(row.Int(2)),
                      .oldest = Instant::FromUnixMs(row.Int(3))});
    DM_ASSIGN_OR_RETURN(more, row.Step());
  }
  return counts;
}

}  // namespace dm::sql
