// Config: everything an operator sets, read once from one YAML file, checked whole, handed down in
// parts. Secrets are files that it names (systemd credentials), never values in it. Reference:
// docs/operating/configuration.md.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "worker/core/status.h"

namespace dm {

enum class Environment { kDevelopment, kTest, kProduction };

struct TlsFiles {
  std::string certificate;  // PEM, own
  std::string key;          // PEM, own
  std::string ca;           // PEM, of the peer
  std::string pkcs12;       // instead of certificate and key (registers only)
  std::string pkcs12_password_file;
  std::string key_password_file;  // of a PEM key (registers only)
  std::string pinned_key;         // "sha256//…" of the peer's key (registers only)
  std::string issuer;             // PEM, the peer's own issuer (registers only)

  bool empty() const { return certificate.empty() && key.empty() && ca.empty() && pkcs12.empty(); }
};

// Who may call, by the URI in the certificate; roles: case_system, caseworker, cleared, operations.
struct Caller {
  std::string uri;
  std::vector<std::string> roles;
};

struct GrpcConfig {
  std::string listen = "127.0.0.1:7443";  // host:port; port 0 takes a free one, see port_file
  std::string port_file;                  // written once listening: for tests and the demo
  // What one system may call while another calls too; more waits. 0: no limit.
  int calls_per_second_beside_others = 500;
  TlsFiles tls;                 // required unless development on loopback
  std::vector<Caller> callers;  // required outside development
};

struct Processor {  // personuppgiftsbiträde
  std::string organisation_number;
  std::string name;
};

// What is asked of Skatteverket under contract 11; 10 has no such question.
struct TaxQuestionConfig {
  bool given = false;
  int years = 2;
  bool company_information = false;
  bool individual_income = false;
  bool tax_account = false;
  bool tax_information = false;
  bool tax_return_annexes = false;
};

struct BreakerConfig {
  int failures = 5;
  std::int64_t first_break_ms = 30'000;
  std::int64_t break_max_ms = 600'000;
};

// How hard a register is asked, and when.
struct FlowConfig {
  std::int64_t connect_timeout_ms = 5'000;
  std::int64_t total_timeout_ms = 30'000;
  int in_flight_max = 64;
  std::int64_t rate_per_minute = 0;  // as agreed with its owner; 0: no limit, in development only
  int rate_burst = 1;
  std::vector<std::string> windows;  // "mon-fri 06:00-21:00"; empty: always
  BreakerConfig breaker;
};

struct SsbtekConfig {
  std::string url;
  std::string contract = "10";
  std::string lefi_version = "v9";
  std::string organisation_number;  // 12 digits
  std::string organisation_name;
  std::string aktorsid;
  std::vector<Processor> processors;
  // The LEFI groups that the agreement with Försäkringskassan grants, e.g. "FK:BOB": others are not
  // asked for, because data without right are left out of an answer silently.
  std::vector<std::string> lefi_groups_granted;
  TlsFiles tls;
  FlowConfig flow;
  std::int64_t together_timeout_ms = 12'000;  // at most flow.total_timeout_ms
  std::string so_empty_list = "unknown";
  TaxQuestionConfig tax_question;
};

// The population register (folkbokföring), asked at the municipality's own platform.
struct FolkbokforingConfig {
  std::string url;  // empty: not asked
  TlsFiles tls;
  FlowConfig flow = {.connect_timeout_ms = 5'000,
                     .total_timeout_ms = 10'000,
                     .in_flight_max = 16,
                     .rate_per_minute = 0,
                     .rate_burst = 1,
                     .windows = {},
                     .breaker = {}};
  int copy_age_max_h = 24;
};

struct CaseSystemConfig {
  std::string target;  // host:port; empty: effects are only pulled
  TlsFiles tls;
  std::int64_t timeout_ms = 10'000;
};

struct WorkerConfig {
  int threads = 4;                           // cases at once, 1–64
  std::int64_t lease_ms = 120'000;           // at least three times case_time_limit_ms
  std::int64_t case_time_limit_ms = 40'000;  // of one run of a case through its steps
  std::int64_t poll_ms = 500;                // between looks at an empty queue
  std::int64_t drain_ms = 20'000;            // from SIGTERM until work in hand is given back
};

enum class StoreKind { kSqlite, kPostgresql };

// Where everything durable is. PostgreSQL is for several workers that share one database.
struct StoreConfig {
  StoreKind kind = StoreKind::kSqlite;
  std::string connection;             // libpq's keywords, without a password; PostgreSQL only
  std::string password_file;          // its first line; mode 0600
  int connections = 8;                // that read and claim, 1 to 64; three more write and listen
  int connect_timeout_ms = 5'000;     // 1 000 to 60 000
  int statement_timeout_ms = 30'000;  // 1 000 to 600 000
};

struct AuditConfig {
  std::string checkpoints;              // path of the file that keeps the chain's end; empty: none
  std::int64_t checkpoint_ms = 60'000;  // between two, where something was done
  std::int64_t checkpoint_records = 1'000;      // at the latest after this many
  std::int64_t unwitnessed_max_ms = 3'600'000;  // without noting the end: no more decisions
};

struct MetricsConfig {
  std::string listen;     // host:port on loopback; port 0 takes a free one; empty: no metrics
  std::string port_file;  // path of a file that gets the port
};

// Effects as files, for a case or payment system that takes files.
struct EffectFilesConfig {
  std::string folder;             // empty: no files
  std::string restricted_folder;  // for cases above open access; empty: a person sees to those
  std::vector<std::string> carries = {"payment_orders", "decisions"};
  std::vector<std::string> replies_to;  // of those: the receiver answers for each effect
  std::int64_t every_ms = 60'000;       // between two files, 1 s to 1 h
};

struct EffectsConfig {
  // A secret of at least 32 bytes that the ids of effects are derived with; the same for ever.
  std::string id_key_file;  // empty: ids can be worked out by who knows the application's id
  EffectFilesConfig files;
};

// The encryption of what stands in the store about persons.
struct SealingConfig {
  std::string key_file;  // empty: not encrypted; required in production
};

// The nightly replay of decided cases.
struct ReplayConfig {
  int sample = 50;  // cases a night, 0 to 100 000; 0: none
  int hour = 2;     // Swedish time from which it may begin, 0 to 23
};

// Erasing files when their time is over.
struct RetentionConfig {
  // Which files research keeps (SoF 13 kap. 1 §): "whole" or "days_5_15_25". "not_stated":
  // nothing is erased.
  std::string research = "not_stated";
  bool daily = false;  // erase each day without being asked, once a person has run it
};

// Who may sign policy sets (`policies.approvers`), and how many must have.
struct PolicyApproverConfig {
  std::string id;
  std::string public_key;  // Ed25519, 64 hexadecimal digits: medarbetare policy key
};

struct PolicySigningConfig {
  std::vector<PolicyApproverConfig> approvers;  // no two with one id or one key
  int required = 2;                             // 0 to 8; at least 2 in production
};

struct LogConfig {
  std::string level = "info";
  std::string format = "text";
};

struct Config {
  std::string file;  // where it was read from
  Environment environment = Environment::kProduction;
  std::string municipality;  // folder under policies/municipality
  std::string policies;      // path
  PolicySigningConfig signing;
  std::string database;  // path of the SQLite file; empty with PostgreSQL
  StoreConfig store;
  std::string staff;  // path of the staff list; empty: the case system answers for its users
  GrpcConfig grpc;
  SsbtekConfig ssbtek;
  FolkbokforingConfig folkbokforing;
  CaseSystemConfig case_system;
  AuditConfig audit;
  MetricsConfig metrics;
  EffectsConfig effects;
  SealingConfig sealing;
  ReplayConfig replay;
  RetentionConfig retention;
  WorkerConfig worker;
  LogConfig log;
  // Days before a certificate ends on which the log warns of it, largest first.
  std::vector<int> certificate_warning_days = {60, 30, 14, 7, 1};
  std::int64_t clock_offset_ms = 0;  // development only
};

struct ConfigError {
  int line = 0;  // 1-based; 0 where no line is at fault
  std::string field;
  std::string message;
  std::string remedy;

  std::string ToString(const std::string& file) const;  // "file:line: field: message; remedy"
};

struct ConfigLoad {
  Config config;
  std::vector<ConfigError> errors;  // empty: the configuration holds
};

// Paths in the file are relative to its folder.
ConfigLoad LoadConfig(const std::string& path);

// What holds, as YAML, with every default shown; paths of secrets but never their content.
std::string DescribeConfig(const Config& config);

}  // namespace dm
