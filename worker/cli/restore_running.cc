#include "worker/cli/restore_running.h"

#include <iostream>

#include "medarbetare/v1/operations_service.grpc.pb.h"
#include "worker/adapters/codec/to_proto.h"
#include "worker/cli/call.h"
#include "worker/cli/text.h"

namespace dm::cli {
namespace {

namespace v1 = medarbetare::v1;

using Stub = v1::OperationsService::Stub;

void Print(const v1::RestoreStatus& restore) {
  if (!restore.under_way()) {
    std::cout << "no restore is under way\n";
    return;
  }
  std::cout << "a restore is under way: declared " << Time(restore.declare_time()) << " by "
            << restore.declared_by() << ": " << restore.reason()
            << "\n  nothing is sent and nothing decided by the worker itself"
            << "\n  effects not delivered: " << restore.effects_undelivered()
            << ", the receiver not asked about: " << restore.effects_unasked()
            << (restore.effects_unasked() == 0 ? "\n  it may be ended: restore end\n"
                                               : "\n  it cannot be ended yet\n");
}

}  // namespace

void PrintPass(const RestorePass& pass, std::size_t listed) {
  std::cout << "the receiver has " << pass.has << ", has refused or has otherwise " << pass.refused
            << ", has never seen " << pass.never_seen << ": these are sent after `restore end`\n";
  const std::size_t used =
      static_cast<std::size_t>(pass.has) + static_cast<std::size_t>(pass.refused);
  if (listed > used)
    std::cout << listed - used
              << " of the list were settled here before, or are of what is not submitted again: "
                 "bring the list once more after that\n";
}

void DeclareThrough(Session& session, const RestoreCall& call) {
  v1::DeclareRestoreRequest request;
  request.set_request_id(NewRequestId());
  request.set_actor(call.actor);
  request.set_reason(call.reason);
  v1::DeclareRestoreResponse response;
  if (!Call(session, &Stub::DeclareRestore, request, response)) return;
  if (session.json) return session.PrintJson(response);
  Print(response.restore());
}

void ShowThrough(Session& session) {
  v1::GetRestoreResponse response;
  if (!Call(session, &Stub::GetRestore, v1::GetRestoreRequest(), response)) return;
  if (response.restore().effects_unasked() > 0) session.exit_code = kExitRefused;
  if (session.json) return session.PrintJson(response);
  Print(response.restore());
}

void ReconcileThrough(Session& session,
                      const RestoreCall& call,
                      const std::map<EffectId, Delivery>& returned) {
  v1::ReconcileRestoreRequest request;
  request.set_request_id(NewRequestId());
  request.set_actor(call.actor);
  for (const auto& [id, said] : returned) {
    v1::ReturnedEffect& one = *request.add_effects();
    one.set_effect_id(id.value());
    one.set_accepted(said.outcome == DeliveryOutcome::kOk);
    if (said.amount) *one.mutable_amount() = codec::ToProto(*said.amount);
  }
  v1::ReconcileRestoreResponse response;
  if (!Call(session, &Stub::ReconcileRestore, request, response)) return;
  if (session.json) return session.PrintJson(response);
  PrintPass(
      {.has = response.has(), .refused = response.refused(), .never_seen = response.never_seen()},
      returned.size());
}

void EndThrough(Session& session, const RestoreCall& call) {
  v1::EndRestoreRequest request;
  request.set_request_id(NewRequestId());
  request.set_actor(call.actor);
  v1::EndRestoreResponse response;
  if (!Call(session, &Stub::EndRestore, request, response)) return;
  if (session.json) return session.PrintJson(response);
  std::cout << "the restore is over: what the receiver has never seen is sent from now on\n";
}

void PrintRestoreUnderWay(Session& session) {
  v1::GetRestoreResponse response;
  if (Call(session, &Stub::GetRestore, v1::GetRestoreRequest(), response))
    Print(response.restore());
}

}  // namespace dm::cli
