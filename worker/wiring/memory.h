// FreeMemory: gives back to the system what the process has freed. The C library keeps it for its
// own later use: a flood that took 300 MiB for four seconds would hold them for weeks.
#pragma once

#include <cstdint>

namespace dm {

class FreeMemory {
 public:
  // What the process may grow by before it is looked at.
  static constexpr std::int64_t kStepBytes = std::int64_t{32} * 1024 * 1024;

  FreeMemory();

  // For a clock that comes each second; one thread. True when there was growth to look at.
  bool Look();

 private:
  std::int64_t settled_ = 0;  // resident bytes after the last look that found growth, or fewer
};

// Resident bytes of this process; 0 where it cannot be told.
std::int64_t ResidentBytes();

}  // namespace dm
