// A caseworker's decision as DecideCase and what goes with it send it.
#pragma once

#include <cstdint>
#include <vector>

#include <google/protobuf/repeated_ptr_field.h>

#include "medarbetare/v1/escalation_service.pb.h"
#include "worker/adapters/codec/field_reader.h"
#include "worker/ports/api.h"

namespace dm::grpc_adapter {

std::int64_t ReadSeenVersion(codec::FieldReader& reader, std::int64_t version);

// Of a DecideCaseRequest; `request_id` is not read.
HumanDecision ReadDecision(codec::FieldReader& reader,
                           const medarbetare::v1::DecideCaseRequest& request);

std::vector<HumanDecision::EditedRow> ReadRows(
    codec::FieldReader& reader,
    const google::protobuf::RepeatedPtrField<medarbetare::v1::DecideCaseRequest::EditedRow>& rows);

}  // namespace dm::grpc_adapter
