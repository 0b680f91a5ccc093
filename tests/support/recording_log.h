// A log that keeps the names of its events.
#pragma once

#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

#include "worker/ports/log.h"

namespace dm::testing {

class RecordingLog final : public Log {
 public:
  void Write(LogLevel /*level*/,
             std::string_view event,
             const std::vector<LogField>& /*fields*/) override {
    events.emplace_back(event);
  }

  bool Has(std::string_view event) const {
    return std::find(events.begin(), events.end(), event) != events.end();
  }

  std::vector<std::string> events;
};

}  // namespace dm::testing
