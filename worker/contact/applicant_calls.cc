// What an applicant may see, as calls.
#include <utility>

#include "worker/contact/applicant_status.h"
#include "worker/contact/calls.h"
#include "worker/contact/contact_service.h"
#include "worker/core/check.h"
#include "worker/ports/case_access.h"

namespace dm {

const char* ApplicantStageCode(ApplicantStage stage) {
  switch (stage) {
    case ApplicantStage::kReceived:
      return "RECEIVED";
    case ApplicantStage::kChecking:
      return "CHECKING";
    case ApplicantStage::kNeedsInput:
      return "NEEDS_INPUT";
    case ApplicantStage::kWithHandler:
      return "WITH_HANDLER";
    case ApplicantStage::kDecided:
      return "DECIDED";
    case ApplicantStage::kPaid:
      return "PAID";
    case ApplicantStage::kClosed:
      return "CLOSED";
  }
  DM_CHECK(false && "stage outside its enum");
  return "";
}

namespace contact {
namespace {

constexpr int kPageMax = 200;

StatusOr<std::vector<StoredEffect>> EffectsOf(Store& store, const CaseId& case_id) {
  std::vector<StoredEffect> effects;
  PageRequest page{.limit = kPageMax, .after = ""};
  do {
    DM_ASSIGN_OR_RETURN(Page<StoredEffect> found, store.ListEffects(std::nullopt, case_id, page));
    for (StoredEffect& one : found.items) effects.push_back(std::move(one));
    page.after = found.next;
  } while (!page.after.empty());
  return effects;
}

StatusOr<std::vector<Message>> MessagesOf(Store& store, const CaseId& case_id) {
  std::vector<Message> messages;
  PageRequest page{.limit = kPageMax, .after = ""};
  do {
    DM_ASSIGN_OR_RETURN(Page<Message> found, store.ListMessages({.case_id = case_id}, page));
    for (Message& one : found.items) messages.push_back(std::move(one));
    page.after = found.next;
  } while (!page.after.empty());
  return messages;
}

AuditEvent Read(const CallContext& context, const char* action, std::string subject) {
  AuditEvent audit;
  audit.actor_kind = ActorKind::kPerson;
  audit.actor = context.caller;
  audit.action = action;
  audit.subject = std::move(subject);
  return audit;
}

}  // namespace

StatusOr<ApplicantStatus> ContactService::GetApplicantStatus(const CallContext& context,
                                                             const CaseId& case_id,
                                                             const PersonKey& person,
                                                             bool html) {
  DM_ASSIGN_OR_RETURN(const CaseRecord record, FindVisibleCase(store_, context, case_id));
  DM_RETURN_IF_ERROR(CheckParty(record.application, person, "person"));
  AuditEvent audit = Read(context, "applicant_status_read", case_id.value());
  audit.detail = "person=" + person.value();
  DM_RETURN_IF_ERROR(store_.AppendAudit(audit, clock_.Now()));
  DM_ASSIGN_OR_RETURN(const std::vector<StoredEffect> effects, EffectsOf(store_, case_id));
  DM_ASSIGN_OR_RETURN(const std::vector<Message> messages, MessagesOf(store_, case_id));
  DM_ASSIGN_OR_RETURN(const std::vector<LateDocument> late,
                      store_.LateDocuments(record.application.household));
  const std::shared_ptr<const PolicySet> policy = parts_.policy();
  DM_ASSIGN_OR_RETURN(ApplicantStatus status,
                      StatusFor({.record = record,
                                 .person = person,
                                 .effects = effects,
                                 .messages = messages,
                                 .late = late,
                                 .policy = *policy,
                                 .now = clock_.Now()}));
  if (ShowsCalculation(record)) {
    ExplanationViews views;
    views.applicant_text = true;
    const auto explained = cases_.Explain(context, case_id, views);
    // Where the calculation cannot be made again, the decision's letter stands alone.
    if (explained.ok()) status.explanation = explained->applicant_text;
  }
  if (html) status.html = StatusPage(status);
  return status;
}

StatusOr<Page<ApplicantCase>> ContactService::ListApplicantCases(const CallContext& context,
                                                                 const HouseholdId& household,
                                                                 const PageRequest& page) {
  CaseFilter filter;
  filter.household = household;
  DM_ASSIGN_OR_RETURN(const Page<CaseSummary> found,
                      ListVisibleCases(store_, context, filter, page));
  Page<ApplicantCase> shown;
  shown.next = found.next;
  const Date today = SwedishDate(clock_.Now());
  for (const CaseSummary& one : found.items) {
    const StatusOr<CaseRecord> record = FindVisibleCase(store_, context, one.id);
    if (!record.ok()) {
      if (record.status().code() == StatusCode::kNotFound) continue;
      return record.status();
    }
    DM_ASSIGN_OR_RETURN(const std::vector<StoredEffect> effects, EffectsOf(store_, one.id));
    ApplicantCase item;
    item.application = one.application;
    item.case_id = one.id;
    item.month = one.month;
    item.stage = StageOf(*record, effects, today);
    item.title = StageTitle(item.stage);
    item.received_at = one.received_at;
    shown.items.push_back(std::move(item));
  }
  // Of the newest of them: an id of the case system's would stay when the file is erased.
  AuditEvent audit = Read(context,
                          "applicant_cases_listed",
                          shown.items.empty() ? "" : shown.items.back().case_id.value());
  audit.detail = "count=" + std::to_string(shown.items.size());
  DM_RETURN_IF_ERROR(store_.AppendAudit(audit, clock_.Now()));
  return shown;
}

}  // namespace contact
}  // namespace dm
