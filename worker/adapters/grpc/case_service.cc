#include "medarbetare/v1/case_service.grpc.pb.h"
#include "worker/adapters/codec/explain.h"
#include "worker/adapters/codec/from_proto.h"
#include "worker/adapters/codec/to_proto.h"
#include "worker/adapters/grpc/case_filter.h"
#include "worker/adapters/grpc/fill_explanation.h"
#include "worker/adapters/grpc/page.h"
#include "worker/adapters/grpc/services.h"
#include "worker/adapters/grpc/show.h"

namespace dm::grpc_adapter {
namespace {

namespace pb = medarbetare::v1;
using codec::FieldReader;
using codec::Need;
using codec::Origin;

StatusOr<CaseId> ReadCaseId(const std::string& value) {
  FieldReader reader(Origin::kCaller);
  const auto id = reader.ReadId<CaseId>("case_id", value, Need::kRequired);
  DM_RETURN_IF_ERROR(reader.status());
  return id;
}

class CaseService final : public pb::CaseService::CallbackService {
 public:
  CaseService(Dispatcher& dispatcher, CaseApi& cases) : dispatcher_(dispatcher), cases_(cases) {}

  grpc::ServerUnaryReactor* GetCase(grpc::CallbackServerContext* context,
                                    const pb::GetCaseRequest* request,
                                    pb::GetCaseResponse* response) override {
    return dispatcher_.Start(context, *request, [=, this](const CallContext& call) {
      return Get(call, *request, *response);
    });
  }

  grpc::ServerUnaryReactor* ListCases(grpc::CallbackServerContext* context,
                                      const pb::ListCasesRequest* request,
                                      pb::ListCasesResponse* response) override {
    return dispatcher_.Start(context, *request, [=, this](const CallContext& call) {
      return List(call, *request, *response);
    });
  }

  grpc::ServerUnaryReactor* ExplainAssessment(grpc::CallbackServerContext* context,
                                              const pb::ExplainAssessmentRequest* request,
                                              pb::ExplainAssessmentResponse* response) override {
    return dispatcher_.Start(context, *request, [=, this](const CallContext& call) {
      return Explain(call, *request, *response);
    });
  }

  grpc::ServerUnaryReactor* PreviewAssessment(grpc::CallbackServerContext* context,
                                              const pb::PreviewAssessmentRequest* request,
                                              pb::PreviewAssessmentResponse* response) override {
    return dispatcher_.Start(context, *request, [=, this](const CallContext& call) {
      return Preview(call, *request, *response);
    });
  }

  grpc::ServerUnaryReactor* GetReplay(grpc::CallbackServerContext* context,
                                      const pb::GetReplayRequest* request,
                                      pb::GetReplayResponse* response) override {
    return dispatcher_.Start(context, *request, [=, this](const CallContext& call) {
      return Replay(call, *request, *response);
    });
  }

  grpc::ServerUnaryReactor* ListCaseEvents(grpc::CallbackServerContext* context,
                                           const pb::ListCaseEventsRequest* request,
                                           pb::ListCaseEventsResponse* response) override {
    return dispatcher_.Start(context, *request, [=, this](const CallContext& call) {
      return Events(call, *request, *response);
    });
  }

  grpc::ServerUnaryReactor* GetPolicySet(grpc::CallbackServerContext* context,
                                         const pb::GetPolicySetRequest* request,
                                         pb::GetPolicySetResponse* response) override {
    return dispatcher_.Start(context, *request, [=, this](const CallContext& call) {
      return PolicyOf(call, *request, *response);
    });
  }

 private:
  Status Preview(const CallContext& call,
                 const pb::PreviewAssessmentRequest& request,
                 pb::PreviewAssessmentResponse& response) {
    FieldReader reader(Origin::kCaller);
    const CaseInput input = codec::ReadMessage(reader, "input", request.input());
    DM_RETURN_IF_ERROR(reader.status());
    DM_ASSIGN_OR_RETURN(const Assessment assessment, cases_.Preview(call, input));
    *response.mutable_assessment() = codec::ToProto(assessment);
    return OkStatus();
  }

  Status Replay(const CallContext& call,
                const pb::GetReplayRequest& request,
                pb::GetReplayResponse& response) {
    DM_ASSIGN_OR_RETURN(const CaseId id, ReadCaseId(request.case_id()));
    DM_ASSIGN_OR_RETURN(ReplayMaterial material, cases_.GetReplay(call, id));
    response.set_input(std::move(material.input));
    *response.mutable_assessment() = codec::ToProto(material.assessment);
    for (const Decision& decision : material.decisions)
      *response.add_decisions() = codec::ToProto(decision);
    if (material.escalation) *response.mutable_escalation() = ShowEscalation(*material.escalation);
    return OkStatus();
  }

  Status PolicyOf(const CallContext& call,
                  const pb::GetPolicySetRequest& request,
                  pb::GetPolicySetResponse& response) {
    FieldReader reader(Origin::kCaller);
    const std::string sha256 = reader.Sha256("sha256", request.sha256());
    DM_RETURN_IF_ERROR(reader.status());
    DM_ASSIGN_OR_RETURN(*response.mutable_content(), cases_.GetPolicySet(call, sha256));
    return OkStatus();
  }

  Status Events(const CallContext& call,
                const pb::ListCaseEventsRequest& request,
                pb::ListCaseEventsResponse& response) {
    DM_ASSIGN_OR_RETURN(const CaseId id, ReadCaseId(request.case_id()));
    DM_ASSIGN_OR_RETURN(const PageRequest page, ReadPage(request));
    DM_ASSIGN_OR_RETURN(const Page<AuditRecord> events, cases_.ListEvents(call, id, page));
    for (const AuditRecord& one : events.items) *response.add_events() = codec::ToProto(one);
    response.set_next_page_token(PageToken(request, events.next));
    return OkStatus();
  }

  Status Get(const CallContext& call,
             const pb::GetCaseRequest& request,
             pb::GetCaseResponse& response) {
    DM_ASSIGN_OR_RETURN(const CaseId id, ReadCaseId(request.case_id()));
    DM_ASSIGN_OR_RETURN(const CaseRecord record, cases_.GetCase(call, id));
    *response.mutable_case_() = ShowCase(record);
    return OkStatus();
  }

  Status List(const CallContext& call,
              const pb::ListCasesRequest& request,
              pb::ListCasesResponse& response) {
    DM_ASSIGN_OR_RETURN(const CaseFilter filter, ReadCaseFilter(request));
    DM_ASSIGN_OR_RETURN(const PageRequest page, ReadPage(request));
    DM_ASSIGN_OR_RETURN(const Page<CaseSummary> cases, cases_.ListCases(call, filter, page));
    for (const CaseSummary& item : cases.items) *response.add_cases() = codec::ToProto(item);
    response.set_next_page_token(PageToken(request, cases.next));
    return OkStatus();
  }

  Status Explain(const CallContext& call,
                 const pb::ExplainAssessmentRequest& request,
                 pb::ExplainAssessmentResponse& response) {
    DM_ASSIGN_OR_RETURN(const CaseId id, ReadCaseId(request.case_id()));
    if (request.views().empty()) return ExplainShortly(call, id, response);
    return FillExplanation(cases_, call, id, request, response);
  }

  // As the first version of the contract had it: the calculation alone.
  Status ExplainShortly(const CallContext& call,
                        const CaseId& id,
                        pb::ExplainAssessmentResponse& response) {
    DM_ASSIGN_OR_RETURN(const CaseRecord record, cases_.GetCase(call, id));
    if (!record.assessment.has_value())
      return FailedPrecondition("the case has not been assessed yet",
                                {.reason = "NOT_ASSESSED",
                                 .field = "case_id",
                                 .remedy = "Ask again when the case's state is past FETCHED."});
    DM_ASSIGN_OR_RETURN(const auto rows, codec::ExplainRows(*record.assessment));
    for (const auto& row : rows) *response.add_rows() = row;
    DM_ASSIGN_OR_RETURN(*response.mutable_text(), codec::ExplainText(*record.assessment));
    return OkStatus();
  }

  Dispatcher& dispatcher_;
  CaseApi& cases_;
};

}  // namespace

std::unique_ptr<grpc::Service> MakeCaseService(Dispatcher& dispatcher, CaseApi& cases) {
  return std::make_unique<CaseService>(dispatcher, cases);
}

}  // namespace dm::grpc_adapter
