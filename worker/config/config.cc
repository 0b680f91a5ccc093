#include "worker/config/config.h"

#include <algorithm>
#include <charconv>
#include <filesystem>
#include <functional>
#include <optional>
#include <set>
#include <string_view>
#include <utility>

#include <yaml-cpp/yaml.h>

#include "worker/config/config_reader.h"
#include "worker/config/read_policies.h"
#include "worker/config/read_registers.h"
#include "worker/config/yaml_file.h"
#include "worker/core/loopback.h"
#include "worker/core/utf8.h"

namespace dm {
namespace {

constexpr int kWarningDaysMax = 365;

using Errors = std::vector<ConfigError>;

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
  const std::set<std::string> known = {
      "case_system", "caseworker", "cleared", "operations", "policy", "auditor"};
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
                  "list some of case_system, caseworker, cleared, operations, policy, auditor");
    callers.push_back(std::move(caller));
  }
}

void ReadGrpc(const YAML::Node& node, GrpcConfig& grpc, Errors& errors) {
  ConfigReader reader(node, "grpc.", errors);
  reader.Optional("listen", grpc.listen);
  reader.Address("listen", 0, grpc.listen);
  reader.Optional("port_file", grpc.port_file);
  reader.Number(
      "calls_per_second_beside_others", 0, 1'000'000, grpc.calls_per_second_beside_others);
  ReadTls(reader.Child("tls"), "grpc.tls.", TlsKind::kPemOnly, grpc.tls, errors);
  ReadCallers(reader.Child("callers"), grpc.callers, errors);
}

void ReadCaseSystem(const YAML::Node& node, CaseSystemConfig& case_system, Errors& errors) {
  if (!node.IsDefined()) return;
  ConfigReader reader(node, "case_system.", errors);
  reader.Required("target", case_system.target);
  reader.Address("target", 1, case_system.target);
  reader.Number("timeout_ms", 100, 30'000, case_system.timeout_ms);
  ReadTls(reader.Child("tls"), "case_system.tls.", TlsKind::kPemOnly, case_system.tls, errors);
}

bool AreRegisters(const std::vector<std::string>& words) {
  return std::ranges::all_of(words, [](const std::string& word) {
    return word == "payment_orders" || word == "decisions";
  });
}

void ReadEffects(const YAML::Node& node, EffectsConfig& effects, Errors& errors) {
  ConfigReader reader(node, "effects.", errors);
  reader.Optional("id_key_file", effects.id_key_file);
  const YAML::Node child = reader.Child("files");
  if (!child.IsDefined()) return;
  EffectFilesConfig& files = effects.files;
  ConfigReader part(child, "effects.files.", errors);
  part.Required("folder", files.folder);
  part.Optional("restricted_folder", files.restricted_folder);
  part.Words("carries", files.carries);
  part.Words("replies_to", files.replies_to);
  part.Number("every_ms", 1'000, 3'600'000, files.every_ms);
  if (!AreRegisters(files.carries) || files.carries.empty())
    part.Fail("carries", "is no list of registers", "list payment_orders, decisions or both");
  const bool carried = std::ranges::all_of(files.replies_to, [&files](const std::string& word) {
    return std::ranges::find(files.carries, word) != files.carries.end();
  });
  if (!carried)
    part.Fail("replies_to",
              "names what effects.files.carries does not",
              "list registers that files carry, or remove it");
  if (!files.restricted_folder.empty() && files.restricted_folder == files.folder)
    part.Fail("restricted_folder",
              "is the folder of all others",
              "name a folder that only who may see such cases can read");
}

void ReadAudit(const YAML::Node& node, AuditConfig& audit, Errors& errors) {
  ConfigReader reader(node, "audit.", errors);
  reader.Optional("checkpoints", audit.checkpoints);
  reader.Number("checkpoint_ms", 1'000, 3'600'000, audit.checkpoint_ms);
  reader.Number("checkpoint_records", 1, 100'000, audit.checkpoint_records);
  reader.Number("unwitnessed_max_ms", 60'000, 86'400'000, audit.unwitnessed_max_ms);
}

void ReadMetrics(const YAML::Node& node, MetricsConfig& metrics, Errors& errors) {
  ConfigReader reader(node, "metrics.", errors);
  reader.Optional("listen", metrics.listen);
  reader.Address("listen", 0, metrics.listen);
  reader.Optional("port_file", metrics.port_file);
  if (!metrics.listen.empty() && !IsLoopbackAddress(metrics.listen))
    reader.Fail("listen",
                "is not on loopback",
                "give such as 127.0.0.1:9464: metrics are read in the clear, by an agent on the "
                "same machine");
}

void ReadWorker(const YAML::Node& node, WorkerConfig& worker, Errors& errors) {
  ConfigReader reader(node, "worker.", errors);
  reader.Number("threads", 1, 64, worker.threads);
  reader.Number("lease_ms", 1'000, 3'600'000, worker.lease_ms);
  reader.Number("case_time_limit_ms", 300, 600'000, worker.case_time_limit_ms);
  reader.Number("poll_ms", 10, 60'000, worker.poll_ms);
  reader.Number("drain_ms", 100, 45'000, worker.drain_ms);  // the unit is stopped within 60 s
  if (worker.lease_ms < 3 * worker.case_time_limit_ms) {
    reader.Fail("lease_ms",
                "is shorter than three times worker.case_time_limit_ms",
                "raise it, or lower the time limit of a case");
  }
}

void ReadStore(const YAML::Node& node, StoreConfig& store, Errors& errors) {
  ConfigReader reader(node, "store.", errors);
  std::string kind = "sqlite";
  reader.Choice("kind", {"sqlite", "postgresql"}, kind);
  if (kind == "postgresql") {
    store.kind = StoreKind::kPostgresql;
    reader.Required("connection", store.connection);
  } else {
    reader.Optional("connection", store.connection);
    if (!store.connection.empty())
      reader.Fail("connection", "is for PostgreSQL", "remove it, or set store.kind: postgresql");
  }
  reader.Optional("password_file", store.password_file);
  reader.Number("connections", 1, 64, store.connections);
  reader.Number("connect_timeout_ms", 1'000, 60'000, store.connect_timeout_ms);
  // A worker whose store makes it wait for more than 120 s is killed by systemd (WatchdogSec).
  reader.Number("statement_timeout_ms", 1'000, 90'000, store.statement_timeout_ms);
  if (store.connection.find("://") != std::string::npos) {
    reader.Fail("connection", "is a URI", "write keywords: host=… dbname=… user=…");
  }
  // `sslpassword` is one too.
  if (store.connection.find("password") != std::string::npos) {
    reader.Fail("connection",
                "names a password",
                "put it into a file of mode 0600 and name that in store.password_file");
  }
}

void ReadWarningDays(ConfigReader& reader, std::vector<int>& days) {
  constexpr char kKey[] = "certificate_warning_days";
  std::vector<std::string> words;
  reader.Words(kKey, words);
  if (words.empty()) return;
  days.clear();
  for (const std::string& word : words) {
    int day = 0;
    const auto [end, error] = std::from_chars(word.data(), word.data() + word.size(), day);
    const bool good = error == std::errc() && end == word.data() + word.size() && day >= 1 &&
                      day <= kWarningDaysMax;
    if (!good) {
      return reader.Fail(
          kKey, "has an item that is no number of days from 1 to 365", "write such as [60, 30, 7]");
    }
    days.push_back(day);
  }
  std::sort(days.begin(), days.end(), std::greater<>());
}

// People's data are encrypted wherever they are about people.
void CheckSealing(const Config& config, Errors& errors) {
  if (config.environment != Environment::kProduction || !config.sealing.key_file.empty()) return;
  errors.push_back({0,
                    "sealing.key_file",
                    "is missing",
                    "make one with medarbetare keys new and name it; without it the content is "
                    "stored without encryption, in development and test only"});
}

// What may stand unprotected only on one machine in development.
void CheckTransport(const Config& config, Errors& errors) {
  const bool development = config.environment == Environment::kDevelopment;
  if (config.grpc.tls.empty() && !(development && IsLoopbackAddress(config.grpc.listen))) {
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
  CheckRegisters(config, errors);
  if (!config.case_system.target.empty() && config.case_system.tls.empty() &&
      !(development && IsLoopbackAddress(config.case_system.target))) {
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
  for (std::string* path : {&config.policies,
                            &config.database,
                            &config.staff,
                            &config.audit.checkpoints,
                            &config.effects.id_key_file,
                            &config.effects.files.folder,
                            &config.effects.files.restricted_folder,
                            &config.sealing.key_file,
                            &config.grpc.port_file,
                            &config.metrics.port_file,
                            &config.store.password_file}) {
    *path = Resolve(folder, *path);
  }
  for (TlsFiles* tls :
       {&config.grpc.tls, &config.ssbtek.tls, &config.folkbokforing.tls, &config.case_system.tls}) {
    for (std::string* path : {&tls->certificate,
                              &tls->key,
                              &tls->ca,
                              &tls->pkcs12,
                              &tls->pkcs12_password_file,
                              &tls->key_password_file,
                              &tls->issuer}) {
      *path = Resolve(folder, *path);
    }
  }
}

// By the codes of counties and municipalities: Östergötland, Gotland and Västernorrland, and
// Göteborg. All their files are kept for research (13 kap. 1 § socialtjänstförordningen).
bool IsKeptWhole(const std::string& municipality) {
  const std::string county = municipality.substr(0, 2);
  return county == "05" || county == "09" || county == "22" || municipality.substr(0, 4) == "1480";
}

void ReadRetention(ConfigReader& root, Config& config, Errors& errors) {
  ConfigReader reader(root.Child("retention"), "retention.", errors);
  RetentionConfig& retention = config.retention;
  reader.Choice("research", {"not_stated", "whole", "days_5_15_25"}, retention.research);
  reader.Flag("daily", retention.daily);
  if (retention.daily && retention.research == "not_stated")
    reader.Fail("research",
                "is missing",
                "say which files research keeps: whole or days_5_15_25, or set daily: false");
  if (retention.research == "days_5_15_25" && IsKeptWhole(config.municipality))
    reader.Fail("research",
                "is days_5_15_25 in a municipality whose files are all kept",
                "set whole, as 13 kap. 1 § socialtjänstförordningen says of this municipality");
}

// Keys of the file stand in errors, and the file may be any: what would end the line, steer a
// terminal or turn the text around is shown as a question mark, and what is long is cut.
std::string Shown(std::string_view text) {
  constexpr std::size_t kBytesMax = 400;
  std::string shown;
  while (!text.empty() && shown.size() < kBytesMax) {
    const std::optional<Utf8Character> first = FirstCharacter(text);
    const std::size_t length = first ? first->length : 1;
    const bool plain = first && !IsControl(first->code_point) && !TurnsDirection(first->code_point);
    shown += plain ? text.substr(0, length) : "?";
    text.remove_prefix(length);
  }
  return text.empty() ? shown : shown + "…";
}

void ReadRoot(const YAML::Node& root, Config& config, Errors& errors) {
  ConfigReader reader(root, "", errors);
  std::string environment = "production";
  reader.Choice("environment", {"development", "test", "production"}, environment);
  if (environment == "development") config.environment = Environment::kDevelopment;
  if (environment == "test") config.environment = Environment::kTest;
  reader.Required("municipality", config.municipality);
  ReadPolicies(reader, config, errors);
  ReadStore(reader.Child("store"), config.store, errors);
  if (config.store.kind == StoreKind::kSqlite) {
    reader.Required("database", config.database);
  } else if (reader.Has("database")) {
    reader.Optional("database", config.database);
    reader.Fail("database", "is for SQLite", "remove it, or set store.kind: sqlite");
  }
  reader.Optional("staff", config.staff);
  ReadGrpc(reader.Child("grpc"), config.grpc, errors);
  ReadSsbtek(reader.Child("ssbtek"), config.ssbtek, errors);
  ReadFolkbokforing(reader.Child("folkbokforing"), config.folkbokforing, errors);
  ReadCaseSystem(reader.Child("case_system"), config.case_system, errors);
  ReadAudit(reader.Child("audit"), config.audit, errors);
  ReadMetrics(reader.Child("metrics"), config.metrics, errors);
  {
    ReadEffects(reader.Child("effects"), config.effects, errors);
    ConfigReader sealing(reader.Child("sealing"), "sealing.", errors);
    sealing.Optional("key_file", config.sealing.key_file);
    ConfigReader replay(reader.Child("replay"), "replay.", errors);
    replay.Number("sample", 0, 100'000, config.replay.sample);
    replay.Number("hour", 0, 23, config.replay.hour);
    ReadRetention(reader, config, errors);
  }
  ReadWorker(reader.Child("worker"), config.worker, errors);
  ReadWarningDays(reader, config.certificate_warning_days);
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
  return file + place + ": " + (field.empty() ? "" : Shown(field) + " ") + Shown(message) + "; " +
         Shown(remedy);
}

ConfigLoad LoadConfig(const std::string& path) {
  ConfigLoad load;
  load.config.file = path;
  if (!ReadYamlFile(
          {.path = path,
           .name = "the configuration",
           .if_missing = "check the path and its permissions, or name another file with "
                         "--config"},
          [&](const YAML::Node& root) { ReadRoot(root, load.config, load.errors); },
          load.errors))
    return load;
  if (load.errors.empty()) {
    CheckTransport(load.config, load.errors);
    CheckSealing(load.config, load.errors);
  }
  ResolveAll(std::filesystem::path(path).parent_path(), load.config);
  return load;
}

}  // namespace dm
