#include "medarbetare/v1/frame_service.grpc.pb.h"
#include "worker/adapters/codec/from_proto.h"
#include "worker/adapters/codec/to_proto.h"
#include "worker/adapters/grpc/page.h"
#include "worker/adapters/grpc/services.h"
#include "worker/adapters/grpc/show.h"

namespace dm::grpc_adapter {
namespace {

namespace pb = medarbetare::v1;
using codec::FieldReader;
using codec::Need;
using codec::Origin;

StatusOr<HouseholdId> ReadHousehold(const std::string& value) {
  FieldReader reader(Origin::kCaller);
  const auto id = reader.ReadId<HouseholdId>("household", value, Need::kRequired);
  DM_RETURN_IF_ERROR(reader.status());
  return id;
}

class FrameService final : public pb::FrameService::CallbackService {
 public:
  FrameService(Dispatcher& dispatcher, FrameApi& frames)
      : dispatcher_(dispatcher), frames_(frames) {}

  grpc::ServerUnaryReactor* SignFrame(grpc::CallbackServerContext* context,
                                      const pb::SignFrameRequest* request,
                                      pb::SignFrameResponse* response) override {
    return dispatcher_.Start(context, *request, [=, this](const CallContext& call) {
      return Sign(call, *request, *response);
    });
  }

  grpc::ServerUnaryReactor* GetFrame(grpc::CallbackServerContext* context,
                                     const pb::GetFrameRequest* request,
                                     pb::GetFrameResponse* response) override {
    return dispatcher_.Start(context, *request, [=, this](const CallContext& call) {
      return Get(call, *request, *response);
    });
  }

  grpc::ServerUnaryReactor* ListFrames(grpc::CallbackServerContext* context,
                                       const pb::ListFramesRequest* request,
                                       pb::ListFramesResponse* response) override {
    return dispatcher_.Start(context, *request, [=, this](const CallContext& call) {
      return List(call, *request, *response);
    });
  }

 private:
  Status Sign(const CallContext& call,
              const pb::SignFrameRequest& request,
              pb::SignFrameResponse& response) {
    FieldReader reader(Origin::kCaller);
    const Frame frame = codec::ReadMessage(reader, "frame", request.frame());
    DM_RETURN_IF_ERROR(reader.status());
    DM_ASSIGN_OR_RETURN(const Frame signed_frame, frames_.Sign(call, frame));
    *response.mutable_frame() = codec::ToProto(signed_frame);
    return OkStatus();
  }

  Status Get(const CallContext& call,
             const pb::GetFrameRequest& request,
             pb::GetFrameResponse& response) {
    DM_ASSIGN_OR_RETURN(const HouseholdId household, ReadHousehold(request.household()));
    DM_ASSIGN_OR_RETURN(const Frame frame, frames_.Get(call, household));
    *response.mutable_frame() = codec::ToProto(frame);
    return OkStatus();
  }

  Status List(const CallContext& call,
              const pb::ListFramesRequest& request,
              pb::ListFramesResponse& response) {
    DM_ASSIGN_OR_RETURN(const HouseholdId household, ReadHousehold(request.household()));
    DM_ASSIGN_OR_RETURN(const PageRequest page, ReadPage(request));
    DM_ASSIGN_OR_RETURN(const Page<Frame> frames, frames_.List(call, household, page));
    for (const Frame& frame : frames.items) *response.add_frames() = ShowFrameInList(frame);
    response.set_next_page_token(PageToken(request, frames.next));
    return OkStatus();
  }

  Dispatcher& dispatcher_;
  FrameApi& frames_;
};

}  // namespace

std::unique_ptr<grpc::Service> MakeFrameService(Dispatcher& dispatcher, FrameApi& frames) {
  return std::make_unique<FrameService>(dispatcher, frames);
}

}  // namespace dm::grpc_adapter
