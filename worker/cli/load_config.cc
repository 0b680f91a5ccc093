#include "worker/cli/load_config.h"

#include <iostream>
#include <utility>

#include "worker/config/read_staff.h"
#include "worker/core/process_memory.h"
#include "worker/runtime/clocks.h"
#include "worker/wiring/files.h"

namespace dm::cli {

namespace {

bool StaffHolds(Session& session, const Config& config, const PolicySet& policy) {
  StaffLoad load = LoadStaff(config.staff);
  std::vector<std::string> queues;
  for (const QueuePolicy& queue : policy.queues()) queues.push_back(queue.code);
  if (load.staff != nullptr) load.errors = CheckStaffQueues(*load.staff, queues);
  for (const ConfigError& error : load.errors)
    std::cerr << "error: " << error.ToString(config.staff) << '\n';
  if (!load.errors.empty()) session.exit_code = kExitBadConfig;
  return load.errors.empty();
}

}  // namespace

bool LoadOrPrint(Session& session, const std::string& file, Config& config) {
  ConfigLoad load = LoadConfig(file);
  for (const ConfigError& error : load.errors)
    std::cerr << "error: " << error.ToString(file) << '\n';
  if (!load.errors.empty()) session.exit_code = kExitBadConfig;
  config = std::move(load.config);
  if (config.environment != Environment::kDevelopment) KeepMemoryInside();
  return load.errors.empty();
}

bool LoadOrPrint(Session& session,
                 const std::string& file,
                 Config& config,
                 std::shared_ptr<const PolicySet>& policy) {
  if (!LoadOrPrint(session, file, config)) return false;
  const ServedLoad load = LoadFolder(config, SwedishDate(MakeClock(config.clock_offset_ms)->Now()));
  for (const PolicyError& error : load.errors) std::cerr << "error: " << error.ToString() << '\n';
  if (load.set == nullptr) session.exit_code = kExitBadConfig;
  policy = load.set;
  return policy != nullptr && StaffHolds(session, config, *policy);
}

}  // namespace dm::cli
