// QuietLog: a log that tells of a fault that lasts once, and then now and then with how often it
// came, instead of at each poll. What is counted (metrics) is counted before it.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "worker/core/mutex.h"
#include "worker/ports/clock.h"
#include "worker/ports/log.h"

namespace dm {

class QuietLog final : public Log {
 public:
  // Between two lines of the same fault.
  static constexpr std::int64_t kEveryMs = std::int64_t{5} * 60'000;

  // Both outlive this.
  QuietLog(Log& log, const Clock& clock) : log_(log), clock_(clock) {}

  void Write(LogLevel level, std::string_view event, const std::vector<LogField>& fields) override;

 private:
  struct Told {
    std::int64_t at_ms = 0;      // monotonic
    std::int64_t kept_back = 0;  // since
  };

  Log& log_;
  const Clock& clock_;
  Mutex mutex_;
  std::map<std::string, Told> told_ DM_GUARDED_BY(mutex_);
};

}  // namespace dm
