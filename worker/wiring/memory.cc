#include "worker/wiring/memory.h"

#include <malloc.h>
#include <unistd.h>

#include <algorithm>
#include <fstream>

namespace dm {

std::int64_t ResidentBytes() {
  std::ifstream file("/proc/self/statm");
  std::int64_t all_pages = 0;
  std::int64_t resident_pages = 0;
  if (!(file >> all_pages >> resident_pages)) return 0;
  return resident_pages * ::sysconf(_SC_PAGESIZE);
}

FreeMemory::FreeMemory() : settled_(ResidentBytes()) {}

bool FreeMemory::Look() {
  const std::int64_t resident = ResidentBytes();
  if (resident <= settled_ + kStepBytes) {
    settled_ = std::min(settled_, resident);
    return false;
  }
  ::malloc_trim(0);
  settled_ = ResidentBytes();
  return true;
}

}  // namespace dm
