#include "worker/wiring_files.h"

#include <filesystem>
#include <fstream>
#include <system_error>

#include "worker/config/read_staff.h"

namespace dm {

PolicyLoad LoadFolder(const Config& config) {
  return LoadPoliciesToServe(config.policies,
                             config.municipality,
                             config.environment == Environment::kProduction
                                 ? ServedTo::kPeople
                                 : ServedTo::kInventedCases);
}

StatusOr<std::shared_ptr<const PolicySet>> LoadSet(const Config& config, Log& log) {
  const PolicyLoad load = LoadFolder(config);
  if (load.set != nullptr) return load.set;
  std::string all;
  for (const PolicyError& error : load.errors) all += "\n  " + error.ToString();
  log.Write(LogLevel::kError,
            "policies_refused",
            {{"errors", static_cast<std::int64_t>(load.errors.size())}});
  return FailedPrecondition(
      "the policies do not hold:" + all,
      {.reason = "POLICIES_INVALID",
       .field = "policies",
       .remedy = "mend the files; medarbetare check-config checks them again"});
}

std::vector<std::string> QueueCodes(const PolicySet& policy) {
  std::vector<std::string> codes;
  for (const QueuePolicy& queue : policy.queues()) codes.push_back(queue.code);
  return codes;
}

StatusOr<std::shared_ptr<const StaffDirectory>> LoadStaffList(const Config& config,
                                                              const PolicySet& policy,
                                                              Log& log) {
  StaffLoad load = LoadStaff(config.staff);
  if (load.staff != nullptr) load.errors = CheckStaffQueues(*load.staff, QueueCodes(policy));
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

Status WritePortFile(const std::string& path, int port) {
  if (path.empty()) return OkStatus();
  const std::string temporary = path + ".new";
  std::ofstream(temporary) << port << '\n';
  std::error_code failed;
  std::filesystem::rename(temporary, path, failed);
  if (!failed) return OkStatus();
  return FailedPrecondition(
      "the port file cannot be written",
      {.reason = "PORT_FILE", .field = "grpc.port_file", .remedy = "check the folder"});
}

}  // namespace dm
