// Access: which caller may call which method (reliability I17). The caller is the URI of its
// certificate.
#pragma once

#include <map>
#include <set>
#include <string>
#include <string_view>

#include "worker/core/status.h"

namespace dm::grpc_adapter {

enum class Role {
  kCaseSystem,  // submits, reads, takes effects
  kCaseworker,  // the page's gateway: queues, decisions, frames
  kCleared,     // sees access classes above open, beside another role
  kOperations,  // status, pause, modes
  kPolicy,      // reads what was decided and on what, to try changed rules on it; changes nothing
  kAuditor,     // reads and checks the audit chain; changes nothing
};

using Roles = std::set<Role>;

class Access {
 public:
  // Without callers, everyone with a certificate that the client CA signed has every role but
  // kCleared.
  explicit Access(std::map<std::string, Roles> callers) : callers_(std::move(callers)) {}

  // Permission denied, with the same words whether caller or method is at fault. `method` is
  // "SubmitApplication".
  Status Check(const std::string& caller, std::string_view method) const;

  // Stands among the callers of the configuration.
  bool Knows(const std::string& caller) const { return callers_.contains(caller); }

  bool IsCleared(const std::string& caller) const;
  // Holds the role operations: may raise what others may only lower.
  bool IsOperations(const std::string& caller) const;

 private:
  std::map<std::string, Roles> callers_;
};

// Every method that some role may call; a method that is not there is denied to all.
const std::map<std::string, Roles, std::less<>>& MethodRoles();

// Who calls in development on loopback without TLS: every role.
inline constexpr char kDevelopmentCaller[] = "development";

}  // namespace dm::grpc_adapter
