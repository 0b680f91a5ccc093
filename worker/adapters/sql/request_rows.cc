#include "worker/adapters/sql/request_rows.h"

namespace dm::sql {

StatusOr<std::optional<RequestRecord>> FindRequest(Database& database,
                                                   const std::string& request_id) {
  DM_ASSIGN_OR_RETURN(
      Statement row,
      database.Query("SELECT method, content_sha256, result_id FROM requests WHERE request_id = ?1",
                     request_id));
  DM_ASSIGN_OR_RETURN(const bool found, row.Step());
  if (!found) return std::optional<RequestRecord>();
  return std::optional<RequestRecord>(RequestRecord{
      .method = row.Text(0), .content_sha256 = row.Text(1), .result_id = row.Text(2)});
}

Status RecordRequest(Database& database,
                     const std::string& request_id,
                     const RequestRecord& record,
                     Instant now) {
  if (request_id.empty()) return OkStatus();
  static const RowStatement statement = RowStatement::Insert(
      "INSERT INTO requests", "?1, ?2, ?3, ?4, ?5", "ON CONFLICT (request_id) DO NOTHING");
  DM_ASSIGN_OR_RETURN(const bool recorded,
                      database.RunRowForOne(statement,
                                            request_id,
                                            record.method,
                                            record.content_sha256,
                                            record.result_id,
                                            now.unix_ms()));
  return recorded ? OkStatus() : RequestIdReused();
}

StatusOr<bool> IsRepeat(Database& database,
                        const std::string& request_id,
                        const AuditEvent& event) {
  if (request_id.empty()) return false;
  DM_ASSIGN_OR_RETURN(const std::optional<RequestRecord> earlier,
                      FindRequest(database, request_id));
  if (!earlier) return false;
  if (earlier->method == event.action && earlier->content_sha256 == event.request_sha256) {
    return true;
  }
  return RequestIdReused();
}

Status RequestIdReused() {
  return MakeStatus(
      StatusCode::kAlreadyExists,
      "the request id was used before for another call",
      {.reason = "REQUEST_ID_REUSED",
       .field = "request_id",
       .remedy = "Use a new request id for each new call; repeat one only with the same content."});
}

}  // namespace dm::sql
