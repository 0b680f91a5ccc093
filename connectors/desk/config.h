// DeskConfig: everything an operator sets for the gateway, read once from one YAML file and checked
// whole. Secrets are files that it names. Reference: docs/operating/desk.md.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "connectors/desk/http_server.h"
#include "connectors/desk/oidc/options.h"
#include "connectors/desk/person.h"
#include "connectors/desk/rpc.h"
#include "connectors/desk/session.h"
#include "connectors/desk/tls.h"
#include "connectors/desk/worker_link.h"
#include "worker/config/config.h"

namespace dm::desk {

struct DeskConfig {
  std::string file;
  Environment environment = Environment::kProduction;
  std::string listen = "127.0.0.1:8443";
  std::string port_file;  // written once listening: for tests and the demonstration
  std::string origin;     // what stands in the browser; empty: made from `listen` in development
  std::string page;       // folder with manifest.json
  ServerTlsFiles tls;
  LinkOptions worker;
  RpcTimes times;
  bool certificate_sign_in = false;
  OidcOptions oidc;  // issuer empty: none
  SessionLimits sessions;
  HttpLimits http;
  LogConfig log;
  // Development alone: who may be picked, and who is in the directory when the worker has none.
  std::vector<Person> staff;
};

struct DeskConfigLoad {
  DeskConfig config;
  std::vector<ConfigError> errors;  // empty: the configuration holds
};

// Paths in the file are relative to its folder.
DeskConfigLoad LoadDeskConfig(const std::string& path);

// What holds, with every default; paths of secrets but never their content.
std::string Describe(const DeskConfig& config);

}  // namespace dm::desk
