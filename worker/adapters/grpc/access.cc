#include "worker/adapters/grpc/access.h"

#include <algorithm>

namespace dm::grpc_adapter {
namespace {

Status Denied() {
  return MakeStatus(StatusCode::kPermissionDenied,
                    "the caller may not call this method",
                    {.reason = "PERMISSION_DENIED",
                     .field = "",
                     .remedy = "Ask operations to give the certificate's URI the role."});
}

}  // namespace

const std::map<std::string, Roles, std::less<>>& MethodRoles() {
  static const std::map<std::string, Roles, std::less<>> kRoles = {
      {"SubmitApplication", {Role::kCaseSystem}},
      {"GetApplication", {Role::kCaseSystem, Role::kCaseworker}},
      {"ListApplications", {Role::kCaseSystem, Role::kCaseworker}},
      {"AddDocument", {Role::kCaseSystem, Role::kCaseworker}},
      {"GetCase", {Role::kCaseSystem, Role::kCaseworker}},
      {"ListCases", {Role::kCaseSystem, Role::kCaseworker, Role::kPolicy}},
      {"ExplainAssessment", {Role::kCaseSystem, Role::kCaseworker}},
      {"PreviewAssessment", {Role::kCaseSystem, Role::kCaseworker}},
      {"GetReplay", {Role::kCaseSystem, Role::kCaseworker, Role::kPolicy}},
      {"ListCaseEvents", {Role::kCaseworker}},
      {"ListAuditRecords", {Role::kAuditor}},
      // A number and a hash.
      {"GetAuditHead", {Role::kAuditor, Role::kOperations}},
      {"GetPolicySet", {Role::kCaseSystem, Role::kCaseworker, Role::kOperations, Role::kPolicy}},
      {"ListQueues", {Role::kCaseworker, Role::kOperations}},
      {"ListEscalations", {Role::kCaseworker}},
      {"GetEscalation", {Role::kCaseworker}},
      {"ClaimEscalation", {Role::kCaseworker}},
      {"ReleaseEscalation", {Role::kCaseworker}},
      {"ClaimNextEscalation", {Role::kCaseworker}},
      {"RenewEscalation", {Role::kCaseworker}},
      {"RouteEscalation", {Role::kCaseworker}},
      {"ReassignEscalations", {Role::kCaseworker}},
      {"ProposeHandler", {Role::kCaseworker}},
      {"ConsultSpecialist", {Role::kCaseworker}},
      {"AnswerConsultation", {Role::kCaseworker}},
      {"ListConsultations", {Role::kCaseworker}},
      {"WatchEscalations", {Role::kCaseworker}},
      // Numbers only: no case facts.
      {"GetLoad", {Role::kCaseworker, Role::kOperations}},
      {"ListStaff", {Role::kCaseworker}},
      {"IdentifyStaff", {Role::kCaseworker}},
      {"DecideCase", {Role::kCaseworker}},
      {"PreviewDecision", {Role::kCaseworker}},
      {"AttestDecision", {Role::kCaseworker}},
      {"ReturnDecision", {Role::kCaseworker}},
      {"CommunicateCase", {Role::kCaseworker}},
      {"NoteAnswer", {Role::kCaseSystem, Role::kCaseworker}},
      {"RecordChildAnalysis", {Role::kCaseworker}},
      {"CorrectDecision", {Role::kCaseworker}},
      {"GetLetter", {Role::kCaseSystem, Role::kCaseworker}},
      {"ListReasonCodes", {Role::kCaseSystem, Role::kCaseworker, Role::kOperations}},
      {"SendMessage", {Role::kCaseworker}},
      {"RequestCompletion", {Role::kCaseworker}},
      // The household's own words come by the e-service, or are taken down by a caseworker.
      {"ReceiveMessage", {Role::kCaseSystem, Role::kCaseworker}},
      {"ListMessages", {Role::kCaseSystem, Role::kCaseworker}},
      {"MarkMessageRead", {Role::kCaseSystem, Role::kCaseworker}},
      {"RequestPerson", {Role::kCaseSystem, Role::kCaseworker}},
      {"WithdrawApplication", {Role::kCaseSystem, Role::kCaseworker}},
      {"GetApplicantStatus", {Role::kCaseSystem, Role::kCaseworker}},
      {"ListApplicantCases", {Role::kCaseSystem, Role::kCaseworker}},
      {"SignFrame", {Role::kCaseworker}},
      {"DraftFrame", {Role::kCaseworker}},
      {"CheckFrame", {Role::kCaseworker}},
      {"EndFrame", {Role::kCaseworker}},
      {"CompareFrames", {Role::kCaseSystem, Role::kCaseworker}},
      {"GetFrame", {Role::kCaseSystem, Role::kCaseworker}},
      {"ListFrames", {Role::kCaseSystem, Role::kCaseworker}},
      {"ListEffects", {Role::kCaseSystem}},
      {"AcknowledgeEffect", {Role::kCaseSystem}},
      {"ResolveEffect", {Role::kCaseworker, Role::kOperations}},
      {"ReconcilePayments", {Role::kCaseSystem, Role::kCaseworker, Role::kOperations}},
      {"GetStatus", {Role::kCaseSystem, Role::kCaseworker, Role::kOperations}},
      // Anyone on duty may stop the worker, lower a mode and switch off; only operations start it,
      // raise a mode and switch on: the call sees to it.
      {"Pause", {Role::kCaseworker, Role::kOperations}},
      {"Resume", {Role::kOperations}},
      {"SetMode", {Role::kCaseworker, Role::kOperations}},
      {"SetSwitch", {Role::kCaseworker, Role::kOperations}},
      {"ReleaseDemotion", {Role::kOperations}},
      {"ListSampleMonths", {Role::kCaseworker, Role::kOperations}},
      {"GetSample", {Role::kCaseworker, Role::kOperations}},
      {"ListReviews", {Role::kCaseworker}},
      {"StartReview", {Role::kCaseworker}},
      {"SubmitBlindReview", {Role::kCaseworker}},
      {"CompleteReview", {Role::kCaseworker}},
      {"GetErrorRates", {Role::kCaseworker, Role::kOperations}},
      {"ListShadowComparisons", {Role::kCaseworker}},
      {"GetAgreement", {Role::kCaseworker, Role::kOperations}},
      {"GetPromotion", {Role::kCaseworker, Role::kOperations}},
      {"GetRubberStamps", {Role::kCaseworker, Role::kOperations}},
      // Sums alone, the small ones hidden; who made one is recorded.
      {"StartReport", {Role::kCaseworker, Role::kOperations, Role::kAuditor}},
      {"GetReport", {Role::kCaseworker, Role::kOperations, Role::kAuditor}},
      // Without case facts, but for who is asked about and which registers: the number is masked,
      // and each preview is recorded as a read.
      {"PreviewQuestion", {Role::kCaseworker, Role::kOperations}},
      {"RetryNow", {Role::kCaseworker, Role::kOperations}},
      {"ReloadPolicies", {Role::kOperations}},
      {"GetPoliciesInForce", {Role::kCaseworker, Role::kOperations}},
      {"ListStuck", {Role::kCaseworker, Role::kOperations}},
      {"GetRestore", {Role::kOperations}},
      {"DeclareRestore", {Role::kOperations}},
      {"ReconcileRestore", {Role::kOperations}},
      {"EndRestore", {Role::kOperations}},
      // Counts and digests alone.
      {"GetRetention", {Role::kOperations, Role::kAuditor}},
      {"ListErasures", {Role::kOperations, Role::kAuditor}},
      {"RunRetention", {Role::kOperations}},
      {"PlaceHold", {Role::kCaseworker}},
      {"ReleaseHold", {Role::kCaseworker}},
      {"ListHolds", {Role::kCaseworker}},
  };
  return kRoles;
}

Status Access::Check(const std::string& caller, std::string_view method) const {
  const auto allowed = MethodRoles().find(method);
  if (caller.empty() || allowed == MethodRoles().end()) return Denied();
  if (callers_.empty() || caller == kDevelopmentCaller) return OkStatus();
  const auto known = callers_.find(caller);
  if (known == callers_.end()) return Denied();
  const bool has_role = std::any_of(known->second.begin(), known->second.end(), [&](Role role) {
    return allowed->second.contains(role);
  });
  return has_role ? OkStatus() : Denied();
}

bool Access::IsCleared(const std::string& caller) const {
  if (caller == kDevelopmentCaller) return true;
  const auto known = callers_.find(caller);
  return known != callers_.end() && known->second.contains(Role::kCleared);
}

bool Access::IsOperations(const std::string& caller) const {
  if (callers_.empty() || caller == kDevelopmentCaller) return true;
  const auto known = callers_.find(caller);
  return known != callers_.end() && known->second.contains(Role::kOperations);
}

}  // namespace dm::grpc_adapter
