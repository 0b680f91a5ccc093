// What an applicant may see, as messages.
#pragma once

#include "medarbetare/v1/contact_service.pb.h"
#include "worker/ports/contact_api.h"

namespace dm::grpc_adapter {

medarbetare::v1::ApplicantStatus FillApplicantStatus(const ApplicantStatus& status);
void FillApplicantCase(const ApplicantCase& one,
                       medarbetare::v1::ListApplicantCasesResponse::ApplicantCase& message);

}  // namespace dm::grpc_adapter
