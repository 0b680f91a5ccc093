#include "worker/adapters/sql/intake_rows.h"

#include <algorithm>
#include <optional>
#include <string>

#include "fmt/format.h"
#include "worker/adapters/codec/codec.h"
#include "worker/adapters/sql/audit_rows.h"
#include "worker/adapters/sql/case_rows.h"
#include "worker/adapters/sql/codes.h"
#include "worker/adapters/sql/conversation_rows.h"
#include "worker/adapters/sql/request_rows.h"
#include "worker/adapters/sql/sealed.h"

namespace dm::sql {
namespace {

struct Known {
  std::string case_id;
  std::string content_sha256;
};

StatusOr<std::optional<Known>> FindByApplication(Database& database, const ApplicationId& id) {
  DM_ASSIGN_OR_RETURN(
      Statement row,
      database.Query("SELECT case_id, content_sha256 FROM cases WHERE application_id = ?1",
                     id.value()));
  DM_ASSIGN_OR_RETURN(const bool found, row.Step());
  if (!found) return std::optional<Known>();
  return std::optional<Known>(Known{.case_id = row.Text(0), .content_sha256 = row.Text(1)});
}

Status ApplicationChanged() {
  return MakeStatus(StatusCode::kAlreadyExists,
                    "the application was accepted before with other content",
                    {.reason = "APPLICATION_CHANGED",
                     .field = "application.id",
                     .remedy = "Send a correction as a new application with an id of its own."});
}

// Short, speaking and unique; nothing about the person: it is shown to the agencies as
// arendeidentitet (at most 31 characters).
StatusOr<CaseId> NextCaseId(Database& database, Month month) {
  DM_ASSIGN_OR_RETURN(
      Statement row,
      database.Query("INSERT INTO case_counters VALUES (?1, 1) ON CONFLICT (month) DO UPDATE SET "
                     "last = case_counters.last + 1 RETURNING last",
                     month.ToString()));
  DM_RETURN_IF_ERROR(row.Step().status());
  const std::int64_t number = row.Int(0);
  DM_RETURN_IF_ERROR(row.Run());
  return CaseId::FromTrusted(
      fmt::format("EKB-{:04}{:02}-{:06}", month.year(), month.month(), number));
}

Status InsertCase(Database& database, const CaseId& id, const NewCase& new_case, Instant now) {
  const Application& application = new_case.application;
  DM_RETURN_IF_ERROR(database.Run(
      "INSERT INTO cases (case_id, application_id, household_id, month, content_sha256, state, "
      "version, received_at_ms, updated_at_ms, due_at_ms) VALUES (?1, ?2, ?3, ?4, ?5, ?6, 1, ?7, "
      "?8, ?8)",
      id.value(),
      application.id.value(),
      application.household.value(),
      application.month.ToString(),
      new_case.content_sha256,
      CaseStateCode(CaseState::kReceived),
      application.received_at.unix_ms(),
      now.unix_ms()));
  DM_RETURN_IF_ERROR(MakeDataKey(database, Owner::OfCase(id.value())));
  DM_ASSIGN_OR_RETURN(const std::vector<LateDocument> late,
                      JoinLateDocuments(database, application, id));
  if (late.empty()) {
    DM_RETURN_IF_ERROR(PutPart(database, id, Part::kApplication, codec::Encode(application)));
  } else {
    Application joined = application;
    Contact contact;
    AddLate(late, joined, contact);
    DM_RETURN_IF_ERROR(PutPart(database, id, Part::kApplication, codec::Encode(joined)));
    DM_RETURN_IF_ERROR(PutContact(database, id, contact));
  }
  return PutPart(database, id, Part::kHistory, codec::Encode(new_case.history));
}

Status CheckIds(const NewCase& new_case) {
  const Application& application = new_case.application;
  const bool ok =
      !application.id.empty() && !application.household.empty() && !new_case.content_sha256.empty();
  if (ok) return OkStatus();
  return InvalidArgument(
      "an application has an id, a household and a content hash",
      {.reason = "APPLICATION_INCOMPLETE",
       .field = application.id.empty() ? "application.id" : "application.household",
       .remedy = "State the case system's ids."});
}

}  // namespace

StatusOr<Accepted> AcceptCase(Database& database, const NewCase& new_case, Instant now) {
  DM_RETURN_IF_ERROR(CheckIds(new_case));
  AuditEvent audit = new_case.audit;
  audit.request_sha256 = new_case.content_sha256;
  DM_ASSIGN_OR_RETURN(const bool repeated, IsRepeat(database, new_case.request_id, audit));
  DM_ASSIGN_OR_RETURN(const std::optional<Known> known,
                      FindByApplication(database, new_case.application.id));
  if (known && known->content_sha256 != new_case.content_sha256) return ApplicationChanged();
  if (!known && repeated) return RequestIdReused();  // the same hash for another application
  RequestRecord request{
      .method = audit.action, .content_sha256 = new_case.content_sha256, .result_id = ""};
  if (known) {
    request.result_id = known->case_id;
    if (!repeated) {
      DM_RETURN_IF_ERROR(RecordRequest(database, new_case.request_id, request, now));
    }
    DM_ASSIGN_OR_RETURN(const CaseId id, ReadId<CaseTag>(known->case_id));
    return Accepted{.case_id = id, .repeated = true};
  }
  DM_ASSIGN_OR_RETURN(const CaseId id, NextCaseId(database, new_case.application.month));
  DM_RETURN_IF_ERROR(InsertCase(database, id, new_case, now));
  request.result_id = id.value();
  DM_RETURN_IF_ERROR(RecordRequest(database, new_case.request_id, request, now));
  if (audit.subject.empty()) audit.subject = id.value();
  DM_RETURN_IF_ERROR(AppendAudit(database, audit, now));
  return Accepted{.case_id = id, .repeated = false};
}

}  // namespace dm::sql
