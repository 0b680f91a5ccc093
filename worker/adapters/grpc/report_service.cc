#include "medarbetare/v1/report_service.grpc.pb.h"
#include "worker/adapters/codec/report.h"
#include "worker/adapters/grpc/services.h"

namespace dm::grpc_adapter {
namespace {

namespace pb = medarbetare::v1;
using codec::FieldReader;
using codec::Need;
using codec::Origin;

class ReportService final : public pb::ReportService::CallbackService {
 public:
  ReportService(Dispatcher& dispatcher, ReportApi& reports)
      : dispatcher_(dispatcher), reports_(reports) {}

  grpc::ServerUnaryReactor* StartReport(grpc::CallbackServerContext* context,
                                        const pb::StartReportRequest* request,
                                        pb::StartReportResponse* response) override {
    return dispatcher_.Start(context, *request, [=, this](const CallContext& call) -> Status {
      FieldReader reader(Origin::kCaller);
      ReportRequest wanted;
      wanted.actor = reader.Code("actor", request->actor(), Need::kRequired);
      wanted.from = reader.RequiredMonth("from_month", request->from_month());
      wanted.to = reader.RequiredMonth("to_month", request->to_month());
      DM_RETURN_IF_ERROR(reader.status());
      DM_ASSIGN_OR_RETURN(const ReportRun run, reports_.Start(call, wanted));
      *response->mutable_run() = codec::ToProto(run);
      return OkStatus();
    });
  }

  grpc::ServerUnaryReactor* GetReport(grpc::CallbackServerContext* context,
                                      const pb::GetReportRequest* request,
                                      pb::GetReportResponse* response) override {
    return dispatcher_.Start(context, *request, [=, this](const CallContext& call) -> Status {
      FieldReader reader(Origin::kCaller);
      const std::string id = reader.Code("report_id", request->report_id(), Need::kRequired);
      DM_RETURN_IF_ERROR(reader.status());
      DM_ASSIGN_OR_RETURN(const ReportRun run, reports_.Get(call, id));
      *response->mutable_run() = codec::ToProto(run);
      return OkStatus();
    });
  }

 private:
  Dispatcher& dispatcher_;
  ReportApi& reports_;
};

}  // namespace

std::unique_ptr<grpc::Service> MakeReportService(Dispatcher& dispatcher, ReportApi& reports) {
  return std::make_unique<ReportService>(dispatcher, reports);
}

}  // namespace dm::grpc_adapter
