#include "worker/wiring_files.h"

#include <filesystem>
#include <fstream>
#include <system_error>

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
