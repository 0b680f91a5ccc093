#include "connectors/desk/methods.h"

#include <algorithm>
#include <array>

namespace dm::desk {
namespace {

using google::protobuf::DescriptorPool;
using google::protobuf::MethodDescriptor;

constexpr std::string_view kPackage = "medarbetare.v1.";
constexpr std::size_t kPathBytesMax = 200;

// Codes of worker/case/staff.h.
constexpr std::array kCaseworkers = {
    "ekonomihandlaggare", "socialsekreterare", "specialist", "arbetsledare"};
constexpr std::array kReaders = {"ekonomihandlaggare",
                                 "socialsekreterare",
                                 "specialist",
                                 "arbetsledare",
                                 "kvalitetsgranskare",
                                 "revisor"};
constexpr std::array kLeaders = {"arbetsledare"};
constexpr std::array kReviewers = {"kvalitetsgranskare", "arbetsledare"};
constexpr std::array kOperators = {"drift", "arbetsledare", "regelansvarig"};

template <typename Roles>
bool HasOneOf(const Person& person, const Roles& roles) {
  return std::any_of(person.roles.begin(), person.roles.end(), [&roles](const std::string& role) {
    return std::find(roles.begin(), roles.end(), role) != roles.end();
  });
}

bool IsIn(Audience audience, const Person& person) {
  switch (audience) {
    case Audience::kStaff:
    case Audience::kDuty:
      return true;
    case Audience::kReaders:
      return HasOneOf(person, kReaders);
    case Audience::kCaseworkers:
      return HasOneOf(person, kCaseworkers);
    case Audience::kLeaders:
      return HasOneOf(person, kLeaders);
    case Audience::kReviewers:
      return HasOneOf(person, kReviewers);
    case Audience::kOperators:
      return HasOneOf(person, kOperators);
    case Audience::kClosed:
      return false;
  }
  return false;
}

Audience AudienceOf(const MethodDescriptor& method) {
  const auto found = MethodAudiences().find(method.service()->name() + "/" + method.name());
  return found == MethodAudiences().end() ? Audience::kClosed : found->second;
}

}  // namespace

const std::map<std::string, Audience, std::less<>>& MethodAudiences() {
  using enum Audience;
  static const std::map<std::string, Audience, std::less<>> kAudiences = {
      {"ApplicationService/AddDocument", kCaseworkers},
      {"ApplicationService/GetApplication", kReaders},
      {"ApplicationService/ListApplications", kReaders},
      {"ApplicationService/SubmitApplication", kClosed},
      {"AuditService/GetAuditHead", kClosed},
      {"AuditService/ListAuditRecords", kClosed},
      {"CaseService/ExplainAssessment", kReaders},
      {"CaseService/GetCase", kReaders},
      // No person data: the page reads the Swedish words of codes from it.
      {"CaseService/GetPolicySet", kStaff},
      {"CaseService/GetReplay", kClosed},
      {"CaseService/ListCaseEvents", kReaders},
      {"CaseService/ListCases", kReaders},
      {"CaseService/PreviewAssessment", kCaseworkers},
      {"CaseSystemService/DeliverEffect", kClosed},
      {"CaseSystemService/GetEffect", kClosed},
      {"ContactService/GetApplicantStatus", kReaders},
      {"ContactService/ListApplicantCases", kReaders},
      {"ContactService/ListMessages", kReaders},
      {"ContactService/MarkMessageRead", kCaseworkers},
      {"ContactService/ReceiveMessage", kCaseworkers},
      {"ContactService/RequestCompletion", kCaseworkers},
      {"ContactService/RequestPerson", kCaseworkers},
      {"ContactService/SendMessage", kCaseworkers},
      {"ContactService/WithdrawApplication", kCaseworkers},
      {"DecisionService/AttestDecision", kCaseworkers},
      {"DecisionService/CommunicateCase", kCaseworkers},
      {"DecisionService/CorrectDecision", kCaseworkers},
      {"DecisionService/GetLetter", kReaders},
      {"DecisionService/ListReasonCodes", kStaff},
      {"DecisionService/NoteAnswer", kCaseworkers},
      {"DecisionService/PreviewDecision", kCaseworkers},
      {"DecisionService/RecordChildAnalysis", kCaseworkers},
      {"DecisionService/ReturnDecision", kCaseworkers},
      {"EffectService/AcknowledgeEffect", kClosed},
      {"EffectService/ListEffects", kClosed},
      {"EffectService/ReconcilePayments", kClosed},
      {"EffectService/ResolveEffect", kClosed},
      {"EscalationService/AnswerConsultation", kCaseworkers},
      {"EscalationService/ClaimEscalation", kCaseworkers},
      {"EscalationService/ClaimNextEscalation", kCaseworkers},
      {"EscalationService/ConsultSpecialist", kCaseworkers},
      {"EscalationService/DecideCase", kCaseworkers},
      {"EscalationService/GetEscalation", kReaders},
      {"EscalationService/GetLoad", kReaders},
      {"EscalationService/ListConsultations", kReaders},
      {"EscalationService/ListEscalations", kReaders},
      {"EscalationService/ListQueues", kStaff},
      {"EscalationService/ProposeHandler", kReaders},
      {"EscalationService/ReassignEscalations", kLeaders},
      {"EscalationService/ReleaseEscalation", kCaseworkers},
      {"EscalationService/RenewEscalation", kCaseworkers},
      {"EscalationService/RouteEscalation", kCaseworkers},
      {"EscalationService/WatchEscalations", kReaders},
      {"FrameService/CheckFrame", kCaseworkers},
      {"FrameService/CompareFrames", kReaders},
      {"FrameService/DraftFrame", kCaseworkers},
      {"FrameService/EndFrame", kCaseworkers},
      {"FrameService/GetFrame", kReaders},
      {"FrameService/ListFrames", kReaders},
      {"FrameService/SignFrame", kCaseworkers},
      {"OperationsService/DeclareRestore", kClosed},
      {"OperationsService/EndRestore", kClosed},
      {"OperationsService/GetPoliciesInForce", kStaff},
      {"OperationsService/GetRestore", kClosed},
      {"OperationsService/GetStatus", kStaff},
      {"OperationsService/ListStuck", kStaff},
      // Anyone on duty may stop the worker; only operators start it again.
      {"OperationsService/Pause", kStaff},
      {"OperationsService/PreviewQuestion", kCaseworkers},
      {"OperationsService/ReconcileRestore", kClosed},
      {"OperationsService/ReleaseDemotion", kOperators},
      {"OperationsService/ReloadPolicies", kClosed},
      {"OperationsService/Resume", kOperators},
      {"OperationsService/RetryNow", kCaseworkers},
      {"OperationsService/SetMode", kDuty},
      {"OperationsService/SetSwitch", kDuty},
      {"QualityService/CompleteReview", kReviewers},
      {"QualityService/GetAgreement", kStaff},
      {"QualityService/GetErrorRates", kStaff},
      {"QualityService/GetPromotion", kStaff},
      {"QualityService/GetRubberStamps", kStaff},
      {"QualityService/GetSample", kReviewers},
      {"QualityService/ListReviews", kReviewers},
      {"QualityService/ListSampleMonths", kReviewers},
      {"QualityService/ListShadowComparisons", kReaders},
      {"QualityService/StartReview", kReviewers},
      {"QualityService/SubmitBlindReview", kReviewers},
      // Made from the terminal: the page does not show reports.
      {"ReportService/GetReport", kClosed},
      {"ReportService/StartReport", kClosed},
      {"RetentionService/GetRetention", kClosed},
      {"RetentionService/ListErasures", kClosed},
      {"RetentionService/ListHolds", kClosed},
      {"RetentionService/PlaceHold", kClosed},
      {"RetentionService/ReleaseHold", kClosed},
      {"RetentionService/RunRetention", kClosed},
      // The gateway's own question at sign-in.
      {"StaffService/IdentifyStaff", kClosed},
      {"StaffService/ListStaff", kStaff},
  };
  return kAudiences;
}

const MethodDescriptor* FindMethod(std::string_view path) {
  if (path.size() > kPathBytesMax || path.empty() || path.front() != '/') return nullptr;
  std::string name(path.substr(1));
  const std::size_t slash = name.find('/');
  if (slash == std::string::npos || name.rfind(kPackage, 0) != 0) return nullptr;
  // Names of the pool have no slash, so that only this spelling of a method finds it.
  name[slash] = '.';
  return DescriptorPool::generated_pool()->FindMethodByName(name);
}

Status CheckMayCall(const Person& person, const MethodDescriptor& method) {
  if (IsIn(AudienceOf(method), person)) return OkStatus();
  return MakeStatus(StatusCode::kPermissionDenied,
                    "the signed-in person may not call this method",
                    {.reason = "PERMISSION_DENIED",
                     .field = "",
                     .remedy = "Ask the work leader for the role in the staff directory."});
}

OperationsWay WayFor(const Person& person, const MethodDescriptor& method) {
  const Audience audience = AudienceOf(method);
  if (audience == Audience::kOperators) return OperationsWay::kNeeded;
  const bool more = audience == Audience::kDuty && IsIn(Audience::kOperators, person);
  return more ? OperationsWay::kUseful : OperationsWay::kNone;
}

}  // namespace dm::desk
