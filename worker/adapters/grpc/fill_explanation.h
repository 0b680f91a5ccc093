// The answer of ExplainAssessment where forms are asked for.
#pragma once

#include "medarbetare/v1/case_service.pb.h"
#include "worker/ports/api.h"

namespace dm::grpc_adapter {

// The first page holds all that was asked for, and as many nodes as a page takes; the pages after
// it nodes alone. Aborted STALE_VERSION when the case was assessed anew between two pages.
Status FillExplanation(CaseApi& cases,
                       const CallContext& call,
                       const CaseId& id,
                       const medarbetare::v1::ExplainAssessmentRequest& request,
                       medarbetare::v1::ExplainAssessmentResponse& response);

}  // namespace dm::grpc_adapter
