#include "worker/runtime/case_service.h"

#include <memory>
#include <utility>

#include "worker/explain/explain.h"
#include "worker/explain/html.h"
#include "worker/explain/text.h"
#include "worker/ports/case_access.h"

namespace dm {
namespace {

// A case that was erased says so.
StatusOr<CaseRecord> FindOrErased(Store& store, const CallContext& context, const CaseId& id) {
  StatusOr<CaseRecord> found = FindVisibleCase(store, context, id);
  if (found.status().code() != StatusCode::kNotFound) return found;
  const Status why = store.GetCase(id).status();
  return DetailOf(why).reason == "CASE_ERASED" ? why : found;
}

}  // namespace

StatusOr<CaseRecord> CaseService::GetCase(const CallContext& context, const CaseId& case_id) {
  DM_ASSIGN_OR_RETURN(CaseRecord found, FindOrErased(store_, context, case_id));
  DM_RETURN_IF_ERROR(store_.AppendAudit({.actor_kind = ActorKind::kPerson,
                                         .actor = context.caller,
                                         .mandate = "",
                                         .action = "case_read",
                                         .subject = case_id.value(),
                                         .detail = "",
                                         .request_sha256 = ""},
                                        clock_.Now()));
  return found;
}

StatusOr<CaseRecord> CaseService::GetByApplication(const CallContext& context,
                                                   const ApplicationId& application) {
  DM_ASSIGN_OR_RETURN(const std::optional<CaseId> id, store_.FindCase(application));
  StatusOr<CaseRecord> found = id.has_value() ? GetCase(context, *id) : NoSuchCase();
  if (DetailOf(found.status()).reason == "CASE_NOT_FOUND") return NoSuchApplication();
  return found;
}

StatusOr<Page<CaseSummary>> CaseService::ListCases(const CallContext& context,
                                                   const CaseFilter& filter,
                                                   const PageRequest& page) {
  return ListVisibleCases(store_, context, filter, page);
}

StatusOr<Assessment> CaseService::Preview(const CallContext& /*context*/, const CaseInput& input) {
  return assessors_.Assess(input, policies_.Get());
}

// A read of the case like any other, recorded before the data leave.
StatusOr<CaseRecord> CaseService::GetAssessed(const CallContext& context, const CaseId& case_id) {
  DM_ASSIGN_OR_RETURN(CaseRecord found, GetCase(context, case_id));
  if (found.assessment.has_value()) return found;
  return FailedPrecondition("the case has not been assessed yet",
                            {.reason = "NOT_ASSESSED",
                             .field = "case_id",
                             .remedy = "Ask again when the case's state is past FETCHED."});
}

StatusOr<ReplayMaterial> CaseService::GetReplay(const CallContext& context, const CaseId& case_id) {
  DM_ASSIGN_OR_RETURN(CaseRecord found, GetAssessed(context, case_id));
  ReplayMaterial material;
  material.assessment = *std::move(found.assessment);
  material.decisions = std::move(found.decisions);
  material.escalation = std::move(found.escalation);
  DM_ASSIGN_OR_RETURN(material.input, store_.AssessedInput(case_id));
  return material;
}

StatusOr<ExplainedAssessment> CaseService::Explain(const CallContext& context,
                                                   const CaseId& case_id,
                                                   const ExplanationViews& views) {
  DM_ASSIGN_OR_RETURN(const CaseRecord found, GetAssessed(context, case_id));
  DM_ASSIGN_OR_RETURN(const std::string bytes, store_.AssessedInput(case_id));
  DM_ASSIGN_OR_RETURN(const CaseInput input, read_(bytes));
  DM_ASSIGN_OR_RETURN(const auto policy, kept_.Get(found.assessment->policy_sha256));
  const bool searched =
      views.counterfactuals || views.caseworker_text || views.applicant_text || views.html;
  ExplainedAssessment out;
  DM_ASSIGN_OR_RETURN(out.explanation,
                      explain::Explain(input,
                                       *found.assessment,
                                       *policy,
                                       searched ? explain::SmallestChanges::kSearched
                                                : explain::SmallestChanges::kLeftOut));
  out.explanation.conclusion = explain::ConclusionOf(found, *policy);
  if (views.caseworker_text) out.caseworker_text = explain::CaseworkerText(out.explanation);
  if (views.applicant_text) out.applicant_text = explain::ApplicantText(out.explanation);
  if (views.html) out.html = explain::ToHtml(out.explanation);
  return out;
}

StatusOr<Page<AuditRecord>> CaseService::ListEvents(const CallContext& context,
                                                    const CaseId& case_id,
                                                    const PageRequest& page) {
  DM_RETURN_IF_ERROR(FindOrErased(store_, context, case_id).status());
  DM_RETURN_IF_ERROR(store_.AppendAudit({.actor_kind = ActorKind::kPerson,
                                         .actor = context.caller,
                                         .mandate = "",
                                         .action = "case_events_read",
                                         .subject = case_id.value(),
                                         .detail = "",
                                         .request_sha256 = ""},
                                        clock_.Now()));
  return store_.ListAudit(case_id.value(), page);
}

StatusOr<std::string> CaseService::GetPolicySet(const CallContext& /*context*/,
                                                const std::string& sha256) {
  DM_ASSIGN_OR_RETURN(KeptPolicySet set, store_.FindPolicySet(sha256));
  return std::move(set.content);
}

}  // namespace dm
