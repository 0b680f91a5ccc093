#include "worker/wiring_server.h"

#include <map>
#include <string>
#include <utility>

namespace dm {
namespace {

grpc_adapter::Roles RolesOf(const Caller& caller) {
  static const std::map<std::string, grpc_adapter::Role> kRoles = {
      {"case_system", grpc_adapter::Role::kCaseSystem},
      {"caseworker", grpc_adapter::Role::kCaseworker},
      {"cleared", grpc_adapter::Role::kCleared},
      {"operations", grpc_adapter::Role::kOperations},
      {"policy", grpc_adapter::Role::kPolicy},
      {"auditor", grpc_adapter::Role::kAuditor}};
  grpc_adapter::Roles roles;
  for (const std::string& name : caller.roles) roles.insert(kRoles.at(name));
  return roles;
}

}  // namespace

grpc_adapter::ServerOptions ServerOptionsOf(const Config& config) {
  std::map<std::string, grpc_adapter::Roles> callers;
  for (const Caller& caller : config.grpc.callers) callers[caller.uri] = RolesOf(caller);
  const bool development = config.environment == Environment::kDevelopment;
  return {.listen = config.grpc.listen,
          .certificate_file = config.grpc.tls.certificate,
          .key_file = config.grpc.tls.key,
          .client_ca_file = config.grpc.tls.ca,
          .development = development,
          .callers = std::move(callers)};
}

}  // namespace dm
