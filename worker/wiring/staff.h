// The staff list of the configuration: read at the start, read again on command, and asked about
// whom a caller acts for.
#pragma once

#include <memory>
#include <optional>
#include <string>

#include "worker/case/staff.h"
#include "worker/config/config.h"
#include "worker/policy/policy_set.h"
#include "worker/ports/api.h"
#include "worker/ports/log.h"
#include "worker/runtime/staff_holder.h"

namespace dm {

// FailedPrecondition STAFF_LIST_INVALID with every problem; an empty directory where none is named.
StatusOr<std::shared_ptr<const StaffDirectory>> LoadStaffList(const Config& config,
                                                              const PolicySet& policy,
                                                              Log& log);

// A list with a fault changes nothing: the one before stays in force, and the log says why.
void ReloadStaffList(const Config& config, const PolicySet& policy, StaffHolder& staff, Log& log);

// What a person may see for whom a caller asks that serves many people: nothing said where there is
// no list. PermissionDenied for one who is not in service on `today`.
StatusOr<std::optional<PersonAccess>> AdmitPerson(const StaffDirectory& staff,
                                                  const std::string& person,
                                                  Date today);

}  // namespace dm
