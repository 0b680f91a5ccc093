#include "worker/adapters/grpc/restore_calls.h"

#include <map>
#include <string>

#include "worker/adapters/codec/field_reader.h"
#include "worker/adapters/codec/to_proto.h"

namespace dm::grpc_adapter {
namespace {

namespace pb = medarbetare::v1;
using codec::FieldReader;
using codec::Need;
using codec::Origin;

constexpr int kReturnedMax = 5'000;  // within a message of 1 MiB
constexpr std::size_t kReasonCharactersMax = 300;

Status NotServed() {
  return Internal("this worker tells of no restore");
}

pb::RestoreStatus StatusOf(const RestoreState& state) {
  pb::RestoreStatus message;
  message.set_effects_undelivered(state.undelivered);
  if (!state.restore) return message;
  message.set_under_way(true);
  *message.mutable_declare_time() = codec::ToProto(state.restore->declared_at);
  message.set_declared_by(state.restore->declared_by);
  message.set_reason(state.restore->reason);
  message.set_effects_unasked(state.unasked);
  return message;
}

// An effect twice is a list that contradicts itself, and is refused.
StatusOr<std::map<EffectId, Delivery>> ReadReturned(const pb::ReconcileRestoreRequest& request) {
  FieldReader reader(Origin::kCaller);
  std::map<EffectId, Delivery> returned;
  if (request.effects_size() > kReturnedMax)
    reader.Fail("effects",
                "TOO_MANY_ITEMS",
                "has more than 5000 effects",
                "Read the list with restore reconcile while no worker runs.");
  DM_RETURN_IF_ERROR(reader.status());
  for (int i = 0; i < request.effects_size(); ++i) {
    const pb::ReturnedEffect& one = request.effects(i);
    const std::string field = "effects[" + std::to_string(i) + "]";
    const auto id = reader.ReadId<EffectId>(field + ".effect_id", one.effect_id(), Need::kRequired);
    Delivery said;
    said.outcome = one.accepted() ? DeliveryOutcome::kOk : DeliveryOutcome::kRefused;
    if (!one.accepted()) said.error_code = "RETURNED_LIST";
    said.amount = reader.OptionalMoney(field + ".amount", one.has_amount(), one.amount());
    DM_RETURN_IF_ERROR(reader.status());
    if (!returned.emplace(id, std::move(said)).second)
      reader.Fail(
          field + ".effect_id", "FIELD_INVALID", "is named before", "Name each effect once.");
  }
  DM_RETURN_IF_ERROR(reader.status());
  return returned;
}

}  // namespace

Status GetRestore(RestoreApi* restores, const CallContext& call, pb::GetRestoreResponse& response) {
  if (restores == nullptr) return NotServed();
  DM_ASSIGN_OR_RETURN(const RestoreState state, restores->Get(call));
  *response.mutable_restore() = StatusOf(state);
  return OkStatus();
}

Status DeclareRestore(RestoreApi* restores,
                      const CallContext& call,
                      const pb::DeclareRestoreRequest& request,
                      pb::DeclareRestoreResponse& response) {
  if (restores == nullptr) return NotServed();
  FieldReader reader(Origin::kCaller);
  const std::string actor = reader.Code("actor", request.actor(), Need::kRequired);
  const std::string reason = reader.Text("reason", request.reason(), kReasonCharactersMax);
  DM_RETURN_IF_ERROR(reader.status());
  DM_ASSIGN_OR_RETURN(const RestoreState state, restores->Declare(call, actor, reason));
  *response.mutable_restore() = StatusOf(state);
  return OkStatus();
}

Status ReconcileRestore(RestoreApi* restores,
                        const CallContext& call,
                        const pb::ReconcileRestoreRequest& request,
                        pb::ReconcileRestoreResponse& response) {
  if (restores == nullptr) return NotServed();
  FieldReader reader(Origin::kCaller);
  const std::string actor = reader.Code("actor", request.actor(), Need::kRequired);
  DM_RETURN_IF_ERROR(reader.status());
  DM_ASSIGN_OR_RETURN(const auto returned, ReadReturned(request));
  DM_ASSIGN_OR_RETURN(const RestorePass pass, restores->Reconcile(call, actor, returned));
  DM_ASSIGN_OR_RETURN(const RestoreState state, restores->Get(call));
  response.set_has(pass.has);
  response.set_refused(pass.refused);
  response.set_never_seen(pass.never_seen);
  *response.mutable_restore() = StatusOf(state);
  return OkStatus();
}

Status EndRestore(RestoreApi* restores,
                  const CallContext& call,
                  const pb::EndRestoreRequest& request,
                  pb::EndRestoreResponse& response) {
  if (restores == nullptr) return NotServed();
  FieldReader reader(Origin::kCaller);
  const std::string actor = reader.Code("actor", request.actor(), Need::kRequired);
  DM_RETURN_IF_ERROR(reader.status());
  DM_ASSIGN_OR_RETURN(const RestoreState state, restores->End(call, actor));
  *response.mutable_restore() = StatusOf(state);
  return OkStatus();
}

}  // namespace dm::grpc_adapter
