#include "medarbetare/v1/application_service.grpc.pb.h"
#include "worker/adapters/codec/from_proto.h"
#include "worker/adapters/codec/to_proto.h"
#include "worker/adapters/grpc/case_filter.h"
#include "worker/adapters/grpc/page.h"
#include "worker/adapters/grpc/services.h"

namespace dm::grpc_adapter {
namespace {

namespace pb = medarbetare::v1;
using codec::FieldReader;
using codec::Need;
using codec::Origin;

constexpr int kAnswersMax = 20;

class ApplicationService final : public pb::ApplicationService::CallbackService {
 public:
  ApplicationService(Dispatcher& dispatcher, IntakeApi& intake, CaseApi& cases)
      : dispatcher_(dispatcher), intake_(intake), cases_(cases) {}

  grpc::ServerUnaryReactor* SubmitApplication(grpc::CallbackServerContext* context,
                                              const pb::SubmitApplicationRequest* request,
                                              pb::SubmitApplicationResponse* response) override {
    return dispatcher_.Start(context, *request, [=, this](const CallContext& call) {
      return Submit(call, *request, *response);
    });
  }

  grpc::ServerUnaryReactor* GetApplication(grpc::CallbackServerContext* context,
                                           const pb::GetApplicationRequest* request,
                                           pb::GetApplicationResponse* response) override {
    return dispatcher_.Start(context, *request, [=, this](const CallContext& call) {
      return Get(call, *request, *response);
    });
  }

  grpc::ServerUnaryReactor* ListApplications(grpc::CallbackServerContext* context,
                                             const pb::ListApplicationsRequest* request,
                                             pb::ListApplicationsResponse* response) override {
    return dispatcher_.Start(context, *request, [=, this](const CallContext& call) {
      return List(call, *request, *response);
    });
  }

  grpc::ServerUnaryReactor* AddDocument(grpc::CallbackServerContext* context,
                                        const pb::AddDocumentRequest* request,
                                        pb::AddDocumentResponse* response) override {
    return dispatcher_.Start(context, *request, [=, this](const CallContext& call) {
      return Add(call, *request, *response);
    });
  }

 private:
  Status Submit(const CallContext& call,
                const pb::SubmitApplicationRequest& request,
                pb::SubmitApplicationResponse& response) {
    FieldReader reader(Origin::kCaller);
    const Application application =
        codec::ReadMessage(reader, "application", request.application());
    const History history = codec::ReadMessage(reader, "history", request.history());
    DM_RETURN_IF_ERROR(reader.status());
    DM_ASSIGN_OR_RETURN(const Accepted accepted, intake_.Submit(call, application, history));
    response.set_case_id(accepted.case_id.value());
    return OkStatus();
  }

  Status Get(const CallContext& call,
             const pb::GetApplicationRequest& request,
             pb::GetApplicationResponse& response) {
    FieldReader reader(Origin::kCaller);
    const auto id =
        reader.ReadId<ApplicationId>("application_id", request.application_id(), Need::kRequired);
    DM_RETURN_IF_ERROR(reader.status());
    DM_ASSIGN_OR_RETURN(const CaseRecord record, cases_.GetByApplication(call, id));
    *response.mutable_application() = codec::ToProto(record.application);
    response.set_case_id(record.id.value());
    response.set_state(codec::EnumToProto(record.state));
    return OkStatus();
  }

  Status List(const CallContext& call,
              const pb::ListApplicationsRequest& request,
              pb::ListApplicationsResponse& response) {
    DM_ASSIGN_OR_RETURN(const CaseFilter filter, ReadCaseFilter(request));
    DM_ASSIGN_OR_RETURN(const PageRequest page, ReadPage(request));
    DM_ASSIGN_OR_RETURN(const Page<CaseSummary> cases, cases_.ListCases(call, filter, page));
    for (const CaseSummary& item : cases.items) *response.add_applications() = codec::ToProto(item);
    response.set_next_page_token(PageToken(request, cases.next));
    return OkStatus();
  }

  Status Add(const CallContext& call,
             const pb::AddDocumentRequest& request,
             pb::AddDocumentResponse& response) {
    FieldReader reader(Origin::kCaller);
    const auto id = reader.ReadId<CaseId>("case_id", request.case_id(), Need::kRequired);
    NewDocument added;
    added.document = codec::ReadMessage(reader, "document", request.document());
    added.file = codec::ReadMessage(reader, "file", request.file());
    added.head = request.head();
    if (reader.Count("answers", request.answers_size(), kAnswersMax))
      added.answers.assign(request.answers().begin(), request.answers().end());
    DM_RETURN_IF_ERROR(reader.status());
    DM_ASSIGN_OR_RETURN(const AddedDocument stored, intake_.AddDocument(call, id, added));
    if (stored.record.id.empty()) return OkStatus();  // not for the caller to see
    response.set_state(codec::EnumToProto(stored.record.state));
    response.set_version(stored.record.version);
    response.set_joins_next_application(stored.joins_next);
    if (stored.joined) response.set_joined_case_id(stored.joined->value());
    return OkStatus();
  }

  Dispatcher& dispatcher_;
  IntakeApi& intake_;
  CaseApi& cases_;
};

}  // namespace

std::unique_ptr<grpc::Service> MakeApplicationService(Dispatcher& dispatcher,
                                                      IntakeApi& intake,
                                                      CaseApi& cases) {
  return std::make_unique<ApplicationService>(dispatcher, intake, cases);
}

}  // namespace dm::grpc_adapter
