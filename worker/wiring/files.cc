#include "worker/wiring/files.h"

#include <filesystem>
#include <fstream>
#include <system_error>

namespace dm {

SignatureRules SignatureRulesOf(const Config& config, Date today) {
  SignatureRules rules = {.required = config.signing.required, .today = today};
  for (const PolicyApproverConfig& one : config.signing.approvers)
    rules.approvers.push_back({.id = one.id, .public_key = one.public_key});
  return rules;
}

ServedLoad LoadFolder(const Config& config, Date today) {
  return LoadPoliciesToServe(
      config.policies,
      config.municipality,
      config.environment == Environment::kProduction ? ServedTo::kPeople : ServedTo::kInventedCases,
      SignatureRulesOf(config, today));
}

StatusOr<ServedLoad> LoadSet(const Config& config, Date today, Log& log) {
  ServedLoad load = LoadFolder(config, today);
  if (load.set != nullptr) return load;
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

Status NoteSignatures(Store& store, const ServedLoad& load, Instant now, Log& log) {
  const std::string sha256 = load.set->sha256();
  if (load.signatures.empty()) {
    log.Write(LogLevel::kWarning, "policies_unsigned", {{"policy", sha256.substr(0, 16)}});
    return OkStatus();
  }
  std::string by;
  for (const PolicySignature& one : load.signatures) {
    by += (by.empty() ? "" : ",") + one.approver + " to " + one.valid_to.ToString();
  }
  return store.AppendAudit({.actor_kind = ActorKind::kWorker,
                            .actor = "start",
                            .mandate = "",
                            .action = "policies_signed",
                            .subject = sha256,
                            .detail = "signed_by=" + by,
                            .request_sha256 = ""},
                           now);
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
