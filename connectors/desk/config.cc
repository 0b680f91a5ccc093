#include "connectors/desk/config.h"

#include <filesystem>

#include <yaml-cpp/yaml.h>

#include "connectors/desk/development_login.h"
#include "worker/config/config_reader.h"
#include "worker/config/yaml_file.h"
#include "worker/core/loopback.h"

namespace dm::desk {
namespace {

constexpr std::int64_t kMinuteMs = 60'000;
constexpr std::size_t kStaffMax = 100;

using Errors = std::vector<ConfigError>;

// scheme://host[:port], nothing after it.
bool IsOrigin(const std::string& text) {
  const std::size_t begin = text.rfind("https://", 0) == 0  ? 8
                            : text.rfind("http://", 0) == 0 ? 7
                                                            : std::string::npos;
  return begin != std::string::npos && begin < text.size() &&
         text.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789.-:[]", begin) ==
             std::string::npos;
}

void ReadTls(const YAML::Node& node, ServerTlsFiles& tls, Errors& errors) {
  ConfigReader reader(node, "tls.", errors);
  reader.Optional("certificate", tls.certificate);
  reader.Optional("key", tls.key);
  reader.Optional("client_ca", tls.client_ca);
  reader.Optional("client_crl", tls.client_crl);
  if (tls.certificate.empty() != tls.key.empty()) {
    reader.Fail("key", "and tls.certificate belong together", "name both");
  }
  if (!tls.client_crl.empty() && tls.client_ca.empty()) {
    reader.Fail("client_crl", "needs tls.client_ca", "name the CA of the staff's certificates");
  }
}

void ReadWay(const YAML::Node& node, const std::string& prefix, WayFiles& files, Errors& errors) {
  ConfigReader reader(node, prefix, errors);
  reader.Optional("certificate", files.certificate);
  reader.Optional("key", files.key);
  if (files.certificate.empty() != files.key.empty()) {
    reader.Fail("key", "and the certificate belong together", "name both");
  }
}

void ReadWorker(const YAML::Node& node, DeskConfig& config, Errors& errors) {
  LinkOptions& worker = config.worker;
  ConfigReader reader(node, "worker.", errors);
  reader.Required("target", worker.target);
  reader.Address("target", 1, worker.target);
  reader.Optional("ca", worker.ca);
  reader.Optional("server_name", worker.server_name);
  ReadWay(reader.Child("open"), "worker.open.", worker.open, errors);
  ReadWay(reader.Child("cleared"), "worker.cleared.", worker.cleared, errors);
  ReadWay(reader.Child("operations"), "worker.operations.", worker.operations, errors);
  std::int64_t call_ms = config.times.call.count();
  std::int64_t stream_ms = config.times.stream_max.count();
  reader.Number("call_ms", 1'000, 30'000, call_ms);
  reader.Number("stream_ms", 1'000, 3'600'000, stream_ms);
  config.times.call = std::chrono::milliseconds(call_ms);
  config.times.stream_max = std::chrono::milliseconds(stream_ms);
  const bool loopback =
      config.environment == Environment::kDevelopment && IsLoopbackAddress(worker.target);
  if (worker.ca.empty() && !loopback) {
    reader.Fail("ca", "is missing", "name who issued the worker's certificate");
  }
  if (!worker.ca.empty() && worker.open.empty()) {
    reader.Fail("open", "is missing", "name the gateway's certificate and key for open work");
  }
}

void ReadOidc(const YAML::Node& node, OidcOptions& oidc, Errors& errors) {
  if (!node.IsDefined()) return;
  ConfigReader reader(node, "sign_in.oidc.", errors);
  reader.Required("issuer", oidc.issuer);
  reader.Required("client_id", oidc.client_id);
  reader.Optional("client_secret_file", oidc.client_secret_file);
  reader.Optional("ca", oidc.ca);
  reader.Optional("subject_claim", oidc.subject_claim);
  reader.Optional("scope", oidc.scope);
  reader.Words("acr_values", oidc.acr_values);
  const bool loopback = oidc.loopback_http && IsLoopbackHttp(oidc.issuer);
  if (!oidc.issuer.empty() && oidc.issuer.rfind("https://", 0) != 0 && !loopback) {
    reader.Fail("issuer", "is no https address", "write it as in the provider's metadata");
  }
}

void ReadSignIn(const YAML::Node& node, DeskConfig& config, Errors& errors) {
  ConfigReader reader(node, "sign_in.", errors);
  reader.Flag("certificate", config.certificate_sign_in);
  config.oidc.loopback_http = config.environment == Environment::kDevelopment;
  ReadOidc(reader.Child("oidc"), config.oidc, errors);
  if (config.certificate_sign_in && config.tls.client_ca.empty()) {
    reader.Fail("certificate", "needs tls.client_ca", "name the CA of the staff's certificates");
  }
  if (!config.certificate_sign_in && config.oidc.empty() && !HasDevelopmentLogin()) {
    reader.Fail("", "names no way to sign in", "set sign_in.certificate or sign_in.oidc");
  }
}

void ReadSession(const YAML::Node& node, SessionLimits& sessions, Errors& errors) {
  ConfigReader reader(node, "session.", errors);
  std::int64_t idle = sessions.idle_ms / kMinuteMs;
  std::int64_t age = sessions.age_ms / kMinuteMs;
  auto most = static_cast<std::int64_t>(sessions.sessions_max);
  std::int64_t check_ms = sessions.staff_check_ms;
  reader.Number("idle_minutes", 1, 240, idle);
  reader.Number("age_minutes", 5, std::int64_t{24} * 60, age);
  reader.Number("sessions_max", 1, 20'000, most);
  reader.Number("staff_check_ms", 0, 600'000, check_ms);
  if (age < idle) reader.Fail("age_minutes", "is below idle_minutes", "raise it");
  sessions.idle_ms = idle * kMinuteMs;
  sessions.age_ms = age * kMinuteMs;
  sessions.sessions_max = static_cast<std::size_t>(most);
  sessions.staff_check_ms = check_ms;
}

void ReadLimits(const YAML::Node& node, HttpLimits& http, Errors& errors) {
  ConfigReader reader(node, "limits.", errors);
  auto body_kib = static_cast<std::int64_t>(http.connection.body_bytes_max / 1024);
  reader.Number("connections_max", 8, 900, http.connections_max);
  reader.Number("body_kib", 64, 8'192, body_kib);
  reader.Number("idle_connection_ms", 1'000, 600'000, http.connection.idle_ms);
  http.connection.body_bytes_max = static_cast<std::size_t>(body_kib) * 1024;
}

void ReadStaff(const YAML::Node& node, std::vector<Person>& staff, Errors& errors) {
  if (!node.IsDefined()) return;
  if (!node.IsSequence() || node.size() > kStaffMax) {
    errors.push_back({0, "development.staff", "is no list of at most 100", "write one item each"});
    return;
  }
  for (std::size_t i = 0; i < node.size(); ++i) {
    ConfigReader reader(node[i], "development.staff[" + std::to_string(i) + "].", errors);
    Person person;
    reader.Required("user_id", person.user_id);
    reader.Required("name", person.name);
    reader.Words("roles", person.roles);
    reader.Words("queues", person.queues);
    reader.Flag("cleared", person.cleared);
    staff.push_back(std::move(person));
  }
}

void ReadDevelopment(ConfigReader& root, DeskConfig& config, Errors& errors) {
  const bool given = root.Has("development");
  ConfigReader reader(root.Child("development"), "development.", errors);
  ReadStaff(reader.Child("staff"), config.staff, errors);
  if (!given) return;
  if (!HasDevelopmentLogin() || config.environment != Environment::kDevelopment) {
    root.Fail("development",
              "is for builds with the development login and environment: development",
              "remove it");
  }
}

// What may stand unprotected only on one machine, in a build for development.
void CheckTransport(ConfigReader& reader, DeskConfig& config) {
  const bool development = config.environment == Environment::kDevelopment;
  const bool plain = config.tls.empty();
  if (plain && !(development && HasDevelopmentLogin() && IsLoopbackAddress(config.listen))) {
    reader.Fail("tls", "is missing", "set certificate and key");
  }
  if (config.origin.empty() && development && plain) return;
  if (!IsOrigin(config.origin) || (config.origin.rfind("https://", 0) != 0) != plain) {
    reader.Fail("origin",
                "is not the address that people open, scheme and host alone",
                "write such as https://handlaggning.exempelkommun.example");
  }
}

void ReadRoot(const YAML::Node& root, DeskConfig& config, Errors& errors) {
  ConfigReader reader(root, "", errors);
  std::string environment = "production";
  reader.Choice("environment", {"development", "test", "production"}, environment);
  if (environment == "development") config.environment = Environment::kDevelopment;
  if (environment == "test") config.environment = Environment::kTest;
  reader.Optional("listen", config.listen);
  reader.Address("listen", 0, config.listen);
  reader.Optional("port_file", config.port_file);
  reader.Optional("origin", config.origin);
  reader.Required("page", config.page);
  ReadTls(reader.Child("tls"), config.tls, errors);
  ReadWorker(reader.Child("worker"), config, errors);
  ReadSignIn(reader.Child("sign_in"), config, errors);
  ReadSession(reader.Child("session"), config.sessions, errors);
  ReadLimits(reader.Child("limits"), config.http, errors);
  ReadDevelopment(reader, config, errors);
  {
    ConfigReader log(reader.Child("log"), "log.", errors);
    log.Choice("level", {"debug", "info", "warning", "error"}, config.log.level);
    log.Choice("format", {"text", "json"}, config.log.format);
  }
  CheckTransport(reader, config);
  config.oidc.redirect_uri = config.origin + "/desk/sign-in/oidc/callback";
}

void ResolveAll(const std::filesystem::path& folder, DeskConfig& config) {
  for (std::string* path : {&config.port_file,
                            &config.page,
                            &config.tls.certificate,
                            &config.tls.key,
                            &config.tls.client_ca,
                            &config.tls.client_crl,
                            &config.worker.ca,
                            &config.worker.open.certificate,
                            &config.worker.open.key,
                            &config.worker.cleared.certificate,
                            &config.worker.cleared.key,
                            &config.worker.operations.certificate,
                            &config.worker.operations.key,
                            &config.oidc.client_secret_file,
                            &config.oidc.ca}) {
    if (path->empty() || path->front() == '/') continue;
    *path = (folder / *path).lexically_normal().string();
  }
}

const char* NameOf(Environment environment) {
  switch (environment) {
    case Environment::kDevelopment:
      return "development";
    case Environment::kTest:
      return "test";
    case Environment::kProduction:
      return "production";
  }
  return "production";
}

}  // namespace

DeskConfigLoad LoadDeskConfig(const std::string& path) {
  DeskConfigLoad load;
  load.config.file = path;
  if (!ReadYamlFile(
          {.path = path, .name = "the configuration"},
          [&](const YAML::Node& root) { ReadRoot(root, load.config, load.errors); },
          load.errors))
    return load;
  ResolveAll(std::filesystem::path(path).parent_path(), load.config);
  return load;
}

std::string Describe(const DeskConfig& config) {
  YAML::Emitter out;
  const auto put = [&out](const char* key, const auto& value) {
    out << YAML::Key << key << YAML::Value << value;
  };
  const auto begin = [&out](const char* key) {
    out << YAML::Key << key << YAML::Value << YAML::BeginMap;
  };
  const auto way = [&](const char* key, const WayFiles& files) {
    if (files.empty()) return;
    begin(key);
    put("certificate", files.certificate);
    put("key", files.key);
    out << YAML::EndMap;
  };
  out << YAML::BeginMap;
  put("environment", NameOf(config.environment));
  put("listen", config.listen);
  put("origin", config.origin);
  put("page", config.page);
  if (!config.tls.empty()) {
    begin("tls");
    put("certificate", config.tls.certificate);
    put("key", config.tls.key);
    put("client_ca", config.tls.client_ca);
    put("client_crl", config.tls.client_crl);
    out << YAML::EndMap;
  }
  begin("worker");
  put("target", config.worker.target);
  put("ca", config.worker.ca);
  put("server_name", config.worker.server_name);
  way("open", config.worker.open);
  way("cleared", config.worker.cleared);
  way("operations", config.worker.operations);
  put("call_ms", config.times.call.count());
  put("stream_ms", config.times.stream_max.count());
  out << YAML::EndMap;
  begin("sign_in");
  put("certificate", config.certificate_sign_in);
  if (!config.oidc.empty()) {
    begin("oidc");
    put("issuer", config.oidc.issuer);
    put("client_id", config.oidc.client_id);
    put("client_secret_file", config.oidc.client_secret_file);
    put("ca", config.oidc.ca);
    put("subject_claim", config.oidc.subject_claim);
    put("scope", config.oidc.scope);
    put("acr_values", config.oidc.acr_values);
    out << YAML::EndMap;
  }
  out << YAML::EndMap;
  begin("session");
  put("idle_minutes", config.sessions.idle_ms / kMinuteMs);
  put("age_minutes", config.sessions.age_ms / kMinuteMs);
  put("sessions_max", config.sessions.sessions_max);
  put("staff_check_ms", config.sessions.staff_check_ms);
  out << YAML::EndMap;
  begin("limits");
  put("connections_max", config.http.connections_max);
  put("body_kib", config.http.connection.body_bytes_max / 1024);
  put("idle_connection_ms", config.http.connection.idle_ms);
  out << YAML::EndMap;
  begin("log");
  put("level", config.log.level);
  put("format", config.log.format);
  out << YAML::EndMap << YAML::EndMap;
  return std::string(out.c_str()) + "\n";
}

}  // namespace dm::desk
