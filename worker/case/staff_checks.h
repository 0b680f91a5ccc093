// What the staff list says of a person who wants to act. Without a list every check is OK: the case
// system answers for its users. A refusal names the field, the limit and who can help, never the
// applicant.
#pragma once

#include <string>
#include <vector>

#include "worker/case/staff.h"
#include "worker/core/status.h"

namespace dm {

// In the list, and in service on that day. `field` is the request's, such as "handler".
Status CheckInService(const StaffDirectory& staff,
                      const std::string& user_id,
                      Date on,
                      const std::string& field = "handler");

// In service, with one of the roles. PermissionDenied STAFF_ROLE_MISSING.
Status CheckStaffRole(const StaffDirectory& staff,
                      const std::string& user_id,
                      const std::vector<StaffRole>& any_of,
                      Date on,
                      const std::string& field = "handler");

// In service, with the queue's skill and the access class. FailedPrecondition SKILL_MISSING names
// who has it. An access class that the person lacks is NotFound, as if the item did not exist
// (reliability I14).
Status CheckMayTake(const StaffDirectory& staff,
                    const std::string& user_id,
                    const std::string& queue,
                    AccessClass access,
                    Date on,
                    const std::string& field = "handler");

// Whether the person may know of what has that access class. True without a list.
bool StaffMaySee(const StaffDirectory& staff, const std::string& user_id, AccessClass access);

struct MandateUse {
  std::string reference;             // what the person says that they decide on
  Outcome outcome = Outcome::kNone;  // none: an act that is no decision, such as signing a frame
  Money granted = Money();
};

// In service, with that mandate, valid on the day, for the outcome and the amount.
// FailedPrecondition MANDATE_UNKNOWN, MANDATE_NOT_VALID, MANDATE_OUTCOME, MANDATE_AMOUNT.
Status CheckMandate(const StaffDirectory& staff,
                    const std::string& user_id,
                    const MandateUse& use,
                    Date on,
                    const std::string& field = "mandate");

// A mandate of the person that covers it, for who need not say which (bulk moves); null where
// there is none, or no list.
const Mandate* FindMandate(const StaffDirectory& staff,
                           const std::string& user_id,
                           Outcome outcome,
                           Money granted,
                           Date on);

}  // namespace dm
