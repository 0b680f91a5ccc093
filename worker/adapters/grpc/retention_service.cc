#include "medarbetare/v1/retention_service.grpc.pb.h"
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

constexpr std::size_t kReasonCharactersMax = 300;

pb::RetentionCounts ToProto(const RetentionCounts& counts) {
  pb::RetentionCounts message;
  message.set_files(counts.files);
  message.set_due(counts.due);
  message.set_cases(counts.cases);
  message.set_frames(counts.frames);
  message.set_research(counts.research);
  message.set_birth_unknown(counts.birth_unknown);
  message.set_held(counts.held);
  message.set_open(counts.open);
  message.set_overdue(counts.overdue);
  if (counts.finish_by) message.set_finish_by(counts.finish_by->ToString());
  return message;
}

pb::Erasure ToProto(const Erasure& erasure) {
  pb::Erasure message;
  message.set_sequence(erasure.sequence);
  *message.mutable_erase_time() = codec::ToProto(erasure.at);
  message.set_actor(erasure.actor);
  message.set_cases(erasure.cases);
  message.set_frames(erasure.frames);
  message.set_records(erasure.records);
  message.set_last_entry(SwedishDate(erasure.last_entry).ToString());
  message.set_years(erasure.years);
  message.set_research(erasure.research);
  message.set_policy_sha256(erasure.policy_sha256);
  message.set_content_sha256(erasure.content_sha256);
  message.set_audit_sequence(erasure.audit_sequence);
  return message;
}

pb::Hold ToProto(const Hold& hold) {
  pb::Hold message;
  message.set_hold_id(hold.id);
  message.set_case_id(hold.case_id.value());
  message.set_reason(hold.reason);
  *message.mutable_place_time() = codec::ToProto(hold.placed_at);
  message.set_placed_by(hold.placed_by);
  if (hold.released_at) *message.mutable_release_time() = codec::ToProto(*hold.released_at);
  message.set_released_by(hold.released_by);
  return message;
}

class RetentionService final : public pb::RetentionService::CallbackService {
 public:
  RetentionService(Dispatcher& dispatcher, RetentionApi& retention)
      : dispatcher_(dispatcher), retention_(retention) {}

  grpc::ServerUnaryReactor* GetRetention(grpc::CallbackServerContext* context,
                                         const pb::GetRetentionRequest* request,
                                         pb::GetRetentionResponse* response) override {
    return dispatcher_.Start(context, *request, [=, this](const CallContext& call) -> Status {
      FieldReader reader(Origin::kCaller);
      const std::string token = reader.Code("token", request->token(), Need::kOptional);
      DM_RETURN_IF_ERROR(reader.status());
      DM_ASSIGN_OR_RETURN(const RetentionState state, retention_.State());
      DM_ASSIGN_OR_RETURN(const RetentionPart part, retention_.Look(call, token));
      *response->mutable_counts() = ToProto(part.counts);
      response->set_next_token(part.next);
      response->set_entry_before(state.entry_before.ToString());
      response->set_years(state.years);
      response->set_research(ResearchCode(state.research));
      response->set_daily(state.daily);
      if (!state.last_pass) return OkStatus();
      *response->mutable_last_pass()->mutable_finish_time() = codec::ToProto(state.last_pass->at);
      *response->mutable_last_pass()->mutable_counts() = ToProto(state.last_pass->counts);
      return OkStatus();
    });
  }

  grpc::ServerUnaryReactor* RunRetention(grpc::CallbackServerContext* context,
                                         const pb::RunRetentionRequest* request,
                                         pb::RunRetentionResponse* response) override {
    return dispatcher_.Start(context, *request, [=, this](const CallContext& call) -> Status {
      FieldReader reader(Origin::kCaller);
      const std::string actor = reader.Code("actor", request->actor(), Need::kRequired);
      const std::string token = reader.Code("token", request->token(), Need::kOptional);
      DM_RETURN_IF_ERROR(reader.status());
      DM_ASSIGN_OR_RETURN(const RetentionPart part, retention_.Run(call, actor, token));
      *response->mutable_counts() = ToProto(part.counts);
      response->set_next_token(part.next);
      return OkStatus();
    });
  }

  grpc::ServerUnaryReactor* ListErasures(grpc::CallbackServerContext* context,
                                         const pb::ListErasuresRequest* request,
                                         pb::ListErasuresResponse* response) override {
    return dispatcher_.Start(context, *request, [=, this](const CallContext& call) -> Status {
      FieldReader reader(Origin::kCaller);
      const std::optional<Date> from = reader.OptionalDate("from_day", request->from_day());
      const std::optional<Date> to = reader.OptionalDate("to_day", request->to_day());
      DM_RETURN_IF_ERROR(reader.status());
      DM_ASSIGN_OR_RETURN(const PageRequest page, ReadPage(*request));
      DM_ASSIGN_OR_RETURN(const Page<Erasure> found, retention_.Erasures(call, from, to, page));
      for (const Erasure& one : found.items) *response->add_erasures() = ToProto(one);
      response->set_next_page_token(PageToken(*request, found.next));
      return OkStatus();
    });
  }

  grpc::ServerUnaryReactor* PlaceHold(grpc::CallbackServerContext* context,
                                      const pb::PlaceHoldRequest* request,
                                      pb::PlaceHoldResponse* response) override {
    return dispatcher_.Start(context, *request, [=, this](const CallContext& call) -> Status {
      FieldReader reader(Origin::kCaller);
      const auto id = reader.ReadId<CaseId>("case_id", request->case_id(), Need::kRequired);
      const std::string actor = reader.Code("actor", request->actor(), Need::kRequired);
      const std::string reason = reader.Text("reason", request->reason(), kReasonCharactersMax);
      DM_RETURN_IF_ERROR(reader.status());
      DM_ASSIGN_OR_RETURN(const Hold hold, retention_.PlaceHold(call, id, actor, reason));
      *response->mutable_hold() = ToProto(hold);
      return OkStatus();
    });
  }

  grpc::ServerUnaryReactor* ReleaseHold(grpc::CallbackServerContext* context,
                                        const pb::ReleaseHoldRequest* request,
                                        pb::ReleaseHoldResponse* response) override {
    return dispatcher_.Start(context, *request, [=, this](const CallContext& call) -> Status {
      FieldReader reader(Origin::kCaller);
      const std::string id = reader.Code("hold_id", request->hold_id(), Need::kRequired);
      const std::string actor = reader.Code("actor", request->actor(), Need::kRequired);
      DM_RETURN_IF_ERROR(reader.status());
      DM_ASSIGN_OR_RETURN(const Hold hold, retention_.ReleaseHold(call, id, actor));
      *response->mutable_hold() = ToProto(hold);
      return OkStatus();
    });
  }

  grpc::ServerUnaryReactor* ListHolds(grpc::CallbackServerContext* context,
                                      const pb::ListHoldsRequest* request,
                                      pb::ListHoldsResponse* response) override {
    return dispatcher_.Start(context, *request, [=, this](const CallContext& call) -> Status {
      DM_ASSIGN_OR_RETURN(const PageRequest page, ReadPage(*request));
      DM_ASSIGN_OR_RETURN(const Page<Hold> found,
                          retention_.Holds(call, request->include_released(), page));
      for (const Hold& one : found.items) *response->add_holds() = ToProto(one);
      response->set_next_page_token(PageToken(*request, found.next));
      return OkStatus();
    });
  }

 private:
  Dispatcher& dispatcher_;
  RetentionApi& retention_;
};

}  // namespace

std::unique_ptr<grpc::Service> MakeRetentionService(Dispatcher& dispatcher,
                                                    RetentionApi& retention) {
  return std::make_unique<RetentionService>(dispatcher, retention);
}

}  // namespace dm::grpc_adapter
