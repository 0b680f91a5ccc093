#include "worker/wiring/staff.h"

#include <utility>
#include <vector>

#include "worker/case/staff_checks.h"
#include "worker/config/read_staff.h"

namespace dm {
namespace {

std::vector<std::string> QueueCodes(const PolicySet& policy) {
  std::vector<std::string> codes;
  for (const QueuePolicy& queue : policy.queues()) codes.push_back(queue.code);
  return codes;
}

StaffLoad LoadChecked(const Config& config, const PolicySet& policy) {
  StaffLoad load = LoadStaff(config.staff);
  if (load.staff != nullptr) load.errors = CheckStaffQueues(*load.staff, QueueCodes(policy));
  return load;
}

}  // namespace

StatusOr<std::shared_ptr<const StaffDirectory>> LoadStaffList(const Config& config,
                                                              const PolicySet& policy,
                                                              Log& log) {
  const StaffLoad load = LoadChecked(config, policy);
  if (load.errors.empty()) return load.staff;
  std::string all;
  for (const ConfigError& error : load.errors) all += "\n  " + error.ToString(config.staff);
  log.Write(LogLevel::kError,
            "staff_list_refused",
            {{"errors", static_cast<std::int64_t>(load.errors.size())}});
  return FailedPrecondition("the staff list does not hold:" + all,
                            {.reason = "STAFF_LIST_INVALID",
                             .field = "staff",
                             .remedy = "mend the file; medarbetare check-config checks it again"});
}

void ReloadStaffList(const Config& config, const PolicySet& policy, StaffHolder& staff, Log& log) {
  if (config.staff.empty()) return;
  StaffLoad load = LoadChecked(config, policy);
  for (const ConfigError& error : load.errors)
    log.Write(LogLevel::kError,
              "staff_list_fault",
              {{"line", error.line}, {"field", error.field}, {"message", error.message}});
  if (!load.errors.empty()) return;
  log.Write(LogLevel::kInfo,
            "staff_list_taken",
            {{"persons", static_cast<std::int64_t>(load.staff->members().size())}});
  staff.Replace(std::move(load.staff));
}

StatusOr<std::optional<PersonAccess>> AdmitPerson(const StaffDirectory& staff,
                                                  const std::string& person,
                                                  Date today) {
  if (!staff.configured()) return std::optional<PersonAccess>();
  DM_RETURN_IF_ERROR(CheckInService(staff, person, today, "medarbetare-person"));
  const StaffMember* member = staff.Find(person);
  return std::optional(PersonAccess{member->restricted, member->named_persons});
}

}  // namespace dm
