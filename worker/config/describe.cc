#include <yaml-cpp/yaml.h>

#include "worker/config/config.h"

namespace dm {
namespace {

const char* Name(Environment environment) {
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

// Leaves the mapping open.
void WriteTls(YAML::Emitter& out, const TlsFiles& tls) {
  out << YAML::Key << "tls" << YAML::Value << YAML::BeginMap;
  out << YAML::Key << "certificate" << YAML::Value << tls.certificate;
  out << YAML::Key << "key" << YAML::Value << (tls.key.empty() ? "" : "(hidden)");
  out << YAML::Key << "ca" << YAML::Value << tls.ca;
}

void WritePkcs12(YAML::Emitter& out, const TlsFiles& tls) {
  out << YAML::Key << "pkcs12" << YAML::Value << (tls.pkcs12.empty() ? "" : "(hidden)");
  out << YAML::Key << "pkcs12_password_file" << YAML::Value
      << (tls.pkcs12_password_file.empty() ? "" : "(hidden)");
}

void WriteSsbtek(YAML::Emitter& out, const SsbtekConfig& ssbtek) {
  out << YAML::Key << "ssbtek" << YAML::Value << YAML::BeginMap;
  out << YAML::Key << "url" << YAML::Value << ssbtek.url;
  out << YAML::Key << "contract" << YAML::Value << ssbtek.contract;
  out << YAML::Key << "lefi_version" << YAML::Value << ssbtek.lefi_version;
  out << YAML::Key << "organisation_number" << YAML::Value << ssbtek.organisation_number;
  out << YAML::Key << "organisation_name" << YAML::Value << ssbtek.organisation_name;
  out << YAML::Key << "aktorsid" << YAML::Value << ssbtek.aktorsid;
  out << YAML::Key << "lefi_groups_granted" << YAML::Value << YAML::Flow
      << ssbtek.lefi_groups_granted;
  out << YAML::Key << "processors" << YAML::Value << YAML::BeginSeq;
  for (const Processor& processor : ssbtek.processors) {
    out << YAML::BeginMap << YAML::Key << "organisation_number" << YAML::Value
        << processor.organisation_number << YAML::Key << "name" << YAML::Value << processor.name
        << YAML::EndMap;
  }
  out << YAML::EndSeq;
  out << YAML::Key << "connect_timeout_ms" << YAML::Value << ssbtek.connect_timeout_ms;
  out << YAML::Key << "total_timeout_ms" << YAML::Value << ssbtek.total_timeout_ms;
  WriteTls(out, ssbtek.tls);
  WritePkcs12(out, ssbtek.tls);
  out << YAML::EndMap;
  out << YAML::EndMap;
}

void WriteWorker(YAML::Emitter& out, const WorkerConfig& worker) {
  out << YAML::Key << "worker" << YAML::Value << YAML::BeginMap;
  out << YAML::Key << "threads" << YAML::Value << worker.threads;
  out << YAML::Key << "lease_ms" << YAML::Value << worker.lease_ms;
  out << YAML::Key << "case_time_limit_ms" << YAML::Value << worker.case_time_limit_ms;
  out << YAML::Key << "poll_ms" << YAML::Value << worker.poll_ms;
  out << YAML::Key << "drain_ms" << YAML::Value << worker.drain_ms;
  out << YAML::EndMap;
}

}  // namespace

std::string DescribeConfig(const Config& config) {
  YAML::Emitter out;
  out << YAML::BeginMap;
  out << YAML::Key << "environment" << YAML::Value << Name(config.environment);
  out << YAML::Key << "municipality" << YAML::Value << config.municipality;
  out << YAML::Key << "policies" << YAML::Value << config.policies;
  out << YAML::Key << "database" << YAML::Value << config.database;
  out << YAML::Key << "grpc" << YAML::Value << YAML::BeginMap;
  out << YAML::Key << "listen" << YAML::Value << config.grpc.listen;
  out << YAML::Key << "port_file" << YAML::Value << config.grpc.port_file;
  WriteTls(out, config.grpc.tls);
  out << YAML::EndMap;
  out << YAML::Key << "callers" << YAML::Value << YAML::BeginSeq;
  for (const Caller& caller : config.grpc.callers) {
    out << YAML::BeginMap << YAML::Key << "uri" << YAML::Value << caller.uri << YAML::Key << "roles"
        << YAML::Value << YAML::Flow << caller.roles << YAML::EndMap;
  }
  out << YAML::EndSeq;
  out << YAML::EndMap;
  WriteSsbtek(out, config.ssbtek);
  out << YAML::Key << "case_system" << YAML::Value << YAML::BeginMap;
  out << YAML::Key << "target" << YAML::Value << config.case_system.target;
  out << YAML::Key << "timeout_ms" << YAML::Value << config.case_system.timeout_ms;
  WriteTls(out, config.case_system.tls);
  out << YAML::EndMap;
  out << YAML::EndMap;
  WriteWorker(out, config.worker);
  out << YAML::Key << "log" << YAML::Value << YAML::BeginMap;
  out << YAML::Key << "level" << YAML::Value << config.log.level;
  out << YAML::Key << "format" << YAML::Value << config.log.format;
  out << YAML::EndMap;
  out << YAML::Key << "development" << YAML::Value << YAML::BeginMap;
  out << YAML::Key << "clock_offset_ms" << YAML::Value << config.clock_offset_ms;
  out << YAML::EndMap;
  out << YAML::EndMap;
  return std::string(out.c_str()) + "\n";
}

}  // namespace dm
