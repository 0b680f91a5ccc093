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

void WriteRegisterTls(YAML::Emitter& out, const TlsFiles& tls) {
  WriteTls(out, tls);
  WritePkcs12(out, tls);
  out << YAML::Key << "key_password_file" << YAML::Value
      << (tls.key_password_file.empty() ? "" : "(hidden)");
  out << YAML::Key << "pinned_key" << YAML::Value << tls.pinned_key;
  out << YAML::Key << "issuer" << YAML::Value << tls.issuer;
  out << YAML::EndMap;
}

void WriteTaxQuestion(YAML::Emitter& out, const TaxQuestionConfig& tax) {
  out << YAML::Key << "tax_question" << YAML::Value << YAML::BeginMap;
  out << YAML::Key << "years" << YAML::Value << tax.years;
  out << YAML::Key << "company_information" << YAML::Value << tax.company_information;
  out << YAML::Key << "individual_income" << YAML::Value << tax.individual_income;
  out << YAML::Key << "tax_account" << YAML::Value << tax.tax_account;
  out << YAML::Key << "tax_information" << YAML::Value << tax.tax_information;
  out << YAML::Key << "tax_return_annexes" << YAML::Value << tax.tax_return_annexes;
  out << YAML::EndMap;
}

void WriteFlow(YAML::Emitter& out, const FlowConfig& flow) {
  out << YAML::Key << "connect_timeout_ms" << YAML::Value << flow.connect_timeout_ms;
  out << YAML::Key << "total_timeout_ms" << YAML::Value << flow.total_timeout_ms;
  out << YAML::Key << "in_flight_max" << YAML::Value << flow.in_flight_max;
  out << YAML::Key << "rate_per_minute" << YAML::Value << flow.rate_per_minute;
  out << YAML::Key << "rate_burst" << YAML::Value << flow.rate_burst;
  out << YAML::Key << "windows" << YAML::Value << YAML::Flow << flow.windows;
  out << YAML::Key << "breaker" << YAML::Value << YAML::BeginMap;
  out << YAML::Key << "failures" << YAML::Value << flow.breaker.failures;
  out << YAML::Key << "first_break_ms" << YAML::Value << flow.breaker.first_break_ms;
  out << YAML::Key << "break_max_ms" << YAML::Value << flow.breaker.break_max_ms;
  out << YAML::EndMap;
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
  out << YAML::Key << "so_empty_list" << YAML::Value << ssbtek.so_empty_list;
  WriteTaxQuestion(out, ssbtek.tax_question);
  WriteFlow(out, ssbtek.flow);
  out << YAML::Key << "together_timeout_ms" << YAML::Value << ssbtek.together_timeout_ms;
  WriteRegisterTls(out, ssbtek.tls);
  out << YAML::EndMap;
}

void WriteFolkbokforing(YAML::Emitter& out, const FolkbokforingConfig& folkbokforing) {
  out << YAML::Key << "folkbokforing" << YAML::Value << YAML::BeginMap;
  out << YAML::Key << "url" << YAML::Value << folkbokforing.url;
  WriteFlow(out, folkbokforing.flow);
  out << YAML::Key << "copy_age_max_h" << YAML::Value << folkbokforing.copy_age_max_h;
  WriteRegisterTls(out, folkbokforing.tls);
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

void WriteStore(YAML::Emitter& out, const StoreConfig& store) {
  out << YAML::Key << "store" << YAML::Value << YAML::BeginMap;
  out << YAML::Key << "kind" << YAML::Value
      << (store.kind == StoreKind::kSqlite ? "sqlite" : "postgresql");
  out << YAML::Key << "connection" << YAML::Value << store.connection;
  out << YAML::Key << "password_file" << YAML::Value
      << (store.password_file.empty() ? "" : "(hidden)");
  out << YAML::Key << "connections" << YAML::Value << store.connections;
  out << YAML::Key << "connect_timeout_ms" << YAML::Value << store.connect_timeout_ms;
  out << YAML::Key << "statement_timeout_ms" << YAML::Value << store.statement_timeout_ms;
  out << YAML::EndMap;
}

void WritePolicies(YAML::Emitter& out, const Config& config) {
  out << YAML::Key << "policies" << YAML::Value << YAML::BeginMap;
  out << YAML::Key << "folder" << YAML::Value << config.policies;
  out << YAML::Key << "approvers" << YAML::Value << YAML::BeginSeq;
  for (const PolicyApproverConfig& one : config.signing.approvers) {
    out << YAML::BeginMap << YAML::Key << "id" << YAML::Value << one.id << YAML::Key << "public_key"
        << YAML::Value << one.public_key << YAML::EndMap;
  }
  out << YAML::EndSeq;
  out << YAML::Key << "required_signatures" << YAML::Value << config.signing.required;
  out << YAML::EndMap;
}

}  // namespace

std::string DescribeConfig(const Config& config) {
  YAML::Emitter out;
  out << YAML::BeginMap;
  out << YAML::Key << "environment" << YAML::Value << Name(config.environment);
  out << YAML::Key << "municipality" << YAML::Value << config.municipality;
  WritePolicies(out, config);
  out << YAML::Key << "database" << YAML::Value << config.database;
  WriteStore(out, config.store);
  out << YAML::Key << "staff" << YAML::Value << config.staff;
  out << YAML::Key << "grpc" << YAML::Value << YAML::BeginMap;
  out << YAML::Key << "listen" << YAML::Value << config.grpc.listen;
  out << YAML::Key << "port_file" << YAML::Value << config.grpc.port_file;
  out << YAML::Key << "calls_per_second_beside_others" << YAML::Value
      << config.grpc.calls_per_second_beside_others;
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
  WriteFolkbokforing(out, config.folkbokforing);
  out << YAML::Key << "case_system" << YAML::Value << YAML::BeginMap;
  out << YAML::Key << "target" << YAML::Value << config.case_system.target;
  out << YAML::Key << "timeout_ms" << YAML::Value << config.case_system.timeout_ms;
  WriteTls(out, config.case_system.tls);
  out << YAML::EndMap;
  out << YAML::EndMap;
  out << YAML::Key << "audit" << YAML::Value << YAML::BeginMap;
  out << YAML::Key << "checkpoints" << YAML::Value << config.audit.checkpoints;
  out << YAML::Key << "checkpoint_ms" << YAML::Value << config.audit.checkpoint_ms;
  out << YAML::Key << "checkpoint_records" << YAML::Value << config.audit.checkpoint_records;
  out << YAML::Key << "unwitnessed_max_ms" << YAML::Value << config.audit.unwitnessed_max_ms;
  out << YAML::EndMap;
  out << YAML::Key << "metrics" << YAML::Value << YAML::BeginMap;
  out << YAML::Key << "listen" << YAML::Value << config.metrics.listen;
  out << YAML::Key << "port_file" << YAML::Value << config.metrics.port_file;
  out << YAML::EndMap;
  out << YAML::Key << "effects" << YAML::Value << YAML::BeginMap;
  out << YAML::Key << "id_key_file" << YAML::Value
      << (config.effects.id_key_file.empty() ? "" : "(hidden)");
  const EffectFilesConfig& files = config.effects.files;
  out << YAML::Key << "files" << YAML::Value << YAML::BeginMap;
  out << YAML::Key << "folder" << YAML::Value << files.folder;
  out << YAML::Key << "restricted_folder" << YAML::Value << files.restricted_folder;
  out << YAML::Key << "carries" << YAML::Value << YAML::Flow << files.carries;
  out << YAML::Key << "replies_to" << YAML::Value << YAML::Flow << files.replies_to;
  out << YAML::Key << "every_ms" << YAML::Value << files.every_ms;
  out << YAML::EndMap;
  out << YAML::EndMap;
  out << YAML::Key << "sealing" << YAML::Value << YAML::BeginMap;
  out << YAML::Key << "key_file" << YAML::Value << config.sealing.key_file;
  out << YAML::EndMap;
  out << YAML::Key << "replay" << YAML::Value << YAML::BeginMap;
  out << YAML::Key << "sample" << YAML::Value << config.replay.sample;
  out << YAML::Key << "hour" << YAML::Value << config.replay.hour;
  out << YAML::EndMap;
  out << YAML::Key << "retention" << YAML::Value << YAML::BeginMap;
  out << YAML::Key << "research" << YAML::Value << config.retention.research;
  out << YAML::Key << "daily" << YAML::Value << config.retention.daily;
  out << YAML::EndMap;
  WriteWorker(out, config.worker);
  out << YAML::Key << "certificate_warning_days" << YAML::Value << YAML::Flow
      << config.certificate_warning_days;
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
