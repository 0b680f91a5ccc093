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
  std::string pkcs12;       // instead of certificate and key (ssbtek only)
  std::string pkcs12_password_file;

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
  TlsFiles tls;                           // required unless development on loopback
  std::vector<Caller> callers;            // required outside development
};

struct Processor {  // personuppgiftsbiträde
  std::string organisation_number;
  std::string name;
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
  std::int64_t connect_timeout_ms = 5'000;
  std::int64_t total_timeout_ms = 30'000;
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

struct LogConfig {
  std::string level = "info";
  std::string format = "text";
};

struct Config {
  std::string file;  // where it was read from
  Environment environment = Environment::kProduction;
  std::string municipality;  // folder under policies/municipality
  std::string policies;      // path
  std::string database;      // path of the SQLite file
  GrpcConfig grpc;
  SsbtekConfig ssbtek;
  CaseSystemConfig case_system;
  WorkerConfig worker;
  LogConfig log;
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
