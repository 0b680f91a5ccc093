// A log that many threads write to and nobody reads.
#pragma once

#include <string_view>
#include <vector>

#include "worker/ports/log.h"

namespace dm::testing {

class SilentLog final : public Log {
 public:
  void Write(LogLevel /*level*/,
             std::string_view /*event*/,
             const std::vector<LogField>& /*fields*/) override {}
};

}  // namespace dm::testing
