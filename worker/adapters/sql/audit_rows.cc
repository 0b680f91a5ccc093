#include "worker/adapters/sql/audit_rows.h"

#include <algorithm>
#include <iterator>
#include <limits>
#include <string>

#include "worker/adapters/sql/codes.h"
#include "worker/adapters/sql/cursor.h"
#include "worker/case/audit_chain.h"

namespace dm::sql {
namespace {

constexpr int kReadMax = 1'000;
// Enough to see a store that was put back or cut by hand; `ReadAudit` from 1 sees all.
constexpr std::int64_t kTail = 500;
// Codes, ids and hashes need less; what is longer is no audit detail.
constexpr std::size_t kDetailMax = 8'192;

std::string SelectWhere(std::string_view rest) {
  return "SELECT sequence, at_ms, actor_kind, actor, mandate, action, subject, detail, "
         "previous_sha256, sha256 FROM audit WHERE " +
         std::string(rest);
}

StatusOr<AuditRecord> ReadRecord(const Statement& row) {
  AuditRecord record;
  record.sequence = row.Int(0);
  record.at = Instant::FromUnixMs(row.Int(1));
  DM_ASSIGN_OR_RETURN(record.event.actor_kind, ReadActorKind(row.Text(2)));
  record.event.actor = row.Text(3);
  record.event.mandate = row.Text(4);
  record.event.action = row.Text(5);
  record.event.subject = row.Text(6);
  record.event.detail = row.Text(7);
  record.previous_sha256 = row.Text(8);
  record.sha256 = row.Text(9);
  return record;
}

StatusOr<std::vector<AuditRecord>> ReadRecords(Statement row) {
  std::vector<AuditRecord> records;
  DM_ASSIGN_OR_RETURN(bool more, row.Step());
  while (more) {
    DM_ASSIGN_OR_RETURN(AuditRecord record, ReadRecord(row));
    records.push_back(std::move(record));
    DM_ASSIGN_OR_RETURN(more, row.Step());
  }
  return records;
}

Status CheckRange(std::int64_t from_sequence, int limit) {
  if (from_sequence >= 1 && limit >= 1 && limit <= kReadMax) return OkStatus();
  return InvalidArgument("audit records are read from sequence 1 on, 1 to 1000 at a time",
                         {.reason = "AUDIT_RANGE_INVALID",
                          .field = from_sequence < 1 ? "from_sequence" : "limit",
                          .remedy = "Ask for sequence 1 or later and 1 to 1000 records."});
}

}  // namespace

StatusOr<AuditHead> GetAuditHead(Database& database) {
  DM_ASSIGN_OR_RETURN(
      Statement row,
      database.Query("SELECT sequence, sha256 FROM audit ORDER BY sequence DESC LIMIT 1"));
  DM_ASSIGN_OR_RETURN(const bool found, row.Step());
  if (!found) return AuditHead{.sequence = 0, .sha256 = FirstPreviousSha256()};
  return AuditHead{.sequence = row.Int(0), .sha256 = row.Text(1)};
}

Status AppendAudit(Database& database, const AuditEvent& event, Instant now) {
  if (event.action.empty() || event.detail.size() > kDetailMax) {
    return InvalidArgument(
        "an audit event has an action, and at most 8192 bytes of detail",
        {.reason = "AUDIT_EVENT_INVALID",
         .field = "audit",
         .remedy = "Name what was done; keep codes, ids and hashes in the detail."});
  }
  std::optional<AuditHead>& last = database.audit_head();
  if (!last) {
    DM_ASSIGN_OR_RETURN(last, GetAuditHead(database));
  }
  AuditRecord record;
  record.sequence = last->sequence + 1;
  record.at = now;
  record.event = event;
  record.previous_sha256 = std::move(last->sha256);
  last->sequence = record.sequence;
  last->sha256 = AuditSha256(record);
  static const RowStatement statement =
      RowStatement::Insert("INSERT INTO audit", "?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10");
  Status status = database.RunRowLater(statement,
                                       record.sequence,
                                       now.unix_ms(),
                                       ActorKindText(event.actor_kind),
                                       event.actor,
                                       event.mandate,
                                       event.action,
                                       event.subject,
                                       event.detail,
                                       record.previous_sha256,
                                       last->sha256);
  if (!status.ok()) last.reset();
  return status;
}

StatusOr<std::vector<AuditRecord>> ReadAudit(Database& database,
                                             std::int64_t from_sequence,
                                             int limit) {
  DM_RETURN_IF_ERROR(CheckRange(from_sequence, limit));
  // The record before the range shows whether the range follows it.
  const std::int64_t first = std::max<std::int64_t>(1, from_sequence - 1);
  const int lead = from_sequence > 1 ? 1 : 0;
  DM_ASSIGN_OR_RETURN(
      Statement rows,
      database.Query(
          SelectWhere("sequence >= ?1 ORDER BY sequence LIMIT ?2"), first, limit + lead));
  DM_ASSIGN_OR_RETURN(std::vector<AuditRecord> records, ReadRecords(std::move(rows)));
  if (!records.empty() && records.front().sequence > first) {
    return AuditChainBroken(first, "is missing");
  }
  DM_RETURN_IF_ERROR(VerifyAuditChain(records));
  if (lead == 1 && !records.empty()) records.erase(records.begin());
  return records;
}

StatusOr<Page<AuditRecord>> ListAuditRows(Database& database,
                                          const std::string& subject,
                                          const PageRequest& page) {
  DM_RETURN_IF_ERROR(CheckPage(page));
  const std::string scope = "audit/" + subject;
  DM_ASSIGN_OR_RETURN(const std::vector<std::string> after, ReadCursor(scope, 1, page.after));
  DM_ASSIGN_OR_RETURN(const std::int64_t before,
                      after.empty()
                          ? StatusOr<std::int64_t>(std::numeric_limits<std::int64_t>::max())
                          : NumberOf(after[0]));
  DM_ASSIGN_OR_RETURN(Statement row,
                      database.Query(SelectWhere("subject = ?1 AND sequence < ?2 "
                                                 "ORDER BY sequence DESC LIMIT ?3"),
                                     subject,
                                     before,
                                     page.limit + 1));
  Page<AuditRecord> result;
  DM_ASSIGN_OR_RETURN(bool more, row.Step());
  while (more) {
    if (std::ssize(result.items) == page.limit) {
      result.next = MakeCursor(scope, {std::to_string(result.items.back().sequence)});
      break;
    }
    DM_ASSIGN_OR_RETURN(AuditRecord record, ReadRecord(row));
    if (AuditSha256(record) != record.sha256) {
      return AuditChainBroken(record.sequence, "is altered");
    }
    result.items.push_back(std::move(record));
    DM_ASSIGN_OR_RETURN(more, row.Step());
  }
  return result;
}

Status CheckAuditTail(Database& database) {
  DM_ASSIGN_OR_RETURN(const AuditHead last, GetAuditHead(database));
  if (last.sequence == 0) return OkStatus();
  const std::int64_t from = std::max<std::int64_t>(1, last.sequence - kTail + 1);
  return ReadAudit(database, from, static_cast<int>(kTail)).status();
}

}  // namespace dm::sql
