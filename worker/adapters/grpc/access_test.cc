#include "worker/adapters/grpc/access.h"

#include <fstream>
#include <map>
#include <regex>
#include <set>
#include <string>

#include <google/protobuf/descriptor.h>
#include <gtest/gtest.h>

#include "medarbetare/v1/application_service.pb.h"
#include "medarbetare/v1/audit_service.pb.h"
#include "medarbetare/v1/case_service.pb.h"
#include "medarbetare/v1/contact_service.pb.h"
#include "medarbetare/v1/decision_service.pb.h"
#include "medarbetare/v1/effect_service.pb.h"
#include "medarbetare/v1/escalation_service.pb.h"
#include "medarbetare/v1/frame_service.pb.h"
#include "medarbetare/v1/operations_service.pb.h"
#include "medarbetare/v1/quality_service.pb.h"
#include "medarbetare/v1/report_service.pb.h"
#include "medarbetare/v1/retention_service.pb.h"
#include "medarbetare/v1/staff_service.pb.h"

namespace dm::grpc_adapter {
namespace {

namespace pb = medarbetare::v1;

// Default deny is worth nothing for a method that nobody remembered to list.
TEST(MethodRoles, NameEveryMethodOfTheContractAndNoOther) {
  std::size_t methods = 0;
  for (const auto* file : {pb::SubmitApplicationRequest::descriptor()->file(),
                           pb::GetAuditHeadRequest::descriptor()->file(),
                           pb::PreviewDecisionRequest::descriptor()->file(),
                           pb::GetCaseRequest::descriptor()->file(),
                           pb::ListEffectsRequest::descriptor()->file(),
                           pb::ListQueuesRequest::descriptor()->file(),
                           pb::GetFrameRequest::descriptor()->file(),
                           pb::GetSampleRequest::descriptor()->file(),
                           pb::SendMessageRequest::descriptor()->file(),
                           pb::GetStatusRequest::descriptor()->file(),
                           pb::GetReportRequest::descriptor()->file(),
                           pb::GetRetentionRequest::descriptor()->file(),
                           pb::IdentifyStaffRequest::descriptor()->file()}) {
    const auto* service = file->service(0);
    for (int i = 0; i < service->method_count(); ++i) {
      ++methods;
      const std::string name = service->method(i)->name();
      EXPECT_EQ(MethodRoles().count(name), 1U) << name;
      // The dispatcher knows a method by its request.
      EXPECT_EQ(service->method(i)->input_type()->name(), name + "Request");
    }
  }
  EXPECT_EQ(MethodRoles().size(), methods);
}

using RoleNames = std::map<std::string, std::set<std::string>>;  // methods of each role

RoleNames MethodsByRole() {
  const std::map<Role, std::string> names = {{Role::kCaseSystem, "case_system"},
                                             {Role::kCaseworker, "caseworker"},
                                             {Role::kCleared, "cleared"},
                                             {Role::kOperations, "operations"},
                                             {Role::kPolicy, "policy"},
                                             {Role::kAuditor, "auditor"}};
  RoleNames methods;
  for (const auto& [role, name] : names) methods[name];
  for (const auto& [method, roles] : MethodRoles())
    for (const Role role : roles) methods[names.at(role)].insert(method);
  return methods;
}

// "- `role`: …", and of each the line "  Calls: `A`, `B`."
RoleNames DocumentedMethods() {
  std::ifstream document(DM_SOURCE_DIR "/docs/operating/configuration.md");
  const std::regex quoted("`([A-Za-z_]+)`");
  RoleNames methods;
  std::string role;
  bool listed = false;
  for (std::string line; std::getline(document, line) && line != "## The audit chain";) {
    listed = listed || line.starts_with("The roles, and what each may call");
    std::smatch first;
    if (!listed || !std::regex_search(line, first, quoted)) continue;
    if (line.starts_with("- `")) methods[role = first[1].str()];
    if (!line.starts_with("  Calls: ")) continue;
    for (std::sregex_iterator it(line.begin(), line.end(), quoted), end; it != end; ++it)
      methods[role].insert((*it)[1].str());
  }
  return methods;
}

// Who gives a role by the document gives what stands there, and no more.
TEST(MethodRoles, AreWhatTheDocumentSaysOfEachRole) {
  EXPECT_EQ(DocumentedMethods(), MethodsByRole());
}

TEST(Access, DeniesUnknownCallersMethodsAndRoles) {
  const Access access({{"urn:a", {Role::kCaseSystem}}});
  EXPECT_TRUE(access.Check("urn:a", "SubmitApplication").ok());
  EXPECT_FALSE(access.Check("urn:a", "SetMode").ok());
  EXPECT_FALSE(access.Check("urn:b", "SubmitApplication").ok());
  EXPECT_FALSE(access.Check("urn:a", "NoSuchMethod").ok());
  EXPECT_FALSE(access.Check("", "SubmitApplication").ok());
}

TEST(Access, OperationsLookAtQuestionsAndRetryButSeeNoCase) {
  const Access access({{"urn:ops", {Role::kOperations}}, {"urn:system", {Role::kCaseSystem}}});
  for (const char* method : {"GetStatus",
                             "PreviewQuestion",
                             "RetryNow",
                             "ListStuck",
                             "ReloadPolicies",
                             "GetPoliciesInForce"})
    EXPECT_TRUE(access.Check("urn:ops", method).ok()) << method;
  for (const char* method :
       {"GetCase", "ListCases", "ExplainAssessment", "PreviewAssessment", "GetEscalation"})
    EXPECT_FALSE(access.Check("urn:ops", method).ok()) << method;
  for (const char* method : {"PreviewQuestion", "RetryNow", "ListStuck", "ReloadPolicies"})
    EXPECT_FALSE(access.Check("urn:system", method).ok()) << method;
}

TEST(Access, AnyoneOnDutyMayLowerAndOnlyOperationsMayRaise) {
  const Access access({{"urn:ops", {Role::kOperations}}, {"urn:desk", {Role::kCaseworker}}});
  for (const char* method : {"SetMode", "SetSwitch", "Pause", "GetPromotion", "GetErrorRates"}) {
    EXPECT_TRUE(access.Check("urn:desk", method).ok()) << method;
    EXPECT_TRUE(access.Check("urn:ops", method).ok()) << method;
  }
  EXPECT_FALSE(access.Check("urn:desk", "ReleaseDemotion").ok());
  EXPECT_FALSE(access.IsOperations("urn:desk"));
  EXPECT_TRUE(access.IsOperations("urn:ops"));
  EXPECT_FALSE(access.IsOperations("urn:unknown"));
  // Operations see no case facts: reviews and comparisons are not theirs.
  for (const char* method : {"StartReview", "ListReviews", "ListShadowComparisons"}) {
    EXPECT_FALSE(access.Check("urn:ops", method).ok()) << method;
  }
}

TEST(Access, ClearedAloneCallsNothing) {
  const Access access({{"urn:a", {Role::kCleared}}});
  for (const auto& [method, roles] : MethodRoles())
    EXPECT_FALSE(access.Check("urn:a", method).ok()) << method;
}

TEST(Access, WithoutCallersEveryCertificateHasEveryRoleButCleared) {
  const Access access({});
  EXPECT_TRUE(access.Check("urn:a", "SetMode").ok());
  EXPECT_FALSE(access.IsCleared("urn:a"));
  EXPECT_TRUE(access.IsCleared(kDevelopmentCaller));
}

TEST(Access, RefusesCallerAndMethodWithTheSameWords) {
  const Access access({{"urn:a", {Role::kCaseSystem}}});
  EXPECT_EQ(access.Check("urn:b", "SetMode"), access.Check("urn:a", "SetMode"));
}

}  // namespace
}  // namespace dm::grpc_adapter
