#include "medarbetare/v1/effect_service.grpc.pb.h"
#include "worker/adapters/codec/from_proto.h"
#include "worker/adapters/codec/to_proto.h"
#include "worker/adapters/grpc/page.h"
#include "worker/adapters/grpc/services.h"

namespace dm::grpc_adapter {
namespace {

namespace pb = medarbetare::v1;
using codec::FieldReader;
using codec::Need;
using codec::Origin;

StatusOr<Acknowledgement> ReadAcknowledgement(const pb::AcknowledgeEffectRequest& request) {
  FieldReader reader(Origin::kCaller);
  Acknowledgement said;
  said.id = reader.ReadId<EffectId>("effect_id", request.effect_id(), Need::kRequired);
  said.accepted = request.accepted();
  said.reference =
      reader.ReadId<Id<struct ReferenceTag>>("reference", request.reference(), Need::kOptional)
          .value();
  said.error_code =
      reader
          .ReadId<Id<struct ErrorCodeTag>>("error_code",
                                           request.error_code(),
                                           request.accepted() ? Need::kOptional : Need::kRequired)
          .value();
  if (request.accepted() && !said.error_code.empty())
    reader.Fail("error_code", "FIELD_INVALID", "goes with a refusal", "Leave it out, or refuse.");
  said.amount = reader.OptionalMoney("amount", request.has_amount(), request.amount(), 1);
  DM_RETURN_IF_ERROR(reader.status());
  return said;
}

class EffectService final : public pb::EffectService::CallbackService {
 public:
  EffectService(Dispatcher& dispatcher, EffectApi& effects)
      : dispatcher_(dispatcher), effects_(effects) {}

  grpc::ServerUnaryReactor* ListEffects(grpc::CallbackServerContext* context,
                                        const pb::ListEffectsRequest* request,
                                        pb::ListEffectsResponse* response) override {
    return dispatcher_.Start(context, *request, [=, this](const CallContext& call) {
      return List(call, *request, *response);
    });
  }

  grpc::ServerUnaryReactor* AcknowledgeEffect(grpc::CallbackServerContext* context,
                                              const pb::AcknowledgeEffectRequest* request,
                                              pb::AcknowledgeEffectResponse* response) override {
    return dispatcher_.Start(context, *request, [=, this](const CallContext& call) {
      return Acknowledge(call, *request, *response);
    });
  }

  grpc::ServerUnaryReactor* ResolveEffect(grpc::CallbackServerContext* context,
                                          const pb::ResolveEffectRequest* request,
                                          pb::ResolveEffectResponse* response) override {
    return dispatcher_.Start(context, *request, [=, this](const CallContext& call) {
      return Resolve(call, *request, *response);
    });
  }

  grpc::ServerUnaryReactor* ReconcilePayments(grpc::CallbackServerContext* context,
                                              const pb::ReconcilePaymentsRequest* request,
                                              pb::ReconcilePaymentsResponse* response) override {
    return dispatcher_.Start(context, *request, [=, this](const CallContext& call) {
      return Reconcile(call, *request, *response);
    });
  }

 private:
  Status List(const CallContext& call,
              const pb::ListEffectsRequest& request,
              pb::ListEffectsResponse& response) {
    FieldReader reader(Origin::kCaller);
    std::optional<EffectState> state;
    std::optional<CaseId> case_id;
    if (request.state() != pb::EFFECT_STATE_UNSPECIFIED)
      state = reader.Enum<EffectState>("state", request.state());
    if (!request.case_id().empty())
      case_id = reader.ReadId<CaseId>("case_id", request.case_id(), Need::kRequired);
    DM_RETURN_IF_ERROR(reader.status());
    DM_ASSIGN_OR_RETURN(const PageRequest page, ReadPage(request));
    DM_ASSIGN_OR_RETURN(const Page<StoredEffect> effects,
                        effects_.List(call, state, case_id, page));
    for (const StoredEffect& effect : effects.items)
      *response.add_effects() = codec::ToProto(effect);
    response.set_next_page_token(PageToken(request, effects.next));
    return OkStatus();
  }

  Status Acknowledge(const CallContext& call,
                     const pb::AcknowledgeEffectRequest& request,
                     pb::AcknowledgeEffectResponse& response) {
    DM_ASSIGN_OR_RETURN(const Acknowledgement said, ReadAcknowledgement(request));
    DM_ASSIGN_OR_RETURN(const StoredEffect effect, effects_.Acknowledge(call, said));
    *response.mutable_effect() = codec::ToProto(effect);
    return OkStatus();
  }

  Status Resolve(const CallContext& call,
                 const pb::ResolveEffectRequest& request,
                 pb::ResolveEffectResponse& response) {
    FieldReader reader(Origin::kCaller);
    ResolveEffectCall said;
    said.id = reader.ReadId<EffectId>("effect_id", request.effect_id(), Need::kRequired);
    said.resolution = reader.Enum<EffectResolution>("resolution", request.resolution());
    said.actor = reader.Code("actor", request.actor(), Need::kRequired);
    said.reference = request.reference();
    DM_RETURN_IF_ERROR(reader.status());
    DM_ASSIGN_OR_RETURN(const StoredEffect effect, effects_.Resolve(call, said));
    *response.mutable_effect() = codec::ToProto(effect);
    return OkStatus();
  }

  Status Reconcile(const CallContext& call,
                   const pb::ReconcilePaymentsRequest& request,
                   pb::ReconcilePaymentsResponse& response) {
    FieldReader reader(Origin::kCaller);
    const Month month = reader.RequiredMonth("month", request.month());
    DM_RETURN_IF_ERROR(reader.status());
    DM_ASSIGN_OR_RETURN(const PageRequest page, ReadPage(request));
    const AskReceiver ask = request.ask_receiver() ? AskReceiver::kYes : AskReceiver::kNo;
    DM_ASSIGN_OR_RETURN(const Page<CaseMonthPayments> found,
                        effects_.Reconcile(call, month, ask, page));
    for (const CaseMonthPayments& one : found.items) *response.add_cases() = codec::ToProto(one);
    response.set_next_page_token(PageToken(request, found.next));
    return OkStatus();
  }

  Dispatcher& dispatcher_;
  EffectApi& effects_;
};

}  // namespace

std::unique_ptr<grpc::Service> MakeEffectService(Dispatcher& dispatcher, EffectApi& effects) {
  return std::make_unique<EffectService>(dispatcher, effects);
}

}  // namespace dm::grpc_adapter
