// The calls of OperationsService about a restore from an older backup: translation alone.
#pragma once

#include "medarbetare/v1/operations_service.pb.h"
#include "worker/ports/restore_api.h"

namespace dm::grpc_adapter {

// Internal where `restores` is null.
Status GetRestore(RestoreApi* restores,
                  const CallContext& call,
                  medarbetare::v1::GetRestoreResponse& response);
Status DeclareRestore(RestoreApi* restores,
                      const CallContext& call,
                      const medarbetare::v1::DeclareRestoreRequest& request,
                      medarbetare::v1::DeclareRestoreResponse& response);
Status ReconcileRestore(RestoreApi* restores,
                        const CallContext& call,
                        const medarbetare::v1::ReconcileRestoreRequest& request,
                        medarbetare::v1::ReconcileRestoreResponse& response);
Status EndRestore(RestoreApi* restores,
                  const CallContext& call,
                  const medarbetare::v1::EndRestoreRequest& request,
                  medarbetare::v1::EndRestoreResponse& response);

}  // namespace dm::grpc_adapter
