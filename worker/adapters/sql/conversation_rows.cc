#include "worker/adapters/sql/conversation_rows.h"

#include <utility>

#include "worker/adapters/codec/codec.h"
#include "worker/adapters/sql/audit_rows.h"
#include "worker/adapters/sql/codes.h"
#include "worker/adapters/sql/cursor.h"
#include "worker/adapters/sql/effect_rows.h"
#include "worker/adapters/sql/request_rows.h"
#include "worker/adapters/sql/sealed.h"
#include "worker/case/late_document.h"

namespace dm::sql {
namespace {

constexpr char kMessageColumns[] =
    "SELECT message_sealed, read_at_ms, read_by, sequence, case_id, message_id FROM messages ";

Status NoSuchMessage() {
  return MakeStatus(StatusCode::kNotFound,
                    "there is no such message",
                    {.reason = "MESSAGE_NOT_FOUND",
                     .field = "message_id",
                     .remedy = "Use an id that the list of messages gives."});
}

// Who has read it stands in columns: the sealed message never changes.
StatusOr<Message> ReadRow(Database& database, const Statement& row) {
  DM_ASSIGN_OR_RETURN(const std::string plain,
                      Unseal(database, MessagePlace(row.Text(4), row.Text(5)), row.Bytes(0)));
  DM_ASSIGN_OR_RETURN(Message message, codec::DecodeMessage(plain));
  if (!row.IsNull(1)) message.read_at = Instant::FromUnixMs(row.Int(1));
  message.read_by = row.Text(2);
  return message;
}

// Each filter adds its own condition, so that its index can be used. Only fixed text goes in.
std::string ListSql(const MessageFilter& filter) {
  std::string sql = std::string(kMessageColumns) + "WHERE sequence > ?1";
  sql += filter.case_id ? " AND case_id = ?3" : " AND ?3 IS NULL";
  sql += filter.household ? " AND household_id = ?4" : " AND ?4 IS NULL";
  sql += filter.direction ? " AND direction = ?5" : " AND ?5 IS NULL";
  if (filter.unread_only) sql += " AND read_at_ms IS NULL";
  return sql + " ORDER BY sequence LIMIT ?2";
}

// A call that stands beside the cases: its request and its record.
Status Record(Database& database,
              const std::string& request_id,
              const AuditEvent& audit,
              const std::string& result,
              Instant now) {
  DM_RETURN_IF_ERROR(RecordRequest(
      database,
      request_id,
      {.method = audit.action, .content_sha256 = audit.request_sha256, .result_id = result},
      now));
  return AppendAudit(database, audit, now);
}

Status PutEffectsOf(Database& database,
                    const CaseId& case_id,
                    const std::vector<Effect>& effects,
                    Instant now) {
  if (effects.empty()) return OkStatus();
  CaseChange change;
  change.case_id = case_id;
  change.effects = effects;
  return PutEffects(database, change, now);
}

}  // namespace

Status PutContact(Database& database, const CaseId& id, const Contact& contact) {
  DM_ASSIGN_OR_RETURN(const std::string sealed,
                      Seal(database, ContactPlace(id.value()), codec::Encode(contact)));
  return database.Run(
      "INSERT INTO contacts VALUES (?1, ?2) "
      "ON CONFLICT (case_id) DO UPDATE SET contact_sealed = excluded.contact_sealed",
      id.value(),
      Blob{sealed});
}

StatusOr<Contact> ReadContact(Database& database, const CaseId& id) {
  DM_ASSIGN_OR_RETURN(
      Statement row,
      database.Query("SELECT contact_sealed FROM contacts WHERE case_id = ?1", id.value()));
  DM_ASSIGN_OR_RETURN(const bool found, row.Step());
  if (!found) return Contact();
  DM_ASSIGN_OR_RETURN(const std::string plain,
                      Unseal(database, ContactPlace(id.value()), row.Bytes(0)));
  return codec::DecodeContact(plain);
}

Status PutMessage(Database& database, const Message& message) {
  Message content = message;
  content.read_at.reset();
  content.read_by.clear();
  const Place place = MessagePlace(message.case_id.value(), message.id.value());
  DM_ASSIGN_OR_RETURN(const std::string sealed, Seal(database, place, codec::Encode(content)));
  return database.Run(
      "INSERT INTO messages (message_id, case_id, household_id, direction, sent_at_ms, "
      "message_sealed) VALUES (?1, ?2, ?3, ?4, ?5, ?6) ON CONFLICT (message_id) DO NOTHING",
      message.id.value(),
      message.case_id.value(),
      message.household.value(),
      MessageDirectionCode(message.direction),
      message.sent_at.unix_ms(),
      Blob{sealed});
}

StatusOr<Page<Message>> ListMessageRows(Database& database,
                                        const MessageFilter& filter,
                                        const PageRequest& page) {
  DM_RETURN_IF_ERROR(CheckPage(page));
  const std::optional<std::string> case_id =
      filter.case_id ? std::optional(filter.case_id->value()) : std::nullopt;
  const std::optional<std::string> household =
      filter.household ? std::optional(filter.household->value()) : std::nullopt;
  const std::optional<std::string> direction =
      filter.direction ? std::optional<std::string>(MessageDirectionCode(*filter.direction))
                       : std::nullopt;
  const std::string scope = "messages/" + case_id.value_or("") + "/" + household.value_or("") +
                            "/" + direction.value_or("") + (filter.unread_only ? "/unread" : "/");
  DM_ASSIGN_OR_RETURN(const std::vector<std::string> after, ReadCursor(scope, 1, page.after));
  DM_ASSIGN_OR_RETURN(const std::int64_t sequence,
                      after.empty() ? StatusOr<std::int64_t>(0) : NumberOf(after[0]));
  DM_ASSIGN_OR_RETURN(
      Statement row,
      database.Query(ListSql(filter), sequence, page.limit + 1, case_id, household, direction));
  Page<Message> result;
  std::int64_t last = 0;
  DM_ASSIGN_OR_RETURN(bool more, row.Step());
  while (more) {
    if (std::ssize(result.items) == page.limit) {
      result.next = MakeCursor(scope, {std::to_string(last)});
      break;
    }
    DM_ASSIGN_OR_RETURN(Message message, ReadRow(database, row));
    last = row.Int(3);
    result.items.push_back(std::move(message));
    DM_ASSIGN_OR_RETURN(more, row.Step());
  }
  return result;
}

StatusOr<Message> ReadMessage(Database& database, const MessageId& id) {
  DM_ASSIGN_OR_RETURN(
      Statement row,
      database.Query(std::string(kMessageColumns) + "WHERE message_id = ?1", id.value()));
  DM_ASSIGN_OR_RETURN(const bool found, row.Step());
  if (!found) return NoSuchMessage();
  return ReadRow(database, row);
}

StatusOr<int> CountUnreadMessages(Database& database, const HouseholdId& household) {
  DM_ASSIGN_OR_RETURN(Statement row,
                      database.Query("SELECT count(*) FROM messages WHERE direction = 'INBOUND' "
                                     "AND household_id = ?1 AND read_at_ms IS NULL",
                                     household.value()));
  DM_RETURN_IF_ERROR(row.Step().status());
  return static_cast<int>(row.Int(0));
}

Status MarkRead(Database& database,
                const MessageId& id,
                const std::string& reader,
                const std::string& request_id,
                const AuditEvent& audit,
                Instant now) {
  DM_ASSIGN_OR_RETURN(const Message message, ReadMessage(database, id));
  if (!message.read_at) {
    DM_RETURN_IF_ERROR(
        database.Run("UPDATE messages SET read_at_ms = ?2, read_by = ?3 WHERE message_id = ?1",
                     id.value(),
                     now.unix_ms(),
                     reader));
  }
  return Record(database, request_id, audit, id.value(), now);
}

Status KeepMessageRow(Database& database,
                      const Message& message,
                      const std::vector<Effect>& effects,
                      const std::string& request_id,
                      const AuditEvent& audit,
                      Instant now) {
  DM_RETURN_IF_ERROR(PutMessage(database, message));
  DM_RETURN_IF_ERROR(PutEffectsOf(database, message.case_id, effects, now));
  return Record(database, request_id, audit, message.case_id.value(), now);
}

Status KeepLateDocumentRow(Database& database,
                           const LateDocument& late,
                           const std::vector<Effect>& effects,
                           const std::string& request_id,
                           const AuditEvent& audit,
                           Instant now) {
  const Place place = LateDocumentPlace(late.from_case.value(), late.document.id.value());
  DM_ASSIGN_OR_RETURN(const std::string sealed, Seal(database, place, codec::Encode(late)));
  DM_RETURN_IF_ERROR(database.Run(
      "INSERT INTO late_documents (household_id, document_id, from_case_id, document_sealed) "
      "VALUES (?1, ?2, ?3, ?4) ON CONFLICT (household_id, document_id) DO NOTHING",
      late.household.value(),
      late.document.id.value(),
      late.from_case.value(),
      Blob{sealed}));
  DM_RETURN_IF_ERROR(PutEffectsOf(database, late.from_case, effects, now));
  return Record(database, request_id, audit, late.from_case.value(), now);
}

StatusOr<std::vector<LateDocument>> ListLateDocuments(Database& database,
                                                      const HouseholdId& household) {
  DM_ASSIGN_OR_RETURN(
      Statement row,
      database.Query("SELECT document_sealed, from_case_id, joined_case_id, document_id FROM "
                     "late_documents "
                     "WHERE household_id = ?1 ORDER BY sequence",
                     household.value()));
  std::vector<LateDocument> documents;
  DM_ASSIGN_OR_RETURN(bool more, row.Step());
  while (more) {
    DM_ASSIGN_OR_RETURN(
        const std::string plain,
        Unseal(database, LateDocumentPlace(row.Text(1), row.Text(3)), row.Bytes(0)));
    DM_ASSIGN_OR_RETURN(LateDocument late, codec::DecodeLateDocument(plain));
    late.household = household;
    DM_ASSIGN_OR_RETURN(late.from_case, ReadId<CaseTag>(row.Text(1)));
    if (!row.IsNull(2)) {
      DM_ASSIGN_OR_RETURN(const CaseId joined, ReadId<CaseTag>(row.Text(2)));
      late.joined_case = joined;
    }
    documents.push_back(std::move(late));
    DM_ASSIGN_OR_RETURN(more, row.Step());
  }
  return documents;
}

StatusOr<std::vector<LateDocument>> JoinLateDocuments(Database& database,
                                                      const Application& application,
                                                      const CaseId& joins) {
  DM_ASSIGN_OR_RETURN(std::vector<LateDocument> documents,
                      ListLateDocuments(database, application.household));
  std::erase_if(documents, [&application](const LateDocument& late) {
    return late.joined_case.has_value() || !JoinsApplication(late, application);
  });
  // What there is no room for waits for the application after.
  if (const std::size_t room = RoomForLate(application); documents.size() > room)
    documents.resize(room);
  for (const LateDocument& late : documents) {
    DM_RETURN_IF_ERROR(
        database.Run("UPDATE late_documents SET joined_case_id = ?1 WHERE household_id = ?2 AND "
                     "from_case_id = ?3 AND document_id = ?4 AND joined_case_id IS NULL",
                     joins.value(),
                     application.household.value(),
                     late.from_case.value(),
                     late.document.id.value()));
  }
  return documents;
}

}  // namespace dm::sql
