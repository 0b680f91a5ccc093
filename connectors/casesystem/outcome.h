// What an answer of the case system means for an effect: taken, refused, or unknown. Unknown is
// asked for before anything is sent again; refused brings a person, so it is said only where the
// receiver plainly said no.
#pragma once

#include <optional>

#include <grpcpp/support/status.h>

#include "medarbetare/v1/case_system_service.pb.h"
#include "worker/core/status.h"
#include "worker/ports/case_system.h"

namespace dm::casesystem {

// Of DeliverEffect. INVALID_ARGUMENT, FAILED_PRECONDITION, ALREADY_EXISTS, OUT_OF_RANGE and
// PERMISSION_DENIED are refusals: the same effect would get the same answer. Every other error, and
// an answer without an outcome, leaves it unknown.
Delivery OutcomeOfDelivery(const grpc::Status& status, const medarbetare::v1::Delivery& answer);

// Of GetEffect. Nothing when the receiver has never seen it (NOT_FOUND); a status when it cannot
// say.
StatusOr<std::optional<Delivery>> OutcomeOfQuestion(const grpc::Status& status,
                                                    const medarbetare::v1::Delivery& answer);

}  // namespace dm::casesystem
