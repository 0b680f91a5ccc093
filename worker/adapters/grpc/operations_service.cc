#include "medarbetare/v1/operations_service.grpc.pb.h"
#include "worker/adapters/codec/enums.h"
#include "worker/adapters/codec/field_reader.h"
#include "worker/adapters/codec/quality.h"
#include "worker/adapters/codec/to_proto.h"
#include "worker/adapters/grpc/page.h"
#include "worker/adapters/grpc/restore_calls.h"
#include "worker/adapters/grpc/services.h"

namespace dm::grpc_adapter {
namespace {

namespace pb = medarbetare::v1;
using codec::FieldReader;
using codec::Need;
using codec::Origin;

std::string ReadReason(FieldReader& reader, const std::string& value) {
  if (value.empty())
    reader.Fail("reason", "FIELD_REQUIRED", "is required", "Say why, without person data.");
  return reader.Text("reason", value, codec::kReasonCharactersMax);
}

// Empty, or 64 characters 0-9 a-f.
std::string ReadDigest(FieldReader& reader, const char* field, const std::string& value) {
  constexpr std::size_t kDigits = 64;
  if (!value.empty() && (value.size() != kDigits ||
                         value.find_first_not_of("0123456789abcdef") != std::string::npos)) {
    reader.Fail(field,
                "FIELD_INVALID",
                "is no digest",
                "Give the 64 characters 0-9 a-f that policy check prints.");
  }
  return value;
}

class OperationsService final : public pb::OperationsService::CallbackService {
 public:
  OperationsService(Dispatcher& dispatcher, OperationsApi& operations, RestoreApi* restores)
      : dispatcher_(dispatcher), operations_(operations), restores_(restores) {}

  grpc::ServerUnaryReactor* GetStatus(grpc::CallbackServerContext* context,
                                      const pb::GetStatusRequest* request,
                                      pb::GetStatusResponse* response) override {
    return dispatcher_.Start(
        context, *request, [=, this](const CallContext& call) { return Get(call, *response); });
  }

  grpc::ServerUnaryReactor* Pause(grpc::CallbackServerContext* context,
                                  const pb::PauseRequest* request,
                                  pb::PauseResponse* response) override {
    return dispatcher_.Start(context, *request, [=, this](const CallContext& call) {
      return SetPause(call, true, *request, *response);
    });
  }

  grpc::ServerUnaryReactor* Resume(grpc::CallbackServerContext* context,
                                   const pb::ResumeRequest* request,
                                   pb::ResumeResponse* response) override {
    return dispatcher_.Start(context, *request, [=, this](const CallContext& call) {
      return SetPause(call, false, *request, *response);
    });
  }

  grpc::ServerUnaryReactor* SetMode(grpc::CallbackServerContext* context,
                                    const pb::SetModeRequest* request,
                                    pb::SetModeResponse* response) override {
    return dispatcher_.Start(context, *request, [=, this](const CallContext& call) {
      return Set(call, *request, *response);
    });
  }

  grpc::ServerUnaryReactor* SetSwitch(grpc::CallbackServerContext* context,
                                      const pb::SetSwitchRequest* request,
                                      pb::SetSwitchResponse* response) override {
    return dispatcher_.Start(context, *request, [=, this](const CallContext& call) {
      return Switched(call, *request, *response);
    });
  }

  grpc::ServerUnaryReactor* ReleaseDemotion(grpc::CallbackServerContext* context,
                                            const pb::ReleaseDemotionRequest* request,
                                            pb::ReleaseDemotionResponse* response) override {
    return dispatcher_.Start(context, *request, [=, this](const CallContext& call) {
      return Release(call, *request, *response);
    });
  }

  grpc::ServerUnaryReactor* PreviewQuestion(grpc::CallbackServerContext* context,
                                            const pb::PreviewQuestionRequest* request,
                                            pb::PreviewQuestionResponse* response) override {
    return dispatcher_.Start(context, *request, [=, this](const CallContext& call) {
      return Preview(call, *request, *response);
    });
  }

  grpc::ServerUnaryReactor* RetryNow(grpc::CallbackServerContext* context,
                                     const pb::RetryNowRequest* request,
                                     pb::RetryNowResponse* response) override {
    return dispatcher_.Start(context, *request, [=, this](const CallContext& call) {
      return Retry(call, *request, *response);
    });
  }

  grpc::ServerUnaryReactor* ReloadPolicies(grpc::CallbackServerContext* context,
                                           const pb::ReloadPoliciesRequest* request,
                                           pb::ReloadPoliciesResponse* response) override {
    return dispatcher_.Start(context, *request, [=, this](const CallContext& call) {
      return Reload(call, *request, *response);
    });
  }

  grpc::ServerUnaryReactor* GetPoliciesInForce(grpc::CallbackServerContext* context,
                                               const pb::GetPoliciesInForceRequest* request,
                                               pb::GetPoliciesInForceResponse* response) override {
    return dispatcher_.Start(
        context, *request, [=, this](const CallContext& call) { return InForce(call, *response); });
  }

  grpc::ServerUnaryReactor* ListStuck(grpc::CallbackServerContext* context,
                                      const pb::ListStuckRequest* request,
                                      pb::ListStuckResponse* response) override {
    return dispatcher_.Start(context, *request, [=, this](const CallContext& call) {
      return Stuck(call, *request, *response);
    });
  }

  grpc::ServerUnaryReactor* GetRestore(grpc::CallbackServerContext* context,
                                       const pb::GetRestoreRequest* request,
                                       pb::GetRestoreResponse* response) override {
    return dispatcher_.Start(context, *request, [=, this](const CallContext& call) {
      return grpc_adapter::GetRestore(restores_, call, *response);
    });
  }

  grpc::ServerUnaryReactor* DeclareRestore(grpc::CallbackServerContext* context,
                                           const pb::DeclareRestoreRequest* request,
                                           pb::DeclareRestoreResponse* response) override {
    return dispatcher_.Start(context, *request, [=, this](const CallContext& call) {
      return grpc_adapter::DeclareRestore(restores_, call, *request, *response);
    });
  }

  grpc::ServerUnaryReactor* ReconcileRestore(grpc::CallbackServerContext* context,
                                             const pb::ReconcileRestoreRequest* request,
                                             pb::ReconcileRestoreResponse* response) override {
    return dispatcher_.Start(context, *request, [=, this](const CallContext& call) {
      return grpc_adapter::ReconcileRestore(restores_, call, *request, *response);
    });
  }

  grpc::ServerUnaryReactor* EndRestore(grpc::CallbackServerContext* context,
                                       const pb::EndRestoreRequest* request,
                                       pb::EndRestoreResponse* response) override {
    return dispatcher_.Start(context, *request, [=, this](const CallContext& call) {
      return grpc_adapter::EndRestore(restores_, call, *request, *response);
    });
  }

 private:
  Status Get(const CallContext& call, pb::GetStatusResponse& response) {
    DM_ASSIGN_OR_RETURN(const WorkerStatus status, operations_.GetStatus(call));
    *response.mutable_status() = codec::ToProto(status);
    return OkStatus();
  }

  template <typename Request, typename Response>
  Status SetPause(const CallContext& call,
                  bool paused,
                  const Request& request,
                  Response& response) {
    FieldReader reader(Origin::kCaller);
    const std::string actor = reader.Code("actor", request.actor(), Need::kRequired);
    const std::string reason = ReadReason(reader, request.reason());
    DM_RETURN_IF_ERROR(reader.status());
    DM_ASSIGN_OR_RETURN(const WorkerStatus status,
                        operations_.SetPause(call, paused, actor, reason));
    *response.mutable_status() = codec::ToProto(status);
    return OkStatus();
  }

  Status Set(const CallContext& call,
             const pb::SetModeRequest& request,
             pb::SetModeResponse& response) {
    FieldReader reader(Origin::kCaller);
    const std::string typfall = reader.Code("typfall", request.typfall(), Need::kRequired);
    const Mode mode = reader.Enum<Mode>("mode", request.mode());
    const std::string actor = reader.Code("actor", request.actor(), Need::kRequired);
    const std::string reason = ReadReason(reader, request.reason());
    const std::string delegation =
        reader.Line("delegation", request.delegation(), codec::kLineBytesMax);
    DM_RETURN_IF_ERROR(reader.status());
    DM_ASSIGN_OR_RETURN(const TypfallStatus status,
                        operations_.SetMode(call, typfall, mode, actor, reason, delegation));
    *response.mutable_typfall() = codec::ToProto(status);
    return OkStatus();
  }

  Status Switched(const CallContext& call,
                  const pb::SetSwitchRequest& request,
                  pb::SetSwitchResponse& response) {
    FieldReader reader(Origin::kCaller);
    Switch changed;
    changed.kind = reader.Enum<SwitchKind>("kind", request.kind());
    changed.name = reader.Code("name", request.name(), Need::kRequired);
    changed.actor = reader.Code("actor", request.actor(), Need::kRequired);
    changed.reason = ReadReason(reader, request.reason());
    DM_RETURN_IF_ERROR(reader.status());
    DM_ASSIGN_OR_RETURN(const std::vector<Switch> off,
                        operations_.SetSwitch(call, changed, request.on()));
    for (const Switch& one : off) *response.add_switched_off() = codec::ToProto(one);
    return OkStatus();
  }

  Status Release(const CallContext& call,
                 const pb::ReleaseDemotionRequest& request,
                 pb::ReleaseDemotionResponse& response) {
    FieldReader reader(Origin::kCaller);
    const std::string typfall = reader.Code("typfall", request.typfall(), Need::kRequired);
    const std::string actor = reader.Code("actor", request.actor(), Need::kRequired);
    const std::string reason = ReadReason(reader, request.reason());
    DM_RETURN_IF_ERROR(reader.status());
    DM_ASSIGN_OR_RETURN(const TypfallStatus status,
                        operations_.ReleaseDemotion(call, typfall, actor, reason));
    *response.mutable_typfall() = codec::ToProto(status);
    return OkStatus();
  }

  Status Preview(const CallContext& call,
                 const pb::PreviewQuestionRequest& request,
                 pb::PreviewQuestionResponse& response) {
    FieldReader reader(Origin::kCaller);
    const auto id = reader.ReadId<CaseId>("case_id", request.case_id(), Need::kRequired);
    DM_RETURN_IF_ERROR(reader.status());
    DM_ASSIGN_OR_RETURN(const std::vector<QuestionPreview> previews,
                        operations_.PreviewQuestion(call, id));
    for (const QuestionPreview& one : previews) *response.add_questions() = codec::ToProto(one);
    return OkStatus();
  }

  Status Retry(const CallContext& call,
               const pb::RetryNowRequest& request,
               pb::RetryNowResponse& response) {
    FieldReader reader(Origin::kCaller);
    std::optional<CaseId> id;
    if (!request.case_id().empty())
      id = reader.ReadId<CaseId>("case_id", request.case_id(), Need::kRequired);
    const std::string actor = reader.Code("actor", request.actor(), Need::kRequired);
    DM_RETURN_IF_ERROR(reader.status());
    DM_ASSIGN_OR_RETURN(const RetriedCases retried, operations_.RetryNow(call, id, actor));
    for (const CaseId& one : retried.cases) response.add_case_ids(one.value());
    response.set_more(retried.more);
    return OkStatus();
  }

  Status Reload(const CallContext& call,
                const pb::ReloadPoliciesRequest& request,
                pb::ReloadPoliciesResponse& response) {
    FieldReader reader(Origin::kCaller);
    ReloadRequest asked;
    asked.actor = reader.Code("actor", request.actor(), Need::kRequired);
    asked.dry_run = request.dry_run() ? DryRun::kYes : DryRun::kNo;
    if (!request.dry_run() || !request.reason().empty()) {
      asked.reason = ReadReason(reader, request.reason());
    }
    asked.expected_sha256 = ReadDigest(reader, "expected_sha256", request.expected_sha256());
    DM_RETURN_IF_ERROR(reader.status());
    DM_ASSIGN_OR_RETURN(const PolicyReload reload, operations_.ReloadPolicies(call, asked));
    response.set_outcome(codec::EnumToProto(reload.outcome));
    *response.mutable_before() = codec::ToProto(reload.before);
    *response.mutable_after() = codec::ToProto(reload.after);
    for (const PolicyProblem& one : reload.problems) {
      *response.add_problems() = codec::ToProto(one);
    }
    response.set_problem_count(reload.problem_count);
    return OkStatus();
  }

  Status InForce(const CallContext& call, pb::GetPoliciesInForceResponse& response) {
    DM_ASSIGN_OR_RETURN(const PoliciesInForce policies, operations_.GetPoliciesInForce(call));
    *response.mutable_policies() = codec::ToProto(policies);
    return OkStatus();
  }

  Status Stuck(const CallContext& call,
               const pb::ListStuckRequest& request,
               pb::ListStuckResponse& response) {
    DM_ASSIGN_OR_RETURN(const PageRequest page, ReadPage(request));
    DM_ASSIGN_OR_RETURN(const Page<StuckCase> stuck, operations_.ListStuck(call, page));
    for (const StuckCase& one : stuck.items) *response.add_cases() = codec::ToProto(one);
    response.set_next_page_token(PageToken(request, stuck.next));
    return OkStatus();
  }

  Dispatcher& dispatcher_;
  OperationsApi& operations_;
  RestoreApi* restores_;
};

}  // namespace

std::unique_ptr<grpc::Service> MakeOperationsService(Dispatcher& dispatcher,
                                                     OperationsApi& operations,
                                                     RestoreApi* restores) {
  return std::make_unique<OperationsService>(dispatcher, operations, restores);
}

}  // namespace dm::grpc_adapter
