#include "worker/config/config.h"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <set>
#include <sstream>
#include <utility>

#include <yaml-cpp/yaml.h>

#include "worker/config/config_reader.h"

namespace dm {
namespace {

constexpr std::uintmax_t kConfigBytesMax = std::uintmax_t{64} * 1024;

using Errors = std::vector<ConfigError>;

bool IsLoopback(const std::string& address) {
  return address.rfind("127.", 0) == 0 || address.rfind("localhost:", 0) == 0 ||
         address.rfind("[::1]:", 0) == 0;
}

bool IsLoopbackUrl(const std::string& url) {
  return url.rfind("http://127.", 0) == 0 || url.rfind("http://localhost:", 0) == 0 ||
         url.rfind("http://[::1]:", 0) == 0;
}

// gRPC takes PEM files only; libcurl also the PKCS #12 file that issuers of SSBTEK certificates
// give.
enum class Pkcs12 { kTaken, kNotTaken };

void ReadTls(const YAML::Node& node,
             const std::string& prefix,
             Pkcs12 pkcs12,
             TlsFiles& tls,
             Errors& errors) {
  ConfigReader reader(node, prefix, errors);
  reader.Optional("certificate", tls.certificate);
  reader.Optional("key", tls.key);
  reader.Optional("ca", tls.ca);
  if (pkcs12 == Pkcs12::kTaken) {
    reader.Optional("pkcs12", tls.pkcs12);
    reader.Optional("pkcs12_password_file", tls.pkcs12_password_file);
  }
  const bool pem = !tls.certificate.empty() && !tls.key.empty();
  if (!tls.empty() && (tls.ca.empty() || (!pem && tls.pkcs12.empty()))) {
    reader.Fail("certificate",
                "is half set",
                pkcs12 == Pkcs12::kTaken ? "give certificate, key and ca together, or pkcs12 and ca"
                                         : "give certificate, key and ca together");
  }
}

// The words of a list; false when it is none.
bool ReadWords(const YAML::Node& node, std::vector<std::string>& words) {
  if (!node.IsDefined() || !node.IsSequence() || node.size() == 0) return false;
  for (const auto& item : node) words.push_back(item.IsScalar() ? item.Scalar() : "");
  return true;
}

void ReadCallers(const YAML::Node& node, std::vector<Caller>& callers, Errors& errors) {
  if (!node.IsDefined()) return;
  if (!node.IsSequence()) {
    errors.push_back(
        {0, "grpc.callers", "is not a list", "write one item a caller: uri and roles"});
    return;
  }
  const std::set<std::string> known = {"case_system", "caseworker", "cleared", "operations"};
  for (std::size_t i = 0; i < node.size(); ++i) {
    ConfigReader reader(node[i], "grpc.callers[" + std::to_string(i) + "].", errors);
    Caller caller;
    reader.Required("uri", caller.uri);
    const bool listed = ReadWords(reader.Child("roles"), caller.roles);
    const bool good =
        listed && std::all_of(caller.roles.begin(),
                              caller.roles.end(),
                              [&known](const std::string& role) { return known.contains(role); });
    if (!good)
      reader.Fail("roles",
                  "is no list of roles",
                  "list some of case_system, caseworker, cleared, operations");
    callers.push_back(std::move(caller));
  }
}

void ReadGrpc(const YAML::Node& node, GrpcConfig& grpc, Errors& errors) {
  ConfigReader reader(node, "grpc.", errors);
  reader.Optional("listen", grpc.listen);
  reader.Optional("port_file", grpc.port_file);
  ReadTls(reader.Child("tls"), "grpc.tls.", Pkcs12::kNotTaken, grpc.tls, errors);
  ReadCallers(reader.Child("callers"), grpc.callers, errors);
}

void ReadProcessors(const YAML::Node& node, std::vector<Processor>& processors, Errors& errors) {
  if (!node.IsDefined()) return;
  if (!node.IsSequence()) {
    errors.push_back({0, "ssbtek.processors", "is not a list", "write one item a processor"});
    return;
  }
  for (std::size_t i = 0; i < node.size(); ++i) {
    ConfigReader reader(node[i], "ssbtek.processors[" + std::to_string(i) + "].", errors);
    Processor processor;
    reader.Required("organisation_number", processor.organisation_number);
    reader.Required("name", processor.name);
    processors.push_back(std::move(processor));
  }
}

void ReadGroups(ConfigReader& reader, std::vector<std::string>& groups) {
  if (ReadWords(reader.Child("lefi_groups_granted"), groups)) return;
  reader.Fail("lefi_groups_granted",
              "is missing",
              "list the LEFI groups that the agreement grants, such as FK:BOB");
}

void ReadSsbtek(const YAML::Node& node, SsbtekConfig& ssbtek, Errors& errors) {
  ConfigReader reader(node, "ssbtek.", errors);
  reader.Required("url", ssbtek.url);
  reader.Optional("contract", ssbtek.contract);
  reader.Optional("lefi_version", ssbtek.lefi_version);
  reader.Required("organisation_number", ssbtek.organisation_number);
  reader.Required("organisation_name", ssbtek.organisation_name);
  reader.Required("aktorsid", ssbtek.aktorsid);
  reader.Number("connect_timeout_ms", 10, 60'000, ssbtek.connect_timeout_ms);
  reader.Number("total_timeout_ms", 100, 30'000, ssbtek.total_timeout_ms);
  ReadGroups(reader, ssbtek.lefi_groups_granted);
  ReadProcessors(reader.Child("processors"), ssbtek.processors, errors);
  ReadTls(reader.Child("tls"), "ssbtek.tls.", Pkcs12::kTaken, ssbtek.tls, errors);
}

void ReadCaseSystem(const YAML::Node& node, CaseSystemConfig& case_system, Errors& errors) {
  if (!node.IsDefined()) return;
  ConfigReader reader(node, "case_system.", errors);
  reader.Required("target", case_system.target);
  reader.Number("timeout_ms", 100, 30'000, case_system.timeout_ms);
  ReadTls(reader.Child("tls"), "case_system.tls.", Pkcs12::kNotTaken, case_system.tls, errors);
}

void ReadWorker(const YAML::Node& node, WorkerConfig& worker, Errors& errors) {
  ConfigReader reader(node, "worker.", errors);
  reader.Number("threads", 1, 64, worker.threads);
  reader.Number("lease_ms", 1'000, 3'600'000, worker.lease_ms);
  reader.Number("case_time_limit_ms", 300, 600'000, worker.case_time_limit_ms);
  reader.Number("poll_ms", 10, 60'000, worker.poll_ms);
  reader.Number("drain_ms", 100, 600'000, worker.drain_ms);
  if (worker.lease_ms < 3 * worker.case_time_limit_ms) {
    reader.Fail("lease_ms",
                "is shorter than three times worker.case_time_limit_ms",
                "raise it, or lower the time limit of a case");
  }
}

// What may stand unprotected only on one machine in development.
void CheckTransport(const Config& config, Errors& errors) {
  const bool development = config.environment == Environment::kDevelopment;
  if (config.grpc.tls.empty() && !(development && IsLoopback(config.grpc.listen))) {
    errors.push_back(
        {0,
         "grpc.tls",
         "is missing",
         "set certificate, key and ca; without them the worker listens only on loopback with "
         "environment: development"});
  }
  if (!development && config.grpc.callers.empty()) {
    errors.push_back({0,
                      "grpc.callers",
                      "is missing",
                      "list each caller's certificate URI with its roles; nobody else is let in"});
  }
  const bool https = config.ssbtek.url.rfind("https://", 0) == 0;
  if (!https && !(development && IsLoopbackUrl(config.ssbtek.url))) {
    errors.push_back({0,
                      "ssbtek.url",
                      "is not https",
                      "use https; plain http is for loopback with environment: development"});
  }
  if (https && config.ssbtek.tls.empty()) {
    errors.push_back({0,
                      "ssbtek.tls",
                      "is missing",
                      "set the client certificate that the agency knows, and its ca"});
  }
  if (!config.case_system.target.empty() && config.case_system.tls.empty() &&
      !(development && IsLoopback(config.case_system.target))) {
    errors.push_back({0,
                      "case_system.tls",
                      "is missing",
                      "set certificate, key and ca of the case system's connection"});
  }
}

std::string Resolve(const std::filesystem::path& folder, const std::string& path) {
  if (path.empty() || path.front() == '/') return path;
  return (folder / path).lexically_normal().string();
}

void ResolveAll(const std::filesystem::path& folder, Config& config) {
  for (std::string* path : {&config.policies, &config.database, &config.grpc.port_file}) {
    *path = Resolve(folder, *path);
  }
  for (TlsFiles* tls : {&config.grpc.tls, &config.ssbtek.tls, &config.case_system.tls}) {
    for (std::string* path :
         {&tls->certificate, &tls->key, &tls->ca, &tls->pkcs12, &tls->pkcs12_password_file}) {
      *path = Resolve(folder, *path);
    }
  }
}

void ReadRoot(const YAML::Node& root, Config& config, Errors& errors) {
  ConfigReader reader(root, "", errors);
  std::string environment = "production";
  reader.Choice("environment", {"development", "test", "production"}, environment);
  if (environment == "development") config.environment = Environment::kDevelopment;
  if (environment == "test") config.environment = Environment::kTest;
  reader.Required("municipality", config.municipality);
  reader.Required("policies", config.policies);
  reader.Required("database", config.database);
  ReadGrpc(reader.Child("grpc"), config.grpc, errors);
  ReadSsbtek(reader.Child("ssbtek"), config.ssbtek, errors);
  ReadCaseSystem(reader.Child("case_system"), config.case_system, errors);
  ReadWorker(reader.Child("worker"), config.worker, errors);
  {
    ConfigReader log(reader.Child("log"), "log.", errors);
    log.Choice("level", {"debug", "info", "warning", "error"}, config.log.level);
    log.Choice("format", {"text", "json"}, config.log.format);
  }
  {
    constexpr std::int64_t kTenYearsMs = 315'360'000'000;
    ConfigReader development(reader.Child("development"), "development.", errors);
    development.Number("clock_offset_ms", -kTenYearsMs, kTenYearsMs, config.clock_offset_ms);
    if (config.clock_offset_ms != 0 && config.environment != Environment::kDevelopment) {
      development.Fail(
          "clock_offset_ms", "is for development", "remove it, or set environment: development");
    }
  }
}

}  // namespace

std::string ConfigError::ToString(const std::string& file) const {
  const std::string place = line > 0 ? ":" + std::to_string(line) : "";
  return file + place + ": " + (field.empty() ? "" : field + " ") + message + "; " + remedy;
}

ConfigLoad LoadConfig(const std::string& path) {
  ConfigLoad load;
  load.config.file = path;
  std::error_code failed;
  const std::uintmax_t size = std::filesystem::file_size(path, failed);
  if (failed) {
    load.errors.push_back(
        {0, "", "the configuration cannot be read", "check the path and its permissions"});
    return load;
  }
  if (size > kConfigBytesMax) {
    load.errors.push_back(
        {0, "", "the configuration is larger than 64 KiB", "check that it is the right file"});
    return load;
  }
  std::ifstream file(path);
  std::stringstream text;
  text << file.rdbuf();
  try {
    ReadRoot(YAML::Load(text.str()), load.config, load.errors);
  } catch (const YAML::Exception& error) {
    load.errors.push_back(
        {error.mark.line + 1, "", "is not valid YAML", "correct the line: " + error.msg});
    return load;
  }
  if (load.errors.empty()) CheckTransport(load.config, load.errors);
  ResolveAll(std::filesystem::path(path).parent_path(), load.config);
  return load;
}

}  // namespace dm
