#include "worker/adapters/sql/consultation_rows.h"

#include <iterator>
#include <string>
#include <utility>

#include "worker/adapters/codec/codec.h"
#include "worker/adapters/sql/codes.h"
#include "worker/adapters/sql/cursor.h"
#include "worker/adapters/sql/sealed.h"

namespace dm::sql {
namespace {

constexpr char kColumns[] =
    "SELECT consultation_sealed, state, access, specialist, ended_at_ms, sequence, case_id, "
    "consultation_id "
    "FROM consultations ";

std::optional<std::int64_t> Ms(const std::optional<Instant>& instant) {
  if (!instant) return std::nullopt;
  return instant->unix_ms();
}

Status Ended() {
  return FailedPrecondition("the question is answered or withdrawn",
                            {.reason = "CONSULTATION_ENDED",
                             .field = "consultation_id",
                             .remedy = "Read the item again."});
}

StatusOr<Consultation> ReadRow(Database& database, const Statement& row) {
  DM_ASSIGN_OR_RETURN(const std::string plain,
                      Unseal(database, ConsultationPlace(row.Text(6), row.Text(7)), row.Bytes(0)));
  DM_ASSIGN_OR_RETURN(Consultation consultation, codec::DecodeConsultation(plain));
  const std::optional<ConsultationState> state = ConsultationStateFromCode(row.Text(1));
  if (!state) return Unreadable();
  consultation.state = *state;
  DM_ASSIGN_OR_RETURN(consultation.access, ReadAccessClass(row.Text(2)));
  consultation.specialist = row.Text(3);
  const std::optional<std::int64_t> ended = row.OptionalInt(4);
  consultation.ended_at.reset();
  if (ended) consultation.ended_at = Instant::FromUnixMs(*ended);
  return consultation;
}

Status CheckConsultation(const Consultation& consultation) {
  const bool ok = !consultation.id.empty() && !consultation.escalation.empty() &&
                  consultation.queue.empty() != consultation.specialist.empty() &&
                  !consultation.asked_by.empty() && !consultation.question.empty();
  if (ok || consultation.state == ConsultationState::kAnswered) return OkStatus();
  return InvalidArgument("a question has an item, who asks, who is asked, and a text",
                         {.reason = "CONSULTATION_INCOMPLETE",
                          .field = "consultation",
                          .remedy = "Nothing was changed; report it."});
}

// `?n = ''` is true for an empty filter.
std::string ListSql(const ConsultationFilter& filter) {
  std::string sql = kColumns;
  sql += filter.any_state
             ? std::string("WHERE state <> ''")
             : std::string("WHERE state = '") + ConsultationStateCode(filter.state) + "'";
  sql +=
      " AND sequence > ?1 AND (?3 = '' OR queue = ?3) AND (?4 = '' OR specialist = ?4) "
      "AND (?5 = '' OR asked_by = ?5)";
  sql += filter.escalation ? " AND escalation_id = ?6" : " AND ?6 = ''";
  if (!filter.include_restricted) sql += " AND access = 'OPEN'";
  return sql + " ORDER BY sequence LIMIT ?2";
}

std::string ScopeOf(const ConsultationFilter& filter) {
  return "consultations/" +
         std::string(filter.any_state ? "*" : ConsultationStateCode(filter.state)) + "/" +
         filter.queue + "/" + filter.specialist + "/" + filter.asked_by + "/" +
         (filter.escalation ? filter.escalation->value() : "") +
         (filter.include_restricted ? "/all" : "/open");
}

}  // namespace

Status PutConsultation(Database& database, const Consultation& consultation) {
  DM_RETURN_IF_ERROR(CheckConsultation(consultation));
  const Place place = ConsultationPlace(consultation.case_id.value(), consultation.id.value());
  DM_ASSIGN_OR_RETURN(const std::string sealed, Seal(database, place, codec::Encode(consultation)));
  if (consultation.state == ConsultationState::kOpen)
    return database.Run(
        "INSERT INTO consultations (consultation_id, escalation_id, case_id, state, access, queue, "
        "specialist, asked_by, asked_at_ms, consultation_sealed) "
        "VALUES (?1, ?2, ?3, 'OPEN', ?4, ?5, ?6, ?7, ?8, ?9)",
        consultation.id.value(),
        consultation.escalation.value(),
        consultation.case_id.value(),
        AccessClassText(consultation.access),
        consultation.queue,
        consultation.specialist,
        consultation.asked_by,
        consultation.asked_at.unix_ms(),
        Blob{sealed});
  DM_RETURN_IF_ERROR(
      database.Run("UPDATE consultations SET state = ?2, specialist = ?3, ended_at_ms = ?4, "
                   "consultation_sealed = ?5 WHERE consultation_id = ?1 AND state = 'OPEN'",
                   consultation.id.value(),
                   ConsultationStateCode(consultation.state),
                   consultation.specialist,
                   Ms(consultation.ended_at),
                   Blob{sealed}));
  return database.changes() == 1 ? OkStatus() : Ended();
}

Status WithdrawConsultations(Database& database, const EscalationId& escalation, Instant now) {
  return database.Run(
      "UPDATE consultations SET state = 'WITHDRAWN', ended_at_ms = ?2 "
      "WHERE escalation_id = ?1 AND state = 'OPEN'",
      escalation.value(),
      now.unix_ms());
}

StatusOr<Consultation> ReadConsultation(Database& database, const ConsultationId& id) {
  DM_ASSIGN_OR_RETURN(
      Statement row,
      database.Query(std::string(kColumns) + "WHERE consultation_id = ?1", id.value()));
  DM_ASSIGN_OR_RETURN(const bool found, row.Step());
  if (found) return ReadRow(database, row);
  return MakeStatus(StatusCode::kNotFound,
                    "there is no such question",
                    {.reason = "CONSULTATION_NOT_FOUND",
                     .field = "consultation_id",
                     .remedy = "Use an id that the list of consultations gives."});
}

StatusOr<Page<Consultation>> ListConsultationRows(Database& database,
                                                  const ConsultationFilter& filter,
                                                  const PageRequest& page) {
  DM_RETURN_IF_ERROR(CheckPage(page));
  const std::string scope = ScopeOf(filter);
  DM_ASSIGN_OR_RETURN(const std::vector<std::string> keys, ReadCursor(scope, 1, page.after));
  std::int64_t after = 0;
  if (!keys.empty()) {
    DM_ASSIGN_OR_RETURN(after, NumberOf(keys[0]));
  }
  DM_ASSIGN_OR_RETURN(
      Statement row,
      database.Query(ListSql(filter),
                     after,
                     page.limit + 1,
                     filter.queue,
                     filter.specialist,
                     filter.asked_by,
                     filter.escalation ? filter.escalation->value() : std::string()));
  Page<Consultation> result;
  DM_ASSIGN_OR_RETURN(bool more, row.Step());
  while (more) {
    if (std::ssize(result.items) == page.limit) {
      result.next = MakeCursor(scope, {std::to_string(after)});
      break;
    }
    DM_ASSIGN_OR_RETURN(Consultation consultation, ReadRow(database, row));
    result.items.push_back(std::move(consultation));
    after = row.Int(5);
    DM_ASSIGN_OR_RETURN(more, row.Step());
  }
  return result;
}

}  // namespace dm::sql
