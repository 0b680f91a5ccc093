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
  FrameService(Dispatcher& dispatcher, FrameApi& frames, FrameDeskApi* desk)
      : dispatcher_(dispatcher), frames_(frames), desk_(desk) {}

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

  grpc::ServerUnaryReactor* DraftFrame(grpc::CallbackServerContext* context,
                                       const pb::DraftFrameRequest* request,
                                       pb::DraftFrameResponse* response) override {
    return dispatcher_.Start(context, *request, [=, this](const CallContext& call) {
      return Draft(call, *request, *response);
    });
  }

  grpc::ServerUnaryReactor* CheckFrame(grpc::CallbackServerContext* context,
                                       const pb::CheckFrameRequest* request,
                                       pb::CheckFrameResponse* response) override {
    return dispatcher_.Start(context, *request, [=, this](const CallContext& call) {
      return Check(call, *request, *response);
    });
  }

  grpc::ServerUnaryReactor* EndFrame(grpc::CallbackServerContext* context,
                                     const pb::EndFrameRequest* request,
                                     pb::EndFrameResponse* response) override {
    return dispatcher_.Start(context, *request, [=, this](const CallContext& call) {
      return End(call, *request, *response);
    });
  }

  grpc::ServerUnaryReactor* CompareFrames(grpc::CallbackServerContext* context,
                                          const pb::CompareFramesRequest* request,
                                          pb::CompareFramesResponse* response) override {
    return dispatcher_.Start(context, *request, [=, this](const CallContext& call) {
      return Compare(call, *request, *response);
    });
  }

 private:
  Status Sign(const CallContext& call,
              const pb::SignFrameRequest& request,
              pb::SignFrameResponse& response) {
    FieldReader reader(Origin::kCaller);
    Frame frame = codec::ReadMessage(reader, "frame", request.frame());
    const int based_on = reader.Int("based_on_version", request.based_on_version(), 0, 1'000'000);
    // A frame that states a version is stored as that one, or not at all.
    frame.version = request.has_based_on_version() ? based_on + 1 : 0;
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
    if (desk_ == nullptr) return OkStatus();
    DM_ASSIGN_OR_RETURN(*response.mutable_state(), StateOf(call, frame));
    return OkStatus();
  }

  StatusOr<pb::FrameState> StateOf(const CallContext& call, const Frame& frame) {
    DM_ASSIGN_OR_RETURN(const FrameState state, desk_->StateOf(call, frame));
    pb::FrameState message;
    message.set_standing(codec::EnumToProto(state.standing));
    if (state.since) message.set_since(state.since->ToString());
    message.set_text(state.text);
    if (!frame.ended) return message;
    message.set_ended_by(frame.ended->ended_by);
    message.set_reason(frame.ended->reason);
    message.set_note(frame.ended->note);
    return message;
  }

  Status NoDesk() const {
    if (desk_ != nullptr) return OkStatus();
    return MakeStatus(StatusCode::kUnimplemented,
                      "the server does not answer this call",
                      {.reason = "UNIMPLEMENTED", .field = "", .remedy = "Call the worker."});
  }

  template <typename Problems>
  static void FillProblems(const std::vector<FrameProblem>& problems, Problems* messages) {
    for (const FrameProblem& problem : problems) {
      auto& message = *messages->Add();
      message.set_reason(problem.reason);
      message.set_field(problem.field);
      message.set_text(problem.text);
      message.set_remedy(problem.remedy);
    }
  }

  Status Draft(const CallContext& call,
               const pb::DraftFrameRequest& request,
               pb::DraftFrameResponse& response) {
    DM_RETURN_IF_ERROR(NoDesk());
    FieldReader reader(Origin::kCaller);
    FrameDraftRequest from;
    if (!request.case_id().empty())
      from.case_id = reader.ReadId<CaseId>("case_id", request.case_id(), Need::kRequired);
    if (!request.household().empty())
      from.household =
          reader.ReadId<HouseholdId>("household", request.household(), Need::kRequired);
    if (from.case_id.has_value() == from.household.has_value())
      reader.Fail("case_id",
                  "FIELD_REQUIRED",
                  "is set, or `household` is, never both",
                  "Send one of the two.");
    DM_RETURN_IF_ERROR(reader.status());
    DM_ASSIGN_OR_RETURN(const FrameDraft draft, desk_->Draft(call, from));
    *response.mutable_frame() = codec::ToProto(draft.frame);
    response.mutable_frame()->clear_signed_at();
    FillProblems(draft.to_fill, response.mutable_to_fill());
    response.set_based_on_version(draft.based_on);
    return OkStatus();
  }

  Status Check(const CallContext& call,
               const pb::CheckFrameRequest& request,
               pb::CheckFrameResponse& response) {
    DM_RETURN_IF_ERROR(NoDesk());
    FieldReader reader(Origin::kCaller);
    const Frame frame = codec::ReadMessage(reader, "frame", request.frame());
    DM_RETURN_IF_ERROR(reader.status());
    DM_ASSIGN_OR_RETURN(const std::vector<FrameProblem> problems, desk_->Check(call, frame));
    FillProblems(problems, response.mutable_problems());
    return OkStatus();
  }

  Status End(const CallContext& call,
             const pb::EndFrameRequest& request,
             pb::EndFrameResponse& response) {
    DM_RETURN_IF_ERROR(NoDesk());
    FieldReader reader(Origin::kCaller);
    EndFrameRequest end;
    end.household = reader.ReadId<HouseholdId>("household", request.household(), Need::kRequired);
    end.version = reader.Int("version", request.version(), 1, 1'000'000);
    end.actor = reader.Code("actor", request.actor(), Need::kRequired);
    end.mandate = reader.Line("mandate", request.mandate(), codec::kLineBytesMax, Need::kRequired);
    end.reason = reader.Code("reason", request.reason(), Need::kRequired);
    end.note = reader.Text("note", request.note(), codec::kReasonCharactersMax);
    DM_RETURN_IF_ERROR(reader.status());
    DM_ASSIGN_OR_RETURN(const Frame frame, desk_->End(call, end));
    *response.mutable_frame() = codec::ToProto(frame);
    DM_ASSIGN_OR_RETURN(*response.mutable_state(), StateOf(call, frame));
    return OkStatus();
  }

  Status Compare(const CallContext& call,
                 const pb::CompareFramesRequest& request,
                 pb::CompareFramesResponse& response) {
    DM_RETURN_IF_ERROR(NoDesk());
    DM_ASSIGN_OR_RETURN(const HouseholdId household, ReadHousehold(request.household()));
    DM_ASSIGN_OR_RETURN(
        const std::vector<std::string> differences,
        desk_->Compare(call, household, request.from_version(), request.to_version()));
    for (const std::string& difference : differences) response.add_differences(difference);
    return OkStatus();
  }

  Status List(const CallContext& call,
              const pb::ListFramesRequest& request,
              pb::ListFramesResponse& response) {
    DM_ASSIGN_OR_RETURN(const HouseholdId household, ReadHousehold(request.household()));
    DM_ASSIGN_OR_RETURN(const PageRequest page, ReadPage(request));
    DM_ASSIGN_OR_RETURN(const Page<Frame> frames, frames_.List(call, household, page));
    for (const Frame& frame : frames.items) {
      *response.add_frames() = ShowFrameInList(frame);
      if (desk_ == nullptr) continue;
      DM_ASSIGN_OR_RETURN(*response.add_states(), StateOf(call, frame));
    }
    response.set_next_page_token(PageToken(request, frames.next));
    return OkStatus();
  }

  Dispatcher& dispatcher_;
  FrameApi& frames_;
  FrameDeskApi* desk_;
};

}  // namespace

std::unique_ptr<grpc::Service> MakeFrameService(Dispatcher& dispatcher,
                                                FrameApi& frames,
                                                FrameDeskApi* desk) {
  return std::make_unique<FrameService>(dispatcher, frames, desk);
}

}  // namespace dm::grpc_adapter
