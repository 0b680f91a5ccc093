#include "medarbetare/v1/staff_service.grpc.pb.h"
#include "worker/adapters/codec/field_reader.h"
#include "worker/adapters/codec/to_proto.h"
#include "worker/adapters/grpc/page.h"
#include "worker/adapters/grpc/services.h"

namespace dm::grpc_adapter {
namespace {

namespace pb = medarbetare::v1;
using codec::FieldReader;
using codec::Need;
using codec::Origin;

class StaffService final : public pb::StaffService::CallbackService {
 public:
  StaffService(Dispatcher& dispatcher, StaffApi& staff) : dispatcher_(dispatcher), staff_(staff) {}

  grpc::ServerUnaryReactor* ListStaff(grpc::CallbackServerContext* context,
                                      const pb::ListStaffRequest* request,
                                      pb::ListStaffResponse* response) override {
    return dispatcher_.Start(context, *request, [=, this](const CallContext& call) -> Status {
      FieldReader reader(Origin::kCaller);
      StaffFilter filter;
      filter.queue = reader.Code("queue", request->queue(), Need::kOptional);
      filter.include_out_of_service = request->include_out_of_service();
      DM_RETURN_IF_ERROR(reader.status());
      DM_ASSIGN_OR_RETURN(const PageRequest page, ReadPage(*request));
      DM_ASSIGN_OR_RETURN(const StaffPage found, staff_.ListStaff(call, filter, page));
      for (const StaffMember& one : found.page.items)
        *response->add_staff() = codec::ToProto(one, found.today);
      response->set_next_page_token(PageToken(*request, found.page.next));
      response->set_configured(found.configured);
      return OkStatus();
    });
  }

  grpc::ServerUnaryReactor* IdentifyStaff(grpc::CallbackServerContext* context,
                                          const pb::IdentifyStaffRequest* request,
                                          pb::IdentifyStaffResponse* response) override {
    return dispatcher_.Start(context, *request, [=, this](const CallContext& call) -> Status {
      FieldReader reader(Origin::kCaller);
      const std::string identity =
          reader.Line("identity", request->identity(), codec::kLineBytesMax, Need::kRequired);
      DM_RETURN_IF_ERROR(reader.status());
      DM_ASSIGN_OR_RETURN(const IdentifiedStaff found, staff_.Identify(call, identity));
      *response->mutable_staff() = codec::ToProto(found.member, found.today);
      return OkStatus();
    });
  }

 private:
  Dispatcher& dispatcher_;
  StaffApi& staff_;
};

}  // namespace

std::unique_ptr<grpc::Service> MakeStaffService(Dispatcher& dispatcher, StaffApi& staff) {
  return std::make_unique<StaffService>(dispatcher, staff);
}

}  // namespace dm::grpc_adapter
