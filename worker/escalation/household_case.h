// A household by its case that was received last: what frames are drafted from and judged by, and
// who may see them.
#pragma once

#include <memory>
#include <optional>
#include <string>

#include "worker/case/staff.h"
#include "worker/ports/api.h"
#include "worker/ports/store.h"

namespace dm::escalation {

// Nothing where there is none.
StatusOr<std::optional<CaseRecord>> LastCaseOf(Store& store, const HouseholdId& household);

// The highest access class among its last case and those that have not ended.
StatusOr<AccessClass> AccessOfHousehold(Store& store, const HouseholdId& household);

// NotFound FRAME_NOT_FOUND where AccessOfHousehold is above what the caller, the person the
// caller asks for, or `actor` may see (reliability I14). `actor`: who the call says acts.
Status CheckHousehold(Store& store,
                      const CallContext& context,
                      const HouseholdId& household,
                      const StaffDirectory& staff,
                      const std::string& actor = {});

Status NoSuchFrame(const std::string& field);

}  // namespace dm::escalation
