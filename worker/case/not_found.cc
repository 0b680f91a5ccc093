#include "worker/case/not_found.h"

namespace dm {

Status NoSuchCase() {
  return MakeStatus(StatusCode::kNotFound,
                    "no case has this id",
                    {.reason = "CASE_NOT_FOUND",
                     .field = "case_id",
                     .remedy = "check the id; ListCases shows the cases that you may see"});
}

Status NoSuchApplication() {
  return MakeStatus(StatusCode::kNotFound,
                    "no application has this id",
                    {.reason = "CASE_NOT_FOUND",
                     .field = "application_id",
                     .remedy = "check the id; ListApplications shows those that you may see"});
}

Status NoSuchEscalation() {
  return MakeStatus(StatusCode::kNotFound,
                    "no escalation has this id",
                    {.reason = "ESCALATION_NOT_FOUND",
                     .field = "escalation_id",
                     .remedy = "list the escalations again"});
}

}  // namespace dm
