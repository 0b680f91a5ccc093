// CaseSystemClient: pushes effects to the municipality's case system, which implements
// medarbetare.v1.CaseSystemService.
#pragma once

#include <cstdint>
#include <memory>
#include <string>

#include "worker/core/status.h"
#include "worker/ports/case_system.h"

namespace dm::casesystem {

struct ClientOptions {
  std::string target{};            // host:port
  std::string certificate_file{};  // PEM; all three, or none for a target on loopback
  std::string key_file{};
  std::string ca_file{};
  std::int64_t timeout_ms = 10'000;  // of one call, 1 to 30 000
};

class CaseSystemClient {
 public:
  // Failed precondition, naming the configuration's field, when the options do not hold. Does not
  // connect yet. The client is thread-safe. Outcomes: see outcome.h.
  static StatusOr<std::unique_ptr<CaseSystem>> Create(const ClientOptions& options);
};

}  // namespace dm::casesystem
