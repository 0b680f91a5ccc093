// The staff list for who asks over the interface; implemented in worker/escalation.
#pragma once

#include <memory>
#include <string>

#include "worker/case/staff.h"
#include "worker/core/date.h"
#include "worker/core/status.h"
#include "worker/ports/api.h"

namespace dm {

struct StaffFilter {
  std::string queue;  // who has the skill; empty: all
  bool include_out_of_service = false;
};

struct StaffPage {
  Page<StaffMember> page;
  bool configured = false;
  Date today;  // service and leave are judged on it
};

struct IdentifiedStaff {
  StaffMember member;
  Date today;
};

class StaffApi {
 public:
  virtual ~StaffApi() = default;
  virtual StatusOr<StaffPage> ListStaff(const CallContext& context,
                                        const StaffFilter& filter,
                                        const PageRequest& page) = 0;
  // Who is in service and signs in with it. FailedPrecondition STAFF_LIST_MISSING without a list;
  // PermissionDenied IDENTITY_UNKNOWN for an identity that nobody has, or nobody in service.
  virtual StatusOr<IdentifiedStaff> Identify(const CallContext& context,
                                             const std::string& identity) = 0;
};

}  // namespace dm
