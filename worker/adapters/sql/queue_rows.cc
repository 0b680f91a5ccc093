#include "worker/adapters/sql/queue_rows.h"

#include "worker/adapters/sql/audit_rows.h"
#include "worker/adapters/sql/codes.h"
#include "worker/adapters/sql/escalation_rows.h"
#include "worker/adapters/sql/request_rows.h"
#include "worker/core/id.h"

namespace dm::sql {
namespace {

constexpr std::size_t kQueuesMax = 100;

constexpr char kOnDesk[] = "state IN ('OPEN', 'CLAIMED')";
constexpr char kInOrder[] =
    " ORDER BY critical_date, without_children, created_at_ms, sequence LIMIT 1";

std::string AccessCondition(const NextItem& wanted) {
  std::string condition = " AND access IN ('OPEN'";
  if (wanted.restricted) condition += ", 'RESTRICTED'";
  if (wanted.named_persons) condition += ", 'NAMED_PERSONS'";
  return condition + ")";
}

// The item of least rank that is free, `assigned` being a condition on who is to handle it.
std::string FreeItem(const std::string& assigned, const NextItem& wanted) {
  return std::string("(SELECT sequence FROM escalations WHERE ") + kOnDesk +
         " AND (state = 'OPEN' OR claimed_until_ms <= ?3) AND " + assigned + " AND queue IN (" +
         Placeholders(4, wanted.queues.size()) + ")" + AccessCondition(wanted) + kInOrder + ")";
}

struct Taken {
  EscalationId id;
  CaseId case_id;
};

StatusOr<std::optional<Taken>> Take(Database& database, const NextItem& wanted, Instant now) {
  const int first = 4 + static_cast<int>(wanted.queues.size());  // placeholder of who is at work
  DM_ASSIGN_OR_RETURN(
      Statement row,
      database.Query("UPDATE escalations SET state = 'CLAIMED', handler = ?1, "
                     "claimed_until_ms = ?2, version = version + 1 WHERE sequence = coalesce(" +
                         FreeItem("assigned_to = ?1 AND assigned_to <> ''", wanted) + ", " +
                         FreeItem(NobodysCondition(wanted.at_work, first), wanted) +
                         ") RETURNING escalation_id, case_id",
                     wanted.handler,
                     wanted.claimed_until.unix_ms(),
                     now.unix_ms(),
                     TextList{wanted.queues},
                     TextList{wanted.at_work.value_or(std::vector<std::string>())}));
  DM_ASSIGN_OR_RETURN(const bool found, row.Step());
  if (!found) return std::optional<Taken>();
  Taken taken;
  DM_ASSIGN_OR_RETURN(taken.id, ReadId<EscalationTag>(row.Text(0)));
  DM_ASSIGN_OR_RETURN(taken.case_id, ReadId<CaseTag>(row.Text(1)));
  DM_RETURN_IF_ERROR(row.Run());
  return std::optional<Taken>(taken);
}

// As every change of an item: the case's version rises, and no step that began before is stored.
Status TouchCase(Database& database, const CaseId& id, Instant now) {
  return database.Run(
      "UPDATE cases SET version = version + 1, updated_at_ms = ?2, claimed_by = '', "
      "claimed_until_ms = 0 WHERE case_id = ?1",
      id.value(),
      now.unix_ms());
}

Status WhyNotRenewed(const Escalation& escalation, const std::string& handler) {
  if (escalation.state != EscalationState::kClaimed && escalation.state != EscalationState::kOpen)
    return FailedPrecondition("the escalation has ended",
                              {.reason = "ESCALATION_ENDED",
                               .field = "escalation_id",
                               .remedy = "read the case: it was decided or worked on anew"});
  if (escalation.state == EscalationState::kClaimed && escalation.handler == handler)
    return FailedPrecondition(
        "the claim has run out",
        {.reason = "CLAIM_EXPIRED",
         .field = "handler",
         .remedy = "read the item again and claim it anew: it may have changed"});
  return FailedPrecondition("the caseworker does not hold the case",
                            {.reason = "NOT_CLAIMED",
                             .field = "handler",
                             .remedy = "list the escalations again: the claim may have lapsed"});
}

}  // namespace

std::string NobodysCondition(const std::optional<std::vector<std::string>>& at_work, int first) {
  if (!at_work) return "assigned_to = ''";
  if (at_work->empty()) return "assigned_to IS NOT NULL";  // nobody is at work
  return "assigned_to NOT IN (" + Placeholders(first, at_work->size()) + ")";
}

Status CheckQueueCodes(const std::vector<std::string>& codes) {
  if (codes.size() > kQueuesMax)
    return InvalidArgument("a filter names at most 100 queues",
                           {.reason = "FIELD_INVALID",
                            .field = "queues",
                            .remedy = "Send fewer, or none to see every queue."});
  for (const std::string& code : codes) {
    if (!IsIdText(code))
      return InvalidArgument("a queue's code has only A-Z a-z 0-9 . _ : -",
                             {.reason = "FIELD_INVALID",
                              .field = "queues",
                              .remedy = "Send codes as ListQueues gives them."});
  }
  return OkStatus();
}

StatusOr<std::optional<Escalation>> ClaimNextRow(Database& database,
                                                 const NextItem& wanted,
                                                 Instant now) {
  if (!wanted.request_id.empty()) {
    DM_ASSIGN_OR_RETURN(const auto earlier, FindRequest(database, wanted.request_id));
    if (earlier) return RequestIdReused();
  }
  DM_RETURN_IF_ERROR(CheckQueueCodes(wanted.queues));
  if (wanted.queues.empty()) return std::optional<Escalation>();
  DM_ASSIGN_OR_RETURN(const std::optional<Taken> taken, Take(database, wanted, now));
  if (!taken) return std::optional<Escalation>();
  DM_RETURN_IF_ERROR(TouchCase(database, taken->case_id, now));
  DM_RETURN_IF_ERROR(RecordRequest(database,
                                   wanted.request_id,
                                   {.method = wanted.audit.action,
                                    .content_sha256 = wanted.audit.request_sha256,
                                    .result_id = taken->id.value()},
                                   now));
  AuditEvent audit = wanted.audit;
  audit.subject = taken->case_id.value();
  audit.detail = "escalation=" + taken->id.value();
  DM_RETURN_IF_ERROR(AppendAudit(database, audit, now));
  DM_ASSIGN_OR_RETURN(Escalation escalation, ReadEscalation(database, taken->id));
  return std::optional<Escalation>(std::move(escalation));
}

StatusOr<Escalation> RenewEscalationRow(Database& database,
                                        const EscalationId& id,
                                        const std::string& handler,
                                        Instant claimed_until,
                                        Instant now) {
  DM_RETURN_IF_ERROR(
      database.Run("UPDATE escalations SET claimed_until_ms = CASE WHEN claimed_until_ms > ?3 THEN "
                   "claimed_until_ms ELSE ?3 END "
                   "WHERE escalation_id = ?1 AND state = 'CLAIMED' AND handler = ?2 "
                   "AND claimed_until_ms > ?4",
                   id.value(),
                   handler,
                   claimed_until.unix_ms(),
                   now.unix_ms()));
  const bool renewed = database.changes() == 1;
  DM_ASSIGN_OR_RETURN(Escalation escalation, ReadEscalation(database, id));
  if (!renewed) return WhyNotRenewed(escalation, handler);
  return escalation;
}

StatusOr<std::vector<LoadCount>> CountLoadRows(Database& database, Counted counted, Instant now) {
  std::string sql =
      "SELECT CASE WHEN state = 'CLAIMED' AND claimed_until_ms > ?1 THEN handler ELSE assigned_to "
      "END "
      "AS who, "
      "queue, count(*), min(created_at_ms) FROM escalations WHERE ";
  sql += kOnDesk;
  sql += CountedCondition(counted);
  DM_ASSIGN_OR_RETURN(
      Statement row,
      database.Query(sql + " GROUP BY who, queue ORDER BY who, queue", now.unix_ms()));
  std::vector<LoadCount> counts;
  DM_ASSIGN_OR_RETURN(bool more, row.Step());
  while (more) {
    counts.push_back({.handler = row.Text(0),
                      .queue = row.Text(1),
                      .items = static_cast<int>(row.Int(2)),
                      .oldest = Instant::FromUnixMs(row.Int(3))});
    DM_ASSIGN_OR_RETURN(more, row.Step());
  }
  return counts;
}

// Not what a decided or ended case still has in the queue: no payment run waits for that.
StatusOr<std::vector<EscalationId>> ItemsForMonthOf(Database& database,
                                                    const std::string& queue,
                                                    Month month,
                                                    int limit) {
  DM_ASSIGN_OR_RETURN(
      Statement row,
      database.Query(std::string("SELECT escalation_id FROM escalations WHERE ") + kOnDesk +
                         " AND queue = ?1 AND (SELECT month FROM cases WHERE cases.case_id = "
                         "escalations.case_id AND cases.state IN ('ESCALATED', 'PROPOSED')) <= ?2 "
                         "ORDER BY critical_date, without_children, created_at_ms, sequence "
                         "LIMIT ?3",
                     queue,
                     month.ToString(),
                     limit));
  std::vector<EscalationId> ids;
  DM_ASSIGN_OR_RETURN(bool more, row.Step());
  while (more) {
    DM_ASSIGN_OR_RETURN(const EscalationId id, ReadId<EscalationTag>(row.Text(0)));
    ids.push_back(id);
    DM_ASSIGN_OR_RETURN(more, row.Step());
  }
  return ids;
}

}  // namespace dm::sql
